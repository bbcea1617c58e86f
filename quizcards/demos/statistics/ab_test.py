"""A/B 테스트: 두 전환율의 z 검정과 필요한 표본 수."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def ab_test(k1=120.0, n1=1000.0, k2=150.0, n2=1000.0, za=1.96, zb=0.84):
    p1 = k1 / n1  # A의 전환율
    p2 = k2 / n2  # B의 전환율
    d = p2 - p1  # 효과: 전환율의 차이 B − A
    need = (za + zb) ** 2 * (p1 * (1 - p1) + p2 * (1 - p2)) / d**2  # 이 차이를 찾을 군당 표본 수
    p = (k1 + k2) / (n1 + n2)  # 차이가 없다면: 둘을 합친 전환율
    se = np.sqrt(p * (1 - p) * (1 / n1 + 1 / n2))  # 그때 차이의 표준오차
    z = d / se  # 1.96을 넘으면 5% 수준에서 유의하다
    return z


def draw(rng):
    size, base = rng.choice([200.0, 400.0, 500.0, 1000.0]), rng.choice([0.1, 0.2, 0.25])
    return {
        "k1": round(base * size),
        "n1": size,
        "k2": round((base + rng.choice([0.03, 0.05, 0.1])) * size),
        "n2": size,
    }


def picture(trace: Trace) -> Curves:
    least = float(trace["za"]) / max(abs(float(trace["z"])), 0.2)
    times = np.linspace(0.05, max(3, 1.5 * least**2), 59)  # far enough for z to cross its line
    counts = ("k1", "n1", "k2", "n2")
    runs = [
        DEMO.traced({**trace.inputs, **{name: factor * trace[name] for name in counts}}, {})
        for factor in times
    ]
    sizes = times * float(trace["n1"])
    return Curves(
        "같은 전환율이라도 표본이 늘어야 z가 기준을 넘는다",
        "A군의 표본 수",
        "z",
        (
            Series("z", sizes, np.array([float(run["z"]) for run in runs])),
            Series("유의 기준", sizes, np.full(len(sizes), float(trace["za"]))),
        ),
    )


DEMO = Demo(
    ab_test,
    asks={
        "z": "두 전환율이 같다는 귀무가설의 z 통계량",
        "need": "두 군의 분산을 따로 셀 때 이 차이를 찾는 데에 필요한 군당 표본 수",
    },
    draw=draw,
    mistakes=(
        Mistake("p", "(k1 + k2) / n1", "합친 전환율은 두 군의 표본 수를 더한 것으로 나눕니다."),
        Mistake(
            "se",
            "np.sqrt(p * (1 - p) / (n1 + n2))",
            "두 군의 분산을 더하지 않고 표본을 합쳤습니다.",
        ),
        Mistake("se", "p * (1 - p) * (1 / n1 + 1 / n2)", "제곱근을 잊었습니다."),
        Mistake("se", "np.sqrt(p * (1 - p) / n1)", "한 군의 흔들림만 세었습니다."),
        Mistake("z", "d", "표준오차로 나누지 않았습니다."),
        Mistake("z", "d / p1", "A에 견준 상대 향상률입니다."),
        Mistake(
            "need",
            "(za + zb) ** 2 * (p1 * (1 - p1) + p2 * (1 - p2)) / d",
            "차이의 제곱으로 나눕니다. 차이가 절반이면 표본은 네 배입니다.",
        ),
        Mistake(
            "need",
            "za**2 * (p1 * (1 - p1) + p2 * (1 - p2)) / d**2",
            "검정력의 몫을 빠뜨렸습니다. 이러면 절반은 놓칩니다.",
        ),
        Mistake(
            "need",
            "(za + zb) ** 2 * p1 * (1 - p1) / d**2",
            "한 군의 분산만 넣었습니다. 차이의 분산은 두 군의 것을 더합니다.",
        ),
        Mistake(
            "need",
            "(za + zb) * (p1 * (1 - p1) + p2 * (1 - p2)) / d**2",
            "두 z의 합을 제곱하지 않았습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"z": 1.963049807622355, "need": 7.84 * 0.2331 / 0.0009},
            "statsmodels 0.15.0 proportions_ztest; 손계산 2.8²·(0.1056 + 0.1275) / 0.03²",
        ),
        Worked(
            {"k1": 40, "n1": 100, "k2": 60, "n2": 100},
            {"p": 0.5, "z": np.sqrt(8), "need": 94.08},
            "손계산: 0.2 / √(0.25·0.02) = √8, 2.8²·0.48 / 0.2²",
        ),
        Worked(
            {"k1": 20, "n1": 100, "k2": 120, "n2": 300},
            {"p": 0.35, "z": 0.2 / np.sqrt(0.2275 / 75), "need": 7.84 * 0.4 / 0.04},
            "손계산: 크기가 다른 두 군, 1/100 + 1/300 = 1/75",
        ),
    ),
    picture=picture,
    limits={
        "k1": (0, 1e9),
        "n1": (1, 1e9),
        "k2": (0, 1e9),
        "n2": (1, 1e9),
        "za": (0, 10),
        "zb": (0, 10),
    },
    words={
        "need": "군당 표본 수",
        "za": "zα",
        "zb": "zβ",
    },
    lines={
        "k1": "A의 전환 수 k₁",
        "n1": "A의 표본 수 n₁",
        "k2": "B의 전환 수 k₂",
        "n2": "B의 표본 수 n₂",
        "za": "양쪽 유의수준의 z 값 zα",
        "zb": "검정력의 z 값 zβ",
        "p1": "",
        "p2": "",
        "d": "",
        "need": "",
        "p": "귀무가설에서는 두 전환율이 같습니다.",
        "se": "",
        "z": "",
    },
)
