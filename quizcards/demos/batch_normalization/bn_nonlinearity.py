"""비선형성(nonlinearity)과 γ, β: 정규화한 값에서 sigmoid는 거의 직선."""

from statistics import NormalDist

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def _normal(n: int):
    """Return the standard normal distribution as n equally likely values: the mean of each of n
    slices.
    """
    edges = [NormalDist().inv_cdf(i / n) for i in range(1, n)]
    density = np.array([0.0, *map(NormalDist().pdf, edges), 0.0])
    return n * (density[:-1] - density[1:])


NORMAL = _normal(2000)


def bn_nonlinearity(x=NORMAL, gamma=1.0, beta=0.0, activation="sigmoid", eps=1e-15):
    x_hat = (x - np.mean(x)) / np.sqrt(np.var(x) + eps)  # 평균 0, 분산 1
    z = gamma * x_hat + beta  # γ가 폭을, β가 위치를 정한다
    if activation == "sigmoid":
        a = 1 / (1 + np.exp(-z))  # 0 근처에서는 ½ + z/4에 가깝다
    elif activation == "tanh":
        a = np.tanh(z)  # 0 근처에서는 z에 가깝다
    else:
        a = np.maximum(z, 0)  # ReLU는 바로 0에서 꺾인다
    slope = np.mean(x_hat * a)  # 가장 잘 맞는 직선의 기울기
    r_squared = slope**2 / (np.var(a) + eps)  # 결정계수: 1이면 직선이다
    return r_squared


OFFSETS = ([-5, 1, 1, 3], [5, -1, -1, -3], [-10, 2, 2, 6], [10, -2, -2, -6])
"""Around a mean with standard deviation 3 or 6, and neither the median nor the middle is 0."""


def draw(rng):
    offsets = rng.permutation(OFFSETS[rng.integers(len(OFFSETS))])
    return {
        "x": rng.integers(1, 5) + offsets.astype(float),
        "gamma": rng.choice([3, 6]),
        "beta": rng.choice([-2, -1, 1, 2]),
        "activation": "relu",
    }


def picture(trace: Trace) -> Curves:
    order = np.argsort(trace["x_hat"])
    order = order[np.linspace(0, len(order) - 1, min(len(order), 121)).astype(int)]
    x_hat, a = trace["x_hat"][order], trace["a"][order]
    line = np.mean(trace["a"]) + trace["slope"] * x_hat
    return Curves(
        f"활성화와 가장 잘 맞는 직선 (R² = {trace['r_squared']:.4f})",
        "x̂",
        "a",
        (Series("활성화 a", x_hat, a, points=len(x_hat) < 12), Series("직선", x_hat, line)),
    )


DEMO = Demo(
    bn_nonlinearity,
    asks={
        "z": "γ와 β를 적용해 활성화 함수로 들어가는 z",
        "a": "활성화 함수를 지난 a",
    },
    draw=draw,
    mistakes=(
        Mistake("x_hat", "x - np.mean(x)", "표준편차로 나누지 않았습니다."),
        Mistake(
            "x_hat", "(x - np.mean(x)) / np.var(x)", "표준편차가 아니라 분산으로 나누었습니다."
        ),
        Mistake("z", "gamma * (x_hat + beta)", "β는 γ를 곱한 뒤에 더합니다."),
        Mistake("a", "z", "ReLU를 씌우지 않았습니다."),
        Mistake("a", "np.minimum(z, 0)", "ReLU의 방향이 반대입니다. 양수가 그대로 지나갑니다."),
    ),
    worked=(
        Worked(
            {"x": [1, 2, 3, 4], "gamma": 2, "beta": 1},
            {"slope": 0.3129751786305065, "r_squared": 0.9524547132529724},
            "PyTorch 2.13.0 torch.linalg.lstsq와 torch.corrcoef의 제곱",
        ),
        Worked(
            {"x": [1, 2, 3], "activation": "relu"},
            {
                "z": [-(1.5**0.5), 0, 1.5**0.5],
                "a": [0, 0, 1.5**0.5],
                "slope": 0.5,
                "r_squared": 0.75,
            },
            "손계산: x̂ = (−√1.5, 0, √1.5), a = (0, 0, √1.5), a의 분산 1/3, 0.5²/(1/3)",
        ),
    ),
    picture=picture,
    limits={"x": (-1e6, 1e6), "gamma": (-15, 15), "beta": (-15, 15), "eps": (1e-15, 1)},
    choices={
        "activation": {
            "sigmoid": "활성화 함수는 sigmoid",
            "tanh": "활성화 함수는 tanh",
            "relu": "활성화 함수는 ReLU",
        },
    },
    words={
        "slope": "기울기",
        "r_squared": "R²",
        "eps": "",
    },
    lines={
        "x_hat": "x̂은 x를 평균 0, 분산 1로 정규화한 값입니다.",
        "z": "",
    },
)
