"""배치 정규화(batch normalization) 순전파: 학습할 때."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Histogram
from quizcards.trace.tracer import Trace

BATCH = np.array([1.0, 2.0, 3.0, 4.0])


def bn_forward(x=BATCH, gamma=1.0, beta=0.0, eps=1e-5):
    mu = np.mean(x)  # 미니배치 평균
    var = np.mean((x - mu) ** 2)  # 미니배치 분산: m으로 나눈다(편향 분산)
    x_hat = (x - mu) / np.sqrt(var + eps)  # 평균 0, 분산 1. 범위가 −1~1은 아니다
    y = gamma * x_hat + beta  # 학습되는 γ로 늘리고 β로 옮긴다
    return y


OFFSETS = ([-5, 1, 1, 3], [5, -1, -1, -3], [-10, 2, 2, 6], [10, -2, -2, -6])
"""Around a mean with standard deviation 3 or 6, and neither the median nor the middle is 0."""


def draw(rng):
    offsets = rng.permutation(OFFSETS[rng.integers(len(OFFSETS))])
    return {
        "x": rng.choice([1, 2, 3, 4]) + offsets.astype(float),
        "gamma": rng.choice([3, 6]),
        "beta": rng.choice([-1, 1, 2]),
        "eps": 1e-12,
    }


def picture(trace: Trace) -> Histogram:
    groups = (("BN 전 x", trace["x"]), ("정규화 x̂", trace["x_hat"]), ("BN 후 y", trace["y"]))
    return Histogram("배치 정규화 전과 후의 분포", groups)


ROOT5 = 5**0.5
HAND = "손계산(ε ≈ 0): μ = 2.5, σ² = 5/4, x̂ = (x − 2.5)·2/√5"

DEMO = Demo(
    bn_forward,
    asks={
        "mu": "미니배치의 평균 μ",
        "var": "정규화에 쓰는 분산 σ²",
        "x_hat": "정규화한 값 x̂",
        "y": "배치 정규화의 출력 y",
    },
    draw=draw,
    mistakes=(
        Mistake("mu", "np.sum(x)", "샘플 수로 나누지 않았습니다."),
        Mistake("mu", "np.median(x)", "평균이 아니라 중앙값입니다."),
        Mistake(
            "mu", "(np.min(x) + np.max(x)) / 2", "평균이 아니라 최댓값과 최솟값의 가운데입니다."
        ),
        Mistake(
            "var",
            "np.sum((x - mu) ** 2) / (np.size(x) - 1)",
            "m − 1로 나누었습니다. 정규화에는 편향 분산을 씁니다.",
        ),
        Mistake("var", "np.mean(x**2)", "평균을 빼지 않고 제곱했습니다."),
        Mistake("var", "np.sqrt(np.mean((x - mu) ** 2))", "분산이 아니라 표준편차입니다."),
        Mistake("x_hat", "(x - mu) / (var + eps)", "제곱근을 잊고 분산으로 나누었습니다."),
        Mistake("x_hat", "x / np.sqrt(var + eps)", "평균을 빼지 않았습니다."),
        Mistake("y", "gamma * (x_hat + beta)", "β는 γ를 곱한 뒤에 더합니다."),
        Mistake("y", "beta * x_hat + gamma", "γ와 β를 바꾸었습니다."),
    ),
    worked=(
        Worked(
            {"eps": 1e-12},
            {"mu": 2.5, "var": 1.25, "x_hat": np.array([-3, -1, 1, 3]) / ROOT5},
            HAND,
        ),
        Worked(
            {"gamma": 2, "beta": 1, "eps": 1e-12},
            {"y": 1 + 2 * np.array([-3, -1, 1, 3]) / ROOT5},
            HAND,
        ),
        Worked(
            {"gamma": 2, "beta": 1},
            {"y": [-1.6832708399378538, 0.105576386687382, 1.894423613312618, 3.6832708399378538]},
            "PyTorch 2.13.0 F.batch_norm(training=True, eps=1e-5)",
        ),
    ),
    picture=picture,
    limits={"x": (-1e6, 1e6), "gamma": (-1e6, 1e6), "beta": (-1e6, 1e6), "eps": (1e-12, 1)},
    lines={
        "mu": "μ는 미니배치의 평균입니다.",
        "var": "σ²은 미니배치의 분산입니다.",
        "x_hat": "x̂은 x를 정규화한 값입니다.",
    },
    words={
        "eps": "",
    },
)
