"""k겹 교차 검증: 한 겹씩 빼고 맞춰 빠진 겹에서 잰다 (Hastie et al. 2009, §7.10.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

X = np.arange(1.0, 11.0)
Y = np.array([1.0, 3, 2, 6, 5, 9, 6, 8, 7, 7])
BENDS = (  # their validated error falls with the degree, then rises, from either end
    (5, 4, 2, 8, 10, 13),
    (14, 10, 8, 1, 2, 4),
    (1, 4, 2, 5, 8, 13),
    (5, 1, 2, 8, 10, 14),
    (13, 8, 4, 5, 1, 2),
    (14, 13, 8, 5, 10, 4, 1, 2),
    (14, 13, 8, 10, 2, 5, 4, 1),
    (14, 13, 10, 2, 8, 5, 1, 4),
    (14, 10, 13, 8, 4, 5, 1, 2),
)


def cross_validation(x=X, y=Y, k=5, degree=1):
    features = x[:, None] ** np.arange(degree + 1)  # 특성: 1, x, …, xᵈ
    fold = np.arange(np.size(x)) % k  # 차례로 k겹에 나눈다
    mse = np.zeros(k)
    for i in range(k):
        A = features[fold != i]
        w = np.linalg.solve(A.T @ A, A.T @ y[fold != i])  # i번째 겹을 빼고 최소제곱으로 맞춘다
        miss = (features @ w - y)[fold == i]  # 빠진 겹에서 빗나간 만큼
        mse = np.where(np.arange(k) == i, np.sum(miss**2) / np.size(miss), mse)
    cv = np.mean(mse)  # 교차 검증 점수
    spread = np.sqrt(np.sum((mse - cv) ** 2) / (k - 1))  # 겹마다 얼마나 다른가
    return cv


def draw(rng):
    # the mean of what is left, so that a hand can fit it
    bend = np.array(BENDS[rng.integers(len(BENDS))][:: rng.choice([-1, 1])])
    y = rng.integers(0, 4) + rng.choice([1.0, 2.0]) * bend
    return {"x": np.arange(1.0, len(y) + 1), "y": y, "k": len(y) // 2, "degree": 0}


def picture(trace: Trace) -> Curves:
    p = trace.inputs
    # a polynomial needs as many points as it has coefficients, in every fold that is left
    least = np.size(p["x"]) - np.max(np.bincount(np.arange(np.size(p["x"])) % p["k"]))
    degrees = np.arange(min(4, int(least) - 1, len({*p["x"]}) - 1) + 1)
    validated, trained = [], []
    for degree in degrees:
        run = DEMO.traced({**p, "degree": int(degree)}, {})
        A = run["features"]
        fitted = A @ np.linalg.lstsq(A, p["y"])[0]
        validated.append(run["cv"])
        trained.append(np.mean((fitted - p["y"]) ** 2))
    return Curves(
        "차수를 높이면 학습 오차는 줄기만 하지만 교차 검증 오차는 다시 커진다",
        "다항식의 차수",
        "MSE",
        (
            Series("교차 검증", degrees, np.array(validated)),
            Series("전체에 맞춘 학습 오차", degrees, np.array(trained)),
        ),
    )


DEMO = Demo(
    cross_validation,
    asks={
        "cv": "이 교차 검증의 MSE(겹마다 잰 MSE의 평균)",
        "spread": "겹마다 잰 MSE의 표준편차(k − 1로 나눈 것)",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "w",
            "np.linalg.solve(features.T @ features, features.T @ y)",
            "빼야 할 겹까지 넣어 맞췄습니다.",
        ),
        Mistake(
            "miss",
            "(features @ w - y)[fold != i]",
            "빠진 겹이 아니라 맞출 때 쓴 겹에서 쟀습니다.",
        ),
        Mistake(
            "fold",
            "np.arange(np.size(x)) * k // np.size(x)",
            "차례로 돌아가며 넣지 않고 앞에서부터 잘랐습니다.",
        ),
        Mistake("cv", "np.sum(mse)", "겹의 수로 나누지 않았습니다."),
        Mistake("cv", "np.sqrt(np.mean(mse))", "제곱근을 씌웠습니다. 그것은 RMSE입니다."),
        Mistake("spread", "np.std(mse)", "k − 1이 아니라 k로 나누었습니다."),
        Mistake("spread", "np.var(mse, ddof=1)", "제곱근을 빠뜨렸습니다. 그것은 분산입니다."),
        Mistake("spread", "np.max(mse) - np.min(mse)", "표준편차가 아니라 범위입니다."),
    ),
    worked=(
        Worked(
            {"x": [1, 2, 3, 4, 5, 6], "y": [1, 5, 6, 3, 1, 8], "k": 3, "degree": 0},
            {"mse": [10.0, 6.25, 21.25], "cv": 12.5, "spread": 7.806247497997997},
            "손계산: 남은 넷의 평균이 5, 4.5, 2.5이고 MSE는 20/2, 12.5/2, 42.5/2",
        ),
        Worked(
            {"degree": 2},
            {"cv": 2.0566483415815373, "spread": 1.3899575706938838},
            "scikit-learn 1.9.1 cross_val_score, PolynomialFeatures와 LinearRegression",
        ),
    ),
    picture=picture,
    limits={"x": (0.1, 100), "y": (-1e6, 1e6), "k": (2, 100), "degree": (0, 8)},
    words={
        "x": "",
        "degree": "",
        "features": "특성",
        "fold": "겹의 번호(0부터)",
        "spread": "겹 사이의 표준편차",
        "mse": "겹마다 잰 MSE",
        "miss": "빠진 겹의 오차",
    },
    lines={
        "y": "샘플의 참값 y",
        "k": "겹의 수 k",
        "features": "",
        "fold": "샘플을 차례로 첫째, 둘째, …, k째 겹에 넣고 다시 첫째 겹부터 넣습니다.",
        "miss": "",
        "A": "",
        "w": "빠진 겹의 예측은 모두 나머지 겹의 y를 평균한 값입니다.",
        "mse": "",
        "cv": "",
        "spread": "",
    },
    holds=lambda run: run["degree"] == 0,
)
