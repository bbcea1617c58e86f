"""기댓값과 분산, 그리고 표본분산을 n − 1로 나누는 까닭."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

VALUES = np.array([1.0, 3.0])
BALLS = np.array([1.0, 1.0])


def expectation_variance(x=VALUES, c=BALLS):
    p = c / np.sum(c)  # 공을 하나 뽑을 때 값마다의 확률. c는 그 값이 적힌 공의 수
    mu = np.sum(p * x)  # 기댓값: 확률로 무게를 둔 평균
    var = np.sum(p * (x - mu) ** 2)  # 분산: 기댓값에서 벗어난 것의 제곱의 기댓값
    P = p * p[:, None]  # 되돌려 넣으며 두 개를 뽑은 표본마다의 확률
    mu_hat = (x + x[:, None]) / 2  # 표본마다의 평균
    S = (x - mu_hat) ** 2 + (x[:, None] - mu_hat) ** 2  # 표본평균에서 벗어난 것의 제곱합
    biased = np.sum(P * S / 2)  # 표본의 크기 n = 2로 나눈 분산을 모든 표본에서 평균한 것
    unbiased = np.sum(P * S / (2 - 1))  # n − 1로 나눈 분산을 평균한 것. σ²과 같다
    return unbiased


def draw(rng):
    low = rng.integers(1, 5)
    balls = [[1, 3], [3, 1], [1, 4], [4, 1], [2, 3], [3, 2]][rng.integers(6)]
    return {
        "x": np.array([low, low + rng.choice([5.0, 10.0])], dtype=float),
        "c": np.array(balls, dtype=float),
    }


def picture(trace: Trace) -> Bars:
    return Bars(
        "표본분산의 평균: n으로 나누면 모분산보다 작고 n − 1로 나누면 같다",
        (
            ("모분산 σ²", float(trace["var"])),
            ("n으로 나눈 것의 평균", float(trace["biased"])),
            ("n − 1로 나눈 것의 평균", float(trace["unbiased"])),
        ),
    )


DEMO = Demo(
    expectation_variance,
    asks={
        "mu": "공 하나에 적힌 값의 기댓값 μ",
        "var": "공 하나에 적힌 값의 분산 σ²",
        "biased": "n으로 나눈 표본분산의 기댓값",
    },
    draw=draw,
    mistakes=(
        Mistake("mu", "np.mean(x)", "값마다 확률이 다른데 똑같이 평균했습니다."),
        Mistake("mu", "np.sum(c * x)", "확률이 아니라 공의 수를 곱했습니다."),
        Mistake("mu", "np.sum(p * x) / np.size(x)", "확률로 무게를 두고 또 개수로 나누었습니다."),
        Mistake("var", "np.sum(p * x**2)", "제곱의 기댓값에서 기댓값의 제곱을 빼지 않았습니다."),
        Mistake("var", "np.sqrt(np.sum(p * (x - mu) ** 2))", "제곱근을 취한 표준편차입니다."),
        Mistake("var", "np.mean((x - mu) ** 2)", "값마다 확률이 다른데 똑같이 평균했습니다."),
        Mistake("biased", "np.sum(P * S / (2 - 1))", "n이 아니라 n − 1로 나눈 것입니다."),
        Mistake("biased", "np.mean(S / 2)", "표본마다 확률이 다른데 똑같이 평균했습니다."),
        Mistake("S", "(x - mu_hat) ** 2", "두 값 가운데 하나의 제곱만 더했습니다."),
    ),
    worked=(
        Worked(
            {},
            {"mu": 2.0, "var": 1.0, "biased": 0.5, "unbiased": 1.0},
            "손계산: (1,1), (1,3), (3,1), (3,3)의 제곱합이 0, 2, 2, 0",
        ),
        Worked(
            {"x": [0, 2, 7], "c": [3, 1, 1]},
            {"mu": 1.8, "var": 7.36, "biased": 3.68, "unbiased": 7.36},
            "NumPy 2.4.6 np.mean, np.var([0, 0, 0, 2, 7])와 표본 25개의 np.var(ddof=0 또는 1)",
        ),
    ),
    picture=picture,
    limits={"x": (-1e6, 1e6), "c": (0, 1e6)},
    words={"biased": "n으로 나눈 것", "unbiased": "n − 1로 나눈 것"},
    lines={
        "x": "공에 적힌 값 x",
        "c": "그 값이 적힌 공의 수 c",
        "p": "",
        "P": "",
        "mu_hat": "공을 되돌려 넣으며 두 개를 뽑아(n = 2) 표본으로 삼습니다.",
        "S": "표본분산은 표본평균에서 벗어난 것의 제곱합을 n으로 나눈 것입니다.",
        "biased": "",
    },
)
