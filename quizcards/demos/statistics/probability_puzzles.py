"""확률 문제 셋: 생일, 몬티 홀, 쿠폰 수집."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def probability_puzzles(people=23, days=365, doors=3, left=1, kinds=6):
    apart = np.prod(1 - np.arange(people) / days)  # 한 사람씩 앞사람들과 다를 확률을 모두 곱한다
    shared = 1 - apart  # 여사건: 같은 생일이 한 쌍이라도 있을 확률
    switch = (1 - 1 / doors) / left  # 처음에 틀렸을 확률을, 닫힌 다른 문 left개가 나누어 갖는다
    draws = kinds * np.sum(1 / np.arange(1, kinds + 1))  # 쿠폰: n(1 + 1/2 + … + 1/n)
    return draws


def draw(rng):
    doors = rng.integers(4, 7)
    return {
        "people": rng.integers(3, 6),
        "days": rng.choice([7, 10, 12]),
        "doors": doors,
        "left": rng.integers(2, doors - 1),
        "kinds": rng.integers(3, 6),
    }


def picture(trace: Trace) -> Curves:
    counts = np.arange(1, 2 * int(trace["people"]) + 10)
    runs = [DEMO.traced({**trace.inputs, "people": int(count)}, {}) for count in counts]
    return Curves(
        "생일 문제: 나와 같을 확률이 아니라 아무 쌍이나 같을 확률",
        "사람 수",
        "확률",
        (
            Series("어느 둘이 같다", counts, np.array([float(run["shared"]) for run in runs])),
            Series("누군가 나와 같다", counts, 1 - (1 - 1 / trace["days"]) ** (counts - 1.0)),
        ),
    )


DEMO = Demo(
    probability_puzzles,
    asks={
        "shared": "생일이 같은 두 사람이 있을 확률",
        "switch": "닫힌 다른 문 가운데 하나로 바꿀 때 자동차를 얻을 확률",
        "draws": "쿠폰을 모두 모을 때까지 뽑는 횟수의 기댓값",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "apart",
            "1 - people / days",
            "사람 수를 날 수로 나누었습니다. 서로 다를 확률을 곱합니다.",
        ),
        Mistake(
            "apart",
            "(1 - 1 / days) ** people",
            "한 사람(나)과 같은지만 보았습니다. 모든 쌍을 봅니다.",
        ),
        Mistake("shared", "apart", "모두 다를 확률입니다. 1에서 빼야 합니다."),
        Mistake(
            "shared",
            "people * (people - 1) / 2 / days",
            "같은 쌍의 수의 기댓값입니다. 겹쳐 세므로 확률보다 큽니다.",
        ),
        Mistake("switch", "1 / doors", "처음 고른 문을 지킬 때의 확률입니다."),
        Mistake(
            "switch",
            "1 / (left + 1)",
            "닫힌 문이 모두 같다고 보았습니다. 진행자는 자동차를 알고 피합니다.",
        ),
        Mistake("switch", "1 - 1 / doors", "닫힌 다른 문이 여럿이면 나누어야 합니다."),
        Mistake("draws", "kinds", "겹쳐 나오는 것을 세지 않았습니다."),
        Mistake("draws", "kinds**2", "마지막 하나를 기다리는 시간을 모든 종류에 곱했습니다."),
        Mistake(
            "draws",
            "np.sum(1 / np.arange(1, kinds + 1))",
            "종류의 수 n을 곱하지 않았습니다.",
        ),
        Mistake(
            "draws",
            "kinds * np.log(kinds)",
            "n이 클 때의 어림입니다. 작은 n에서는 많이 모자랍니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"shared": 0.5072972343239854, "switch": 2 / 3, "draws": 14.7},
            "Python math.perm: 1 − perm(365, 23) / 365²³; 손계산 6·(1 + 1/2 + … + 1/6)",
        ),
        Worked(
            {"people": 3, "days": 10, "doors": 5, "left": 2, "kinds": 3},
            {"shared": 0.28, "switch": 0.4, "draws": 5.5},
            "손계산: 1 − 0.9·0.8, (4/5)/2, 3·(1 + 1/2 + 1/3)",
        ),
        Worked(
            {"people": 2, "days": 7, "doors": 100, "left": 1, "kinds": 2},
            {"shared": 1 / 7, "switch": 0.99, "draws": 3.0},
            "손계산: 두 사람의 요일, 문 100개에서 98개를 열 때, 동전의 두 면을 모두 볼 때까지",
        ),
    ),
    picture=picture,
    limits={
        "people": (1, 1000),
        "days": (1, 1e6),
        "doors": (2, 1e6),
        "left": (1, 1e6),
        "kinds": (1, 1e5),
    },
    words={
        "people": "사람 수",
        "days": "날의 수",
        "doors": "문의 수",
        "left": "닫힌 다른 문의 수",
        "kinds": "쿠폰의 종류",
        "apart": "모두 다를 확률",
    },
    lines={
        "people": "사람 수",
        "days": "생일이 될 수 있는 날의 수(모두 같은 확률)",
        "doors": "문의 수(자동차는 하나, 먼저 하나를 고릅니다)",
        "left": "진행자가 꽝인 것을 알고 연 뒤에 닫혀 있는 다른 문의 수",
        "kinds": "쿠폰의 종류(한 번에 하나, 모두 같은 확률)",
        "apart": "",
        "shared": "",
        "switch": "",
        "draws": "",
    },
    holds=lambda run: bool(run["left"] < run["doors"] - 1),
)
