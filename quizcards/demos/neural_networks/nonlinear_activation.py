"""비선형 활성화(nonlinear activation)가 없으면 두 층은 한 층이다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

INPUT = np.array([1.0, 1.0])
HIDDEN_WEIGHTS = np.array([[1.0, -2.0], [3.0, 1.0]])
HIDDEN_BIASES = np.array([0.0, 0.0])
OUTPUT_WEIGHTS = np.array([2.0, 1.0])


def nonlinear_activation(x=INPUT, W1=HIDDEN_WEIGHTS, b1=HIDDEN_BIASES, w2=OUTPUT_WEIGHTS, b2=0.0):
    z1 = W1 @ x + b1
    y_linear = w2 @ z1 + b2  # 활성화 없이 쌓은 두 층
    w = w2 @ W1  # 두 가중치를 미리 곱하면
    b = w2 @ b1 + b2
    y_single = w @ x + b  # 한 층으로 같은 값이 나온다
    a1 = np.maximum(0, z1)  # ReLU를 끼우면 꺾인다
    y_relu = w2 @ a1 + b2  # 한 층으로는 만들 수 없는 함수의 값
    return y_relu


def draw(rng):
    return {
        "x": np.array([1, rng.integers(1, 3)]),
        "W1": np.array([[rng.integers(1, 3), -rng.integers(3, 5)], rng.integers(1, 4, size=2)]),
        "b1": np.array([0, rng.integers(-1, 2)]),
        "w2": rng.choice([-1, 1], size=2) * [rng.integers(2, 4), 1],
        "b2": rng.choice([-1, 1, 2]),
    }


def picture(trace: Trace) -> Curves:
    first = trace["x"][0]
    x1 = np.linspace(first - 4, first + 4, 33)
    runs = [
        DEMO.run({**trace.inputs, "x": np.clip([one, *trace["x"][1:]], -1000, 1000)}) for one in x1
    ]
    return Curves(
        "첫 입력 x₁만 바꿔 볼 때의 출력",
        "x₁",
        "y",
        (
            Series("활성화 없음: 직선", x1, np.array([run["y_linear"] for run in runs])),
            Series("ReLU: 꺾인 선", x1, np.array([run["y_relu"] for run in runs])),
        ),
    )


DEMO = Demo(
    nonlinear_activation,
    asks={
        "w": "두 층을 한 층으로 합친 가중치 w",
        "y_linear": "활성화 함수가 없을 때의 출력",
        "y_relu": "은닉층에 ReLU를 씌웠을 때의 출력",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "z1", "W1.T @ x + b1", "W₁을 전치해 곱했습니다. 유닛 하나의 가중치는 W₁의 한 행입니다."
        ),
        Mistake("y_linear", "w2 @ z1", "출력층의 편향 b₂를 더하지 않았습니다."),
        Mistake(
            "y_linear", "w2 @ np.maximum(0, z1) + b2", "활성화 함수가 없는데 ReLU를 씌웠습니다."
        ),
        Mistake("w", "W1 @ w2", "곱하는 순서가 반대입니다. 나중 층의 가중치가 왼쪽에 옵니다."),
        Mistake("w", "np.sum(W1, axis=0)", "w₂를 곱하지 않고 W₁의 행을 더하기만 했습니다."),
        Mistake(
            "w", "W1[0] * w2", "W₁의 첫 행만 원소별로 곱했습니다. 행렬곱은 행마다 곱해 더합니다."
        ),
        Mistake("a1", "z1", "활성화 함수를 빠뜨렸습니다. 한 층과 같은 값이 됩니다."),
        Mistake("a1", "np.abs(z1)", "ReLU는 절댓값이 아닙니다. 음수는 0이 됩니다."),
        Mistake("y_relu", "np.maximum(0, y_linear)", "ReLU를 은닉층이 아니라 출력에 씌웠습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "z1": [-1, 4],
                "y_linear": 2.0,
                "w": [5, -3],
                "y_single": 2.0,
                "a1": [0, 4],
                "y_relu": 4.0,
            },
            "손계산: z₁ = (1−2, 3+1), 2·(−1)+4 = 2, w = (2+3, −4+1), 2·0+4 = 4",
        ),
        Worked(
            {"x": [2, 3], "b1": [1, -1], "b2": 0.5},
            {"z1": [-3, 8], "y_linear": 2.5, "b": 1.5, "y_single": 2.5, "y_relu": 8.5},
            "손계산: z₁ = (2−6+1, 6+3−1), b = 2·1−1+0.5, w·x = 10−9 = 1",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("x", "W1", "b1", "w2", "b2"), (-1000.0, 1000.0)),
)
