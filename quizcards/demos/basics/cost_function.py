"""비용 함수(cost function) J(w, b): 데이터 전체의 평균 손실."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

INPUTS = np.array([1.0, 2.0, 3.0])
TARGETS = np.array([2.0, 4.0, 6.0])


def cost_function(x=INPUTS, y=TARGETS, w=1.0, b=0.0, convention="pytorch"):
    y_hat = w * x + b  # 샘플마다 예측 하나
    err = y_hat - y  # 샘플마다 오차 하나: 예측 − 정답
    if convention == "ng":
        c = 1 / (2 * np.size(x))  # Ng의 Machine Learning 강의: 1/(2m)
    else:
        c = 1 / np.size(x)  # PyTorch F.mse_loss: 1/m
    J = c * np.sum(err**2)  # 비용은 숫자 하나
    dw = 2 * c * np.sum(err * x)  # ∂J/∂w
    db = 2 * c * np.sum(err)  # ∂J/∂b
    return J


def draw(rng):
    x = rng.choice([1.0, 2.0, 3.0, 4.0], size=2, replace=False)
    w, b = rng.choice([-1, 2, 3]), rng.choice([-1, 1, 2])
    err = rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], size=2, replace=False)
    return {
        "x": x,
        "y": w * x + b - err,
        "w": w,
        "b": b,
        "convention": str(rng.choice(["ng", "pytorch"])),
    }


def picture(trace: Trace) -> Curves:
    x, y, b, J, dw = (trace[name] for name in ("x", "y", "b", "J", "dw"))
    lowest = trace["w"] - dw / (2 * trace["c"] * max(np.sum(x**2), 1e-9))
    reach = max(abs(trace["w"] - lowest), 0.5) * 1.3
    w = np.linspace(lowest - reach, lowest + reach, 81)
    cost = trace["c"] * np.sum((np.outer(w, x) + b - y) ** 2, axis=1)
    near = trace["w"] + np.array([-0.25, 0.25]) * reach
    return Curves(
        "데이터는 그대로 두고 w를 바꾸면 J가 달라진다",
        "w",
        "J",
        (
            Series("J(w)", w, cost),
            Series("접선: 기울기 dw", near, J + dw * (near - trace["w"])),
            Series("지금의 w", [trace["w"]], [J], points=True),
        ),
    )


DEMO = Demo(
    cost_function,
    asks={
        "J": "제곱오차 비용 J",
        "dw": "비용의 w에 대한 기울기 ∂J/∂w",
        "db": "비용의 b에 대한 기울기 ∂J/∂b",
    },
    draw=draw,
    mistakes=(
        Mistake("J", "np.sum(err**2)", "평균을 내지 않고 제곱을 더하기만 했습니다."),
        Mistake("J", "c * np.sum(np.abs(err))", "제곱하지 않고 오차의 크기를 더했습니다."),
        Mistake(
            "J", "np.sqrt(c * np.sum(err**2))", "제곱근까지 씌웠습니다. 비용은 제곱한 채로 둡니다."
        ),
        Mistake(
            "dw",
            "np.sum(err * x) / (c * np.size(x) ** 2)",  # 1/m where it is 2/m, and 2/m where 1/m
            "2를 잘못 다뤘습니다. J가 1/m이면 미분한 앞의 수는 2/m, 1/(2m)이면 1/m입니다.",
        ),
        Mistake("dw", "2 * c * np.sum(err)", "x를 곱하지 않았습니다. 그것은 ∂J/∂b입니다."),
        Mistake("dw", "2 * c * np.size(x) * np.sum(err * x)", "평균을 내지 않았습니다."),
        Mistake(
            "dw",
            "-2 * c * np.sum(err * x)",
            "부호가 반대입니다. 오차는 예측에서 정답을 뺀 것입니다.",
        ),
        Mistake("db", "2 * c * np.size(x) * np.sum(err)", "평균을 내지 않았습니다."),
        Mistake("db", "c * np.sum(err)", "제곱을 미분할 때 나오는 2를 빠뜨렸습니다."),
        Mistake("db", "2 * c * np.sum(err * x)", "x를 곱했습니다. 그것은 ∂J/∂w입니다."),
    ),
    worked=(
        Worked(
            {},
            {"J": 14 / 3, "dw": -28 / 3, "db": -4.0},
            "손계산: err = (−1, −2, −3), J = 14/3, dw = 2·(−14)/3, db = 2·(−6)/3",
        ),
        Worked(
            {"convention": "ng"},
            {"J": 7 / 3, "dw": -14 / 3, "db": -2.0},
            "손계산: 1/(2m)이면 모두 절반",
        ),
        Worked(
            {"w": 2}, {"J": 0.0, "dw": 0.0, "db": 0.0}, "손계산: y = 2x이므로 w = 2, b = 0이 최솟점"
        ),
        Worked(
            {"x": [1, 2, 4], "w": 1.5, "b": -1},
            {"J": 2.4166666666666665, "dw": -6.333333333333333, "db": -3.0},
            "PyTorch 2.13.0 F.mse_loss와 autograd",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("x", "y", "w", "b"), (-1e4, 1e4)),
    choices={
        "convention": {"pytorch": "비용의 계수는 1/m", "ng": "비용의 계수는 1/(2m)"},
    },
    words={
        "err": "오차",
    },
    lines={
        "c": "",
    },
)
