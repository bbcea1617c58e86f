"""활성화 함수의 미분(derivatives)과 기울기 소실(vanishing gradient)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

POINTS = np.array([-2.0, -1.0, 0.5, 1.0, 2.0])


def activation_derivatives(z=POINTS, slope=0.01, layers=10):
    a = 1 / (1 + np.exp(-z))
    d_sigmoid = a * (1 - a)  # 가장 커도 0.25, 양 끝에서 0에 가깝다
    t = np.tanh(z)
    d_tanh = 1 - t**2  # z = 0에서 1
    d_relu = np.where(z > 0, 1, 0)  # z = 0에서는 0으로 약속(PyTorch)
    d_leaky = np.where(z > 0, 1, slope)  # Leaky ReLU: 음수에도 남는다
    most = 0.25**layers  # sigmoid를 여러 층 지나면 많아야 이만큼
    return d_sigmoid


def draw(rng):
    below, above = -np.log(rng.choice([2, 3])), np.log(rng.choice([2, 3]))
    return {
        "z": np.array([below, above]),
        "slope": rng.choice([0.01, 0.1, 0.2]),
        "layers": rng.integers(3, 6),
    }


def picture(trace: Trace) -> Curves:
    reach = max(4.0, float(np.max(np.abs(trace["z"]))))
    z = np.linspace(-reach, reach, 160)
    curves = DEMO.run({**trace.inputs, "z": z})
    return Curves(
        "활성화 함수의 미분",
        "z",
        "g′(z)",
        (
            Series("sigmoid′", z, curves["d_sigmoid"]),
            Series("tanh′", z, curves["d_tanh"]),
            Series("ReLU′", z, curves["d_relu"]),
            Series("Leaky ReLU′", z, curves["d_leaky"]),
        ),
    )


DEMO = Demo(
    activation_derivatives,
    asks={
        "d_sigmoid": "z마다 sigmoid의 미분",
        "d_tanh": "z마다 tanh의 미분",
        "d_leaky": "z마다 Leaky ReLU의 미분",
        "most": "sigmoid 층을 모두 지나며 활성화의 미분이 곱해진 값의 상한",
    },
    draw=draw,
    mistakes=(
        Mistake("d_sigmoid", "a", "미분이 아니라 함숫값 σ(z)입니다."),
        Mistake(
            "d_sigmoid", "1 - a**2", "tanh의 공식 1 − a²을 썼습니다. sigmoid는 a(1 − a)입니다."
        ),
        Mistake("d_sigmoid", "1 - a", "a를 곱하지 않았습니다. sigmoid의 미분은 a(1 − a)입니다."),
        Mistake(
            "d_tanh", "t * (1 - t)", "sigmoid의 공식을 썼습니다. tanh의 미분은 1 − tanh²입니다."
        ),
        Mistake("d_tanh", "1 - t", "tanh를 제곱하지 않았습니다."),
        Mistake("d_tanh", "t", "미분이 아니라 함숫값 tanh(z)입니다."),
        Mistake(
            "d_leaky", "d_relu", "ReLU의 미분입니다. Leaky ReLU는 음수에서도 기울기가 남습니다."
        ),
        Mistake("d_leaky", "np.where(z > 0, 1, -slope)", "음수 쪽 기울기의 부호가 반대입니다."),
        Mistake("d_leaky", "np.where(z > 0, z, slope * z)", "미분이 아니라 함숫값입니다."),
        Mistake("most", "0.25 * layers", "연쇄 법칙은 곱입니다. 층수만큼 거듭제곱합니다."),
        Mistake("most", "0.5**layers", "0.5는 σ(0)의 값입니다. 미분의 최댓값은 0.25입니다."),
        Mistake("most", "0.25 ** (layers - 1)", "층을 하나 덜 셌습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "d_sigmoid": [
                    0.1049935854035065,
                    0.19661193324148185,
                    0.2350037122015945,
                    0.19661193324148185,
                    0.10499358540350662,
                ],
                "d_tanh": [
                    0.07065082485316443,
                    0.41997434161402614,
                    0.7864477329659274,
                    0.41997434161402614,
                    0.07065082485316443,
                ],
                "d_relu": [0, 0, 1, 1, 1],
                "d_leaky": [0.01, 0.01, 1, 1, 1],
            },
            "PyTorch 2.13.0 torch.autograd.grad",
        ),
        Worked(
            {"z": [0]},
            {"d_sigmoid": [0.25], "d_tanh": [1.0], "d_relu": [0]},
            "손계산: 0.5·0.5, 1 − 0², 약속",
        ),
        Worked({"layers": 10}, {"most": 1 / 1048576}, "손계산: 0.25¹⁰ = 1/4¹⁰ = 1/1048576"),
    ),
    picture=picture,
    limits={"z": (-300, 300), "slope": (0, 1), "layers": (1, 100)},
    words={
        "slope": "음수 쪽 기울기",
        "layers": "층수",
    },
    lines={
        "t": "t = tanh(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)",
    },
)
