"""p-값: 공정한 동전에서 이만큼 치우친 결과가 나올 확률."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def p_value(k=8, m=2):
    n = k + m  # 던진 횟수: 앞면 k번과 뒷면 m번
    z = (k - n / 2) / np.sqrt(n / 4)  # 공정할 때의 평균에서 표준편차의 몇 배 떨어졌는가
    ways = 1.0  # 뒷면이 0번인 가짓수
    tail = 1.0
    for i in range(1, m + 1):
        ways = ways * (n - i + 1) / i  # 뒷면이 i번인 가짓수
        tail = tail + ways  # 뒷면이 i번 이하인 가짓수
    one = tail * 0.5**n  # 한쪽: 공정할 때 앞면이 k번 이상일 확률
    p = np.minimum(2 * one, 1)  # 양쪽: 반대로 치우친 것까지. 공정하면 대칭이라 두 배
    return p


def draw(rng):
    return {"k": rng.integers(6, 11), "m": rng.choice([1, 2, 3])}


def picture(trace: Trace) -> Curves:
    k, n = trace["k"], trace["n"]
    off = abs(k - n / 2)
    heads = np.arange(n + 1)
    heads = heads[np.abs(heads - n / 2) <= max(off, 2 * np.sqrt(n)) + 1]
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])  # log j!
    share = np.exp(logs[n] - logs[heads] - logs[n - heads] - n * np.log(2))
    extreme = np.abs(heads - n / 2) >= off
    return Curves(
        f"앞면 {k}번만큼 치우친 결과(●)의 확률을 모두 더한 것이 p-값 {trace['p']:.3g}",
        "앞면",
        "확률",
        (
            Series("이만큼 치우친 결과", heads[extreme], share[extreme], points=True),
            Series("공정한 동전", heads, share),
        ),
    )


DEMO = Demo(
    p_value,
    asks={
        "z": "앞면 수를 공정할 때의 평균과 표준편차로 표준화한 z",
        "one": "공정한 동전에서 앞면이 k번 이상 나올 확률(한쪽)",
        "p": "공정하다는 귀무가설의 양측 p-값",
    },
    draw=draw,
    mistakes=(
        Mistake("z", "(k - n / 2) / (n / 4)", "표준편차가 아니라 분산으로 나누었습니다."),
        Mistake("z", "(k - n / 2) / np.sqrt(n)", "동전 하나의 분산 1/4을 잊었습니다."),
        Mistake("z", "k - n / 2", "표준편차로 나누지 않았습니다."),
        Mistake("one", "ways * 0.5**n", "딱 k번일 확률입니다. 더 치우친 결과도 더해야 합니다."),
        Mistake("one", "(tail - ways) * 0.5**n", "k번인 결과를 빠뜨리고 더 치우친 것만 셌습니다."),
        Mistake("one", "1 - tail * 0.5**n", "앞면이 k번보다 적게 나올 확률입니다."),
        Mistake("p", "one", "한쪽만 셌습니다. 반대로 치우친 것도 극단적입니다."),
        Mistake("p", "1 - 2 * one", "p-값을 1에서 뺐습니다."),
    ),
    worked=(
        Worked(
            {},
            {"z": 3 / np.sqrt(2.5), "tail": 56.0, "one": 56 / 1024, "p": 112 / 1024},
            "손계산: 1 + 10 + 45 = 56가지를 1024가지로 나눈다",
        ),
        Worked(
            {"k": 60, "m": 40},
            {"z": 2.0, "one": 0.028443966820490444, "p": 0.05688793364098089},
            "SciPy 1.17.1 stats.binomtest(60, 100), z는 손계산 10/5",
        ),
    ),
    picture=picture,
    limits={"k": (0, 1000), "m": (0, 1000)},
    words={"ways": "가짓수", "tail": "가짓수의 합", "one": "한쪽"},
    lines={
        "k": "앞면 k",
        "m": "뒷면 m",
        "n": "",
        "ways": "",
        "tail": "",
        "one": "",
    },
)
