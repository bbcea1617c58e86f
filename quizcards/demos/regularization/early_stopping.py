"""조기 종료(early stopping): patience만큼 기다렸다가 가장 좋았던 때로."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

LOSSES = np.array([0.9, 0.7, 0.55, 0.5, 0.52, 0.51, 0.53, 0.48])


def early_stopping(val_loss=LOSSES, patience=3):
    wait = 0
    for t in range(1, np.size(val_loss) + 1):
        if wait < patience:
            epoch = t  # t번째 에폭까지 학습
            wait = epoch - 1 - np.argmin(val_loss[:epoch])  # 나아지지 않은 에폭 수
    best = np.argmin(val_loss[:epoch]) + 1  # 이때의 가중치로 되돌린다
    loss = val_loss[best - 1]
    stop = epoch  # 기다리다 여기서 멈췄다
    return best


def draw(rng):
    best = rng.integers(3, 6)
    patience = rng.choice([2, 4] if best == 3 else [2, 3])
    down = np.cumsum(rng.integers(5, 12, size=best - 1))[::-1]
    up = rng.integers(1, 9, size=patience)
    late = -np.cumsum(rng.integers(1, 5, size=2))
    return {
        "val_loss": (rng.integers(30, 60) + np.array([*down, 0, *up, *late])) / 100,
        "patience": patience,
    }


def picture(trace: Trace) -> Curves:
    val_loss, stop, best = trace["val_loss"], trace["stop"], trace["best"]
    epochs = np.arange(1, np.size(val_loss) + 1)
    others = (epochs <= stop) & (epochs != best)
    return Curves(
        f"검증 손실: {best}번째가 가장 좋고 {stop}번째에서 멈춘다",
        "에폭",
        "검증 손실",
        (
            Series("끝까지 학습했다면", epochs, val_loss),
            Series("본 손실", epochs[others], val_loss[others], points=True),
            Series("되돌릴 곳", np.array([best]), np.array([val_loss[best - 1]]), points=True),
        ),
    )


DEMO = Demo(
    early_stopping,
    asks={
        "stop": "학습을 멈추는 에폭의 번호(1부터 셈)",
        "best": "가중치를 되돌릴 에폭의 번호(1부터 셈)",
        "loss": "되돌린 가중치의 검증 손실",
    },
    draw=draw,
    mistakes=(
        Mistake("best", "epoch", "멈춘 에폭입니다. 되돌릴 것은 손실이 가장 작던 에폭입니다."),
        Mistake(
            "best",
            "np.argmin(val_loss) + 1",
            "멈춘 뒤의 손실까지 보았습니다. 그때는 알 수 없는 값입니다.",
        ),
        Mistake("best", "np.argmin(val_loss[:epoch])", "0부터 세어 한 에폭 밀렸습니다."),
        Mistake(
            "loss", "val_loss[epoch - 1]", "멈춘 순간의 손실입니다. 가장 좋았던 때로 되돌립니다."
        ),
        Mistake("stop", "best + 1", "한 번 나빠지자마자 멈췄습니다. patience만큼 기다립니다."),
        Mistake("stop", "np.size(val_loss)", "멈추지 않고 끝까지 학습했습니다."),
        Mistake("stop", "epoch + 1", "한 에폭 늦게 멈추었습니다."),
    ),
    worked=(
        Worked(
            {},
            {"stop": 7, "best": 4, "loss": 0.5},
            "손으로 세기: 0.50 뒤로 0.52, 0.51, 0.53이 세 번 이어 나빠서 일곱째에 멈춤",
        ),
        Worked(
            {"patience": 4},
            {"stop": 8, "best": 8, "loss": 0.48},
            "손으로 세기: 네 번째에 0.48로 나아짐",
        ),
        Worked(
            {"patience": 1}, {"stop": 5, "best": 4, "loss": 0.5}, "손으로 세기: 0.52에서 바로 멈춤"
        ),
    ),
    picture=picture,
    limits={"val_loss": (-1e6, 1e6), "patience": (1, 1000)},
    holds=lambda run: run["wait"] >= run["patience"],
    words={
        "epoch": "멈춘 에폭",
        "val_loss": "에폭마다의 검증 손실",
    },
    lines={
        "epoch": "검증 손실이 patience번 잇달아 가장 작은 값보다 나아지지 않으면 멈춥니다.",
        "best": "",
    },
)
