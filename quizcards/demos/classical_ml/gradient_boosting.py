"""그래디언트 부스팅: 깊이 1인 나무를 잔차에 맞춰 더한다 (Friedman 2001, §4.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

X = np.array([1.0, 2, 3, 4])
Y = np.array([1.0, 3, 11, 17])


def gradient_boosting(x=X, y=Y, lr=0.5, rounds=2):
    start = np.mean(y)  # 처음 예측: 제곱 오차를 가장 작게 하는 상수
    r = y - start  # 잔차: 제곱 오차 ½(y − F)²의 음의 기울기
    cuts = np.sort(x)[:-1]  # 나눌 수 있는 기준: 이 값까지 왼쪽
    left = 1.0 * (x <= cuts[:, None])  # 기준마다(행) 왼쪽에 가는 샘플
    n = np.sum(left, axis=1)
    others = np.size(y) - n
    for m in range(1, rounds + 1):
        a = left @ r / n  # 기준마다 왼쪽 잎의 값: 잔차의 평균
        b = (1 - left) @ r / others
        best = np.argmax(n * a**2 + others * b**2)  # 제곱 오차를 가장 많이 줄이는 기준
        step = lr * np.where(left[best], a[best], b[best])  # 학습률만큼만 더한다
        r = r - step  # 남은 잔차를 다음 나무가 맞춘다
    F = y - r  # 지금까지의 예측: 처음 예측에 step을 모두 더한 것과 같다
    mse = np.mean(r**2)
    return F


def draw(rng):
    # what the left leaf holds, and how far it lies from the mean, which is a whole number
    d = rng.choice([2.0, 4, 6])
    shapes = ([-3 * d, d - 1, d, d + 1], [-d - 1, 1 - d, d - 1, d + 1], [-d - 1, -d, 1 - d, 3 * d])
    moved = rng.choice([-1, 1]) * np.array(shapes[rng.integers(3)])
    return {"y": rng.integers(15, 30) + moved, "lr": rng.choice([0.1, 0.2, 0.5]), "rounds": 1}


def picture(trace: Trace) -> Curves:
    p = trace.inputs
    order = np.argsort(p["x"])
    x = p["x"][order]
    fine = np.linspace(x[0], x[-1], 121)
    leaf = np.searchsorted((x[1:] + x[:-1]) / 2, fine)
    fitted = {
        rounds: DEMO.traced({**p, "rounds": rounds}, {})["F"][order]
        for rounds in sorted({1, p["rounds"], 30})
    }
    return Curves(
        "라운드를 더할수록 계단이 데이터에 다가간다",
        "x",
        "y",
        (
            Series("데이터", x, p["y"][order], points=True),
            *(Series(f"{rounds}라운드 뒤", fine, F[leaf]) for rounds, F in fitted.items()),
        ),
    )


DEMO = Demo(
    gradient_boosting,
    asks={
        "F": "한 라운드 뒤 네 샘플의 예측",
        "mse": "한 라운드 뒤의 MSE",
    },
    draw=draw,
    mistakes=(
        Mistake("start", "0.0", "평균이 아니라 0에서 시작했습니다."),
        Mistake(
            "best",
            "np.argmin(n * a**2 + others * b**2)",
            "제곱 오차를 가장 적게 줄이는 기준을 골랐습니다.",
        ),
        Mistake("step", "np.where(left[best], a[best], b[best])", "학습률을 곱하지 않았습니다."),
        Mistake(
            "step",
            "-lr * np.where(left[best], a[best], b[best])",
            "부호가 거꾸로입니다. 잔차 y − F를 줄이는 쪽으로 갑니다.",
        ),
        Mistake("step", "lr * r", "나무의 예측이 아니라 잔차를 그대로 더했습니다."),
        Mistake("mse", "np.sum(r**2)", "샘플의 수로 나누지 않았습니다."),
        Mistake("mse", "np.mean(np.abs(r))", "제곱하지 않았습니다. 그것은 MAE입니다."),
        Mistake("mse", "np.sqrt(np.mean(r**2))", "제곱근을 씌웠습니다. 그것은 RMSE입니다."),
    ),
    worked=(
        Worked(
            {"rounds": 1},
            {"F": [5.0, 5.0, 11.0, 11.0], "mse": 14.0},
            "손계산: 평균 8, 잔차 −7, −5, 3, 9, 잎 −6과 6, 8 ∓ 3; (16 + 4 + 0 + 36)/4",
        ),
        Worked(
            {},
            {"F": [4.0, 4.0, 10.0, 14.0], "mse": 5.0},
            "scikit-learn 1.9.1 GradientBoostingRegressor, max_depth=1, learning_rate=0.5",
        ),
    ),
    picture=picture,
    limits={"x": (-1e6, 1e6), "y": (-1e6, 1e6), "lr": (0, 2), "rounds": (1, 200)},
    words={
        "x": "",
        "lr": "학습률 α",
        "rounds": "라운드의 수",
        "F": "예측 F",
        "cuts": "기준",
        "left": "왼쪽 표시",
        "start": "처음 예측",
        "n": "왼쪽 샘플의 수",
        "others": "오른쪽 샘플의 수",
        "r": "잔차 r",
        "a": "왼쪽 잎의 값",
        "b": "오른쪽 잎의 값",
        "best": "고른 기준의 번호",
        "step": "더할 값",
    },
    lines={
        "y": "x의 순서로 늘어놓은 네 샘플의 목푯값 y",
        "start": "처음 예측은 y의 평균입니다.",
        "F": "",
        "cuts": "",
        "left": "",
        "n": "",
        "others": "",
        "r": "",
        "a": "",
        "b": "",
        "best": "깊이 1인 나무는 잔차와의 제곱 오차가 가장 작도록 x의 순서로 둘로 나눕니다.",
        "step": "그 나무는 잎마다 잔차의 평균을 답합니다.",
        "mse": "",
    },
    holds=lambda run: run["rounds"] == 1,
)
