"""학습률(learning rate): J = ½H(w − target)²에서 수렴, 진동, 발산."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

RATES = np.array([0.1, 0.5, 0.9, 1.0, 1.1])


def learning_rate(w=2.0, lr=RATES, steps=5, target=3.0, H=2.0):
    bound = 2 / H  # α가 이보다 작아야 수렴한다
    ratio = 1 - lr * H  # 최솟점까지의 거리에 매번 곱해지는 배율
    w_closed = target + (w - target) * ratio**steps  # 반복 없이 구한 도착점
    for t in range(steps):
        g = H * (w - target)  # J = H(w − target)²/2의 기울기, H는 곡률 J″
        w = w - lr * g  # α마다 따로 한 스텝
    return w


def draw(rng):
    H = rng.choice([4, 5, 10])
    return {
        "w": rng.choice([-2, 1, 2, 6]),
        "lr": np.array([rng.choice([0.2, 0.5, 0.8]), rng.choice([1.5, 1.8, 2.5])]) / H,
        "steps": 1,
        "target": rng.integers(3, 6),
        "H": H,
    }


def picture(trace: Trace) -> Curves:
    steps = max(trace["steps"], 5)
    paths = np.vstack(
        [np.broadcast_to(w, trace["lr"].shape) for w in _longer(trace, steps).values("w")]
    )
    lines = [
        Series(f"α = {number(float(rate))}", np.arange(steps + 1), path)
        for rate, path in zip(trace["lr"], paths.T, strict=True)
    ]
    return Curves(
        f"학습률에 따른 w의 자취 (최솟점 {number(trace['target'])})", "스텝", "w", tuple(lines)
    )


def _longer(trace: Trace, steps: int) -> Trace:
    return DEMO.run({**trace.inputs, "steps": steps})


DEMO = Demo(
    learning_rate,
    asks={
        "bound": "경사하강법이 수렴하는 학습률의 상한",
        "ratio": "학습률마다, 한 스텝에 w와 최솟점의 차에 곱해지는 배율",
        "w": "학습률마다, 한 스텝 간 뒤의 w",
    },
    draw=draw,
    mistakes=(
        Mistake("bound", "1 / H", "1/H는 상한이 아니라 한 스텝에 도착하는 학습률입니다."),
        Mistake("bound", "H / 2", "뒤집었습니다. 곡률이 클수록 상한은 작아집니다."),
        Mistake("bound", "1 / (2 * H)", "2로 나누지 않고 곱합니다."),
        Mistake("ratio", "1 - lr", "곡률 H를 곱하지 않았습니다."),
        Mistake("ratio", "lr * H", "1에서 빼지 않았습니다."),
        Mistake("ratio", "1 + lr * H", "부호가 반대입니다. 그러면 언제나 멀어집니다."),
        Mistake("g", "w - target", "곡률 H를 곱하지 않았습니다."),
        Mistake("w", "w + lr * g", "부호가 반대입니다. 기울기를 더하면 비용이 커집니다."),
        Mistake("w", "w - g * np.ones(np.size(lr))", "학습률을 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "bound": 1.0,
                "ratio": [0.8, 0, -0.8, -1, -1.2],
                "w": [2.67232, 3, 3.32768, 4, 5.48832],
            },
            "닫힌 해 w = 3 − (1 − 2α)⁵: 0.8⁵ = 0.32768, 1.2⁵ = 2.48832",
        ),
        Worked({"steps": 1}, {"w": [2.2, 3, 3.8, 4, 4.2]}, "손계산: g = −2, w = 2 + 2α"),
        Worked(
            {"H": 4, "lr": [0.5, 0.51], "steps": 2},
            {"bound": 0.5, "w": [2, 1.9184]},
            "손계산: 3 − (1 − 4α)²",
        ),
    ),
    picture=picture,
    limits={
        "w": (-1e6, 1e6),
        "lr": (0, 2),
        "steps": (1, 50),
        "target": (-1e6, 1e6),
        "H": (0.01, 10),
    },
    words={
        "target": "w*",
        "steps": "",
    },
)
