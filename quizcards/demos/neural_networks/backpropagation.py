"""역전파(backpropagation): 유닛이 하나씩인 ReLU 신경망에서 연쇄 법칙."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def backpropagation(x=2.0, y=3.0, w1=0.5, b1=0.0, w2=2.0, b2=-1.0):
    z1 = w1 * x + b1  # 은닉층
    a1 = np.maximum(0, z1)  # ReLU
    z2 = w2 * a1 + b2  # 출력층
    y_hat = z2  # 회귀라서 출력 활성화는 항등
    L = (y_hat - y) ** 2 / 2  # 손실. 여기까지 순전파
    dz2 = y_hat - y  # 역전파의 시작: ∂L/∂z₂
    dw2 = dz2 * a1  # 순전파 때의 a₁을 다시 쓴다
    db2 = dz2
    da1 = dz2 * w2  # w₂를 타고 앞 층으로
    dz1 = da1 * (z1 > 0)  # ReLU는 z > 0일 때만 흘려보낸다
    dw1 = dz1 * x
    db1 = dz1
    return L


def draw(rng):
    x, w1, b1 = rng.choice([2, 3, 4]), rng.choice([1, 2]), rng.choice([-1, 1])
    w2, b2 = rng.choice([-2, 2, 3]), rng.choice([-1, 1, 2])
    y_hat = w2 * (w1 * x + b1) + b2
    error = rng.choice([-3, -2, 2, 3, 4])
    return {"x": x, "y": y_hat - error, "w1": w1, "b1": b1, "w2": w2, "b2": b2}


def picture(trace: Trace) -> Curves:
    w1, L, dw1 = trace["w1"], trace["L"], trace["dw1"]
    reach = max(abs(w1), 0.5) * 2
    w = np.linspace(w1 - reach, w1 + reach, 81)
    near = w1 + np.array([-0.25, 0.25]) * reach
    return Curves(
        "w₁만 바꿀 때의 손실: 역전파의 dw₁은 접선의 기울기",
        "w₁",
        "L",
        (
            Series("L(w₁)", w, backpropagation(**{**trace.inputs, "w1": w})),
            Series(f"접선: 기울기 {number(dw1)}", near, L + dw1 * (near - w1)),
            Series("지금의 w₁", [w1], [L], points=True),
        ),
    )


DEMO = Demo(
    backpropagation,
    asks={
        "L": "½을 곱한 제곱오차 손실 L",
        "dw2": "출력층의 가중치 w₂에 대한 손실의 기울기 dw₂",
        "dw1": "은닉층의 가중치 w₁에 대한 손실의 기울기 dw₁",
        "db1": "은닉층의 편향 b₁에 대한 손실의 기울기 db₁",
    },
    draw=draw,
    mistakes=(
        Mistake("z1", "w1 * x", "은닉층의 편향 b₁을 더하지 않았습니다."),
        Mistake("z2", "w2 * a1", "출력층의 편향 b₂를 더하지 않았습니다."),
        Mistake("L", "(y_hat - y) ** 2", "손실의 ½을 빠뜨렸습니다."),
        Mistake("L", "np.abs(y_hat - y) / 2", "오차를 제곱하지 않았습니다."),
        Mistake("dz2", "y - y_hat", "부호가 반대입니다. 예측에서 정답을 뺍니다."),
        Mistake("dz2", "2 * (y_hat - y)", "손실의 ½을 빠뜨리고 미분해 두 배가 되었습니다."),
        Mistake("dw2", "dz2 * x", "출력층의 입력은 x가 아니라 은닉층의 출력 a₁입니다."),
        Mistake("da1", "dz2", "출력층의 가중치 w₂를 곱하지 않았습니다."),
        Mistake("dw1", "dz1", "입력 x를 곱하지 않았습니다. 그것은 db₁입니다."),
        Mistake("dw1", "dz1 * a1", "은닉층의 입력은 a₁이 아니라 x입니다."),
    ),
    worked=(
        Worked(
            {},
            {"L": 2.0, "dw1": -8.0, "db1": -4.0, "dw2": -2.0, "db2": -2.0},
            "손계산: ŷ = 1, dz₂ = −2, dw₂ = −2·1, da₁ = −2·2, dw₁ = −4·2",
        ),
        Worked(
            {"w1": -0.5},
            {"L": 8.0, "dw1": 0.0, "db1": 0.0, "dw2": 0.0, "db2": -4.0},
            "PyTorch 2.13.0 autograd: z₁ = −1이면 ReLU가 기울기를 막는다",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("x", "y", "w1", "b1", "w2", "b2"), (-1e4, 1e4)),
    lines={
        "dz1": "dz₁은 z₁ > 0이면 da₁, 아니면 0입니다.",
    },
)
