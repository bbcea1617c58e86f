"""결측치 대치: 평균으로 채우기와 회귀로 채우기 (van Buuren 2018, §1.3)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

X, Z = np.array([1.0, 6.0, 5.0, 0.0, 0.0]), np.array([1.0, 2.0, 3.0, 4.0, 5.0])
SEEN = np.array([1.0, 1.0, 1.0, 0.0, 0.0])


def missing_values(x=X, z=Z, r=SEEN):
    n = np.sum(r)  # 관측된 값의 수. r은 관측되면 1, 빠지면 0
    m = np.sum(r * x) / n  # 관측된 값의 평균
    x_hat = r * x + (1 - r) * m  # 평균 대치
    var = np.mean((x_hat - m) ** 2)  # 채운 값은 편차가 0이라 분산이 줄어든다
    d = z - np.sum(r * z) / n  # 빠짐없이 있는 다른 특성의 편차
    b = np.sum(r * d * x) / np.sum(r * d**2)  # 관측된 행에서 구한 x의 회귀 기울기
    x_tilde = r * x + (1 - r) * (m + b * d)  # 회귀 대치
    mu = np.mean(x_tilde)  # 회귀로 채운 뒤의 평균
    return mu


def draw(rng):
    # what is missing lies to the right, so that the mean of what is seen is no guide
    z = np.array([1.0, 2.0, 3.0, 5.0, 6.0])
    x = np.append(rng.permutation([2, 5, 8]) + rng.integers(0, 3, size=3), [0, 0])
    order = rng.permutation(5)
    return {"x": x[order].astype(float), "z": z[order], "r": SEEN[order]}


def picture(trace: Trace) -> Curves:
    z, r = trace["z"], trace["r"] > 0.5

    def points(name, y, chosen):
        return Series(name, z[chosen], y[chosen], points=True) if np.any(chosen) else None

    line = np.linspace(np.min(z), np.max(z), 41)
    center = np.sum(trace["r"] * z) / trace["n"]
    parts = (
        Series("회귀선", line, trace["m"] + trace["b"] * (line - center)),
        points("관측된 값", trace["x"], r),
        points("평균 대치", trace["x_hat"], ~r),
        points("회귀 대치", trace["x_tilde"], ~r),
    )
    return Curves(
        "z가 클수록 x가 빠질 때(MAR), 평균으로 채우면 관계를 끊는다",
        "z",
        "x",
        tuple(part for part in parts if part is not None),
    )


DEMO = Demo(
    missing_values,
    asks={
        "x_hat": "빠진 칸을 관측된 값의 평균으로 채운 x",
        "var": "평균으로 채운 뒤의 분산(n으로 나눔)",
        "mu": "회귀로 채운 뒤의 x의 평균",
    },
    draw=draw,
    mistakes=(
        Mistake("m", "np.mean(x)", "빠진 칸을 0으로 세고 평균했습니다."),
        Mistake("m", "np.sum(r * x)", "관측된 수로 나누지 않았습니다."),
        Mistake("x_hat", "x", "빠진 칸을 0으로 채웠습니다."),
        Mistake("x_hat", "r * x + (1 - r) * np.max(x)", "가장 큰 값으로 채웠습니다."),
        Mistake(
            "var",
            "np.sum(r * (x - m) ** 2) / n",
            "채우기 전, 관측된 값만의 분산입니다. 채우면 더 작아집니다.",
        ),
        Mistake("var", "np.sum((x_hat - m) ** 2)", "개수로 나누지 않았습니다."),
        Mistake("var", "np.mean(x_hat - m)", "편차를 제곱하지 않았습니다."),
        Mistake("d", "z", "z에서 관측된 행의 평균을 빼지 않았습니다."),
        Mistake(
            "b",
            "np.sum(r * x) / np.sum(r * z)",
            "편차를 쓰지 않았습니다. 원점을 지나는 선이 됩니다.",
        ),
        Mistake("x_tilde", "r * x + (1 - r) * b * d", "관측된 값의 평균을 더하지 않았습니다."),
        Mistake("mu", "np.sum(r * x_tilde) / n", "채운 값을 빼고 평균했습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "x_hat": [1.0, 6.0, 5.0, 4.0, 4.0],
                "var": 2.8,
                "b": 2.0,
                "x_tilde": [1.0, 6.0, 5.0, 8.0, 10.0],
                "mu": 6.0,
            },
            "손계산: 평균 4, (9 + 4 + 1)/5, 기울기 (3 + 0 + 1)/2, 4 + 2·2, 4 + 2·3, 30/5",
        ),
        Worked(
            {"x": [2, 0, 7, 0, 3], "z": [0, 4, 3, 5, 1], "r": [1, 0, 1, 0, 1]},
            {"x_hat": [2.0, 4.0, 7.0, 4.0, 3.0], "var": 2.8, "mu": 6.171428571428571},
            "scikit-learn 1.9.1 SimpleImputer와 LinearRegression, 분산과 평균은 NumPy",
        ),
    ),
    picture=picture,
    limits={"x": (-1e6, 1e6), "z": (-1e6, 1e6), "r": (0, 1)},
    holds=lambda run: np.array_equal(run["x"] != 0, run["r"] != 0),
    lines={
        "x": "빠진 칸은 0으로 적은 x",
        "z": "빠짐없이 있는 다른 특성 z",
        "r": "x가 관측되었으면 1, 빠졌으면 0인 r",
        "n": "",
        "m": "",
        "x_hat": "",
        "var": "",
        "d": "",
        "b": "회귀식은 x와 z가 모두 있는 행에서 최소제곱으로 구합니다.",
        "x_tilde": "",
        "mu": "",
    },
)
