"""카나리 배포: 나빠진 오류율을 알아채는 데 필요한 요청 수 (정규 근사)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def mlops_rollout(p0=0.01, p1=0.02, z_a=1.645, z_b=0.842, w=0.05):
    s0 = np.sqrt(p0 * (1 - p0))  # 그대로일 때 요청 하나의 표준편차
    s1 = np.sqrt(p1 * (1 - p1))  # 나빠졌을 때 요청 하나의 표준편차
    n = ((z_a * s0 + z_b * s1) / (p1 - p0)) ** 2  # 카나리가 받아야 하는 요청 수
    N = n / w  # 그동안 서비스 전체가 받는 요청 수: 카나리는 그 가운데 w만 받는다
    return N


def draw(rng):
    return {
        "p0": rng.choice([0.1, 0.2]),
        "p1": rng.choice([0.3, 0.36, 0.5]),
        "z_a": 1.645,
        "z_b": rng.choice([0.842, 1.282]),
        "w": rng.choice([0.01, 0.02, 0.05, 0.2]),
    }


def picture(trace: Trace) -> Curves:
    rise = trace["p1"] - trace["p0"]
    rates = np.clip(trace["p0"] + rise * np.linspace(0.6, 4, 35), 1e-4, 0.9999)
    runs = [DEMO.traced({**trace.inputs, "p1": rate}, {})["n"] for rate in rates.tolist()]
    now = Series("지금", [trace["p1"]], [trace["n"]], points=True)
    return Curves(
        "조금 나빠진 것일수록 훨씬 많은 요청이 있어야 알아챈다",
        "새 오류율",
        "카나리의 요청 수",
        (Series("필요한 요청 수", rates, runs), now),
    )


DEMO = Demo(
    mlops_rollout,
    asks={
        "n": "카나리가 받아야 하는 요청 수 n(올림하기 전)",
        "N": "그동안 서비스 전체가 받는 요청 수 N(올림하기 전)",
    },
    draw=draw,
    mistakes=(
        Mistake("s0", "p0 * (1 - p0)", "분산입니다. 표준편차는 그 제곱근입니다."),
        Mistake("n", "(z_a * s0 + z_b * s1) / (p1 - p0)", "제곱을 빠뜨렸습니다."),
        Mistake(
            "n",
            "(z_a * s0 / (p1 - p0)) ** 2",
            "검정력을 빠뜨렸습니다. 이 수로는 나빠져도 반은 놓칩니다.",
        ),
        Mistake(
            "n",
            "((z_a * s0 + z_b * s1) / p1) ** 2",
            "오류율이 아니라 그 차이로 나눕니다.",
        ),
        Mistake("N", "n", "카나리의 요청만 세었습니다. 전체의 w만 카나리로 갑니다."),
        Mistake("N", "n * w", "카나리의 비율로 나누지 않고 곱했습니다."),
    ),
    worked=(
        Worked(
            {"p0": 0.1, "p1": 0.5, "z_a": 2, "z_b": 1, "w": 0.05},
            {"s0": 0.3, "s1": 0.5, "n": 7.5625, "N": 151.25},
            "손계산: (2·0.3 + 1·0.5)/0.4 = 2.75, 제곱해서 0.05로 나눈다",
        ),
        Worked(
            {"p0": 0.2, "p1": 0.36, "z_a": 1, "z_b": 1, "w": 0.1},
            {"s0": 0.4, "s1": 0.48, "n": 30.25, "N": 302.5},
            "손계산: (0.4 + 0.48)/0.16 = 5.5, 제곱해서 0.1로 나눈다",
        ),
    ),
    picture=picture,
    limits={
        "p0": (0.0001, 0.5),
        "p1": (0.0001, 0.9999),
        "z_a": (0, 10),
        "z_b": (0, 10),
        "w": (0.0001, 1),
    },
    words={"z_a": "zα", "z_b": "zβ"},
    lines={
        "p0": "지금의 오류율 p₀",
        "p1": "알아채고 싶은 오류율 p₁",
        "z_a": "거짓 경보의 zα",
        "z_b": "검정력의 zβ",
        "w": "카나리의 비율 w",
        "s0": "s₀ = √(p₀(1 − p₀))는 그대로일 때 요청 하나의 표준편차입니다.",
        "s1": "s₁ = √(p₁(1 − p₁))은 나빠졌을 때 요청 하나의 표준편차입니다.",
        "n": "n건의 오류율이 p₀ + zα s₀/√n과 p₁ − zβ s₁/√n에서 만나는 n을 구합니다.",
    },
)
