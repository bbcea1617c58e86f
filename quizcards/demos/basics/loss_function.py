"""손실 함수(loss function): 샘플 하나의 교차 엔트로피와 제곱오차."""

import math

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def loss_function(y=1.0, y_hat=0.8):
    BCE = -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))  # 이진 교차 엔트로피
    SE = (y_hat - y) ** 2  # 제곱오차
    dBCE = -y / y_hat + (1 - y) / (1 - y_hat)  # ∂BCE/∂ŷ: 크게 틀릴수록 한없이 커진다
    dSE = 2 * (y_hat - y)  # ∂SE/∂ŷ: 아무리 틀려도 크기가 2 이하
    return BCE


def draw(rng):
    return {
        "y": rng.integers(0, 2),
        "y_hat": rng.choice([0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9]),
    }


def picture(trace: Trace) -> Curves:
    y, y_hat = trace["y"], trace["y_hat"]
    grid = np.linspace(0.01, 0.99, 99)
    return Curves(
        f"정답이 y = {y:g}일 때 예측 ŷ에 따른 손실",
        "ŷ",
        "L",
        (
            Series("BCE", grid, loss_function(y, grid)),
            Series("제곱오차", grid, (grid - y) ** 2),
            Series("지금의 ŷ", [y_hat, y_hat], [trace["BCE"], trace["SE"]], points=True),
        ),
    )


DEMO = Demo(
    loss_function,
    asks={
        "BCE": "이 샘플의 이진 교차 엔트로피 손실",
        "SE": "이 샘플의, ½을 곱하지 않은 제곱오차",
        "dBCE": "교차 엔트로피 손실을 ŷ로 미분한 값",
        "dSE": "제곱오차 (ŷ − y)²을 ŷ로 미분한 값",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "BCE",
            "-(y * np.log(1 - y_hat) + (1 - y) * np.log(y_hat))",
            "ln ŷ와 ln(1 − ŷ)를 바꾸어 썼습니다.",
        ),
        Mistake(
            "BCE",
            "-(np.log(y_hat) + np.log(1 - y_hat))",
            "두 항을 모두 더했습니다. 정답 쪽의 한 항만 남아야 합니다.",
        ),
        Mistake(
            "BCE",
            "-(y * np.log2(y_hat) + (1 - y) * np.log2(1 - y_hat))",
            "밑이 2인 로그가 아니라 자연로그입니다.",
        ),
        Mistake("SE", "np.abs(y_hat - y)", "제곱하지 않고 차이의 크기를 그대로 썼습니다."),
        Mistake("SE", "2 * (y_hat - y)", "손실이 아니라 손실을 ŷ로 미분한 값입니다."),
        Mistake(
            "SE",
            "-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))",
            "제곱오차가 아니라 교차 엔트로피입니다.",
        ),
        Mistake("dBCE", "y_hat - y", "ŷ − y는 ŷ가 아니라 sigmoid에 들어가는 z로 미분한 값입니다."),
        Mistake(
            "dBCE",
            "y / y_hat - (1 - y) / (1 - y_hat)",
            "부호가 반대입니다. 손실 앞의 음의 부호를 잊었습니다.",
        ),
        Mistake("dBCE", "-y / (1 - y_hat) + (1 - y) / y_hat", "ŷ와 1 − ŷ를 바꾸어 썼습니다."),
        Mistake("dSE", "y_hat - y", "제곱을 미분할 때 나오는 2를 빠뜨렸습니다."),
        Mistake("dSE", "(y_hat - y) ** 2", "미분하지 않은 제곱오차입니다."),
        Mistake("dSE", "2 * (y - y_hat)", "부호가 반대입니다. 예측에서 정답을 뺍니다."),
    ),
    worked=(
        Worked(
            {},
            {"BCE": math.log(5 / 4), "SE": 1 / 25, "dBCE": -5 / 4, "dSE": -2 / 5},
            "손계산: ŷ = 4/5이면 −ln(4/5) = ln(5/4), (1/5)² = 1/25, −1/ŷ = −5/4",
        ),
        Worked(
            {"y": 0},
            {"BCE": math.log(5), "dBCE": 5.0},
            "손계산: −ln(1 − 4/5) = ln 5, 1/(1 − 4/5) = 5",
        ),
        Worked(
            {"y": 0, "y_hat": 0.3},
            {"BCE": 0.35667494393873234, "dBCE": 1.4285714285714286},
            "PyTorch 2.13.0 F.binary_cross_entropy와 autograd",
        ),
    ),
    picture=picture,
    limits={"y": (0, 1), "y_hat": (1e-6, 0.999999)},
)
