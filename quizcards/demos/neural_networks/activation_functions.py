"""활성화 함수(activation functions) 네 가지: sigmoid, tanh, ReLU, Leaky ReLU."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

POINTS = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])


def activation_functions(z=POINTS, slope=0.01):
    sigmoid = 1 / (1 + np.exp(-z))  # (0, 1), 확률로 읽는다
    tanh = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))  # (−1, 1), 0이 중심
    relu = np.maximum(0, z)  # 음수는 0, 양수는 그대로
    leaky_relu = np.where(z > 0, z, slope * z)  # 음수에도 작은 기울기를 남긴다
    return leaky_relu


def draw(rng):
    below, above = rng.choice([-3.0, -2.0, -1.0, -0.5]), rng.choice([1.5, 2.0, 3.0])
    return {"z": np.array([below, above]), "slope": rng.choice([0.01, 0.1, 0.2])}


def picture(trace: Trace) -> Curves:
    reach = max(2.5, float(np.max(np.abs(trace["z"]))))
    z = np.linspace(-reach, reach, 81)
    curves = DEMO.run({**trace.inputs, "z": z})
    return Curves(
        "활성화 함수의 그래프",
        "z",
        "g(z)",
        (
            Series("sigmoid", z, curves["sigmoid"]),
            Series("tanh", z, curves["tanh"]),
            Series("ReLU", z, curves["relu"]),
            Series("Leaky ReLU", z, curves["leaky_relu"]),
        ),
    )


DEMO = Demo(
    activation_functions,
    asks={
        "sigmoid": "z마다 sigmoid의 값",
        "relu": "z마다 ReLU의 값",
        "leaky_relu": "z마다 Leaky ReLU의 값",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "sigmoid",
            "1 / (1 + np.exp(z))",
            "지수의 부호가 반대입니다. sigmoid는 증가하는 함수입니다.",
        ),
        Mistake("sigmoid", "np.tanh(z)", "sigmoid가 아니라 tanh의 값입니다."),
        Mistake(
            "sigmoid", "np.exp(-z) / (1 + np.exp(-z)) ** 2", "함숫값이 아니라 미분 σ′(z)입니다."
        ),
        Mistake("relu", "np.abs(z)", "ReLU는 절댓값이 아닙니다. 음수는 0이 됩니다."),
        Mistake("relu", "np.minimum(0, z)", "ReLU는 max(0, z)입니다. 남기는 쪽이 반대입니다."),
        Mistake(
            "relu", "np.where(z > 0, 1, 0)", "함숫값이 아니라 미분입니다. 양수는 그대로 나갑니다."
        ),
        Mistake("leaky_relu", "relu", "음수 쪽의 작은 기울기를 잊고 ReLU로 계산했습니다."),
        Mistake(
            "leaky_relu",
            "np.maximum(-slope * z, z)",
            "음수 쪽의 부호가 반대입니다. 음수는 음수로 남습니다.",
        ),
        Mistake("leaky_relu", "slope * z", "양수에까지 작은 기울기를 곱했습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "sigmoid": [
                    0.11920292202211755,
                    0.2689414213699951,
                    0.5,
                    0.7310585786300049,
                    0.8807970779778823,
                ],
                "tanh": [
                    -0.9640275800758169,
                    -0.7615941559557649,
                    0,
                    0.7615941559557649,
                    0.9640275800758169,
                ],
                "relu": [0, 0, 0, 1, 2],
                "leaky_relu": [-0.02, -0.01, 0, 1, 2],
            },
            "PyTorch 2.13.0 torch.sigmoid, torch.tanh, F.relu, F.leaky_relu(negative_slope=0.01)",
        ),
        Worked(
            {"z": np.log([2.0, 3.0])},
            {"sigmoid": [2 / 3, 3 / 4], "tanh": [3 / 5, 4 / 5]},
            "손계산: eᶻ = k이면 σ = k/(k + 1), tanh = (k² − 1)/(k² + 1)",
        ),
    ),
    picture=picture,
    limits={"z": (-300, 300), "slope": (0, 1)},
    words={
        "slope": "음수 쪽 기울기",
    },
)
