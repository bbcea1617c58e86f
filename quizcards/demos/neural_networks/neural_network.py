"""뉴런 하나(neuron): 선형 결합에 활성화 함수를 씌운다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

INPUT = np.array([1.0, 2.0])
WEIGHTS = np.array([0.5, -0.25])


def neural_network(x=INPUT, w=WEIGHTS, b=0.1, activation="sigmoid"):
    z = w @ x + b  # 가중합에 편향(bias)을 더한다
    if activation == "sigmoid":
        a = 1 / (1 + np.exp(-z))  # 활성값: 0과 1 사이
    elif activation == "tanh":
        a = np.tanh(z)  # 활성값: −1과 1 사이
    else:
        a = np.maximum(0, z)  # 활성값: 음수는 0
    return a


def draw(rng):
    # w·x = 0, so that z = b = ln k: e^z is a number that one sees
    x1, x2 = rng.choice([-2.0, 1.0, 2.0, 3.0], size=2, replace=False)
    return {
        "x": np.array([x1, x2]),
        "w": rng.choice([-1, -0.5, 0.5, 1]) * np.array([x2, -x1]),
        "b": np.log(rng.choice([1 / 3, 1 / 2, 2, 3])),
        "activation": str(rng.choice(["sigmoid", "tanh"])),
    }


def picture(trace: Trace) -> Curves:
    reach = min(max(4.0, 1.2 * abs(trace["z"])), 100.0)
    z = np.linspace(-reach, reach, 41)
    a = [DEMO.run({**trace.inputs, "w": 0 * trace["w"], "b": one})["a"] for one in z]
    return Curves(
        "가중합 z에서 활성값 a로",
        "z",
        "a",
        (
            Series(trace["activation"], z, np.array(a)),
            Series("이 뉴런", [trace["z"]], [trace["a"]], points=True),
        ),
    )


HAND = "손계산: z = 0.5·1 − 0.25·2 + 0.1 = 0.1"

DEMO = Demo(
    neural_network,
    asks={
        "a": "이 뉴런의 출력 a",
    },
    draw=draw,
    mistakes=(
        Mistake("z", "w @ x", "편향 b를 더하지 않았습니다."),
        Mistake("z", "w @ x - b", "편향 b의 부호가 반대입니다."),
        Mistake("a", "z", "활성화 함수를 씌우지 않았습니다."),
        Mistake(
            "a",
            "1 / (1 + np.exp(z))",
            "1/(1 + eᶻ)은 sigmoid에서 지수의 부호를 바꾼 식이고, tanh도 아닙니다.",
        ),
        Mistake(
            "a",
            "np.tanh(z) if activation == 'sigmoid' else 1 / (1 + np.exp(-z))",
            "sigmoid와 tanh를 바꾸어 썼습니다.",
        ),
        Mistake(
            "a", "np.where(z > 0, 1, 0)", "활성값은 0과 1로 자른 값이 아니라 연속한 실수입니다."
        ),
    ),
    worked=(
        Worked(
            {},
            {"z": 0.1, "a": 0.52497918747894},
            HAND + ", PyTorch 2.13.0 torch.sigmoid(F.linear(x, w, b))",
        ),
        Worked(
            {"activation": "tanh"}, {"a": 0.09966799462495582}, HAND + ", PyTorch 2.13.0 torch.tanh"
        ),
        Worked({"activation": "relu"}, {"a": 0.1}, HAND + " > 0이므로 그대로"),
    ),
    picture=picture,
    limits={"x": (-10, 10), "w": (-10, 10), "b": (-100, 100)},
    choices={
        "activation": {
            "sigmoid": "활성화 함수는 sigmoid",
            "tanh": "활성화 함수는 tanh",
            "relu": "활성화 함수는 ReLU",
        },
    },
)
