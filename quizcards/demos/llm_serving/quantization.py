"""absmax 양자화: 눈금 하나와 정수로 바꾸고 다시 곱한다 (Dettmers et al. 2022, §2.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

WEIGHTS = np.array([[-1.0, 0.3, 0.77, 0.02], [0.04, -0.05, 0.01, 0.03]])


def quantization(W=WEIGHTS, bits=8, scale="tensor"):
    levels = 2 ** (bits - 1) - 1  # 부호 있는 정수의 끝: 8비트면 127
    if scale == "tensor":
        s = np.max(np.abs(W)) / levels  # 행렬 전체에 눈금 하나
    else:
        s = np.max(np.abs(W), axis=1, keepdims=True) / levels  # 줄(채널)마다 눈금 하나
    q = np.round(W / s)  # 저장하는 정수
    V = s * q  # 되돌린 값
    E = np.max(np.abs(W - V))  # 가장 큰 오차: 눈금의 절반 이하
    return E


def draw(rng):
    # two rows of unlike size; the largest of each is negative, and nothing lies midway
    units = rng.choice([0.1, 0.2, 0.5, 1.0, 2.0], size=2, replace=False)
    rest = rng.choice([1.7, 2.8, -3.3, 4.6, -5.4, 2.4, -1.6], size=(2, 2), replace=False)
    return {
        "W": np.round(units[:, None] * np.array([[-7, *rest[0]], [-7, *rest[1]]]), 6),
        "bits": 4,
        "scale": "channel",
    }


def picture(trace: Trace) -> Bars:
    bars = []
    for name, scale in (("눈금 하나", "tensor"), ("줄마다 눈금", "channel")):
        run = DEMO.traced({**trace.inputs, "scale": scale}, {})
        errors = np.max(np.abs(run["W"] - run["V"]), axis=1)
        bars += [(f"{i}번째 줄, {name}", float(error)) for i, error in enumerate(errors, start=1)]
    return Bars("줄마다 가장 큰 오차: 큰 줄에 맞춘 눈금은 작은 줄을 뭉갠다", tuple(sorted(bars)))


DEMO = Demo(
    quantization,
    asks={
        "q": "양자화한 정수 q",
        "V": "되돌린 값 V",
    },
    draw=draw,
    mistakes=(
        Mistake("levels", "2**bits - 1", "부호에 한 비트를 쓰므로 2의 (비트 − 1)제곱에서 뺍니다."),
        Mistake("levels", "2 ** (bits - 1)", "정수의 끝은 여기서 1을 뺀 값입니다."),
        Mistake(
            "s", "np.max(np.abs(W)) / levels", "줄마다가 아니라 행렬 전체의 최댓값을 썼습니다."
        ),
        Mistake(
            "s",
            "np.max(W, axis=1, keepdims=True) / levels",
            "줄마다 절댓값이 아닌 값의 최댓값을 썼습니다. 음수가 범위를 넘습니다.",
        ),
        Mistake("q", "np.floor(W / s)", "반올림하지 않고 내림했습니다."),
        Mistake("V", "q", "정수에 눈금 s를 다시 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"q": [[-127, 38, 98, 3], [5, -6, 1, 4]]},
            "PyTorch 2.13.0 torch.quantize_per_tensor(W, 1/127, 0, torch.qint8).int_repr()",
        ),
        Worked(
            {"W": [[-1.4, 0.33, 0.86], [-0.7, 0.26, -0.04]], "bits": 4, "scale": "channel"},
            {
                "q": [[-7, 2, 4], [-7, 3, 0]],
                "V": [[-1.4, 0.4, 0.8], [-0.7, 0.3, 0.0]],
                "E": 0.07,
            },
            "손계산: 눈금은 1.4/7과 0.7/7, 0.33/0.2 = 1.65는 2로, 0.86/0.2 = 4.3은 4로",
        ),
    ),
    picture=picture,
    limits={"W": (-1e6, 1e6), "bits": (2, 16)},
    choices={
        "scale": {
            "tensor": "행렬 전체에 눈금 하나를 씁니다",
            "channel": "줄마다 눈금을 하나씩 씁니다",
        },
    },
    words={"bits": "비트 수", "levels": "정수의 끝"},
    lines={
        "W": "가중치 W",
        "levels": "정수의 끝은 부호 있는 정수의 최댓값입니다(8비트면 127).",
        "s": "눈금 s는 절댓값의 최댓값을 정수의 끝으로 나눈 것입니다.",
        "q": "q는 W를 눈금으로 나눠 가장 가까운 정수로 반올림한 것입니다.",
        "V": "",
    },
)
