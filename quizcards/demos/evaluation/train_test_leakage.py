"""누수: 테스트 점수를 보고 고르면 얼마나 높게 나오는가 (Hastie et al. 2009, §7.10.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def train_test_leakage(n=4, p=3, q=0.5):
    pmf = np.ones(1)  # 맞힌 개수의 분포: 후보 하나가 샘플 하나를 확률 q로 맞힌다
    for i in range(n):
        pmf = (1 - q) * np.pad(pmf, (0, 1)) + q * np.pad(pmf, (1, 0))  # 틀리면 그대로, 맞히면 한 칸
    cdf = np.tri(n + 1) @ pmf  # k개 이하로 맞힐 확률, k = 0, …, n
    hits = np.sum(1 - cdf**p)  # 후보 p개 가운데 가장 많이 맞힌 것의 기댓값
    leaked = hits / n  # 테스트 점수를 보고 고른 후보의 그 점수
    gap = leaked - q  # 새 데이터에서는 다시 q이므로 이만큼 부풀었다
    return gap


def draw(rng):
    # as many candidates as samples would hide which of the two is divided by
    n, p = ((2, 3), (2, 4), (3, 2), (3, 4), (4, 2), (4, 3))[rng.integers(6)]
    return {"n": n, "p": p, "q": rng.choice([0.4, 0.5, 0.6, 0.7, 0.8])}


def picture(trace: Trace) -> Curves:
    q, n = trace["q"], min(trace["n"], 50)
    candidates = np.unique(np.round(np.geomspace(1, 500, 25))).astype(int)

    def chosen(size: int) -> Series:
        scores = [DEMO.traced({"n": size, "p": int(p), "q": q}, {})["leaked"] for p in candidates]
        return Series(f"고른 점수, 샘플 {size}개", candidates, np.array(scores))

    return Curves(
        "실력이 같은 후보를 많이 재고 고를수록 점수가 부푼다",
        "재 본 후보의 수",
        "정확도",
        (
            chosen(n),
            chosen(20 * n),
            Series("새 데이터에서", candidates, np.full(len(candidates), q)),
        ),
    )


DEMO = Demo(
    train_test_leakage,
    asks={
        "leaked": "테스트에서 가장 많이 맞힌 후보를 고를 때 그 정확도의 기댓값",
        "gap": "테스트에서 가장 많이 맞힌 후보의 정확도가 실력 q보다 부푼 정도",
    },
    draw=draw,
    mistakes=(
        Mistake("hits", "np.sum(1 - cdf)", "하나만 쟀을 때의 기댓값입니다. 고르기를 빠뜨렸습니다."),
        Mistake(
            "hits", "np.sum((1 - cdf) ** p)", "가장 높은 것이 아니라 가장 낮은 것을 골랐습니다."
        ),
        Mistake("leaked", "hits", "맞힌 개수입니다. 샘플의 수로 나눠야 정확도입니다."),
        Mistake("leaked", "hits / p", "샘플의 수가 아니라 후보의 수로 나누었습니다."),
        Mistake("leaked", "1 - (1 - q) ** p", "후보 가운데 하나라도 맞히면 되는 확률입니다."),
        Mistake("gap", "leaked", "새 데이터에서의 정확도를 빼지 않았습니다."),
        Mistake("gap", "leaked / q", "두 정확도의 차가 아니라 비입니다."),
    ),
    worked=(
        Worked(
            {"n": 2},
            {"cdf": [0.25, 0.75, 1.0], "leaked": 0.78125, "gap": 0.28125},
            "손계산: (1 − (1/4)³ + 1 − (3/4)³)/2 = (63/64 + 37/64)/2 = 50/64",
        ),
        Worked(
            {"n": 1, "p": 4, "q": 0.5},
            {"leaked": 0.9375, "gap": 0.4375},
            "손계산: 넷이 모두 틀릴 확률이 1/16이라 1 − 1/16",
        ),
        Worked(
            {"n": 40, "p": 500, "q": 0.5},
            {"leaked": 0.7356114525945026},
            "SciPy 1.17.1: (1 − binom.cdf(k, 40, 0.5)**500)을 k = 0, …, 39에서 더해 40으로 나눔",
        ),
    ),
    picture=picture,
    limits={"n": (1, 1000), "p": (1, 100000), "q": (0.001, 0.999)},
    words={
        "pmf": "맞힌 개수의 분포",
        "cdf": "F(k)",
        "hits": "가장 많이 맞힌 개수의 기댓값",
        "leaked": "고른 점수",
    },
    lines={
        "n": "테스트 샘플의 수 n",
        "p": "서로 독립인 후보의 수 p",
        "q": "후보마다 샘플 하나를 맞힐 확률 q",
        "pmf": "",
        "cdf": "후보 하나가 k개 이하로 맞힐 확률이 F(k)입니다.",
        "hits": "가장 많이 맞힌 개수의 기댓값은 k = 0, …, n − 1에서 1 − F(k)ᵖ을 더한 값입니다.",
        "leaked": "",
        "gap": "",
    },
)
