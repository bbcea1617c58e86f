"""전이학습: 사전학습한 몸통은 얼리거나 조금만, 새 머리는 크게 한 스텝."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

INPUT = np.array([[1.0], [2.0]])
BODY = np.array([[1.0, 1.0], [2.0, -2.0]])
HEAD = np.array([[1.0, 1.0]])


def transfer_learning(x=INPUT, y=1.0, W=BODY, v=HEAD, lr_body=0.0, lr_head=0.1):
    z = W @ x  # 사전학습한 몸통
    a = np.maximum(0, z)  # 특징
    y_hat = v @ a  # 새로 붙인 머리
    error = y_hat - y  # 손실 ½(ŷ − y)²의 기울기
    dv = error * a.T  # 머리의 기울기
    dz = v.T * error * (z > 0)
    dW = dz @ x.T  # 몸통의 기울기: 얼리면 구할 필요도 없다
    v = v - lr_head * dv  # 머리는 처음부터 배우므로 크게
    W = W - lr_body * dW  # 몸통은 작게. 0이면 동결(freeze)
    L = (v @ np.maximum(0, W @ x) - y) ** 2 / 2  # 한 스텝 뒤의 손실
    return L


def draw(rng):
    # one unit is active and one is not, and the body learns more slowly than the head
    x = rng.permutation([[1.0], [rng.choice([2.0, 3.0])]])
    W = rng.permutation([[1.0, rng.choice([1.0, 2.0])], [-1.0, rng.choice([-1.0, -2.0])]])
    v = rng.choice([[[2.0, 3.0]], [[3.0, 2.0]], [[2.0, -3.0]], [[-2.0, 3.0]]])
    error = rng.choice([-4.0, -2.0, 2.0, 4.0])
    y = (v @ np.maximum(0, W @ x)).item() - error
    return {"x": x, "y": y, "W": W, "v": v, "lr_body": 0.01, "lr_head": rng.choice([0.1, 0.5])}


def picture(trace: Trace) -> Curves:
    steps = np.arange(21)
    rates = (("몸통을 얼림", 0.0, 0.05), ("머리 0.05, 몸통 0.005", 0.005, 0.05))
    series = []
    for name, lr_body, lr_head in rates:
        W, v, moved = BODY, HEAD, [0.0]
        for _ in steps[1:]:
            inputs = {"W": W, "v": v, "lr_body": lr_body, "lr_head": lr_head}
            run = DEMO.run({"x": INPUT, "y": 1.0, **inputs})
            W, v = run["W"], run["v"]
            moved.append(float(np.sqrt(np.sum((W - BODY) ** 2))))
        series.append(Series(name, steps, moved))
    step = float(np.sqrt(np.sum((trace["W"] - trace.inputs["W"]) ** 2)))
    now = Series("지금의 한 스텝", [1], [min(step, 1.0)], points=True)
    return Curves(
        "사전학습한 몸통 W가 처음에서 멀어진 거리: 얼리면 그대로이다",
        "스텝",
        "거리",
        (*series, now),
    )


DEMO = Demo(
    transfer_learning,
    asks={
        "dW": "몸통 W에 대한 손실 ½(ŷ − y)²의 기울기 dW",
        "v": "한 스텝 갱신한 머리 v",
        "W": "한 스텝 갱신한 몸통 W",
    },
    draw=draw,
    mistakes=(
        Mistake("dv", "error * z.T", "활성화를 지난 특징 a가 아니라 z를 곱했습니다."),
        Mistake("dz", "v.T * error", "ReLU에서 0이 된 유닛의 기울기를 막지 않았습니다."),
        Mistake("dz", "error * (z > 0)", "머리의 가중치 v를 곱하지 않았습니다."),
        Mistake("dW", "dv.T @ x.T", "dz가 아니라 머리의 기울기 dv를 곱했습니다."),
        Mistake("v", "v - lr_body * dv", "머리에 몸통의 학습률을 썼습니다."),
        Mistake("v", "v + lr_head * dv", "기울기를 빼지 않고 더했습니다."),
        Mistake("v", "v - lr_head * error * x.T", "특징이 아니라 입력을 곱했습니다."),
        Mistake("W", "W - lr_head * dW", "몸통에 머리의 학습률을 썼습니다."),
        Mistake("W", "W + lr_body * dW", "기울기를 빼지 않고 더했습니다."),
    ),
    worked=(
        Worked(
            {"lr_body": 0.01},
            {"dW": [[2, 4], [0, 0]], "v": [[0.4, 1]], "W": [[0.98, 0.96], [2, -2]]},
            "손계산: z = (3, −2), a = (3, 0), ŷ = 3, 오차 2, dv = (6, 0), dz = (2, 0)",
        ),
        Worked(
            {},
            {"v": [[0.4, 1]], "W": [[1, 1], [2, -2]], "L": [[0.02]]},
            "손계산: 몸통을 얼리면 v만 바뀌어 ŷ = 0.4·3 = 1.2, 손실 ½·0.2²",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("x", "y", "W", "v"), (-100.0, 100.0))
    | dict.fromkeys(("lr_body", "lr_head"), (0.0, 1.0)),
    words={"error": "오차", "lr_body": "몸통의 학습률", "lr_head": "머리의 학습률"},
    lines={
        "x": "입력 x",
        "y": "정답 y",
        "error": "손실은 ½(ŷ − y)²이고 오차는 ŷ − y입니다.",
        "dv": "",
        "dz": "",
        "dW": "",
        "v": "머리 v",
        "W": "몸통 W",
        "L": "",
    },
)
