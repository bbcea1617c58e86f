"""편향과 분산: 한 점에서 예측이 틀리는 몫을 나눈다 (Hastie et al. 2009, §7.3)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

X = np.linspace(-0.875, 0.875, 8)
TRUTH = np.sin(np.pi * X)


def bias_variance_tradeoff(x=X, f=TRUTH, x0=0.5, f0=1.0, sigma=0.5, degree=1):
    A = x[:, None] ** np.arange(degree + 1)  # 특성: 1, x, …, xᵈ
    s = A @ np.linalg.solve(A.T @ A, x0 ** np.arange(degree + 1))  # x₀에서의 예측은 Σsᵢyᵢ
    bias = s @ f - f0  # 학습 데이터를 다시 뽑아 평균한 예측 − 참값
    variance = sigma**2 * np.sum(s**2)  # 학습 데이터를 다시 뽑을 때 예측이 흔들리는 정도
    mse = bias**2 + variance + sigma**2  # 처음 보는 y와의 제곱오차의 기댓값
    return mse


def draw(rng):
    # a hand can take the mean, and on a parabola the bias falls with each degree
    curve, sigma = (
        ([1, 1, 3, 7, 13], 2),
        ([1, 1, 3, 7, 13], 4),
        ([1, 2, 6, 13], 3),
        ([2, 4, 9, 17], 3),
    )[rng.integers(4)]
    *f, f0 = rng.integers(5) + (np.array(curve) if rng.integers(2) else 20 - np.array(curve))
    return {
        "x": np.arange(1.0, len(f) + 1),
        "f": np.array(f, float),
        "x0": len(f) + 1.0,
        "f0": float(f0),
        "sigma": float(sigma),
        "degree": 0,
    }


def picture(trace: Trace) -> Curves:
    p = trace.inputs
    degrees = np.arange(min(7, len({*p["x"]}) - 1) + 1)
    runs = [DEMO.traced({**p, "degree": int(degree)}, {}) for degree in degrees]
    return Curves(
        "차수를 높이면 편향은 줄고 분산은 커진다",
        "다항식의 차수",
        "제곱오차",
        (
            Series("편향²", degrees, np.array([run["bias"] ** 2 for run in runs])),
            Series("분산", degrees, np.array([run["variance"] for run in runs])),
            Series("더한 것(MSE)", degrees, np.array([run["mse"] for run in runs])),
        ),
    )


DEMO = Demo(
    bias_variance_tradeoff,
    asks={
        "bias": "학습 데이터를 다시 뽑을 때 이 점의 예측의 편향",
        "variance": "학습 데이터를 다시 뽑을 때 이 점의 예측의 분산",
        "mse": "이 점에서 새로 재는 y와 예측의 제곱오차의 기댓값",
    },
    draw=draw,
    mistakes=(
        Mistake("bias", "s @ f", "평균한 예측입니다. 여기에서 참값을 빼야 편향입니다."),
        Mistake("bias", "(s @ f - f0) ** 2", "제곱했습니다. 그것은 편향의 제곱입니다."),
        Mistake("bias", "np.sum(f) - f0", "y를 평균하지 않고 더하기만 했습니다."),
        Mistake("variance", "sigma**2", "y 하나의 분산입니다. 평균을 내면 덜 흔들립니다."),
        Mistake("variance", "sigma * np.sum(s**2)", "표준편차를 제곱하지 않았습니다."),
        Mistake("variance", "np.var(f)", "예측이 아니라 참값들이 흩어진 정도입니다."),
        Mistake("mse", "bias + variance + sigma**2", "편향을 제곱하지 않았습니다."),
        Mistake("mse", "bias**2 + variance", "줄일 수 없는 잡음의 분산을 빠뜨렸습니다."),
        Mistake("mse", "bias**2 + variance + sigma", "잡음의 표준편차를 제곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {"x": [1, 2], "f": [2, 6], "x0": 3, "f0": 7, "sigma": 2, "degree": 0},
            {"s": [0.5, 0.5], "bias": -3.0, "variance": 2.0, "mse": 15.0},
            "손계산: 평균이 4라서 4 − 7, 분산 4·(1/4 + 1/4), 9 + 2 + 4",
        ),
        Worked(
            {"x": [1, 2], "f": [2, 6], "x0": 3, "f0": 7, "sigma": 2, "degree": 1},
            {"s": [-1.0, 2.0], "bias": 3.0, "variance": 20.0, "mse": 33.0},
            "손계산: 두 점을 잇는 직선은 x = 3에서 2y₂ − y₁이고 분산 4·(1 + 4), 9 + 20 + 4",
        ),
    ),
    picture=picture,
    limits={
        "x": (-10, 10),
        "f": (-1e6, 1e6),
        "x0": (-10, 10),
        "f0": (-1e6, 1e6),
        "sigma": (0, 1e6),
        "degree": (0, 7),
    },
    words={"bias": "편향", "variance": "분산", "x": "", "x0": "", "degree": "", "A": "", "s": ""},
    lines={
        "f": "학습에 쓰는 점에서 잡음 없는 참값 f",
        "f0": "예측하는 점에서 잡음 없는 참값 f₀",
        "sigma": "y마다 더해지는 독립인 잡음의 표준편차 σ",
        "A": "",
        "s": "모델은 학습 데이터의 y를 평균해 예측합니다.",
        "bias": "",
        "variance": "",
        "mse": "",
    },
    holds=lambda run: run["degree"] == 0,
)
