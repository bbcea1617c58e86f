"""배치 정규화(batch normalization): 층을 지나도 분포가 무너지지 않는다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

BATCH = np.array([2.0, 4.0, 6.0])


def batch_normalization(a=BATCH, w=0.5, b=1.0, depth=6, bn="on", eps=1e-5):
    for layer in range(depth):
        z = w * a + b  # 선형층을 지난 값. 활성화는 빼고 크기만 본다
        mu = np.mean(z)
        var = np.mean((z - mu) ** 2)  # 층마다 미니배치에서 새로 잰다
        if bn == "on":
            z_hat = (z - mu) / np.sqrt(var + eps)  # 정규화한 값: 크기가 달라져도 되돌린다
            a = z_hat  # 다음 층으로 (γ = 1, β = 0)
        else:
            a = z  # 다음 층으로. 분산은 층마다 w²배
    return a


def draw(rng):
    # the standard deviation of a is 3
    offsets = rng.choice([-1, 1]) * rng.permutation([-5.0, 1.0, 1.0, 3.0])
    return {
        "a": rng.integers(-3, 7) + offsets,
        "w": rng.choice([-2, -1, 2, 3]),
        "b": rng.choice([-2, -1, 1, 2]),
        "depth": 1,
        "bn": "on",
        "eps": 1e-12,
    }


def picture(trace: Trace) -> Curves:
    spread = {}
    for bn in ("on", "off"):
        run = DEMO.run({**trace.inputs, "bn": bn, "depth": max(trace["depth"], 5)})
        spread[bn] = [float(np.std(a)) for a in run.values("a")]
    layers = np.arange(len(spread["on"]))
    return Curves(
        "층을 지난 값의 표준편차",
        "층",
        "표준편차",
        (
            Series("BN 있음", layers, spread["on"], points=True),
            Series("BN 없음", layers, spread["off"], points=True),
        ),
    )


DEMO = Demo(
    batch_normalization,
    asks={
        "var": "선형층을 지난 z의 분산 σ²",
        "a": "활성화 함수 없이 다음 층으로 가는 값 a",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "mu", "np.mean(a)", "BN은 층에 들어온 a가 아니라 선형변환을 마친 z의 통계를 씁니다."
        ),
        Mistake("var", "np.mean(z**2)", "평균을 빼지 않고 제곱했습니다."),
        Mistake("var", "np.sum((z - mu) ** 2)", "샘플 수로 나누지 않았습니다."),
        Mistake("var", "np.sqrt(np.mean((z - mu) ** 2))", "분산이 아니라 표준편차입니다."),
        Mistake("z_hat", "(z - mu) / (var + eps)", "제곱근을 잊고 분산으로 나누었습니다."),
    ),
    worked=(
        Worked(
            {"eps": 1e-12},
            {"var": 0.25, "z_hat": [-(1.5**0.5), 0, 1.5**0.5]},
            "손계산(ε ≈ 0): 첫 층 뒤로 a는 늘 (−√1.5, 0, √1.5), 그래서 σ² = w²",
        ),
        Worked(
            {"bn": "off"},
            {"var": 8 / 3 / 4096, "a": [2, 2.03125, 2.0625]},
            "닫힌 해: a − 2 = (a₀ − 2)/2⁶, σ² = (8/3)·w¹²",
        ),
        Worked(
            {"bn": "off", "w": 2, "depth": 10}, {"var": 8 / 3 * 4**10}, "닫힌 해: σ² = (8/3)·w²⁰"
        ),
    ),
    picture=picture,
    limits={"a": (-1e6, 1e6), "w": (-3, 3), "b": (-1e6, 1e6), "depth": (1, 20), "eps": (1e-12, 1)},
    choices={
        "bn": {"on": "BN 있음 (γ = 1, β = 0)", "off": "BN 없음"},
    },
    words={
        "depth": "",
        "eps": "",
    },
    lines={
        "mu": "",
        "var": "",
        "z_hat": "",
    },
)
