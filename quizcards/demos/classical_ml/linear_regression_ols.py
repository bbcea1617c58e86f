"""최소제곱 직선과 기울기의 표준오차 (Hastie et al. 2009, §3.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

X, Y = np.array([1.0, 2, 3, 4]), np.array([4.0, 4, 6, 10])


def linear_regression_ols(x=X, y=Y):
    A = np.vstack((np.ones(np.size(x)), x)).T  # 특성: 절편의 1과 x
    w = np.linalg.solve(A.T @ A, A.T @ y)  # 정규방정식 AᵀAw = Aᵀy
    r = y - A @ w  # 잔차: A의 모든 열과 직교한다
    variance = np.sum(r**2) / (np.size(x) - 2)  # 잡음의 분산: 맞춘 계수 둘을 뺀 수로 나눈다
    se = np.sqrt(variance / np.sum((x - np.mean(x)) ** 2))  # 기울기의 표준오차
    return se


RESIDUALS = ([1, -1, -1, 1], [1, -3, 3, -1], [2, -1, -2, -1, 2], [1, -2, 0, 2, -1])


def draw(rng):
    # residuals that are orthogonal to 1 and x, so that a hand finds whole coefficients
    e = rng.choice([-1, 1]) * np.array(RESIDUALS[rng.integers(4)], dtype=float)
    x = np.arange(1.0, len(e) + 1)
    slope, intercept = rng.choice([-3, -2, 2, 3, 4]), rng.choice([-4, -1, 1, 5])
    return {"x": x, "y": intercept + slope * x + e}


def picture(trace: Trace) -> Curves:
    x, y = trace["x"], trace["y"]
    up = np.ptp(y) or 1.0
    middle, last = np.argmin(np.abs(x - np.mean(x))), np.argmax(x)

    def line(name: str, raised: int | None) -> Series:
        moved = y + up * (np.arange(np.size(x)) == (np.size(x) if raised is None else raised))
        ends = np.array([np.min(x), np.max(x)])
        return Series(
            name, ends, np.polyval(DEMO.traced({"x": x, "y": moved}, {})["w"][::-1], ends)
        )

    return Curves(
        "점 하나를 올리면: 가운데는 직선이 떠오르고, 끝은 기울어진다",
        "x",
        "y",
        (
            Series("데이터", x, y, points=True),
            line("OLS", None),
            line("가운데 점을 올림", int(middle)),
            line("끝 점을 올림", int(last)),
        ),
    )


DEMO = Demo(
    linear_regression_ols,
    asks={
        "w": "최소제곱 직선의 절편과 기울기",
        "variance": "최소제곱 직선의 잔차로 추정한 잡음의 분산(치우치지 않는 추정)",
        "se": "최소제곱 직선의 기울기의 표준오차",
    },
    draw=draw,
    mistakes=(
        Mistake("w", "A.T @ y", "AᵀA의 역행렬을 곱하지 않았습니다."),
        Mistake("w", "A.T @ y / np.size(x)", "AᵀA의 역행렬을 곱하지 않고 n으로 나누었습니다."),
        Mistake(
            "w",
            "np.linalg.solve(A.T @ A, A.T @ y)[::-1]",
            "절편과 기울기의 순서를 바꾸었습니다.",
        ),
        Mistake(
            "w",
            "np.linalg.solve(A.T @ A + np.eye(2), A.T @ y)",
            "AᵀA의 대각선에 1을 더했습니다. 그것은 Ridge의 해입니다.",
        ),
        Mistake(
            "variance", "np.mean(r**2)", "n으로 나누었습니다. 계수 둘을 맞춘 만큼 n − 2로 나눕니다."
        ),
        Mistake("variance", "np.sum(r**2)", "나누지 않았습니다. 잔차의 제곱합입니다."),
        Mistake(
            "variance",
            "np.sum(r**2) / (np.size(x) - 1)",
            "n − 1로 나누었습니다. 절편과 기울기, 둘을 맞추었습니다.",
        ),
        Mistake("se", "np.sqrt(variance)", "x가 퍼진 정도로 나누지 않았습니다."),
        Mistake(
            "se",
            "variance / np.sum((x - np.mean(x)) ** 2)",
            "제곱근을 빠뜨렸습니다. 기울기의 분산입니다.",
        ),
        Mistake("se", "np.sqrt(variance / np.sum(x**2))", "x에서 평균을 빼지 않았습니다."),
        Mistake(
            "se", "np.sqrt(variance / np.size(x))", "x가 퍼진 정도가 아니라 샘플 수로 나누었습니다."
        ),
    ),
    worked=(
        Worked(
            {},
            {"w": [1.0, 2.0], "r": [1, -1, -1, 1], "variance": 2.0, "se": 0.4**0.5},
            "손계산: x̄ = 2.5, ȳ = 6, 기울기 (3 + 1 + 0 + 6)/5, 절편 6 − 5, √((4/2)/5)",
        ),
        Worked(
            {"x": [1, 2, 4, 7, 9], "y": [3, 1, 6, 5, 11]},
            {
                "w": [0.7831858407079659, 0.9601769911504429],
                "variance": 5.042772861356932,
                "se": 0.3340146273278443,
            },
            "statsmodels 0.15.0 OLS: params, mse_resid, bse",
        ),
    ),
    picture=picture,
    limits={"x": (-1e3, 1e3), "y": (-1e6, 1e6)},
    words={"r": "잔차", "variance": "잡음의 분산", "se": "표준오차"},
    lines={
        "A": "",
        "w": "",
        "r": "",
        "variance": "",
        "se": "",
    },
)
