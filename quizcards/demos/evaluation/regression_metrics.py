"""회귀 지표: MSE, RMSE, MAE, MAPE, R² (Hyndman & Koehler 2006)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

Y, PREDICTED = np.array([2.0, 4, 5, 9]), np.array([3.0, 4, 7, 8])


def regression_metrics(y=Y, y_hat=PREDICTED):
    error = y - y_hat  # 오차: 실제 − 예측
    mae = np.mean(np.abs(error))  # 절댓값의 평균
    mse = np.mean(error**2)  # 제곱의 평균
    rmse = np.sqrt(mse)  # 단위를 y와 같게
    mape = 100 * np.mean(np.abs(error / y))  # 실제값에 대한 비율의 평균, %
    r_squared = 1 - np.sum(error**2) / np.sum((y - np.mean(y)) ** 2)  # 평균보다 줄인 제곱오차 비율
    return r_squared


def draw(rng):
    y = rng.permutation(
        [[2, 4, 5, 9], [2, 5, 8, 10], [1, 4, 5, 10], [4, 5, 8, 10]][rng.integers(4)]
    )
    e = rng.permutation([[0, 1, -1, 2], [1, 1, -2, 0], [-1, 2, 0, 1]][rng.integers(3)])
    return {"y": y.astype(float), "y_hat": (y - e).astype(float)}


def picture(trace: Trace) -> Curves:
    y, y_hat = trace["y"], trace["y_hat"]
    extra = np.linspace(0, 20, 41)
    far = np.arange(np.size(y)) == np.argmax(y)
    away = np.where(far, np.where(trace["error"] >= 0, -1, 1), 0)
    runs = [DEMO.traced({"y": y, "y_hat": y_hat + off * away}, {}) for off in extra]
    return Curves(
        "예측 하나만 점점 더 빗나갈 때: RMSE가 MAE보다 빨리 커진다",
        "더 빗나가게 한 양",
        "오차",
        (
            Series("RMSE", extra, np.array([run["rmse"] for run in runs])),
            Series("MAE", extra, np.array([run["mae"] for run in runs])),
        ),
    )


DEMO = Demo(
    regression_metrics,
    asks={
        "mae": "이 예측의 MAE",
        "rmse": "이 예측의 RMSE",
        "mape": "이 예측의 MAPE(%)",
        "r_squared": "이 예측의 R²",
    },
    draw=draw,
    mistakes=(
        Mistake("mae", "np.sum(np.abs(error))", "평균하지 않고 더하기만 했습니다."),
        Mistake("mae", "np.mean(error)", "절댓값을 씌우지 않아 오차가 서로 지워졌습니다."),
        Mistake("mae", "np.sqrt(np.mean(error**2))", "제곱해 평균했습니다. 그것은 RMSE입니다."),
        Mistake("rmse", "mse", "제곱근을 빠뜨렸습니다. 그것은 MSE입니다."),
        Mistake(
            "rmse", "np.sqrt(np.sum(error**2))", "평균하지 않고 더한 것에 제곱근을 씌웠습니다."
        ),
        Mistake("rmse", "mae", "제곱해 평균하지 않았습니다. 그것은 MAE입니다."),
        Mistake(
            "mape", "100 * np.mean(np.abs(error / y_hat))", "실제값이 아니라 예측으로 나누었습니다."
        ),
        Mistake(
            "mape",
            "100 * np.sum(np.abs(error)) / np.sum(y)",
            "샘플마다 나누지 않고 합끼리 나누었습니다.",
        ),
        Mistake("mape", "100 * np.mean(error / y)", "절댓값을 씌우지 않아 서로 지워졌습니다."),
        Mistake(
            "mape",
            "100 * np.sqrt(np.mean((error / y) ** 2))",
            "절댓값을 평균하지 않고 제곱해 평균했습니다.",
        ),
        Mistake(
            "r_squared",
            "np.sum(error**2) / np.sum((y - np.mean(y)) ** 2)",
            "1에서 빼지 않았습니다. 설명하지 못한 비율입니다.",
        ),
        Mistake(
            "r_squared", "1 - np.sum(error**2) / np.sum(y**2)", "y에서 평균을 빼지 않았습니다."
        ),
        Mistake(
            "r_squared",
            "1 - mse / np.sum((y - np.mean(y)) ** 2)",
            "제곱오차는 평균하고 흩어진 정도는 더했습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"mae": 1.0, "mse": 1.5, "rmse": 1.5**0.5, "mape": 455 / 18, "r_squared": 10 / 13},
            "손계산: 오차 −1, 0, −2, 1; (1/2 + 0 + 2/5 + 1/9)/4 = 91/360, 1 − 6/26",
        ),
        Worked(
            {"y_hat": [9, 2, 4, 5]},
            {
                "mae": 3.5,
                "rmse": 4.183300132670378,
                "mape": 116.11111111111111,
                "r_squared": -1.6923076923076925,
            },
            "scikit-learn 1.9.1 sklearn.metrics",
        ),
    ),
    picture=picture,
    limits={"y": (-1e6, 1e6), "y_hat": (-1e6, 1e6)},
    words={
        "error": "오차",
        "mae": "MAE",
        "mse": "MSE",
        "rmse": "RMSE",
        "mape": "MAPE",
        "r_squared": "R²",
    },
    lines={
        "y": "실제값 y",
        "y_hat": "예측 ŷ",
        "error": "",
        "mae": "",
        "mse": "",
        "rmse": "",
        "mape": "",
        "r_squared": "",
    },
)
