"""오즈비: 2×2 표의 로지스틱 회귀를 읽는다 (Agresti 2013, §2.2, §5.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

TABLE = np.array([[20.0, 10], [10, 20]])


def logistic_odds(N=TABLE):
    odds = N[:, 1] / N[:, 0]  # 오즈: y = 1인 수 / y = 0인 수, x = 0과 1에서
    b = np.log(odds[0])  # 절편: x = 0일 때의 로그 오즈
    w = np.log(odds[1]) - b  # 계수: x가 1 늘 때 로그 오즈가 늘어나는 만큼
    ratio = np.exp(w)  # 오즈비: x가 1 늘면 오즈가 이만큼 곱해진다
    se = np.sqrt(np.sum(1 / N))  # 계수의 표준오차
    p = 1 / (1 + np.exp(-(w * np.arange(2) + b)))  # 확률로 되돌리면 표의 비율과 같다
    risk = p[1] / p[0]  # 확률의 비(위험비)는 오즈비와 다르다
    return risk


TABLES = ([[20, 10], [10, 20]], [[30, 10], [10, 20]], [[40, 10], [20, 40]], [[30, 20], [10, 50]])


def draw(rng):
    N = np.array(TABLES[rng.integers(4)], dtype=float) * rng.choice([1, 2])
    return {"N": N[:: rng.choice([-1, 1])]}


def picture(trace: Trace) -> Curves:
    before = np.linspace(0.005, 0.995, 67)
    odds = trace["ratio"] * before / (1 - before)
    return Curves(
        "오즈비가 같아도 확률이 바뀌는 폭은 처음 확률에 따라 다르다",
        "x = 0일 때의 확률",
        "확률",
        (
            Series("x = 1일 때", before, odds / (1 + odds)),
            Series("x = 0일 때", before, before),
            Series("이 표", trace["p"][:1], trace["p"][1:], points=True),
        ),
    )


DEMO = Demo(
    logistic_odds,
    asks={
        "w": "이 표에 맞춘 로지스틱 회귀의 계수 w",
        "ratio": "이 표의 오즈비(x = 0에 대한 x = 1의)",
        "se": "이 표에 맞춘 로지스틱 회귀의 계수 w의 표준오차",
        "risk": "이 표에서 y = 1일 확률의 비(x = 0에 대한 x = 1의)",
    },
    draw=draw,
    mistakes=(
        Mistake("odds", "N[:, 1] / np.sum(N, axis=1)", "오즈가 아니라 확률입니다."),
        Mistake("w", "np.log(odds[1])", "x = 0일 때의 로그 오즈를 빼지 않았습니다."),
        Mistake("w", "odds[1] - odds[0]", "로그를 씌우지 않고 오즈끼리 뺐습니다."),
        Mistake("w", "odds[1] / odds[0]", "로그를 씌우지 않았습니다. 오즈비입니다."),
        Mistake("ratio", "np.exp(w + b)", "오즈비가 아니라 x = 1일 때의 오즈입니다."),
        Mistake("se", "np.sum(1 / N)", "제곱근을 빠뜨렸습니다. 계수의 분산입니다."),
        Mistake("se", "np.sqrt(1 / np.sum(N))", "칸마다 역수를 구하지 않고 먼저 더했습니다."),
        Mistake("se", "np.sqrt(np.sum(1 / N[1]))", "x = 0인 줄을 빠뜨렸습니다."),
        Mistake("risk", "ratio", "확률의 비가 아니라 오즈비입니다."),
        Mistake("risk", "p[1] - p[0]", "비가 아니라 차를 구했습니다."),
        Mistake("risk", "(1 - p[1]) / (1 - p[0])", "y = 0일 확률의 비입니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "odds": [0.5, 2.0],
                "w": 2 * np.log(2),
                "ratio": 4.0,
                "se": 0.3**0.5,
                "p": [1 / 3, 2 / 3],
                "risk": 2.0,
            },
            "손계산: (20/10)/(10/20) = 4, √(1/20 + 1/10 + 1/10 + 1/20), (20/30)/(10/30)",
        ),
        Worked(
            {"N": [[17, 5], [9, 14]]},
            {"w": 1.665608183901155, "se": 0.664351723074041},
            "statsmodels 0.15.0 Logit",
        ),
    ),
    picture=picture,
    limits={"N": (0.5, 1e6)},
    words={"odds": "오즈", "ratio": "오즈비", "se": "표준오차", "risk": "확률의 비"},
    lines={
        "N": "줄은 x = 0과 1, 칸은 y = 0과 1인 샘플의 수 N",
        "odds": "",
        "b": "",
        "w": "",
        "ratio": "",
        "se": "",
        "p": "",
        "risk": "",
    },
)
