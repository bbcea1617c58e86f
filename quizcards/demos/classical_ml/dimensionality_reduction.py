"""LDA: 클래스를 가장 잘 가르는 축과 PCA의 축 (Bishop 2006, §4.1.4)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

ONE, OTHER = np.array([[0.0, 1], [2, 1], [4, 4]]), np.array([[4.0, 1], [6, 1], [8, 4]])

# how the points of a class lie around their mean, and how far apart the means are
SETTINGS = (
    ([[-2, -1], [0, -1], [2, 2]], [4, 0]),
    ([[-2, -1], [0, -1], [2, 2]], [6, 0]),
    ([[-1, -1], [-1, 0], [2, 1]], [6, 2]),
    ([[-1, -1], [-1, 0], [2, 1]], [9, 3]),
    ([[-1, -1], [-1, 0], [2, 1]], [0, 2]),
)


def dimensionality_reduction(A=ONE, B=OTHER):
    apart = np.mean(B, axis=0) - np.mean(A, axis=0)  # 클래스 A의 평균에서 B의 평균으로 가는 방향
    A_c = A - np.mean(A, axis=0)
    B_c = B - np.mean(B, axis=0)
    S_W = A_c.T @ A_c + B_c.T @ B_c  # 클래스 안에서 흩어진 정도
    w = np.linalg.solve(S_W, apart)  # LDA의 축: 안에서는 모이고 사이는 벌어지는 방향
    v = np.linalg.eigh(np.cov(np.vstack((A, B)).T))[1][:, -1]  # PCA의 첫 축: 라벨을 보지 않는다
    pca = (apart @ v) ** 2 / (v @ S_W @ v)  # PCA의 축에서 가르는 정도: 사이 / 안
    lda = (apart @ w) ** 2 / (w @ S_W @ w)  # LDA의 축에서 가르는 정도: 가장 큰 값
    return lda


def draw(rng):
    around, apart = SETTINGS[rng.integers(len(SETTINGS))]
    order, sign = rng.permutation(2), rng.choice([-1, 1], size=2)
    A = np.array(around, dtype=float)[:, order] * sign + rng.integers(3, 8, size=2)
    B = A + np.array(apart)[order] * sign
    return {"A": rng.permutation(A), "B": rng.permutation(B)}


def picture(trace: Trace) -> Curves:
    """Where the points fall on either axis, in units of what they scatter within the classes."""
    middle = np.mean(np.vstack((trace["A"], trace["B"])), axis=0)
    axes = [
        axis * np.copysign(1, trace["apart"] @ axis) / np.sqrt(axis @ trace["S_W"] @ axis)
        for axis in (trace["v"], trace["w"])
    ]
    return Curves(
        "점을 LDA의 축에 내리면(위) PCA의 첫 축에 내릴 때(아래)보다 잘 갈린다",
        "축에 내린 자리",
        "0은 PCA, 1은 LDA",
        tuple(
            Series(
                f"클래스 {name}",
                np.concatenate([(trace[name] - middle) @ axis for axis in axes]),
                np.repeat([0.0, 1.0], len(trace[name])),
                points=True,
            )
            for name in ("A", "B")
        ),
    )


DEMO = Demo(
    dimensionality_reduction,
    asks={
        "S_W": "클래스 안 산포 행렬 S(클래스마다 평균을 빼고 더한 것)",
        "w": "S⁻¹(B의 평균 − A의 평균)으로 구한 LDA의 축",
        "lda": "LDA의 축에서 잰 Fisher 기준(평균 차의 제곱 / 클래스 안 제곱합)",
    },
    draw=draw,
    mistakes=(
        Mistake("S_W", "A.T @ A + B.T @ B", "클래스의 평균을 빼지 않았습니다."),
        Mistake("S_W", "A_c.T @ A_c", "한 클래스만 더했습니다."),
        Mistake(
            "S_W",
            "np.cov(np.vstack((A, B)).T) * (np.size(A[:, 0]) + np.size(B[:, 0]) - 1)",
            "클래스마다가 아니라 전체의 평균을 뺐습니다. 클래스 사이까지 섞입니다.",
        ),
        Mistake("w", "apart", "두 평균을 이은 방향입니다. 클래스 안의 모양을 보지 않았습니다."),
        Mistake("w", "S_W @ apart", "역행렬을 곱하지 않고 산포 행렬을 그대로 곱했습니다."),
        Mistake("w", "apart / np.diag(S_W)", "특성끼리의 상관을 보지 않았습니다."),
        Mistake("lda", "pca", "PCA의 축에서 잰 값입니다."),
        Mistake(
            "lda", "(apart @ w) ** 2 / (w @ w)", "클래스 안에서 흩어진 정도로 나누지 않았습니다."
        ),
        Mistake("lda", "(apart @ w) / (w @ S_W @ w)", "평균의 차를 제곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"apart": [4, 0], "S_W": [[16, 12], [12, 12]], "w": [1, -1], "lda": 4.0},
            "손계산: 16·1 − 12 = 4, 12·1 − 12 = 0이고 4² / (16 − 24 + 12)",
        ),
        Worked(
            {"A": [[1, 2], [2, 4], [3, 3], [0, 1]], "B": [[4, 1], [5, 3], [6, 2]]},
            {"w": [1.125, -0.875]},
            "scikit-learn 1.9.1 LinearDiscriminantAnalysis(solver='lsqr')의 coef_ / n",
        ),
    ),
    picture=picture,
    limits={"A": (-1e6, 1e6), "B": (-1e6, 1e6)},
    words={
        "apart": "평균의 차",
        "S_W": "S",
        "A_c": "A₀",
        "B_c": "B₀",
        "pca": "PCA 축의 기준",
        "lda": "LDA 축의 기준",
    },
    lines={
        "A": "클래스 A의 점(한 행이 하나)",
        "B": "클래스 B의 점(한 행이 하나)",
        "apart": "",
        "A_c": "",
        "B_c": "",
        "S_W": "S는 클래스 안 산포 행렬로, 클래스마다 평균을 빼고 더합니다.",
        "w": "",
        "v": "",
        "pca": "",
        "lda": "",
    },
)
