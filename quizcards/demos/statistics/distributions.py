"""이항분포와, 그것에 가까워지는 포아송분포와 정규분포."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def distributions(n=10, p=0.2, k=3):
    ways = 1.0
    term = 1.0
    for i in range(1, k + 1):
        ways = ways * (n - i + 1) / i  # n번에서 성공 k번을 고르는 가짓수가 된다
        term = term * n * p / i  # λ = n p일 때 λᵏ/k!이 된다
    binom = ways * p**k * (1 - p) ** (n - k)  # 이항분포: 독립인 n번에서 k번 성공할 확률
    poisson = np.exp(-n * p) * term  # 포아송분포: 평균이 같고, n은 크고 p는 작을 때
    mu = n * p  # 평균
    var = n * p * (1 - p)  # 이항분포의 분산. p가 작으면 평균과 거의 같다
    z = (k - mu) / np.sqrt(var)  # 평균에서 표준편차의 몇 배 떨어졌는가
    normal = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi * var)  # 정규분포의 밀도
    return normal


def draw(rng):
    return {
        "n": rng.choice([6, 8, 12]),
        "p": rng.choice([0.2, 0.3, 0.4]),
        "k": rng.choice([2, 3]),
    }


def picture(trace: Trace) -> Curves:
    n, p, mu = trace["n"], trace["p"], trace["mu"]
    reach = 4 * np.sqrt(trace["var"]) + 1
    k = np.arange(int(max(0, mu - reach)), int(min(n, mu + reach)) + 1)
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])  # log j!
    chosen = logs[n] - logs[k] - logs[n - k]
    binom = np.exp(chosen + k * np.log(p) + (n - k) * np.log(1 - p))
    poisson = np.exp(-mu + k * np.log(mu) - logs[k])
    x = np.linspace(k[0], k[-1], 61)
    normal = np.exp(-((x - mu) ** 2) / (2 * trace["var"])) / np.sqrt(2 * np.pi * trace["var"])
    return Curves(
        "평균이 같은 세 분포: 포아송분포가 이항분포보다 넓게 퍼진다",
        "성공 횟수 k",
        "확률",
        (
            Series("이항", k, binom, points=True),
            Series("포아송", k, poisson),
            Series("정규", x, normal),
        ),
    )


DEMO = Demo(
    distributions,
    asks={
        "binom": "이항분포에서 k번 성공할 확률",
        "poisson": "이항분포와 평균이 같은 포아송분포에서 k번일 확률",
        "normal": "이항분포와 평균, 분산이 같은 정규분포의 k에서의 확률밀도",
    },
    draw=draw,
    mistakes=(
        Mistake("binom", "p**k * (1 - p) ** (n - k)", "성공 k번을 고르는 가짓수를 잊었습니다."),
        Mistake("binom", "ways * p**k", "나머지 n − k번이 실패할 확률을 곱하지 않았습니다."),
        Mistake("binom", "ways * p ** (n - k) * (1 - p) ** k", "성공과 실패를 바꾸었습니다."),
        Mistake("poisson", "np.exp(-n * p) * (n * p) ** k", "k!으로 나누지 않았습니다."),
        Mistake("poisson", "term", "확률의 합이 1이 되게 하는 e의 −λ제곱을 잊었습니다."),
        Mistake("poisson", "np.exp(-p) * term", "e의 지수에 λ = n p가 아니라 p를 넣었습니다."),
        Mistake("var", "n * p", "포아송분포의 분산입니다. 이항분포에서는 1 − p를 더 곱합니다."),
        Mistake("z", "(k - mu) / var", "표준편차가 아니라 분산으로 나누었습니다."),
        Mistake("normal", "np.exp(-(z**2) / 2)", "넓이가 1이 되게 나누지 않았습니다."),
        Mistake(
            "normal", "np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)", "표준편차로 나누지 않았습니다."
        ),
    ),
    worked=(
        Worked(
            {"n": 4, "p": 0.5, "k": 2},
            {
                "ways": 6.0,
                "binom": 0.375,
                "mu": 2.0,
                "poisson": 2 / np.e**2,
                "var": 1.0,
                "normal": 1 / np.sqrt(2 * np.pi),
            },
            "손계산: 6/16, e⁻²·2²/2!, k가 평균과 같고 분산이 1이라 1/√(2π)",
        ),
        Worked(
            {"n": 1000, "p": 0.003, "k": 3},
            {
                "binom": 0.2243785721398651,
                "poisson": 0.22404180765538775,
                "normal": 0.2306757064407178,
            },
            "SciPy 1.17.1 stats.binom.pmf, stats.poisson.pmf, stats.norm.pdf",
        ),
    ),
    picture=picture,
    limits={"n": (1, 1000), "p": (0.001, 0.999), "k": (0, 100)},
    words={
        "ways": "가짓수",
        "term": "누적 곱",
        "binom": "이항",
        "poisson": "포아송",
        "normal": "정규",
    },
    lines={
        "n": "시행 횟수 n",
        "p": "한 번에 성공할 확률 p",
        "k": "성공 횟수 k",
        "ways": "",
        "term": "",
        "mu": "",
        "z": "z는 k가 평균에서 표준편차의 몇 배 떨어졌는지입니다.",
        "var": "평균은 n p, 분산은 이항분포의 것입니다.",
    },
)
