"""RNN과 BPTT: 은닉 유닛이 하나인 RNN을 세 시점 펼치고 거슬러 간다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

# the hidden states become 0.6, 0.6 and 0.8
INPUTS = np.log([2.0, 2.0, 3.0]) - np.array([0.0, 0.3, 0.3])
STEPS = 6


def rnn_bptt(x=INPUTS, w_x=1.0, w_h=0.5, y=-0.2):
    h1 = np.tanh(w_x * x[0])  # 처음에는 이전 은닉 상태가 0
    h2 = np.tanh(w_x * x[1] + w_h * h1)  # 모든 시점이 같은 가중치를 쓴다
    h3 = np.tanh(w_x * x[2] + w_h * h2)
    loss = (h3 - y) ** 2 / 2  # 손실은 마지막 시점에만 있다
    d3 = (h3 - y) * (1 - h3**2)  # tanh 앞의 값에 대한 기울기
    d2 = d3 * w_h * (1 - h2**2)  # 한 시점 거슬러 갈 때마다 wₕ와 tanh의 도함수를 곱한다
    d1 = d2 * w_h * (1 - h1**2)
    dw_x = d3 * x[2] + d2 * x[1] + d1 * x[0]  # 가중치가 쓰인 시점마다 더한다
    dw_h = d3 * h2 + d2 * h1  # wₕ에는 이전 은닉 상태가 곱해졌다
    return dw_h


def draw(rng):
    h = rng.choice([0.6, 0.8], size=3) * rng.choice([-1, 1], size=3)
    w_h = rng.choice([0.5, 2.0])
    return {
        "x": np.arctanh(h) - w_h * np.append(0, h[:2]),
        "w_x": 1.0,
        "w_h": w_h,
        "y": h[2] - rng.choice([-2.0, -1.0, 1.0, 2.0]),
    }


def picture(trace: Trace) -> HeatMap:
    """As far as the inputs, repeated, go in eight steps."""
    h, slopes = 0.0, []
    for t in range(STEPS):
        h = np.tanh(trace["w_x"] * trace["x"][t % len(trace["x"])] + trace["w_h"] * h)
        slopes.append(trace["w_h"] * (1 - h**2))
    reach = [
        [np.prod(slopes[s + 1 : t + 1]) * (s <= t) for s in range(STEPS)] for t in range(STEPS)
    ]
    steps = range(1, STEPS + 1)
    return HeatMap(
        "∂hₜ/∂hₛ: 행의 은닉 상태가 열의 은닉 상태를 얼마나 느끼는가",
        np.array(reach),
        tuple(f"t = {t}" for t in steps),
        tuple(f"s = {s}" for s in steps),
    )


DEMO = Demo(
    rnn_bptt,
    asks={
        "h3": "마지막 은닉 상태 h₃",
        "d1": "첫 시점까지 온 기울기 δ₁",
        "dw_h": "순환 가중치의 기울기 ∂L/∂wₕ",
    },
    draw=draw,
    mistakes=(
        Mistake("h2", "np.tanh(w_x * x[1])", "이전 은닉 상태를 넣지 않았습니다."),
        Mistake("h3", "w_x * x[2] + w_h * h2", "tanh를 씌우지 않았습니다."),
        Mistake("h3", "np.tanh(w_x * x[2])", "이전 은닉 상태를 넣지 않았습니다."),
        Mistake("h3", "np.tanh(w_h * x[2] + w_x * h2)", "두 가중치를 바꾸었습니다."),
        Mistake("d3", "h3 - y", "마지막 시점의 tanh를 미분하지 않았습니다."),
        Mistake("d2", "d3 * (1 - h2**2)", "순환 가중치 wₕ를 곱하지 않았습니다."),
        Mistake("d1", "d2 * w_h", "tanh의 도함수 1 − h²을 곱하지 않았습니다."),
        Mistake("d1", "d3 * w_h * (1 - h1**2)", "시점 하나를 건너뛰었습니다."),
        Mistake("dw_h", "d3 * h2", "마지막 시점의 몫뿐입니다. 가중치가 쓰인 시점마다 더합니다."),
        Mistake(
            "dw_h", "d3 * h3 + d2 * h2", "이전 시점이 아니라 그 시점의 은닉 상태를 곱했습니다."
        ),
        Mistake("dw_h", "d3 * h2 * d2 * h1", "시점마다의 몫을 더하지 않고 곱했습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "h1": 0.6,
                "h2": 0.6,
                "h3": 0.8,
                "d3": 0.36,
                "d2": 0.1152,
                "d1": 0.036864,
                "dw_h": 0.28512,
            },
            "손계산: tanh(ln 2) = 3/5, tanh(ln 3) = 4/5이고 h₃ − y = 1",
        ),
        Worked(
            {"x": [1.0, -0.5, 2.0], "w_x": 0.7, "w_h": -1.2, "y": 0.5},
            {
                "h3": 0.9819631562238746,
                "d1": 0.0058841519040665115,
                "dw_x": 0.04420551264460723,
                "dw_h": -0.018304652127367392,
            },
            "PyTorch 2.13.0 torch.rnn_tanh_cell과 autograd",
        ),
    ),
    picture=picture,
    limits={"x": (-100, 100), "w_x": (-100, 100), "w_h": (-100, 100), "y": (-100, 100)},
    words={"d1": "δ₁", "d2": "δ₂", "d3": "δ₃"},
    lines={
        "x": "시점마다의 입력 x",
        "y": "마지막 시점의 정답 y",
        "h1": "h₁은 tanh(wₓ·x₁)입니다(h₀은 0).",
        "h2": "h₂는 tanh(wₓ·x₂ + wₕ·h₁)입니다.",
        "h3": "h₃은 tanh(wₓ·x₃ + wₕ·h₂)입니다.",
        "loss": "",
        "d3": "δₜ는 tanh를 씌우기 전의 값에 대한 손실 L = ½(h₃ − y)²의 기울기입니다.",
        "d2": "",
        "d1": "",
        "dw_x": "",
        "dw_h": "",
    },
)
