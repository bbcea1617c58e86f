"""잔차 연결이 있는 망과 없는 망의 기울기 (He et al. 2016, §3.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

FIRST_WEIGHTS = np.array([1.0, 2.0, -1.0])
SECOND_WEIGHTS = np.array([0.5, 0.2, 3.0])
DEEPEST = 20


def resnet_skip(x=2.0, w=FIRST_WEIGHTS, v=SECOND_WEIGHTS):
    h = x  # 잔차 연결이 있는 망
    p = x  # 없는 망
    g = 1.0
    g_p = 1.0
    for i in range(np.size(w)):
        d = v[i] * w[i] * (w[i] * h > 0)  # 가지 F(h) = v·ReLU(w·h)의 도함수: 꺼지면 0
        h = h + v[i] * np.maximum(w[i] * h, 0)  # 블록: 입력을 그대로 더한다
        factor = 1 + d  # 블록의 도함수: 더한 입력의 1이 늘 남는다
        g = g * factor
        d_p = v[i] * w[i] * (w[i] * p > 0)
        p = v[i] * np.maximum(w[i] * p, 0)
        g_p = g_p * d_p  # 1이 없어서 한 층만 꺼져도 0이다
    return h


def draw(rng):
    # what is positive stays so, and every unit is on
    return {
        "x": rng.choice([1.0, 2.0]),
        "w": rng.choice([2.0, 3.0, 4.0], size=2),
        "v": rng.permutation([0.1, 0.2, 0.25, 0.5])[:2],
    }


def picture(trace: Trace) -> Curves:
    layers = np.arange(DEEPEST + 1)
    lines = (("1 + 0.1", 1.1), ("1 − 0.1", 0.9), ("0.1", 0.1))
    along = [0.0]
    for g in trace.values("g")[1 : DEEPEST + 1]:
        along.append(np.log10(np.clip(abs(g), 1e-20, 1e20)))
    return Curves(
        "지나온 블록 수와 기울기의 크기(log₁₀)",
        "블록",
        "log₁₀|g|",
        (
            *(Series(f"블록마다 {name}배", layers, layers * np.log10(one)) for name, one in lines),
            Series("지금의 잔차 망", np.arange(len(along)), along, points=True),
        ),
    )


DEMO = Demo(
    resnet_skip,
    asks={
        "g": "잔차 연결이 있는 망에서 출력 h의 입력 x에 대한 기울기",
        "g_p": "잔차 연결이 없는 망에서 출력 p의 입력 x에 대한 기울기",
    },
    draw=draw,
    mistakes=(
        Mistake("factor", "d", "지름길의 도함수 1을 더하지 않았습니다."),
        Mistake("factor", "1 - d", "가지의 도함수를 더하지 않고 뺐습니다."),
        Mistake("d", "w[i] * (w[i] * h > 0)", "가지의 둘째 가중치 v를 곱하지 않았습니다."),
        Mistake("d", "v[i] * (w[i] * h > 0)", "가지의 첫째 가중치 w를 곱하지 않았습니다."),
        Mistake("d_p", "1 + v[i] * w[i] * (w[i] * p > 0)", "이 망에는 지름길의 1이 없습니다."),
        Mistake("d_p", "w[i] * (w[i] * p > 0)", "둘째 가중치 v를 곱하지 않았습니다."),
        Mistake("d_p", "v[i] * (w[i] * p > 0)", "첫째 가중치 w를 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"h": 4.2, "g": 2.1, "p": 0, "g_p": 0},
            "손계산: 1.5·1.4·1 = 2.1이고, 0.5·0.4·0 = 0. 셋째 블록의 ReLU는 둘 다 꺼진다",
        ),
        Worked(
            {"x": 1, "w": [2, 3], "v": [0.25, 0.1]},
            {"h": 1.95, "g": 1.95, "p": 0.15, "g_p": 0.15},
            "PyTorch 2.13.0 autograd",
        ),
    ),
    picture=picture,
    limits={"x": (-1e3, 1e3), "w": (-100, 100), "v": (-100, 100)},
    words={
        "factor": "블록의 도함수",
    },
    lines={
        "d": "블록은 h를 h + F(h)로 바꾸고, 가지 F(h) = v·ReLU(w·h)의 w와 v는 블록마다 하나입니다.",
        "h": "",
        "factor": "",
        "g": "",
        "d_p": "블록은 p를 F(p)로 바꾸고, 가지 F(p) = v·ReLU(w·p)의 w와 v는 블록마다 하나입니다.",
        "p": "",
        "g_p": "",
    },
)
