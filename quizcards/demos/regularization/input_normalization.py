"""입력 정규화(normalization): 특성마다 평균 0, 분산 1로."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Contour, Curves, Series
from quizcards.trace.tracer import Trace

TRAIN = np.array([[1.0, 200.0], [2.0, 400.0], [3.0, 300.0]])
TEST = np.array([4.0, 250.0])


def input_normalization(X=TRAIN, x_test=TEST):
    mu = np.mean(X, axis=0)  # 특성(열)마다의 평균
    var = np.mean((X - mu) ** 2, axis=0)  # m으로 나눈 분산
    sigma = np.sqrt(var)  # 표준편차
    Z = (X - mu) / sigma  # 평균 0, 분산 1. −1~1 밖도 있다
    z_test = (x_test - mu) / sigma  # 테스트에도 학습의 μ와 σ를 쓴다
    return Z


def draw(rng):
    # two samples, one unit above and below the mean: σ is the unit
    unit = np.array([rng.integers(1, 4), rng.choice([10, 20, 50, 100])])
    mean = np.array([rng.integers(4, 9), rng.choice([150, 200, 300])])
    sides = np.column_stack([rng.permutation([-1, 1]), rng.permutation([-1, 1])])
    return {
        "X": (mean + unit * sides).astype(float),
        "x_test": (mean + unit * rng.choice([-3, -2, 2, 3], size=2) / 2).astype(float),
    }


def picture(trace: Trace) -> Contour | Curves:
    """With two features the paths of gradient descent on linear regression, otherwise how fast its
    cost falls.

    Both stand on the surface J = ½uᵀCu of the standardised features, where u = σw: a step on the
    original features moves u by σ² times as much. Each takes the learning rate that is best for it.
    """
    if trace["X"].shape[1] != 2:
        return _costs(trace)
    C = trace["Z"].T @ trace["Z"] / len(trace["Z"])
    axis = np.linspace(-1.3, 1.3, 61)
    u1, u2 = axis, axis[:, None]
    paths = []
    for name, scale in (("표준화한 특성", np.ones(2)), ("원래 특성", trace["sigma"])):
        curvatures = np.linalg.eigvalsh(scale[:, None] * C * scale)
        lr = 2 / (curvatures[0] + curvatures[-1])
        path = [np.array([-1.0, 0.6])]
        for _ in range(12):
            path.append(path[-1] - lr * scale**2 * (C @ path[-1]))
        condition = curvatures[-1] / curvatures[0] if curvatures[0] > 0 else np.inf
        along, up = np.transpose(path)
        paths.append(Series(f"{name} (조건수 {condition:.3g})", along, up, points=True))
    z = (C[0, 0] * u1**2 + 2 * C[0, 1] * u1 * u2 + C[1, 1] * u2**2) / 2
    return Contour(
        "각자 가장 좋은 학습률로 경사하강법 12스텝", "σ₁w₁", "σ₂w₂", axis, axis, z, tuple(paths)
    )


def _costs(trace: Trace) -> Curves:
    series = []
    for name, features in (("원본", trace["X"]), ("표준화", trace["Z"])):
        H = features.T @ features / len(features)
        curvatures = np.linalg.eigvalsh(H)
        lr = 2 / (curvatures[0] + curvatures[-1])
        w = np.ones(len(H))
        costs = [w @ H @ w / 2]
        for _ in range(12):
            w = w - lr * H @ w
            costs.append(w @ H @ w / 2)
        title = f"{name} (조건수 {np.linalg.cond(H):.3g})"
        series.append(Series(title, np.arange(13), np.array(costs) / costs[0]))
    return Curves("각자 가장 좋은 학습률로 경사하강할 때의 비용", "스텝", "J / J₀", tuple(series))


DEMO = Demo(
    input_normalization,
    asks={
        "mu": "특성(열)마다의 평균 μ",
        "sigma": "특성마다의 표준편차 σ",
        "z_test": "표준화한 테스트 샘플",
    },
    draw=draw,
    mistakes=(
        Mistake("mu", "np.mean(X, axis=1)", "특성마다가 아니라 샘플마다의 평균입니다."),
        Mistake("mu", "np.sum(X, axis=0)", "샘플 수로 나누지 않았습니다."),
        Mistake(
            "mu",
            "(np.sum(X, axis=0) + x_test) / 3",
            "테스트 샘플까지 넣었습니다. 통계는 학습 데이터로만 구합니다.",
        ),
        Mistake("var", "np.var(X, axis=0, ddof=1)", "m − 1로 나누었습니다. 보통 m으로 나눕니다."),
        Mistake("sigma", "var", "제곱근을 잊고 분산으로 나누었습니다."),
        Mistake("z_test", "x_test / sigma", "평균을 빼지 않았습니다."),
        Mistake(
            "z_test",
            "(x_test - np.min(X, axis=0)) / (np.max(X, axis=0) - np.min(X, axis=0))",
            "표준화가 아니라 min-max 스케일링입니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {
                "mu": [2, 300],
                "sigma": [(2 / 3) ** 0.5, 100 * (2 / 3) ** 0.5],
                "z_test": [6**0.5, -(6**0.5) / 4],
            },
            "손계산: σ = √(2/3)과 그 100배, 2·√(3/2) = √6, −0.5·√(3/2) = −√6/4",
        ),
        Worked(
            {},
            {"Z": np.array([[-1, -1], [0, 1], [1, 0]]) * 1.5**0.5},
            "손계산: 한 칸이 1/√(2/3) = √(3/2) ≈ 1.22이므로 ±1을 넘는다",
        ),
    ),
    picture=picture,
    limits={"X": (-1e6, 1e6), "x_test": (-1e6, 1e6)},
    words={
        "z_test": "표준화한 테스트 샘플",
        "x_test": "테스트 샘플",
    },
    lines={
        "mu": "μ는 특성(열)마다의 평균입니다.",
        "var": "σ²은 m으로 나눈 분산입니다.",
        "sigma": "σ는 특성마다의 표준편차입니다.",
    },
)
