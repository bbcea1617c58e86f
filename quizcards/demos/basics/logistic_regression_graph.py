"""로지스틱 회귀의 계산 그래프(computation graph): 노드마다 미분 하나씩."""

import math

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def logistic_regression_graph(x1=1.0, x2=2.0, w1=0.0, w2=0.0, b=0.0, y=1.0):
    z = w1 * x1 + w2 * x2 + b
    a = 1 / (1 + np.exp(-z))  # sigmoid
    L = -(y * np.log(a) + (1 - y) * np.log(1 - a))  # 손실. 여기까지 순전파
    da = -y / a + (1 - y) / (1 - a)  # 역전파의 시작: ∂L/∂a
    da_dz = a * (1 - a)  # sigmoid의 국소 미분
    dz = da * da_dz  # 곱하면 약분되어 a − y
    dw1 = x1 * dz  # 곱셈 노드: 상대편 x₁을 곱한다
    dw2 = x2 * dz
    db = dz  # 덧셈 노드: 그대로
    return L


def draw(rng):
    # z = 0, so that a = 1/2, or z = b = ln k, so that a = k/(k + 1)
    x1, x2 = rng.choice([-2, -1, 1, 2, 3], size=2, replace=False)
    if rng.random() < 0.5:
        w1, w2 = rng.choice([-1, -0.5, 0.5, 1], size=2, replace=False)
        b = -w1 * x1 - w2 * x2
    else:
        w1, w2 = rng.choice([-1, -0.5, 0.5, 1]) * np.array([x2, -x1])
        b = np.log(rng.choice([1 / 4, 1 / 3, 3, 4]))
    return {
        "x1": x1,
        "x2": x2,
        "w1": w1,
        "w2": w2,
        "b": b,
        "y": rng.integers(0, 2),
    }


def picture(trace: Trace) -> Curves:
    y, z = trace["y"], np.linspace(min(-5, trace["z"] - 1), max(5, trace["z"] + 1), 81)
    a = (1 + np.tanh(z / 2)) / 2
    return Curves(
        f"정답이 y = {y:g}일 때 로짓 z에 따른 손실과 그 미분",
        "z",
        "L, dz",
        (
            Series("L", z, np.logaddexp(0, z) - y * z),
            Series("dz = a − y", z, a - y),
            Series("지금의 z", [trace["z"]] * 2, [trace["L"], trace["dz"]], points=True),
        ),
    )


DEMO = Demo(
    logistic_regression_graph,
    asks={
        "da": "활성값 a에 대한 교차 엔트로피 손실의 기울기 da",
        "dz": "로짓 z에 대한 손실의 기울기 dz",
        "dw1": "가중치 w₁에 대한 손실의 기울기 dw₁",
        "dw2": "가중치 w₂에 대한 손실의 기울기 dw₂",
    },
    draw=draw,
    mistakes=(
        Mistake("z", "w1 * x1 + w2 * x2", "편향 b를 더하지 않았습니다."),
        Mistake("da", "a - y", "a − y는 ∂L/∂a가 아니라 ∂L/∂z입니다."),
        Mistake("da", "y / a - (1 - y) / (1 - a)", "손실 앞의 음의 부호를 잊었습니다."),
        Mistake("da_dz", "1 - a**2", "sigmoid가 아니라 tanh의 미분입니다."),
        Mistake("dz", "da", "sigmoid의 미분 a(1 − a)를 곱하지 않았습니다."),
        Mistake("dw1", "w1 * dz", "상대편 x₁이 아니라 자기 값 w₁을 곱했습니다."),
        Mistake("dw2", "w2 * dz", "상대편 x₂가 아니라 자기 값 w₂를 곱했습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "L": math.log(2),
                "da": -2,
                "da_dz": 0.25,
                "dz": -0.5,
                "dw1": -0.5,
                "dw2": -1,
                "db": -0.5,
            },
            "손계산: a = 1/2, da = −1/a = −2, dz = −2·¼",
        ),
        Worked(
            {"x1": 2, "x2": 1, "w1": 0.5, "w2": -1, "b": 0.25},
            {
                "L": 0.5759394198788437,
                "da": -1.778800783071405,
                "dz": -0.43782349911420196,
                "dw1": -0.8756469982284039,
                "dw2": -0.43782349911420196,
            },
            "PyTorch 2.13.0 F.binary_cross_entropy, 중간 노드에 retain_grad",
        ),
    ),
    picture=picture,
    limits={"y": (0, 1), "b": (-5, 5)}
    | dict.fromkeys(("x1", "x2"), (-5, 5))
    | dict.fromkeys(("w1", "w2"), (-3, 3)),
)
