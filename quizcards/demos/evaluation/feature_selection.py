"""특성 선택: 하나씩 본 상관과 F, 함께 쓴 회귀의 R² (Guyon & Elisseeff 2003)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

X = np.array([[2.0, 1.0], [0.0, -1.0], [0.0, 1.0], [-2.0, -1.0]])
Y = np.array([1.0, 1.0, -1.0, -1.0])


def feature_selection(X=X, y=Y):
    n = np.shape(X)[0]  # 표본의 수
    Z = (X - np.mean(X, axis=0)) / np.std(X, axis=0)  # 특성(열)마다 표준화
    t = (y - np.mean(y)) / np.std(y)  # 타깃도 표준화
    r = Z.T @ t / n  # 특성마다 타깃과의 상관: 하나씩 보는 필터
    F = r**2 / (1 - r**2) * (n - 2)  # 상관을 F 통계량으로
    C = Z.T @ Z / n  # 특성끼리의 상관
    b = np.linalg.solve(C, r)  # 모두 함께 쓴 회귀의 표준화 계수
    explained = r @ b  # 그 회귀의 결정계수 R²
    return explained


def draw(rng):
    # three contrasts of four samples; the second feature tells what is of no use in the first
    s, e, u = np.array([[1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]], dtype=float)
    a, b = rng.permutation([1, 2])
    f, g, h = rng.permutation([[4, 1, 1], [3, 2, 1], [3, 1, 2], [2, 1, 1]])[0]
    order = rng.permutation(4)
    features = np.transpose([a * s + b * e + rng.integers(3, 6), e + rng.integers(1, 4)])
    return {"X": features[order], "y": 2 * (f * s + g * u - h * e + 6)[order]}


def picture(trace: Trace) -> Bars:
    alone = trace["r"] ** 2
    return Bars(
        f"하나씩 본 r²의 합은 {number(np.sum(alone), 3)}, "
        f"함께 쓴 R²은 {number(trace['explained'], 3)}",
        (
            *((f"특성 {j + 1}만", float(share)) for j, share in enumerate(alone)),
            ("모두 함께", float(trace["explained"])),
        ),
    )


DEMO = Demo(
    feature_selection,
    asks={
        "r": "특성마다 타깃과의 상관계수",
        "F": "특성마다 상관에서 구한 F 통계량",
        "explained": "두 특성을 함께 쓴, 절편이 있는 선형 회귀의 결정계수 R²",
    },
    draw=draw,
    mistakes=(
        Mistake("r", "Z.T @ t", "표본 수로 나누지 않았습니다."),
        Mistake("r", "Z.T @ y / n", "타깃을 표준화하지 않았습니다."),
        Mistake("r", "Z.T @ t / (n - 1)", "n으로 나눈 표준편차로 표준화했으니 n으로 나눕니다."),
        Mistake("F", "r**2 / (1 - r**2)", "자유도 n − 2를 곱하지 않았습니다."),
        Mistake("F", "r**2 / (1 - r**2) * n", "자유도가 n이 아니라 n − 2입니다."),
        Mistake("F", "r**2 * (n - 2)", "설명하지 못한 몫 1 − r²으로 나누지 않았습니다."),
        Mistake("C", "np.eye(np.shape(X)[1])", "특성끼리 상관이 없다고 보았습니다."),
        Mistake("explained", "np.max(r**2)", "가장 좋은 특성 하나만 쓴 값입니다."),
        Mistake("explained", "np.sum(r**2) / 2", "하나씩 쓴 값의 평균입니다."),
    ),
    worked=(
        Worked(
            {},
            {"r": [0.5**0.5, 0.0], "F": [2.0, 0.0], "explained": 1.0},
            "손계산: 4/√(8·4), 0/4, 0.5/0.5·2; y는 특성 1에서 특성 2를 뺀 것이라 R² = 1",
        ),
        Worked(
            {"X": [[1, 4], [2, 1], [4, 3], [5, 2], [3, 7]], "y": [2, 3, 7, 6, 1]},
            {
                "r": [0.7330166661378315, -0.5705629683187222],
                "F": [3.483870967741937, 1.448016701461377],
                "explained": 0.7623421354764638,
            },
            "scikit-learn 1.9.1 r_regression, f_regression, LinearRegression.score",
        ),
    ),
    picture=picture,
    limits={"X": (-1e6, 1e6), "y": (-1e6, 1e6)},
    lines={
        "X": "특성(열)의 값 X",
        "y": "타깃 y",
        "n": "",
        "Z": "",
        "t": "",
        "r": "",
        "F": "",
        "C": "",
        "b": "",
        "explained": "",
    },
)
