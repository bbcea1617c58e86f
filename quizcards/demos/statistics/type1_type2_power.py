"""1종 오류, 2종 오류, 검정력: 동전을 던져 뒷면이 적으면 기각하기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def type1_type2_power(n=10, m=2, p0=0.5, p1=0.8):
    ways = 1.0  # 뒷면이 0번인 가짓수
    under0 = p0**n  # 귀무가설이 참일 때 모두 앞면일 확률
    under1 = p1**n  # 효과가 있을 때 모두 앞면일 확률
    for i in range(1, m + 1):
        ways = ways * (n - i + 1) / i  # 뒷면이 i번인 가짓수
        under0 = under0 + ways * p0 ** (n - i) * (1 - p0) ** i  # 뒷면이 i번 이하일 확률
        under1 = under1 + ways * p1 ** (n - i) * (1 - p1) ** i
    alpha = under0  # 1종 오류의 확률: 귀무가설이 참인데 기각한다
    power = under1  # 검정력: 효과가 있을 때 기각한다
    beta = 1 - power  # 2종 오류의 확률: 효과가 있는데 기각하지 못한다
    return beta


def draw(rng):
    return {
        "n": rng.choice([5, 6, 8]),
        "m": rng.choice([1, 2]),
        "p0": 0.5,
        "p1": rng.choice([0.6, 0.7, 0.9]),
    }


def picture(trace: Trace) -> Curves:
    now = trace["m"]
    near = np.arange(max(0, now - 12), min(trace["n"], now + 12) + 1)
    runs = [DEMO.traced({**trace.inputs, "m": int(m)}, {}) for m in near]
    return Curves(
        "쉽게 기각할수록 1종 오류는 늘고 2종 오류는 줄어든다",
        "뒷면이 몇 번 이하이면 기각하는가",
        "확률",
        (
            Series("1종 오류 α", near, [run["alpha"] for run in runs]),
            Series("2종 오류 β", near, [run["beta"] for run in runs]),
            Series("지금", [now, now], [trace["alpha"], trace["beta"]], points=True),
        ),
    )


DEMO = Demo(
    type1_type2_power,
    asks={
        "alpha": "1종 오류의 확률 α",
        "power": "검정력",
        "beta": "2종 오류의 확률 β",
    },
    draw=draw,
    mistakes=(
        Mistake("alpha", "1 - under0", "귀무가설이 참일 때 기각하지 않는, 옳은 판단의 확률입니다."),
        Mistake("alpha", "p0**n", "모두 앞면일 확률입니다. 뒷면이 m번 이하인 것을 모두 더합니다."),
        Mistake(
            "alpha", "under1", "효과가 있을 때의 확률입니다. 1종 오류에서는 귀무가설이 참입니다."
        ),
        Mistake(
            "power", "1 - under0", "귀무가설이 참일 때의 확률입니다. 검정력에서는 효과가 있습니다."
        ),
        Mistake("power", "p1**n", "모두 앞면일 확률입니다. 뒷면이 m번 이하인 것을 모두 더합니다."),
        Mistake("power", "1 - under1", "2종 오류의 확률입니다. 검정력은 찾아낼 확률입니다."),
        Mistake("beta", "1 - alpha", "1에서 α를 뺀 것은 귀무가설이 참일 때의 옳은 판단입니다."),
        Mistake("beta", "alpha", "1종 오류의 확률입니다."),
    ),
    worked=(
        Worked(
            {"n": 3, "m": 1, "p0": 0.5, "p1": 0.9},
            {"alpha": 0.5, "power": 0.972, "beta": 0.028},
            "손계산: (1 + 3)/8, 0.9³ + 3·0.9²·0.1 = 0.729 + 0.243",
        ),
        Worked(
            {},
            {"alpha": 56 / 1024, "power": 0.6777995264, "beta": 0.3222004736},
            "SciPy 1.17.1 stats.binom.cdf(2, 10, 0.2)과 sf(2, 10, 0.2)",
        ),
    ),
    picture=picture,
    limits={"n": (1, 500), "m": (0, 500), "p0": (0.001, 0.999), "p1": (0.001, 0.999)},
    words={
        "ways": "가짓수",
        "under0": "H₀에서 기각",
        "under1": "효과가 있을 때 기각",
        "power": "검정력",
    },
    lines={
        "n": "던지는 횟수 n",
        "m": "귀무가설을 기각하는 뒷면 수의 상한 m",
        "p0": "귀무가설에서 앞면의 확률 p₀",
        "p1": "효과가 있을 때 앞면의 확률 p₁",
        "ways": "",
        "under0": "",
        "under1": "",
        "alpha": "",
        "power": "",
        "beta": "",
    },
)
