"""표본평균의 표준오차와 왜도: 표본이 커지면 모이고 대칭이 된다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

VALUES = np.array([0.0, 1.0])
BALLS = np.array([4.0, 1.0])


def clt_lln(x=VALUES, c=BALLS, n=25):
    p = c / np.sum(c)  # 공을 하나 뽑을 때 값마다의 확률. c는 그 값이 적힌 공의 수
    mu = np.sum(p * x)  # 모평균. n이 커지면 표본평균이 이리로 모인다(큰 수의 법칙)
    var = np.sum(p * (x - mu) ** 2)  # 모분산
    se = np.sqrt(var / n)  # 되돌려 넣으며 뽑은 n개의 평균이 흔들리는 표준편차: 표준오차
    skew = np.sum(p * (x - mu) ** 3) / np.sqrt(var) ** 3  # 값 하나의 왜도: 0이면 치우치지 않음
    skew_n = skew / np.sqrt(n)  # n개의 평균의 왜도. 정규분포의 0에 가까워진다
    return skew_n


def draw(rng):
    balls = [[4, 1], [1, 4], [9, 1], [1, 9], [16, 9], [9, 16]][rng.integers(6)]
    return {
        "x": np.array([0.0, rng.choice([2.0, 3.0, 5.0])]),
        "c": np.array(balls, dtype=float),
        "n": rng.choice([4, 9, 16, 25, 36, 100]),
    }


def picture(trace: Trace) -> Curves:
    n = min(trace["n"], 100)
    z = np.linspace(-3, 3, 121)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2 * (z[1] - z[0]))])
    return Curves(
        "표준화한 값의 누적확률: n이 클수록 평균은 정규분포에 가까워진다",
        "표준오차의 몇 배",
        "누적확률",
        (
            Series(f"{n}개의 평균", z, _below(trace, n, z)),
            Series("정규분포", z, below + (1 - below[-1]) / 2),
            Series("값 하나", z, _below(trace, 1, z)),
        ),
    )


def _below(trace, n, z):
    """Return how likely the mean of n is to lie at most z standard errors above its mean."""
    x, cells = trace["x"], 200
    width = (np.max(x) - np.min(x)) / cells
    places = np.round((x - np.min(x)) / width).astype(int)
    one = np.bincount(places, trace["p"], minlength=cells + 1)
    size = cells * n + 1
    share = np.fft.irfft(np.fft.rfft(one, 2 * size) ** n, 2 * size)[:size]
    mean = n * np.sum(one * np.arange(cells + 1))
    sd = np.sqrt(n * trace["var"]) / width
    reached = np.floor(mean + z * sd + 1e-6).astype(int)
    return np.where(reached < 0, 0.0, np.cumsum(share)[np.clip(reached, 0, size - 1)])


DEMO = Demo(
    clt_lln,
    asks={
        "se": "표본평균의 표준오차",
        "skew_n": "표본평균의 왜도",
    },
    draw=draw,
    mistakes=(
        Mistake("se", "np.sqrt(var)", "값 하나의 표준편차입니다. 평균은 덜 흔들립니다."),
        Mistake("se", "np.sqrt(var) / n", "표준편차를 √n이 아니라 n으로 나누었습니다."),
        Mistake("se", "var / n", "표본평균의 분산입니다. 제곱근을 취해야 합니다."),
        Mistake("skew", "np.sum(p * (x - mu) ** 3)", "표준편차의 세제곱으로 나누지 않았습니다."),
        Mistake("skew_n", "skew", "값 하나의 왜도입니다. 평균은 덜 치우칩니다."),
        Mistake("skew_n", "skew / n", "√n이 아니라 n으로 나누었습니다."),
    ),
    worked=(
        Worked(
            {},
            {"mu": 0.2, "var": 0.16, "se": 0.08, "skew": 1.5, "skew_n": 0.3},
            "손계산: (1 − 0.4)/0.4 = 1.5를 √25로 나눈다",
        ),
        Worked(
            {"x": [0, 2], "c": [9, 1], "n": 16},
            {"mu": 0.2, "se": 0.15, "skew_n": 0.6666666666666667},
            "SciPy 1.17.1 stats.binom(16, 0.1).stats('mvs')의 2/16배",
        ),
    ),
    picture=picture,
    limits={"x": (-1e6, 1e6), "c": (0, 1e6), "n": (1, 1000000)},
    words={"se": "표준오차", "skew": "왜도", "skew_n": "평균의 왜도"},
    lines={
        "x": "공에 적힌 값 x",
        "c": "그 값이 적힌 공의 수 c",
        "n": "되돌려 넣으며 뽑은 수 n",
        "p": "",
        "mu": "μ와 σ²은 공 하나에 적힌 값의 평균과 분산입니다.",
        "var": "",
        "skew": "값 하나의 왜도는 평균에서 벗어난 것의 세제곱의 평균을 σ³으로 나눈 것입니다.",
        "skew_n": "",
    },
)
