"""표준화와 조건수(condition number): 예측은 그대로이고 경사하강만 쉬워진다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

FEATURES = np.array([[1.0, 200.0], [2.0, 400.0], [3.0, 300.0], [4.0, 500.0]])
TARGETS = np.array([1.0, 3.0, 2.0, 5.0])


def scaling(X=FEATURES, y=TARGETS):
    A = X - np.mean(X, axis=0)  # 원본의 스케일 그대로
    Z = A / np.std(X, axis=0)  # 표준화
    r = y - np.mean(y)
    w0 = np.linalg.solve(A.T @ A, A.T @ r)  # 벌점 없는 선형회귀
    w1 = np.linalg.solve(Z.T @ Z, Z.T @ r)  # 스케일이 바뀐 만큼 계수가 바뀌어
    fit0 = A @ w0 + np.mean(y)
    fit1 = Z @ w1 + np.mean(y)  # 예측은 같다
    kappa0 = np.linalg.cond(A.T @ A)
    kappa1 = np.linalg.cond(Z.T @ Z)  # 1에 가까울수록 등고선이 둥글다
    return fit1


def draw(rng):
    # correlated 0.8, 0.6 and 0.4 with the first
    second = rng.choice([[-3, 1, -1, 3], [-1, -3, 3, 1], [-3, 3, -1, 1]])
    spread = np.column_stack([[-3, -1, 1, 3], second])[rng.permutation(4)]
    unit = np.array([rng.choice([1, 2]), rng.choice([10, 20, 50])])
    return {
        "X": (np.array([10, 200]) + unit * spread).astype(float),
        "y": rng.choice(np.arange(1.0, 12.0), size=4, replace=False),
    }


def picture(trace: Trace) -> Curves:
    lines = []
    for name, features in (("원본", trace["A"]), ("표준화", trace["Z"])):
        H = features.T @ features
        curvatures = np.linalg.eigvalsh(H)
        lr = 2 / (curvatures[0] + curvatures[-1])
        gaps = [np.ones(len(H))]
        for _ in range(30):
            gaps.append(gaps[-1] - lr * H @ gaps[-1])
        costs = np.array([gap @ H @ gap for gap in gaps])
        lines.append(
            Series(f"{name} (조건수 {np.linalg.cond(H):.3g})", np.arange(31), costs / costs[0])
        )
    return Curves(
        "각자 가장 좋은 학습률로 경사하강할 때", "스텝", "최솟값까지 남은 비용", tuple(lines)
    )


DEMO = Demo(
    scaling,
    asks={
        "kappa1": "X를 특성마다 표준화한 Z에서 ZᵀZ의 조건수",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "kappa1",
            "np.linalg.cond(Z)",
            "경사하강의 빠르기를 정하는 것은 Z가 아니라 ZᵀZ의 조건수입니다.",
        ),
        Mistake("kappa1", "kappa0", "원본의 조건수입니다. 표준화하면 훨씬 작아집니다."),
        Mistake(
            "kappa1",
            "np.max(np.linalg.eigvalsh(Z.T @ Z))",
            "가장 큰 고윳값입니다. 가장 작은 고윳값으로 나눠야 합니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {
                "w0": [1 / 6, 7 / 600],
                "w1": [1.25**0.5 / 6, 7 / 6 * 1.25**0.5],
                "fit0": [0.75, 3.25, 2.25, 4.75],
                "fit1": [0.75, 3.25, 2.25, 4.75],
            },
            "손계산: AᵀA = [[5, 400], [400, 50000]], Aᵀr = (5.5, 650), σ = √1.25와 그 100배",
        ),
        Worked(
            {},
            {"kappa0": (50005 + (50005**2 - 360000) ** 0.5) ** 2 / 360000, "kappa1": 9.0},
            "손계산: 고윳값은 (50005 ± √(50005² − 4·90000))/2, 표준화하면 상관이 0.8이라 1.8/0.2",
        ),
    ),
    picture=picture,
    limits={"X": (-1e6, 1e6), "y": (-1e6, 1e6)},
    words={
        "fit0": "원본의 예측",
        "fit1": "표준화한 예측",
    },
    lines={
        "A": "",
        "Z": "",
    },
)
