"""격자 탐색과 무작위 탐색이 좋은 값을 만날 확률 (Bergstra & Bengio 2012, Figure 1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def hyperparameter_search(values=3, axes=2, good=0.05, sure=0.95):
    n = values**axes  # 격자의 조합 수, 무작위로도 같은 수만큼 시도한다
    grid = np.minimum(1.0, values * good)  # 좋은 구간은 한 축에만 달려 있고, 격자는 거기서 몇 값뿐
    miss = (1 - good) ** n  # n번의 새 값이 모두 빗나갈 확률
    random = 1 - miss
    needed = np.ceil(np.log(1 - sure) / np.log(1 - good))  # 확률이 sure가 되는 무작위 시도의 수
    return random


def draw(rng):
    values, axes = ((3, 2), (4, 2), (5, 2), (3, 3))[rng.integers(4)]
    return {
        "values": values,
        "axes": axes,
        "good": rng.choice([0.02, 0.04, 0.05, 0.1]),
        "sure": rng.choice([0.8, 0.9, 0.99]),
    }


def picture(trace: Trace) -> Curves:
    good, axes = trace["good"], trace["axes"]
    trials = np.arange(1, 101)
    each = np.arange(1, 101)
    each = each[each**axes <= 100]
    return Curves(
        "무작위는 시도마다 새 값을 보고, 격자는 축마다 같은 값을 되풀이한다"
        if axes > 1
        else "축이 하나면 격자도 시도마다 새 값을 보고, 고르게 놓여 겹치지 않는다",
        "시도의 수",
        "좋은 구간을 만날 확률",
        (
            Series("무작위 탐색", trials, 1 - (1 - good) ** trials),
            Series("격자 탐색", each**axes, np.minimum(1, each * good), points=True),
        ),
    )


DEMO = Demo(
    hyperparameter_search,
    asks={
        "grid": "격자 탐색이 좋은 구간을 만날 확률",
        "random": "무작위 탐색이 좋은 구간을 한 번이라도 만날 확률",
        "needed": "좋은 구간을 바라는 확률로 만나는 데 필요한 무작위 시도의 수",
    },
    draw=draw,
    mistakes=(
        Mistake("n", "values * axes", "축의 수를 곱했습니다. 격자는 모든 조합이라 거듭제곱입니다."),
        Mistake(
            "grid",
            "np.minimum(1.0, n * good)",
            "중요한 축에서 서로 다른 값은 조합의 수보다 적습니다.",
        ),
        Mistake("grid", "good", "한 번의 시도만 셌습니다."),
        Mistake(
            "grid", "1 - (1 - good) ** values", "격자의 값은 고르게 떨어져 있어 확률을 더합니다."
        ),
        Mistake("miss", "(1 - good) ** values", "무작위 탐색은 시도마다 새 값을 봅니다."),
        Mistake("random", "miss", "모두 빗나갈 확률입니다. 1에서 뺍니다."),
        Mistake("random", "n * good", "겹칠 수 있는 확률을 더했습니다."),
        Mistake("needed", "np.ceil(sure / good)", "시도마다 확률이 그대로 더해지지 않습니다."),
        Mistake(
            "needed",
            "np.ceil(np.log(sure) / np.log(1 - good))",
            "모두 빗나갈 확률 1 − (바라는 확률)의 로그를 써야 합니다.",
        ),
        Mistake(
            "needed",
            "np.floor(np.log(1 - sure) / np.log(1 - good))",
            "내림하면 확률이 조금 모자랍니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"n": 9, "grid": 0.15, "random": 0.369750590275390625, "needed": 59.0},
            "손계산: 3·0.05; 0.95³ = 0.857375의 세제곱을 1에서 뺀다; 0.95⁵⁸ > 0.05 > 0.95⁵⁹",
        ),
        Worked(
            {"values": 60, "axes": 1},
            {"random": 0.9539302010130479},
            "SciPy 1.17.1 scipy.stats.binom.sf(0, 60, 0.05)",
        ),
    ),
    picture=picture,
    limits={"values": (1, 100), "axes": (1, 6), "good": (0.0001, 0.9999), "sure": (0.0001, 0.9999)},
    words={
        "values": "축마다 시험하는 값의 수",
        "axes": "축의 수",
        "good": "좋은 구간의 폭",
        "sure": "바라는 확률",
        "n": "조합의 수",
        "miss": "모두 빗나갈 확률",
    },
    lines={
        "values": "격자가 축마다 고른 간격으로 시험하는 값의 수(시작하는 자리는 무작위)",
        "axes": "축(하이퍼파라미터)의 수",
        "good": "중요한 축 하나에서 좋은 구간이 차지하는 비율",
        "sure": "바라는 확률",
        "n": "무작위 탐색도 격자의 조합 수만큼 시도합니다.",
        "grid": "",
        "miss": "",
        "random": "",
        "needed": "",
    },
)
