"""지역 최솟값(local minimum): 두 골짜기 f(w) = w⁴ − 3w² + w와 모멘텀."""

import math

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def local_minima(w=2.0, v=0.0, lr=0.01, mu=0.0, steps=600):
    for t in range(steps):
        g = 4 * w**3 - 6 * w + 1  # 기울기 f′(w)
        v = mu * v - lr * g  # μ = 0이면 경사하강법, 크면 모멘텀
        w = w + v
    f = w**4 - 3 * w**2 + w  # 멈춘 곳의 높이. 가장 낮은 곳은 −3.514
    H = 12 * w**2 - 6  # 곡률 f″(w): f′ = 0인 곳에서 양수면 골짜기
    return w


def draw(rng):
    return {
        "w": rng.choice([-2, -1, 1, 2]),
        "v": rng.choice([-0.2, -0.1, 0.1, 0.2]),
        "lr": rng.choice([0.01, 0.02]),
        "mu": rng.choice([0.8, 0.9]),
        "steps": 1,
    }


def picture(trace: Trace) -> Curves:
    path = np.array(trace.values("w"))
    reach = max(np.max(np.abs(path)), 1.9) * 1.05
    w = np.linspace(-reach, reach, 121)
    return Curves(
        "두 골짜기와 w가 지나간 자취",
        "w",
        "f",
        (Series("f(w)", w, _height(w)), Series("w가 지나간 점", path, _height(path), points=True)),
    )


def _height(w):
    return w**4 - 3 * w**2 + w


def _valley(k: int) -> float:
    """Return a root of f′ = 4w³ − 6w + 1: with w = √2·cos θ it reads 2√2·cos 3θ = −1."""
    return math.sqrt(2) * math.cos(math.acos(-1 / math.sqrt(8)) / 3 + 2 * math.pi * k / 3)


CLOSED = "닫힌 해: w = √2·cos θ로 놓으면 f′ = 0은 cos 3θ = −1/√8"

DEMO = Demo(
    local_minima,
    asks={
        "g": "w에서 f의 기울기",
        "v": "w에 그대로 더할, 갱신한 속도 v",
        "w": "모멘텀 한 스텝 뒤의 w",
    },
    draw=draw,
    mistakes=(
        Mistake("g", "4 * w**3 - 6 * w", "w를 미분한 상수 1을 빠뜨렸습니다."),
        Mistake("g", "4 * w**3 - 3 * w + 1", "−3w²을 미분하면 −3w가 아니라 −6w입니다."),
        Mistake("g", "12 * w**2 - 6", "기울기 f′이 아니라 곡률 f″을 썼습니다."),
        Mistake("v", "-lr * g", "앞 스텝의 속도를 잊었습니다. 모멘텀 없는 경사하강법입니다."),
        Mistake("v", "(1 - mu) * v - lr * g", "μ와 1 − μ를 바꾸었습니다."),
    ),
    worked=(
        Worked({}, {"w": _valley(0)}, CLOSED + ", 얕은 골짜기"),
        Worked({"w": -2}, {"w": _valley(1)}, CLOSED + ", 깊은 골짜기"),
        Worked(
            {"mu": 0.9, "steps": 1000}, {"w": _valley(1)}, CLOSED + ". 모멘텀이 봉우리를 넘었다"
        ),
        Worked(
            {"mu": 0.9, "steps": 3},
            {"w": 1.1314151454417258},
            "PyTorch 2.13.0 SGD(lr=0.01, momentum=0.9) 세 스텝",
        ),
        Worked(
            {"w": 1, "steps": 1},
            {"g": -1.0, "v": 0.01, "w": 1.01},
            "손계산: 4 − 6 + 1 = −1, v = −0.01·(−1)",
        ),
    ),
    picture=picture,
    limits={
        "w": (-2.5, 2.5),
        "v": (-0.5, 0.5),
        "lr": (0, 0.02),
        "mu": (0, 0.99),
        "steps": (1, 2000),
    },
    words={
        "steps": "",
    },
    lines={
        "g": "g는 w에서 f의 기울기입니다.",
        "mu": "모멘텀 계수 μ",
    },
)
