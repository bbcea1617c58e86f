"""벡터화한 로지스틱 회귀(logistic regression): 샘플 m개로 한 스텝."""

import math

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Boundary, Curves, Series
from quizcards.trace.tracer import Trace

AND_INPUTS = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
AND_TARGETS = np.array([0.0, 0.0, 0.0, 1.0])
ZEROS = np.array([0.0, 0.0])


def logistic_regression_batch(X=AND_INPUTS, Y=AND_TARGETS, w=ZEROS, b=0.0, lr=1.0):
    m = np.size(Y)  # X의 열 하나가 샘플 하나
    Z = w @ X + b  # 샘플 m개의 로짓을 한 번에
    A = 1 / (1 + np.exp(-Z))
    J = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))  # 교차 엔트로피의 평균
    dZ = A - Y
    dw = X @ dZ / m  # 곱하고 더하기를 행렬곱 한 번으로
    db = np.sum(dZ) / m
    w = w - lr * dw
    b = b - lr * db
    return w


def draw(rng):
    Y = np.zeros(4)
    Y[: rng.choice([1, 3])] = 1
    return {
        "X": rng.integers(-1, 3, size=(2, 4)).astype(float),
        "Y": rng.permutation(Y),
        "lr": rng.choice([0.1, 0.2, 0.5]),
    }


STEPS = 200


def picture(trace: Trace) -> Boundary | Curves:
    """With two features the boundary in their plane, otherwise the cost as it falls."""
    X, Y, lr = trace["X"], trace["Y"], trace["lr"]
    w, b = trace.inputs["w"], trace.inputs["b"]
    costs = []
    for _ in range(STEPS):
        Z = w @ X + b
        costs.append(np.mean(np.logaddexp(0, Z) - Y * Z))
        dZ = _sigmoid(Z) - Y
        w, b = w - lr * X @ dZ / len(Y), b - lr * np.mean(dZ)
    if len(w) != 2:
        return Curves(
            f"경사하강법 {STEPS}스텝의 비용", "스텝", "J", (Series("J", np.arange(STEPS), costs),)
        )
    x1, x2 = (np.linspace(row.min() - 0.5, row.max() + 0.5, 41) for row in X)
    kinds = [("정답 0", Y < 0.5), ("정답 1", Y >= 0.5)]
    return Boundary(
        f"경사하강법 {STEPS}스텝 뒤 y = 1일 확률과 결정 경계",
        "x₁",
        "x₂",
        x1,
        x2,
        _sigmoid(w[0] * x1 + w[1] * x2[:, np.newaxis] + b),
        tuple(
            Series(name, X[0, kind], X[1, kind], points=True)
            for name, kind in kinds
            if np.any(kind)
        ),
    )


def _sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2  # the same function, without overflow far from 0


DEMO = Demo(
    logistic_regression_batch,
    asks={
        "dw": "w에 대한 비용의 기울기 dw",
        "db": "b에 대한 비용의 기울기 db",
        "w": "한 스텝 뒤의 가중치 w",
        "b": "한 스텝 뒤의 편향 b",
    },
    draw=draw,
    mistakes=(
        Mistake("dZ", "Y - A", "부호가 반대입니다. 예측에서 정답을 뺍니다."),
        Mistake(
            "dZ",
            "(A - Y) * A * (1 - A)",
            "sigmoid의 미분을 한 번 더 곱했습니다. 이미 약분되었습니다.",
        ),
        Mistake("dw", "X @ dZ", "샘플 수 m으로 나누지 않았습니다."),
        Mistake("db", "np.sum(dZ)", "샘플 수 m으로 나누지 않았습니다."),
        Mistake("db", "dZ[0]", "첫 샘플의 dz만 썼습니다. 모든 샘플의 평균이어야 합니다."),
        Mistake("w", "w - dw", "학습률을 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "A": [0.5] * 4,
                "J": math.log(2),
                "dZ": [0.5, 0.5, 0.5, -0.5],
                "dw": [0, 0],
                "db": 0.25,
                "b": -0.25,
            },
            "손계산: σ(0) = 1/2, db = (3·½ − ½)/4",
        ),
        Worked(
            {"b": -0.25},
            {"J": 0.6384394198788436, "dw": [-0.031088250442899035] * 2, "db": 0.18782349911420196},
            "PyTorch 2.13.0 F.binary_cross_entropy_with_logits와 autograd: 둘째 스텝",
        ),
        Worked(
            {"w": [1, -0.5], "b": 0.5, "lr": 0.1},
            {
                "J": 0.9204747825602568,
                "dw": [0.13715826370591214, 0.057764644657501224],
                "w": [0.9862841736294088, -0.5057764644657501],
                "b": 0.4582226903493624,
            },
            "PyTorch 2.13.0 F.binary_cross_entropy_with_logits, SGD",
        ),
    ),
    picture=picture,
    limits={"X": (-5, 5), "Y": (0, 1), "w": (-3, 3), "b": (-5, 5), "lr": (0, 10)},
    lines={
        "m": "m은 샘플 수이고, X의 열 하나가 샘플 하나입니다.",
    },
)
