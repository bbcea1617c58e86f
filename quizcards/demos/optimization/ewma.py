"""지수가중이동평균(EWMA)과 편향 보정(bias correction)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

SERIES = np.array([10.0, 20.0, 30.0])


def ewma(theta=SERIES, beta=0.5, v=0.0):
    window = 1 / (1 - beta)  # 최근 이만큼의 평균과 비슷하다
    for t in range(1, np.size(theta) + 1):
        v = beta * v + (1 - beta) * theta[t - 1]  # 이전 평균에 β, 새 값에 1 − β
        v_hat = v / (1 - beta**t)  # v = 0에서 출발했을 때의 편향 보정
    return v_hat


def draw(rng):
    return {
        "theta": rng.choice(np.arange(10.0, 70.0, 10.0), size=2, replace=False),
        "beta": rng.choice([0.75, 0.8, 0.9]),
    }


def picture(trace: Trace) -> Curves:
    t = np.arange(1, len(trace["theta"]) + 1)
    return Curves(
        f"값과 이동평균 (β = {trace['beta']:g})",
        "t",
        "값",
        (
            Series("θ", t, trace["theta"], points=True),
            Series("보정 전 v", t, trace.values("v")[1:], points=True),
            Series("보정한 v̂", t, trace.values("v_hat"), points=True),
        ),
    )


DEMO = Demo(
    ewma,
    asks={
        "v": "마지막 이동평균 v",
        "v_hat": "편향을 보정한 마지막 이동평균 v̂",
        "window": "이 이동평균이 대략 평균하는 최근 값의 개수",
    },
    draw=draw,
    mistakes=(
        Mistake("window", "1 / beta", "1/β가 아니라 1/(1 − β)입니다."),
        Mistake("window", "beta / (1 - beta)", "β가 아니라 1을 1 − β로 나눕니다."),
        Mistake("window", "1 / (1 - beta) ** 2", "제곱하지 않습니다. 1/(1 − β)입니다."),
        Mistake("v", "beta * v + theta[t - 1]", "새 값에 1 − β를 곱하지 않았습니다."),
        Mistake("v", "(1 - beta) * v + beta * theta[t - 1]", "β와 1 − β를 바꾸었습니다."),
        Mistake("v", "(v + theta[t - 1]) / 2", "β의 비중을 두지 않고 둘을 반반으로 섞었습니다."),
        Mistake("v_hat", "v", "편향 보정을 빠뜨렸습니다."),
        Mistake("v_hat", "v / (1 - beta)", "1 − β가 아니라 1 − βᵗ으로 나눕니다."),
    ),
    worked=(
        Worked(
            {},
            {"v": 21.25, "v_hat": 170 / 7, "window": 2.0},
            "손계산: 5, 12.5, 21.25; 21.25/(1 − 1/8)",
        ),
        Worked(
            {"theta": [10, 10, 10, 10], "beta": 0.9},
            {"v": 3.439, "v_hat": 10.0},
            "닫힌 해: v = 10·(1 − 0.9⁴)",
        ),
        Worked(
            {"theta": 10.0 * (-1.0) ** np.arange(100), "beta": 0.9},
            {"v": -10 / 19 * (1 - 0.9**100)},
            "닫힌 해: 10과 −10을 오가면 v = −(10/19)·(1 − 0.9¹⁰⁰)",
        ),
    ),
    picture=picture,
    limits={"theta": (-1e6, 1e6), "beta": (0, 0.999999), "v": (-1e6, 1e6)},
)
