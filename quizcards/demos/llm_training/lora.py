"""LoRA: 얼린 가중치에 저랭크 행렬의 곱을 더한다 (Hu et al. 2022, §4.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

WEIGHTS = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]])
DOWN = np.array([[1.0, 2.0, -1.0]])
UP = np.array([[0.5], [1.0]])
INPUT = np.array([1.0, 2.0, 3.0])


def lora(x=INPUT, W=WEIGHTS, A=DOWN, B=UP, alpha=2.0):
    r = np.shape(A)[0]  # 랭크: 가운데의 폭
    s = alpha / r  # 어댑터의 크기를 정하는 배수
    low = A @ x  # A가 입력을 r차원으로 줄인 것
    h = W @ x + s * (B @ low)  # B로 다시 키워 얼린 W의 출력에 더한다
    W_merged = W + s * (B @ A)  # 병합: 추론할 때 더 드는 계산이 없다
    y = W_merged @ x  # h와 같다
    return y


def draw(rng):
    down, up = [1.0, 2.0, -1.0, 3.0, -2.0, 1.0], [1.0, -1.0, 2.0, 3.0]
    return {
        "x": rng.permutation([1.0, 2.0, 3.0]),
        "W": rng.choice([1.0, 0.0, 2.0, -1.0], (2, 3)),
        "A": rng.permutation(down).reshape(2, 3),
        "B": rng.permutation(up).reshape(2, 2),
        "alpha": rng.choice([1.0, 6.0, 8.0]),
    }


def picture(trace: Trace) -> HeatMap:
    change = trace["W_merged"] - trace["W"]
    rows, columns = np.shape(change)
    return HeatMap(
        f"더해지는 행렬 ΔW: 모든 행이 A의 행 {trace['r']}개로 만들어진 것",
        change,
        tuple(f"출력 {i + 1}" for i in range(rows)),
        tuple(f"입력 {j + 1}" for j in range(columns)),
    )


DEMO = Demo(
    lora,
    asks={
        "h": "어댑터를 더한 출력 h",
        "W_merged": "병합한 가중치 W′",
    },
    draw=draw,
    mistakes=(
        Mistake("s", "alpha", "α를 랭크 r로 나누지 않았습니다."),
        Mistake("s", "r / alpha", "배수는 r/α가 아니라 α/r입니다."),
        Mistake("s", "1", "배수 α/r를 빠뜨렸습니다."),
        Mistake("h", "s * (B @ low)", "얼린 W의 출력을 빠뜨렸습니다."),
        Mistake("h", "s * (W @ x + B @ low)", "배수는 어댑터에만 곱합니다."),
        Mistake("W_merged", "s * (B @ A)", "W에 더할 ΔW만 구했습니다."),
        Mistake("W_merged", "W - s * (B @ A)", "병합할 때에는 더합니다."),
    ),
    worked=(
        Worked(
            {},
            {"h": [9.0, 9.0], "W_merged": [[2.0, 2.0, 1.0], [2.0, 5.0, -1.0]]},
            "손계산: Ax = 2, Wx = (7, 5), 배수가 2라 h = (7 + 2, 5 + 4)",
        ),
        Worked(
            {"x": [1, 1], "W": [[0, 0]], "A": [[1, 2], [3, 4]], "B": [[5, 6]], "alpha": 1},
            {"h": [28.5], "W_merged": [[11.5, 17.0]]},
            "손계산: BA = (23, 34)의 절반, h = 11.5 + 17",
        ),
    ),
    picture=picture,
    limits={"alpha": (0, 1e4)} | dict.fromkeys(("x", "W", "A", "B"), (-1e6, 1e6)),
    words={"low": "Ax", "W_merged": "W′"},
    lines={
        "r": "r은 A의 행의 수입니다.",
        "s": "",
        "low": "",
        "h": "",
        "W_merged": "",
        "y": "",
    },
)
