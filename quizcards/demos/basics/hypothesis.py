"""가설(hypothesis) h(x)와 비용 J(w, b): 입력도 출력도 다른 두 함수."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

INPUTS = np.array([1.0, 2.0, 3.0])
TARGETS = np.array([2.0, 4.0, 6.0])


def hypothesis(x=INPUTS, y=TARGETS, w=2.0, b=1.0):
    h = w * x + b  # x의 함수: 샘플마다 예측 하나
    J = np.mean((h - y) ** 2)  # w와 b의 함수: 데이터 전체에 숫자 하나
    return h


def draw(rng):
    x = rng.choice([1.0, 2.0, 3.0, 4.0, 5.0], size=2, replace=False)
    w, b = rng.choice([-2, -1, 2, 3]), rng.choice([-3, 1, 4])
    error = rng.choice([1, 2, 3, 4], size=2, replace=False) * rng.choice([-1, 1], size=2)
    return {"x": x, "y": w * x + b - error, "w": w, "b": b}


def picture(trace: Trace) -> Curves:
    x, y, h = trace["x"], trace["y"], trace["h"]
    ends = np.linspace(np.min(x) - 1, np.max(x) + 1, 21)
    return Curves(
        f"가설은 직선 하나, 비용은 숫자 하나 J = {number(trace['J'])}",
        "x",
        "y",
        (
            Series("h(x) = wx + b", ends, trace["w"] * ends + trace["b"]),
            Series("예측 h(x)", x, h, points=True),
            Series("정답 y", x, y, points=True),
        ),
    )


DEMO = Demo(
    hypothesis,
    asks={
        "h": "샘플마다의 예측 h(x)",
        "J": "평균제곱오차 비용 J(w, b)",
    },
    draw=draw,
    mistakes=(
        Mistake("h", "w * x", "b를 빠뜨렸습니다."),
        Mistake("h", "w * (x + b)", "b는 w를 곱한 뒤에 더합니다."),
        Mistake("h", "b * x + w", "기울기 w와 절편 b를 바꾸었습니다."),
        Mistake("J", "np.sum((h - y) ** 2)", "평균을 내지 않고 더하기만 했습니다."),
        Mistake(
            "J", "np.mean(h**2)", "정답과 비교하지 않았습니다. 비용은 예측이 아니라 오차로 잽니다."
        ),
        Mistake("J", "np.mean(np.abs(h - y))", "제곱하지 않고 오차의 크기를 평균했습니다."),
    ),
    worked=(
        Worked({}, {"h": [3, 5, 7], "J": 1.0}, "손계산: h = 2x + 1, 오차가 모두 1이므로 J = 1"),
        Worked(
            {"w": 1, "b": 0},
            {"h": [1, 2, 3], "J": 14 / 3},
            "손계산: 오차 (−1, −2, −3), J = (1 + 4 + 9)/3",
        ),
        Worked(
            {"x": [1, 2, 4], "w": 1.5, "b": -1},
            {"h": [0.5, 2, 5], "J": 2.4166666666666665},
            "PyTorch 2.13.0 F.linear, F.mse_loss",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("x", "y", "w", "b"), (-1e4, 1e4)),
)
