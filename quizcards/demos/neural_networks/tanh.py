"""쌍곡탄젠트(tanh): 0을 중심으로 한 활성화 함수."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

POINTS = np.array([-1.0, 0.0, 1.0])


def tanh(z=POINTS):
    sigmoid = 1 / (1 + np.exp(-z))  # 비교: 0.5가 중심
    a = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))  # −1과 1 사이, 0이 중심
    stretched = 2 / (1 + np.exp(-2 * z)) - 1  # 2σ(2z) − 1, 곧 tanh다
    d_tanh = 1 - a**2  # 미분: z = 0에서 1로 가장 크다
    return a


def draw(rng):
    return {"z": np.log(rng.choice([1 / 7, 1 / 3, 1 / 2, 2, 3, 7], size=2, replace=False))}


def picture(trace: Trace) -> Curves:
    points = np.sort(trace["z"])
    reach = max(4.0, float(np.max(np.abs(points))))
    z = np.linspace(-reach, reach, 81)
    curves = DEMO.run({"z": z})
    return Curves(
        "tanh와 sigmoid",
        "z",
        "a",
        (
            Series("tanh(z)", z, curves["a"]),
            Series("σ(z)", z, curves["sigmoid"]),
            Series("입력한 점", points, np.sort(trace["a"]), points=True),
        ),
    )


DEMO = Demo(
    tanh,
    asks={
        "a": "z마다 tanh의 값",
        "d_tanh": "z마다 tanh의 미분",
    },
    draw=draw,
    mistakes=(
        Mistake("a", "sigmoid", "tanh가 아니라 sigmoid입니다. tanh(0)은 0.5가 아니라 0입니다."),
        Mistake("a", "2 * sigmoid - 1", "tanh(z) = 2σ(2z) − 1인데 z를 두 배로 하지 않았습니다."),
        Mistake(
            "a",
            "np.exp(z) / (np.exp(z) + np.exp(-z))",
            "분자에서 e⁻ᶻ을 빼지 않았습니다. 그것은 σ(2z)입니다.",
        ),
        Mistake("d_tanh", "a * (1 - a)", "sigmoid의 미분 공식입니다. tanh의 미분은 1 − a²입니다."),
        Mistake("d_tanh", "1 - a", "tanh를 제곱하지 않았습니다."),
        Mistake("d_tanh", "a", "미분이 아니라 함숫값 tanh(z)입니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "a": [-0.7615941559557649, 0, 0.7615941559557649],
                "d_tanh": [0.41997434161402614, 1, 0.41997434161402614],
            },
            "PyTorch 2.13.0 torch.tanh와 autograd",
        ),
        Worked(
            {"z": np.log([2.0, 3.0])},
            {"a": [3 / 5, 4 / 5], "stretched": [3 / 5, 4 / 5], "d_tanh": [16 / 25, 9 / 25]},
            "손계산: eᶻ = k이면 tanh = (k² − 1)/(k² + 1)",
        ),
    ),
    picture=picture,
    limits={"z": (-300, 300)},
)
