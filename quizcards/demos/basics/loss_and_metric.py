"""손실(loss)과 평가 지표(metric): 같은 예측도 재는 자가 다르면 순서가 바뀐다."""

import math

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

TARGETS = np.array([1.0, 1.0, 1.0, 0.0])
PREDICTIONS = np.array([[0.6, 0.6, 0.6, 0.4], [0.99, 0.99, 0.45, 0.01]])


def loss_and_metric(y=TARGETS, p=PREDICTIONS, threshold=0.5):
    BCE = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p), axis=1)  # 모델마다 한 행. 확신까지 잰다
    err = p - y
    MSE = np.mean(err**2, axis=1)  # 큰 오차 하나를 크게 벌한다
    MAE = np.mean(np.abs(err), axis=1)  # 오차를 크기 그대로 센다
    y_hat = np.where(p >= threshold, 1, 0)
    accuracy = np.mean(y_hat == y, axis=1)  # 맞았는지 틀렸는지만 센다
    return accuracy


def draw(rng):
    y = rng.permutation([1.0, 1.0, 1.0, 0.0])
    # how sure each model is of the true class
    right = rng.choice([0.6, 0.8, 0.9], size=(2, 4))
    right[0, : rng.integers(2)] = rng.choice([0.2, 0.3, 0.4])
    right[1, : rng.integers(1, 3)] = rng.choice([0.1, 0.2, 0.3])
    return {"y": y, "p": np.round(np.where(y == 1, right, 1 - right), 2)}


def picture(trace: Trace) -> Bars:
    """Each measure against itself: the values of different measures have no common scale."""
    pairs = {name: trace[name] for name in ("BCE", "MSE", "MAE", "accuracy")}
    return Bars(
        "2번 모델의 값은 1번 모델의 몇 배인가",
        tuple(
            (name, float(second / first)) for name, (first, second, *_) in pairs.items() if first
        ),
    )


DEMO = Demo(
    loss_and_metric,
    asks={
        "MSE": "두 모델(p의 두 행) 각각의 평균제곱오차(MSE)",
        "MAE": "두 모델(p의 두 행) 각각의 평균절대오차(MAE)",
        "accuracy": "두 모델(p의 두 행) 각각의 정확도(accuracy)",
    },
    draw=draw,
    mistakes=(
        Mistake("MSE", "np.sum(err**2, axis=1)", "평균을 내지 않고 더하기만 했습니다."),
        Mistake("MSE", "np.mean(err, axis=1) ** 2", "제곱한 것의 평균이 아니라 평균의 제곱입니다."),
        Mistake(
            "MSE", "np.sqrt(np.mean(err**2, axis=1))", "제곱근까지 씌웠습니다. 그것은 RMSE입니다."
        ),
        Mistake(
            "MAE", "np.abs(np.mean(err, axis=1))", "평균부터 내면 부호가 다른 오차끼리 지워집니다."
        ),
        Mistake("MAE", "np.sum(np.abs(err), axis=1)", "평균을 내지 않고 더하기만 했습니다."),
        Mistake(
            "MAE",
            "np.mean(err**2, axis=1)",
            "절댓값이 아니라 제곱을 평균했습니다. 그것은 MSE입니다.",
        ),
        Mistake(
            "accuracy",
            "1 - np.mean(y_hat == y, axis=1)",
            "맞은 비율이 아니라 틀린 비율(오류율)입니다.",
        ),
        Mistake(
            "accuracy",
            "np.mean(y_hat, axis=1)",
            "정답과 비교하지 않고 1로 예측한 비율을 구했습니다.",
        ),
        Mistake("accuracy", "np.sum(y_hat == y, axis=1)", "맞은 비율이 아니라 맞은 개수입니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "BCE": [math.log(5 / 3), -(3 * math.log(0.99) + math.log(0.45)) / 4],
                "MSE": [0.16, 0.0757],
                "MAE": [0.4, 0.145],
                "accuracy": [1.0, 0.75],
            },
            "손계산: 1번은 네 샘플의 정답 확률이 모두 3/5, 2번은 0.99 셋과 0.45 하나",
        ),
        Worked(
            {"p": [[0.6, 0.6, 0.6, 0.4], [0.99, 0.99, 0.15, 0.01]]},
            {"MSE": [0.16, 0.1807], "MAE": [0.4, 0.22]},
            "손계산: (3·0.01² + 0.85²)/4, (3·0.01 + 0.85)/4",
        ),
    ),
    picture=picture,
    limits={"y": (0, 1), "p": (1e-6, 0.999999), "threshold": (0, 1)},
    words={
        "err": "오차",
        "threshold": "임곗값",
    },
    lines={
        "y_hat": "예측 ŷ은 p가 임곗값 이상이면 1, 아니면 0입니다.",
    },
)
