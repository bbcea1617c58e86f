"""과적합(overfitting): 다항식을 학습 데이터에 맞추고 L2로 누르기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

X_TRAIN = np.linspace(-1, 1, 10)
Y_TRAIN = np.sin(np.pi * (X_TRAIN + 1)) + 0.3 * np.random.default_rng(1).standard_normal(10)
X_TEST = np.linspace(-1, 1, 200)
Y_TEST = np.sin(np.pi * (X_TEST + 1))


def overfitting(x=X_TRAIN, y=Y_TRAIN, x_test=X_TEST, y_test=Y_TEST, degree=9, lam=1e-6):
    X = np.vander(x, degree + 1)  # 특성: 높은 차수부터 …, x², x, 1
    penalty = lam * (np.arange(degree, -1, -1) > 0)  # 가중치마다의 벌점 λ, 절편에는 0
    w = np.linalg.pinv(X.T @ X + np.diag(penalty)) @ X.T @ y  # 닫힌 해 (ridge)
    train_rmse = np.sqrt(np.mean((np.polyval(w, x) - y) ** 2))  # 외운 점에서의 오차
    test_rmse = np.sqrt(np.mean((np.polyval(w, x_test) - y_test) ** 2))  # 처음 보는 점에서의 오차
    gap = test_rmse - train_rmse  # 테스트 − 학습: 크게 벌어지면 과적합
    return test_rmse


def draw(rng):
    # two points at ±1: the line keeps their mean, and its slope is half their distance pressed
    # by 2/(2 + λ)
    lam, half = ((1, 6), (1, 9), (2, 4), (2, 6), (2, 8))[rng.integers(5)]
    slope, shift = 2 * half // (2 + lam), rng.integers(1, 4)
    x_test = rng.integers(2, 4)
    off = rng.choice([-1, 1]) * (half - slope + rng.integers(2, 5))  # further off than when learnt
    return {
        "x": np.array([-1.0, 1.0]),
        "y": shift + half * np.array([-1.0, 1.0]),
        "x_test": np.array([float(x_test)]),
        "y_test": np.array([float(slope * x_test + shift + off)]),
        "degree": 1,
        "lam": lam,
    }


def picture(trace: Trace) -> Curves:
    p = trace.inputs
    x = np.linspace(np.min(p["x"]), np.max(p["x"]), 121)
    stronger = min(100 * (p["lam"] or 1e-6), 1e6)
    pressed = DEMO.run({**p, "lam": stronger})["w"]
    return Curves(
        f"{p['degree']}차 다항식이 학습 데이터에 맞춘 곡선",
        "x",
        "y",
        (
            Series(f"λ = {number(p['lam'])}", x, np.polyval(trace["w"], x)),
            Series(f"λ = {number(stronger)}", x, np.polyval(pressed, x)),
            Series("테스트의 참값", p["x_test"], p["y_test"]),
            Series("학습 데이터", p["x"], p["y"], points=True),
        ),
    )


LSTSQ = "PyTorch 2.13.0 torch.linalg.lstsq: 행을 √λ·D로 늘린 최소제곱"

DEMO = Demo(
    overfitting,
    asks={
        "w": "제곱오차의 합 + λw₁²을 가장 작게 하는 직선 w₁x + w₀의 w₁과 w₀",
        "train_rmse": "맞춘 식의 학습 RMSE",
        "test_rmse": "맞춘 식의 테스트 RMSE",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "penalty",
            "lam * np.ones(degree + 1)",
            "절편에도 벌점을 주었습니다. 예측이 0 쪽으로 끌려갑니다.",
        ),
        Mistake(
            "penalty",
            "np.size(x) * lam * (np.arange(degree, -1, -1) > 0)",
            "제곱오차의 합이 아니라 평균에 λw₁²을 더한 식입니다.",
        ),
        Mistake(
            "w", "np.linalg.pinv(X.T @ X) @ X.T @ y", "벌점을 빠뜨렸습니다. 보통의 최소제곱입니다."
        ),
        Mistake(
            "train_rmse",
            "np.mean((np.polyval(w, x) - y) ** 2)",
            "제곱근을 빠뜨렸습니다. MSE입니다.",
        ),
        Mistake("test_rmse", "train_rmse", "학습 데이터에서 잰 오차로는 일반화를 알 수 없습니다."),
        Mistake(
            "test_rmse",
            "np.mean((np.polyval(w, x_test) - y_test) ** 2)",
            "제곱근을 빠뜨렸습니다. MSE입니다.",
        ),
    ),
    worked=(
        Worked({"lam": 0}, {"test_rmse": 0.4231885747215233}, LSTSQ),
        Worked(
            {"lam": 1e-4},
            {"train_rmse": 0.1403672270855535, "test_rmse": 0.13528213500552677},
            LSTSQ,
        ),
        Worked(
            {"lam": 100}, {"train_rmse": 0.6644045183350529, "test_rmse": 0.6947904444589388}, LSTSQ
        ),
        Worked(
            {"x": [-1, 0, 1], "y": [0, 3, 3], "x_test": [2], "y_test": [5], "degree": 1, "lam": 1},
            {
                "w": [1.0, 2.0],
                "train_rmse": (2 / 3) ** 0.5,
                "test_rmse": 1.0,
                "gap": 1 - (2 / 3) ** 0.5,
            },
            "손계산: 기울기 (3−0)/(2+1) = 1, 절편 (0+3+3)/3 = 2, 잔차 −1, 1, 0과 2·1+2−5",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("x", "x_test"), (-10.0, 10.0))
    | dict.fromkeys(("y", "y_test"), (-1e6, 1e6))
    | {"degree": (0, 12), "lam": (0, 1e6)},
    words={
        "x_test": "테스트 x",
        "y_test": "테스트 y",
        "penalty": "w₁과 w₀의 벌점",
        "degree": "",
    },
    lines={
        "X": "",
        "penalty": "",
        "w": "직선 w₁x + w₀은 제곱오차의 합 + λw₁²을 가장 작게 합니다.",
        "x": "학습 데이터 x",
        "y": "학습 데이터 y",
        "x_test": "테스트 데이터 x",
        "y_test": "테스트 데이터 y",
    },
)
