"""에이전트의 성공률: 단계마다의 확률을 곱하고, 검증하고 다시 해 본다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def agent_reliability(p=0.95, n=10, c=0.8, r=1):
    S = p**n  # n단계가 모두 성공할 확률
    f = (1 - p) * c  # 실패했지만 검증이 알아챌 확률: 다시 해 볼 수 있다
    q = p * (1 - f ** (r + 1)) / (1 - f)  # r번까지 다시 한 단계의 성공률: p(1 + f + … + fʳ)
    A = q**n  # 단계마다 검증하고 다시 할 때의 성공률
    return A


def draw(rng):
    return {
        "p": rng.choice([0.6, 0.7, 0.8, 0.9]),
        "n": rng.integers(2, 5),
        "c": rng.choice([0.25, 0.5, 0.75]),
        "r": rng.integers(1, 3),
    }


def picture(trace: Trace) -> Curves:
    n = np.arange(1, 41)
    return Curves(
        "단계가 길어질수록 성공률은 지수로 줄어든다",
        "단계 수",
        "성공률",
        (
            Series(f"한 번씩, 단계마다 {trace['p']:.4g}", n, trace["p"] ** n),
            Series(f"검증하고 다시, 단계마다 {trace['q']:.4g}", n, trace["q"] ** n),
        ),
    )


DEMO = Demo(
    agent_reliability,
    asks={
        "S": "다시 하지 않을 때 모든 단계가 성공할 확률 S",
        "q": "검증하고 다시 해 보는 한 단계의 성공률 q",
        "A": "검증하고 다시 해 볼 때 모든 단계가 성공할 확률 A",
    },
    draw=draw,
    mistakes=(
        Mistake("S", "1 - (1 - p)**n", "한 단계라도 성공할 확률입니다. 모두 성공해야 합니다."),
        Mistake("S", "1 - n * (1 - p)", "실패 확률을 더했습니다. 성공률을 단계 수만큼 곱합니다."),
        Mistake("S", "p", "한 단계의 성공률입니다."),
        Mistake(
            "f", "1 - p", "모든 실패를 알아챈다고 했습니다. 검증이 놓친 것은 다시 하지 못합니다."
        ),
        Mistake("f", "c", "성공한 것까지 다시 한다고 했습니다."),
        Mistake("q", "p + f", "다시 하면 반드시 성공한다고 했습니다."),
        Mistake("A", "q", "한 단계의 성공률입니다."),
        Mistake("A", "1 - (1 - q)**n", "한 단계라도 성공할 확률입니다. 모두 성공해야 합니다."),
    ),
    worked=(
        Worked(
            {},
            {"S": 0.5987369392383787, "q": 0.988, "A": 0.886276932477112},
            "q는 손계산 0.95·(1 + 0.05·0.8), S와 A는 SciPy 1.17.1 stats.binom.pmf(10, 10, ·)",
        ),
        Worked(
            {"p": 0.5, "n": 2, "c": 0.5, "r": 2},
            {"S": 0.25, "q": 21 / 32, "A": 441 / 1024},
            "손계산: f = 1/4, q = 1/2·(1 + 1/4 + 1/16)",
        ),
    ),
    picture=picture,
    limits={"p": (0.001, 1), "n": (1, 1000), "c": (0, 1), "r": (0, 100)},
    lines={
        "p": "한 번에 성공할 확률 p",
        "n": "단계 수 n",
        "c": "실패를 검증이 알아챌 확률 c",
        "r": "한 단계를 다시 할 수 있는 횟수 r",
        "S": "",
        "f": "실패를 알아챈 단계만, r번까지 다시 합니다. 놓친 실패는 그대로 실패입니다.",
        "q": "q는 검증하고 다시 해 보는 한 단계의 성공률입니다.",
    },
)
