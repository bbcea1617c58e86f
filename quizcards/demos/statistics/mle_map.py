"""동전의 앞면 확률: MLE와 베타 사전분포를 둔 MAP."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def mle_map(k=7, n=10, a=2.0, b=2.0):
    mle = k / n  # 우도 θᵏ(1−θ)ⁿ⁻ᵏ이 가장 큰 곳: 앞면의 비율
    A = k + a  # 사후분포 Beta(A, B): 앞면의 수를 a에 더한다
    B = n - k + b  # 뒷면의 수를 b에 더한다
    mean = A / (A + B)  # 사후분포의 평균
    MAP = (A - 1) / (A + B - 2)  # 사후분포의 최빈값: 사후확률이 가장 큰 곳
    return MAP


def draw(rng):
    n = rng.choice([5, 8, 10, 12, 20])
    a, b = rng.integers(2, 6, size=2)
    pulled = [k for k in range(1, n) if k * (a + b - 2) != n * (a - 1)]  # the prior moves the mode
    return {"k": rng.choice(pulled), "n": n, "a": float(a), "b": float(b)}


def picture(trace: Trace) -> Curves:
    theta = np.linspace(0.005, 0.995, 100)
    k, n, a, b = (float(trace[name]) for name in ("k", "n", "a", "b"))

    def scaled(up: float, down: float) -> np.ndarray:
        log = up * np.log(theta) + down * np.log(1 - theta)
        return np.exp(log - np.max(log))

    return Curves(
        "사후분포는 우도와 사전분포 사이에 있다 (가장 높은 곳을 1로)",
        "앞면 확률 θ",
        "높이",
        (
            Series("우도", theta, scaled(k, n - k)),
            Series("사전분포", theta, scaled(a - 1, b - 1)),
            Series("사후분포", theta, scaled(k + a - 1, n - k + b - 1)),
        ),
    )


DEMO = Demo(
    mle_map,
    asks={
        "mle": "앞면 확률의 MLE",
        "MAP": "앞면 확률의 MAP 추정값",
        "mean": "앞면 확률의 사후평균",
    },
    draw=draw,
    mistakes=(
        Mistake("mle", "(k + 1) / (n + 2)", "라플라스 평활입니다. MLE는 본 비율 그대로입니다."),
        Mistake("mle", "k / (n - k)", "비율이 아니라 앞면과 뒷면의 오즈입니다."),
        Mistake("mle", "(n - k) / n", "뒷면의 비율입니다."),
        Mistake("A", "k", "앞면의 수에 사전분포의 a를 더하지 않았습니다."),
        Mistake("B", "n + b", "뒷면의 수가 아니라 던진 수를 더했습니다."),
        Mistake("MAP", "k / n", "사전분포를 쓰지 않은 MLE입니다."),
        Mistake(
            "MAP",
            "A / (A + B)",
            "사후분포의 평균입니다. MAP는 가장 높은 곳, 곧 최빈값입니다.",
        ),
        Mistake("MAP", "(A - 1) / (A + B - 1)", "분모에서는 1이 아니라 2를 뺍니다."),
        Mistake("mean", "(A - 1) / (A + B - 2)", "평균이 아니라 최빈값입니다."),
        Mistake("mean", "k / n", "사전분포를 쓰지 않았습니다."),
        Mistake("mean", "A / B", "비율이 아니라 A와 B의 비입니다."),
    ),
    worked=(
        Worked(
            {},
            {"mle": 0.7, "MAP": 8 / 12, "mean": 9 / 14},
            "손계산: 사후분포 Beta(9, 5)의 최빈값은 8/12, 평균은 9/14",
        ),
        Worked(
            {"k": 3, "n": 3},
            {"mle": 1.0, "MAP": 4 / 5, "mean": 5 / 7},
            "손계산: 사후분포 Beta(5, 2)의 최빈값은 4/5, 평균은 5/7",
        ),
        Worked(
            {"k": 2, "n": 8, "a": 1, "b": 1},
            {"mle": 0.25, "MAP": 0.25, "mean": 0.3},
            "손계산: 균등 사전분포이면 사후분포 Beta(3, 7)의 최빈값이 MLE와 같은 2/8",
        ),
    ),
    picture=picture,
    limits={"k": (0, 1e6), "n": (1, 1e6), "a": (1, 1e6), "b": (1, 1e6)},
    lines={
        "k": "앞면이 나온 수 k",
        "n": "던진 수 n",
        "a": "사전분포 Beta(a, b)의 a",
        "b": "사전분포 Beta(a, b)의 b",
        "mle": "",
        "A": "사후분포는 Beta(A, B)이고, A = k + a입니다.",
        "B": "B = n − k + b",
        "mean": "",
        "MAP": "",
    },
    holds=lambda run: bool(run["k"] <= run["n"]),
)
