"""부트스트랩: 표본 셋의 재표본 27가지를 빠짐없이 (Efron 1979)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Histogram
from quizcards.trace.tracer import Trace

SAMPLE = np.array([1.0, 3.0, 8.0])


def bootstrap(x=SAMPLE):
    m = np.ones(3) @ x / 3  # 표본은 셋: 그 평균
    means = (x[:, None, None] + x[:, None] + x) / 3  # 셋을 복원추출하는 3³ = 27가지의 평균
    low = np.minimum(x[:, None, None], x[:, None])  # 먼저 뽑은 둘 가운데 작은 값
    high = np.maximum(x[:, None, None], x[:, None])  # 먼저 뽑은 둘 가운데 큰 값
    medians = np.maximum(low, np.minimum(high, x))  # 27가지의 중앙값
    bias = np.mean(medians) - np.median(x)  # 중앙값의 편향: 재표본들의 평균 − 표본의 값
    spread = np.std(medians)  # 중앙값의 표준오차: 재표본들의 표준편차
    se = np.std(means)  # 평균의 표준오차
    return se


def draw(rng):
    step, gap = rng.integers(1, 4), rng.integers(4, 9)
    x = rng.integers(0, 6) + np.array([0.0, step, step + gap])
    return {"x": rng.permutation(x if rng.random() < 0.5 else x[0] + x[2] - x)}


def picture(trace: Trace) -> Histogram:
    return Histogram(
        "재표본 27가지의 통계량: 흩어진 정도가 표준오차이다",
        (("평균", np.ravel(trace["means"])), ("중앙값", np.ravel(trace["medians"]))),
    )


DEMO = Demo(
    bootstrap,
    asks={
        "se": "재표본 27가지로 구한 평균의 표준오차",
        "bias": "재표본 27가지로 구한 중앙값의 편향",
        "spread": "재표본 27가지로 구한 중앙값의 표준오차",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "se",
            "np.std(x, ddof=1) / np.sqrt(3)",
            "n − 1로 나눈 표준편차입니다. 부트스트랩은 표본을 모집단으로 보아 n으로 나눕니다.",
        ),
        Mistake("se", "np.std(x)", "표본의 표준편차입니다. 평균은 그보다 √n배 덜 흔들립니다."),
        Mistake("se", "np.std(x) / 3", "n이 아니라 √n으로 나눕니다."),
        Mistake("se", "np.var(x) / 3", "표준오차의 제곱, 곧 분산입니다."),
        Mistake("bias", "np.mean(medians)", "표본의 중앙값을 빼지 않았습니다."),
        Mistake("bias", "np.mean(medians) - m", "표본의 평균이 아니라 중앙값을 뺍니다."),
        Mistake("bias", "m - np.median(x)", "재표본들의 중앙값이 아니라 평균을 썼습니다."),
        Mistake("spread", "np.std(x)", "중앙값들이 아니라 표본의 표준편차입니다."),
        Mistake("spread", "np.std(x) / np.sqrt(3)", "평균의 표준오차입니다."),
        Mistake("spread", "np.var(medians)", "제곱근을 잊었습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "se": np.sqrt(26) / 3,
                "bias": 102 / 27 - 3,
                "spread": np.sqrt(572 / 27 - (102 / 27) ** 2),
            },
            "손계산: σ̂² = 26/3을 3으로 나눔, 중앙값은 1이 7번, 3이 13번, 8이 7번",
        ),
        Worked(
            {"x": [0, 0, 3]},
            {"se": np.sqrt(2 / 3), "bias": 7 / 9, "spread": np.sqrt(7 * 20) / 9},
            "손계산: σ̂² = 2를 3으로 나눔, 중앙값은 3이 27번 가운데 7번, 나머지는 0",
        ),
        Worked(
            {"x": [-6, 0, 6]},
            {"se": np.sqrt(8), "bias": 0.0, "spread": np.sqrt(14 / 27 * 36)},
            "손계산: 대칭이면 중앙값의 편향이 0, σ̂² = 24를 3으로 나눔",
        ),
    ),
    picture=picture,
    limits={"x": (-1e6, 1e6)},
    words={
        "low": "앞의 둘 가운데 작은 값",
        "high": "앞의 둘 가운데 큰 값",
        "medians": "27가지의 중앙값",
        "means": "27가지의 평균",
    },
    lines={
        "x": "표본 x",
        "m": "",
        "means": "표본에서 셋을 복원추출하는 27가지를 모두 만들어 평균을 냅니다.",
        "low": "",
        "high": "",
        "medians": "표본에서 셋을 복원추출하는 27가지를 모두 만들어 중앙값을 냅니다.",
        "bias": "",
        "spread": "",
        "se": "",
    },
)
