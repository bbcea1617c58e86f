"""동전의 앞면 확률: 빈도주의의 표준오차와 베이지안의 사후분포."""

import numpy as np

from quizcards.trace.arrays import FloatArray
from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def bayesian_vs_frequentist(k=7, n=10, a=1.0, b=1.0):
    est = k / n  # 빈도주의: 모수는 고정된 값, 추정값은 표본의 비율
    se = np.sqrt(est * (1 - est) / n)  # 추정값이 표본마다 흔들리는 크기
    low = est - 1.96 * se  # 95% 신뢰구간(왈드)의 아래 끝
    A = k + a  # 베이지안: 모수의 사후분포 Beta(A, B)
    B = n - k + b
    mean = A / (A + B)  # 모수에 대한 믿음의 평균
    sd = np.sqrt(A * B / ((A + B) ** 2 * (A + B + 1)))  # 그 믿음의 표준편차
    return sd


def draw(rng):
    n = rng.choice([5, 10, 12, 16, 20])
    return {
        "k": rng.integers(1, n),
        "n": n,
        "a": float(rng.integers(1, 5)),
        "b": float(rng.integers(1, 5)),
    }


def picture(trace: Trace) -> Curves:
    theta = np.linspace(0.005, 0.995, 100)
    a, b, A, B = (float(trace[name]) for name in ("a", "b", "A", "B"))

    def density(up: float, down: float) -> FloatArray:
        log = (up - 1) * np.log(theta) + (down - 1) * np.log(1 - theta)
        height = np.exp(log - np.max(log))
        return np.asarray(height / np.mean(height))

    return Curves(
        "베이지안: 사전분포가 자료를 만나 사후분포가 된다",
        "앞면 확률 θ",
        "밀도",
        (
            Series("사전분포", theta, density(a, b)),
            Series("사후분포", theta, density(A, B)),
        ),
    )


DEMO = Demo(
    bayesian_vs_frequentist,
    asks={
        "se": "빈도주의에서 표본 비율의 표준오차",
        "low": "왈드 95% 신뢰구간의 아래 끝",
        "sd": "베이지안에서 앞면 확률의 사후 표준편차",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "se", "np.sqrt(est * (1 - est))", "n으로 나누지 않았습니다. 한 번 던질 때의 것입니다."
        ),
        Mistake("se", "est * (1 - est) / n", "제곱근을 잊었습니다."),
        Mistake("se", "np.sqrt(est * (1 - est)) / n", "n이 아니라 √n으로 나눕니다."),
        Mistake("low", "est - se", "표준오차에 1.96을 곱하지 않았습니다."),
        Mistake("low", "est + 1.96 * se", "위 끝입니다."),
        Mistake("A", "k", "앞면의 수에 사전분포의 a를 더하지 않았습니다."),
        Mistake("B", "n + b", "뒷면의 수가 아니라 던진 수를 더했습니다."),
        Mistake("sd", "A * B / ((A + B) ** 2 * (A + B + 1))", "제곱근을 잊었습니다."),
        Mistake(
            "sd",
            "np.sqrt(mean * (1 - mean))",
            "A + B + 1로 나누지 않았습니다. 동전 한 번의 표준편차입니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {
                "se": np.sqrt(0.021),
                "low": 0.7 - 1.96 * np.sqrt(0.021),
                "mean": 2 / 3,
                "sd": np.sqrt(2 / 117),
            },
            "손계산: 0.7·0.3/10 = 0.021, Beta(8, 4)의 분산 32/(144·13) = 2/117",
        ),
        Worked(
            {"k": 3, "n": 3},
            {"se": 0.0, "low": 1.0, "mean": 0.8, "sd": np.sqrt(4 / 150)},
            "손계산: 비율이 1이면 표준오차 0, Beta(4, 1)의 분산 4/(25·6)",
        ),
        Worked(
            {"k": 8, "n": 16, "a": 2, "b": 2},
            {"se": 0.125, "low": 0.255, "mean": 0.5, "sd": np.sqrt(1 / 84)},
            "손계산: 0.5/4, 0.5 − 1.96·0.125, Beta(10, 10)의 분산 100/(400·21)",
        ),
    ),
    picture=picture,
    limits={"k": (0, 1e6), "n": (1, 1e6), "a": (0.5, 1e6), "b": (0.5, 1e6)},
    lines={
        "k": "앞면이 나온 수 k",
        "n": "던진 수 n",
        "a": "사전분포 Beta(a, b)의 a",
        "b": "사전분포 Beta(a, b)의 b",
        "est": "빈도주의의 추정값은 표본의 비율입니다.",
        "se": "",
        "low": "",
        "A": "사후분포는 Beta(A, B)이고, A = k + a입니다.",
        "B": "B = n − k + b",
        "mean": "",
        "sd": "",
    },
    words={"est": "표본의 비율"},
    holds=lambda run: bool(run["k"] <= run["n"]),
)
