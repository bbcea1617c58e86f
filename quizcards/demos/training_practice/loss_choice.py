"""회귀 손실 고르기: MSE, MAE와 Huber (Huber 1964)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

TARGETS = np.array([3.0, 3.0, 3.0])
PREDICTIONS = np.array([3.1, 2.5, 8.0])


def loss_choice(y=TARGETS, y_hat=PREDICTIONS, delta=1.0):
    n = np.shape(y)[0]
    r = y_hat - y  # 오차: 예측 − 정답
    mse = np.mean(r**2)  # 큰 잔차를 훨씬 크게 벌한다
    mae = np.mean(np.abs(r))  # 잔차에 비례해 벌한다
    each = np.where(np.abs(r) <= delta, r**2 / 2, delta * (np.abs(r) - delta / 2))  # 밖은 직선
    huber = np.mean(each)
    dr = np.where(np.abs(r) <= delta, r, delta * np.sign(r))  # 샘플마다의 기울기: ±δ에서 멈춘다
    dy_hat = dr / n  # 예측에 대한 기울기
    return huber


def draw(rng):
    # one residual within δ and two outside it, of whole numbers and halves
    delta = rng.choice([1.0, 2.0])
    sizes = np.array([delta / 2, delta + rng.choice([1, 2]), 6.0])
    r = rng.permutation(sizes * rng.choice([[1, -1, 1], [-1, 1, 1], [1, 1, -1], [-1, 1, -1]]))
    y = rng.integers(-4, 9, size=3).astype(float)
    return {"y": y, "y_hat": y + r, "delta": delta}


def picture(trace: Trace) -> Curves:
    delta, r = trace["delta"], trace["r"]
    x = np.linspace(-4 * delta, 4 * delta, 81)
    each = np.array([DEMO.run({"y": [0.0], "y_hat": [one], "delta": delta})["huber"] for one in x])
    now = np.abs(r) <= 4 * delta
    return Curves(
        "잔차 하나의 손실: Huber는 가까이에서 제곱, 멀리에서 직선",
        "잔차",
        "손실",
        (
            Series("½ 제곱오차", x, x**2 / 2),
            Series("절대오차", x, np.abs(x)),
            Series("Huber", x, each),
            Series("지금의 잔차", r[now], trace["each"][now], points=True),
        ),
    )


DEMO = Demo(
    loss_choice,
    asks={
        "mse": "평균 제곱 오차 MSE",
        "mae": "평균 절대 오차 MAE",
        "huber": "Huber 손실(샘플의 평균)",
        "dy_hat": "예측 ŷ에 대한 평균 Huber 손실의 기울기 dŷ",
    },
    draw=draw,
    mistakes=(
        Mistake("mse", "np.sum(r**2)", "샘플의 수로 나누지 않았습니다."),
        Mistake("mse", "np.sqrt(np.mean(r**2))", "제곱근을 씌웠습니다. 그것은 RMSE입니다."),
        Mistake("mse", "np.mean(np.abs(r))", "잔차를 제곱하지 않았습니다. 그것은 MAE입니다."),
        Mistake("mae", "np.abs(np.mean(r))", "부호가 다른 잔차끼리 지워졌습니다."),
        Mistake("mae", "np.sum(np.abs(r))", "샘플의 수로 나누지 않았습니다."),
        Mistake("mae", "np.max(np.abs(r))", "가장 큰 잔차입니다. MAE는 평균입니다."),
        Mistake(
            "each",
            "np.where(np.abs(r) <= delta, r**2 / 2, delta * np.abs(r))",
            "δ²/2를 빼지 않아 두 식이 이어지지 않습니다.",
        ),
        Mistake("each", "r**2 / 2", "δ 밖에서도 제곱했습니다."),
        Mistake(
            "each",
            "np.where(np.abs(r) <= delta, np.abs(r), r**2 / 2)",
            "안과 밖을 바꾸었습니다. 작은 잔차를 제곱합니다.",
        ),
        Mistake("dy_hat", "r / n", "δ 밖의 기울기를 ±δ에서 멈추지 않았습니다."),
        Mistake("dy_hat", "np.sign(r) / n", "MAE의 기울기입니다."),
        Mistake("dy_hat", "dr", "평균이므로 샘플의 수로 나누어야 합니다."),
    ),
    worked=(
        Worked(
            {"y": [0, 0, 0, 0], "y_hat": [1, -1, 3, -7], "delta": 2},
            {"mse": 15.0, "mae": 3.0, "huber": 17 / 4, "dy_hat": [1 / 4, -1 / 4, 1 / 2, -1 / 2]},
            "손계산: (1 + 1 + 9 + 49)/4, (1 + 1 + 3 + 7)/4, (½ + ½ + 2·2 + 2·6)/4",
        ),
    ),
    picture=picture,
    limits={"y": (-1e4, 1e4), "y_hat": (-1e4, 1e4), "delta": (0.01, 100)},
    words={"each": "샘플의 손실"},
    lines={"n": "", "mse": "", "mae": "", "each": "", "huber": "", "dr": "", "dy_hat": ""},
)
