"""층마다의 활성값(activation): 입력 a₀ = x에서 예측 a₂ = ŷ까지."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

INPUT = np.array([1.0, 2.0])
HIDDEN_WEIGHTS = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]])
HIDDEN_BIASES = np.array([0.0, 0.0, 0.0])
OUTPUT_WEIGHTS = np.array([1.0, 1.0, 1.0])


def activation_value(x=INPUT, W1=HIDDEN_WEIGHTS, b1=HIDDEN_BIASES, w2=OUTPUT_WEIGHTS, b2=-3.0):
    a0 = x  # 0층: 입력 그대로. 층수로 세지 않는다
    z1 = W1 @ a0 + b1  # 1층의 선형 결합
    a1 = np.maximum(0, z1)  # 1층의 활성값(ReLU): 다음 층의 입력
    z2 = w2 @ a1 + b2  # 2층의 선형 결합
    a2 = 1 / (1 + np.exp(-z2))  # 마지막 층의 활성값이 예측 ŷ
    return a2


def draw(rng):
    x = rng.integers(1, 3, size=2)
    W1 = rng.permutation(
        [[1, rng.integers(0, 3)], [rng.integers(0, 3), 1], [1, -rng.integers(3, 5)]]
    )
    b1, w2 = rng.integers(-1, 1, size=3), rng.choice([-1, 1, 2], size=3)
    return {"x": x, "W1": W1, "b1": b1, "w2": w2, "b2": rng.choice([-3, -2, -1, 1, 2, 3])}


def picture(trace: Trace) -> Bars:
    bars = [(f"0층 a₀[{i}]", float(a)) for i, a in enumerate(trace["a0"])]
    for i, (z, a) in enumerate(zip(trace["z1"], trace["a1"], strict=True)):
        bars += [(f"1층 z₁[{i}]", float(z)), (f"1층 a₁[{i}] = ReLU", float(a))]
    bars += [("2층 z₂", float(trace["z2"])), ("2층 a₂ = ŷ", float(trace["a2"]))]
    return Bars("층을 지나가는 값", tuple(bars))


DEMO = Demo(
    activation_value,
    asks={
        "a1": "ReLU 은닉층의 출력 a₁",
        "z2": "출력층의 선형 결합 z₂",
    },
    draw=draw,
    mistakes=(
        Mistake("a1", "z1", "활성화 함수를 씌우지 않고 z₁을 다음 층에 넘겼습니다."),
        Mistake("a1", "np.abs(z1)", "ReLU는 절댓값이 아닙니다. 음수는 0이 됩니다."),
        Mistake("a1", "np.minimum(0, z1)", "ReLU의 방향이 반대입니다. 양수가 그대로 지나갑니다."),
        Mistake("z2", "w2 @ a1", "출력층의 편향 b₂를 더하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"z1": [1, 2, -1], "a1": [1, 2, 0], "z2": 0.0, "a2": 0.5},
            "손계산: z₁ = (1, 2, 1−2), a₁ = (1, 2, 0), z₂ = 1+2+0−3 = 0, σ(0) = 1/2",
        ),
        Worked(
            {"b2": -1.0},
            {"z2": 2.0, "a2": 0.8807970779778823},
            "손계산 z₂ = 2, PyTorch 2.13.0 torch.sigmoid(2)",
        ),
    ),
    picture=picture,
    limits={"x": (-10, 10), "W1": (-4, 4), "b1": (-10, 10), "w2": (-2, 2), "b2": (-100, 100)},
    lines={
        "a0": "a₀은 입력 x입니다.",
    },
)
