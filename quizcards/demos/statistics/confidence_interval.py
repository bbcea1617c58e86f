"""평균의 신뢰구간: 표본평균에서 표준오차의 t배까지."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

SAMPLE = np.array([3.0, 5.0, 6.0, 7.0, 9.0])


def confidence_interval(x=SAMPLE, t=2.776):
    n = np.size(x)
    mu_hat = np.mean(x)  # 모평균의 추정값
    s = np.sqrt(np.sum((x - mu_hat) ** 2) / (n - 1))  # 표본표준편차
    se = s / np.sqrt(n)  # 표준오차: 표본평균이 표본마다 흔들리는 정도
    low = mu_hat - t * se  # t는 자유도 n − 1인 t분포의 분위수
    high = mu_hat + t * se
    return high


def draw(rng):
    # always five, so that whichever quantile is shown belongs to the sample beside it
    deviations = [[-3.0, -1.0, 0.0, 1.0, 3.0], [-4.0, 1.0, 1.0, 1.0, 1.0], [4.0] + 4 * [-1.0]]
    x = rng.integers(20, 40) + rng.choice([1, 2, 3]) * rng.permutation(deviations[rng.integers(3)])
    return {"x": x, "t": rng.choice([2.132, 2.776, 4.604])}


def picture(trace: Trace) -> Curves:
    """Of twenty samples from a normal, in the order of their means."""
    n, times = min(int(trace["n"]), 1000), 20
    samples = np.random.default_rng(0).normal(size=(times, n))
    samples = samples[np.argsort(np.mean(samples, axis=1))]
    middle = np.mean(samples, axis=1)
    reach = trace["t"] * np.std(samples, axis=1, ddof=1) / np.sqrt(n)
    order = np.arange(1, times + 1)
    missed = np.abs(middle) > reach
    astray = Series("참값을 놓친 구간", order[missed], middle[missed], points=True)
    return Curves(
        f"정규분포에서 {n}개씩 {times}번(시드 0): 구간 {np.sum(missed)}개가 참값 0을 놓쳤다",
        "표본(평균의 차례)",
        "구간",
        (
            Series("참값", [0, times + 1], [0, 0]),
            Series("위 끝", order, middle + reach, points=True),
            Series("아래 끝", order, middle - reach, points=True),
            *([astray] if np.any(missed) else []),
        ),
    )


DEMO = Demo(
    confidence_interval,
    asks={
        "se": "표본평균의 표준오차",
        "low": "신뢰구간의 아래 끝",
        "high": "신뢰구간의 위 끝",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "s", "np.sqrt(np.sum((x - mu_hat) ** 2) / n)", "n − 1이 아니라 n으로 나누었습니다."
        ),
        Mistake("se", "s", "표준편차입니다. 표본평균의 표준오차는 √n으로 나눕니다."),
        Mistake("se", "s / n", "√n이 아니라 n으로 나누었습니다."),
        Mistake("low", "mu_hat - se", "t를 곱하지 않았습니다."),
        Mistake("low", "mu_hat - 1.96 * se", "표본이 작으니 정규분포의 1.96이 아니라 t를 씁니다."),
        Mistake("high", "mu_hat + se", "t를 곱하지 않았습니다."),
        Mistake("high", "mu_hat + 1.96 * se", "표본이 작으니 정규분포의 1.96이 아니라 t를 씁니다."),
    ),
    worked=(
        Worked(
            {},
            {"mu_hat": 6.0, "s": np.sqrt(5), "se": 1.0, "low": 3.224, "high": 8.776},
            "손계산: 제곱합 20을 4로 나누어 s² = 5, 표준오차 √(5/5) = 1",
        ),
        Worked(
            {"x": [4, 5, 6, 7, 8], "t": 2.7764451051977934},
            {"low": 4.036756838522443, "high": 7.963243161477557},
            "SciPy 1.17.1 stats.t.interval(0.95, 4, loc=6, scale=stats.sem(x))",
        ),
    ),
    picture=picture,
    limits={"x": (-1e6, 1e6), "t": (0.01, 1000)},
    words={"se": "표준오차", "low": "아래 끝", "high": "위 끝"},
    lines={
        "x": "표본 x",
        "t": "자유도가 n − 1인 t분포의 분위수 t",
        "n": "",
        "mu_hat": "",
        "s": "s는 표본표준편차입니다.",
        "se": "",
        "low": "",
        "high": "",
    },
)
