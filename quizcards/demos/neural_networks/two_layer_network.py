"""2층 신경망(two-layer network)으로 XOR 풀기 (Goodfellow et al. 2016, §6.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Boundary, HeatMap, Series
from quizcards.trace.tracer import Trace

XOR = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
HIDDEN_WEIGHTS = np.array([[1.0, 1.0], [1.0, 1.0]])
HIDDEN_BIASES = np.array([[0.0], [-1.0]])
OUTPUT_WEIGHTS = np.array([1.0, -2.0])


def two_layer_network(
    X=XOR, W1=HIDDEN_WEIGHTS, b1=HIDDEN_BIASES, w2=OUTPUT_WEIGHTS, b2=0.0, activation="relu"
):
    Z1 = W1 @ X + b1  # 은닉층의 선형 결합. 열 하나가 샘플
    if activation == "relu":
        A1 = np.maximum(0, Z1)  # 음수를 0으로 접는다
    else:
        A1 = Z1  # 항등: 접지 않으면 XOR을 못 푼다
    y_hat = w2 @ A1 + b2  # 출력층: 선형 결합, 활성화는 항등
    return y_hat


def draw(rng):
    steep, back = rng.integers(2, 4), rng.integers(2, 5)
    return {
        "X": rng.permutation(XOR[:, 1:3]),
        "W1": np.array([rng.integers(1, 4, size=2), [steep, -back]]),
        "b1": np.array([[1], [rng.choice([-1, 1])]]),
        "w2": rng.choice([-2, 1, 2, 3], size=2),
        "b2": rng.choice([-1, 1]),
    }


def picture(trace: Trace) -> Boundary | HeatMap:
    """The line between the points of XOR where the weights part them, else what they come to."""
    side = np.linspace(-0.5, 1.5, 41)
    plane = np.array([[x1, x2] for x2 in side for x1 in side]).T
    output = DEMO.run({**trace.inputs, "X": plane})["y_hat"].reshape(len(side), len(side))
    same, different = XOR[:, [0, 3]], XOR[:, [1, 2]]
    corners = DEMO.run({**trace.inputs, "X": XOR})["y_hat"]
    groups = (
        Series("XOR = 0", same[0], same[1], points=True),
        Series("XOR = 1", different[0], different[1], points=True),
    )
    if np.all(corners[[0, 3]] < 0.5) and np.all(corners[[1, 2]] > 0.5):
        title, line = "XOR 네 점을 가르는 선", "출력 ŷ = 0.5인 선"
        return Boundary(title, "x₁", "x₂", side, side, np.clip(output, 0, 1), groups, line=line)
    title = "네 점의 출력 ŷ: 이 가중치로는 XOR이 0.5에서 갈리지 않는다"
    return HeatMap(title, corners.reshape(2, 2), ("x₁ = 0", "x₁ = 1"), ("x₂ = 0", "x₂ = 1"))


DEMO = Demo(
    two_layer_network,
    asks={
        "y_hat": "출력층이 선형일 때 샘플(X의 열)마다의 출력 ŷ",
    },
    draw=draw,
    mistakes=(
        Mistake("Z1", "W1 @ X", "은닉층의 편향 b₁을 더하지 않았습니다."),
        Mistake(
            "Z1", "W1.T @ X + b1", "W₁을 전치해 곱했습니다. 유닛 하나의 가중치는 W₁의 한 행입니다."
        ),
        Mistake(
            "A1", "np.minimum(0, Z1)", "ReLU는 max(0, z)입니다. 음수가 아니라 양수를 남깁니다."
        ),
        Mistake("A1", "np.abs(Z1)", "ReLU는 절댓값이 아니라 음수를 0으로 만듭니다."),
        Mistake(
            "y_hat",
            "w2 @ Z1 + b2",
            "활성화 함수를 거치지 않았습니다. 그러면 두 층이 한 층과 같아집니다.",
        ),
        Mistake("y_hat", "np.sum(A1, axis=0) + b2", "출력층의 가중치 w₂를 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "Z1": [[0, 1, 1, 2], [-1, 0, 0, 1]],
                "A1": [[0, 1, 1, 2], [0, 0, 0, 1]],
                "y_hat": [0, 1, 1, 0],
            },
            "Goodfellow et al. 2016, Deep Learning §6.1: XOR을 푸는 ReLU 망",
        ),
        Worked(
            {"activation": "identity"},
            {"y_hat": [2, 1, 1, 0]},
            "손계산: z₁ − 2·z₂ = (x₁ + x₂) − 2(x₁ + x₂ − 1) = 2 − x₁ − x₂",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("X", "W1", "b1", "w2", "b2"), (-1000.0, 1000.0)),
    choices={
        "activation": {"relu": "은닉층의 활성화는 ReLU", "identity": "은닉층의 활성화는 항등"},
    },
    lines={
        "A1": "A₁은 Z₁에 은닉층의 활성화를 씌운 값입니다.",
    },
)
