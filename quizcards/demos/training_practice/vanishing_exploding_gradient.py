"""기울기 소실과 폭발: 층마다 유닛이 하나인 깊은 망."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def vanishing_exploding_gradient(x=0.5, w=1.0, b=-0.5, layers=10, activation="sigmoid", g=1.0):
    a = x
    for i in range(layers):
        z = w * a + b
        if activation == "sigmoid":
            a = 1 / (1 + np.exp(-z))
            d = a * (1 - a)  # 많아야 1/4
        elif activation == "tanh":
            a = np.tanh(z)
            d = 1 - a**2  # 많아야 1
        else:
            a = np.maximum(0, z)  # ReLU
            d = 1.0 * (z > 0)  # 0 또는 1
        factor = w * d  # 이 층의 야코비안: 가중치 곱하기 활성화의 도함수
        g = g * factor  # 연쇄 법칙: 층마다 곱해진다
    return g


def draw(rng):
    # every z is 0 (sigmoid) or positive (ReLU), so that each layer multiplies by w/4 or by w
    layers = rng.integers(2, 4)  # nobody does the lines of a loop more often by hand
    if rng.random() < 0.7:
        w = rng.choice([1.0, 2.0, 6.0, 8.0, 10.0, 12.0])
        return {"x": 0.5, "w": w, "b": -w / 2, "layers": layers, "activation": "sigmoid"}
    w = rng.choice([0.5, 1.5, 2.0, 3.0, 4.0])
    x = rng.choice([1.0, 2.0])
    return {"x": x, "w": w, "b": 0.0, "layers": layers, "activation": "relu"}


def picture(trace: Trace) -> Curves:
    layers = np.arange(21)
    lines = (
        ("sigmoid, w = 1", 1 / 4),
        ("ReLU, w = 0.5", 0.5),
        ("ReLU, w = 1", 1.0),
        ("ReLU, w = 1.5", 1.5),
    )
    along = [0.0]
    for g in trace.values("g")[1:]:
        along.append(np.log10(np.clip(abs(g), 1e-15, 1e15)))
    now = Series("지금의 망", np.arange(len(along)), along, points=True)
    return Curves(
        "지나온 층 수와 기울기의 크기(log₁₀): 지수적으로 줄거나 커진다",
        "층",
        "log₁₀|g|",
        (*(Series(name, layers, layers * np.log10(one)) for name, one in lines), now),
    )


DEMO = Demo(
    vanishing_exploding_gradient,
    asks={
        "factor": "마지막 층에서 기울기에 곱해지는 w·f′(z)의 값",
        "g": "모든 층을 지난 기울기 ∂a/∂x",
    },
    draw=draw,
    mistakes=(
        Mistake("factor", "d", "가중치 w를 곱하지 않았습니다."),
        Mistake("factor", "w + d", "가중치와 도함수를 더했습니다. 둘은 곱해집니다."),
        Mistake("factor", "w * a", "활성화의 도함수가 아니라 출력값 a를 곱했습니다."),
        Mistake("factor", "a * d", "가중치가 아니라 출력값 a를 곱했습니다."),
        Mistake("g", "g + factor", "층마다 더했습니다. 연쇄 법칙에서는 곱합니다."),
        Mistake("g", "factor", "한 층만 지난 기울기입니다. 모든 층의 값을 곱합니다."),
    ),
    worked=(
        Worked(
            {},
            {"factor": 1 / 4, "g": 1 / 4**10},
            "손계산: z가 늘 0이라 a = 1/2, 도함수는 1/4. 열 층이면 4⁻¹⁰",
        ),
        Worked(
            {"x": 1, "w": 1.5, "b": 0, "layers": 20, "activation": "relu"},
            {"factor": 1.5, "g": 3325.256730079651},
            "손계산: 1.5²⁰ = 3²⁰ / 2²⁰ = 3486784401 / 1048576",
        ),
    ),
    picture=picture,
    limits={
        "x": (-100, 100),
        "w": (-20, 20),
        "b": (-100, 100),
        "layers": (1, 60),
        "g": (-100, 100),
    },
    choices={
        "activation": {
            "sigmoid": "활성화 함수 f는 sigmoid입니다",
            "tanh": "활성화 함수 f는 tanh입니다",
            "relu": "활성화 함수 f는 ReLU입니다",
        }
    },
    words={"layers": "층 수", "factor": "한 층의 값"},
    lines={"g": "처음 기울기 g", "d": "", "factor": "층마다 기울기에 w·f′(z)가 곱해집니다."},
)
