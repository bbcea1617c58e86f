"""깊이별 분리 합성곱의 가중치 수와 층을 쌓은 수용 영역 (Howard et al. 2017, §3.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

DILATIONS = np.array([1.0, 2.0, 4.0])
STRIDES = np.array([1.0, 1.0, 1.0])


def depthwise_1x1_dilated(k=3, c_in=8, c_out=16, dilation=DILATIONS, stride=STRIDES):
    full = k * k * c_in * c_out  # 보통 합성곱: 필터마다 입력 채널을 모두 본다
    depthwise = k * k * c_in  # 깊이별: 채널마다 필터 하나로 공간만 본다
    pointwise = c_in * c_out  # 1×1: 위치마다 채널만 섞는다
    separable = depthwise + pointwise
    ratio = separable / full  # 1/c_out + 1/k²
    r = 1.0  # 출력 한 칸이 보는 입력의 한 변
    jump = 1.0  # 이 층의 이웃한 칸이 입력에서 떨어진 거리
    for i in range(np.size(dilation)):
        grown = (k - 1) * dilation[i] * jump  # 필터의 양 끝 사이를 입력의 칸으로 센 것
        r = r + grown
        jump = jump * stride[i]
    return r


def draw(rng):
    # a stride before the last layer, and a dilation at it that adds up to more than the strides do
    return {
        "k": 3,
        "c_in": int(rng.choice([4, 6, 8, 10])),
        "c_out": int(rng.choice([5, 12, 16, 20])),
        "dilation": np.array([*rng.permutation([1.0, 1.0, 2.0])[:2], rng.choice([4.0, 5.0])]),
        "stride": np.array([*rng.permutation([1.0, 2.0]), 1.0]),
    }


def picture(trace: Trace) -> Curves:
    layers = np.arange(7)
    width = trace["k"] - 1
    seen = [1.0, *trace.values("r")[1:]]
    return Curves(
        "층을 쌓을 때 넓어지는 수용 영역의 한 변",
        "층",
        "한 변",
        (
            Series("팽창 1, 2, 4, …", layers, 1 + width * (2.0**layers - 1)),
            Series("팽창 없음", layers, 1.0 + width * layers),
            Series("지금의 층들", np.arange(len(seen))[:7], seen[:7], points=True),
        ),
    )


DEMO = Demo(
    depthwise_1x1_dilated,
    asks={
        "separable": "깊이별 합성곱과 1×1 합성곱의 가중치를 더한 수(편향은 빼고)",
        "r": "마지막 층의 출력 한 칸이 보는 수용 영역의 한 변",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "depthwise",
            "k * k * c_in * c_out",
            "보통 합성곱의 수입니다. 깊이별 합성곱은 채널마다 필터가 하나입니다.",
        ),
        Mistake("depthwise", "k * k", "필터가 입력 채널마다 하나씩 있습니다."),
        Mistake("depthwise", "k * c_in", "필터의 가로와 세로를 모두 곱합니다."),
        Mistake("separable", "depthwise", "채널을 섞는 1×1 합성곱을 빠뜨렸습니다."),
        Mistake("separable", "depthwise * pointwise", "두 층의 가중치는 곱하지 않고 더합니다."),
        Mistake("grown", "k * dilation[i] * jump", "k가 아니라 k − 1칸씩 넓어집니다."),
        Mistake("grown", "(k - 1) * jump", "팽창률을 곱하지 않았습니다."),
        Mistake("grown", "(k - 1) * dilation[i]", "앞 층들의 스트라이드를 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"full": 1152, "separable": 200, "ratio": 25 / 144, "r": 15.0},
            "손계산: 72 + 128 = 200, 200/1152 = 1/16 + 1/9, 수용 영역은 1 + 2·1 + 2·2 + 2·4 = 15",
        ),
        Worked(
            {"k": 5, "c_in": 32, "c_out": 64, "dilation": [1, 1, 3], "stride": [2, 2, 1]},
            {"separable": 2848, "full": 51200, "r": 61.0},
            "PyTorch 2.13.0 nn.Conv2d(groups=32)의 numel과 기울기가 0이 아닌 입력의 폭",
        ),
    ),
    picture=picture,
    limits={
        "k": (1, 31),
        "c_in": (1, 8192),
        "c_out": (1, 8192),
        "dilation": (1, 64),
        "stride": (1, 8),
    },
    words={
        "grown": "넓어진 칸 수",
        "depthwise": "깊이별 합성곱의 가중치 수",
        "pointwise": "1×1 합성곱의 가중치 수",
        "k": "필터의 한 변",
        "c_in": "입력 채널",
        "c_out": "출력 채널",
        "separable": "분리 합성곱의 가중치 수",
        "jump": "칸 사이의 거리",
    },
    lines={
        "dilation": "앞 층부터의 팽창률",
        "stride": "앞 층부터의 스트라이드",
        "full": "",
        "depthwise": "깊이별 합성곱 다음에 1×1 합성곱으로 출력 채널을 만듭니다.",
        "pointwise": "",
        "separable": "",
        "ratio": "",
        "r": "",
        "grown": "",
        "jump": "",
    },
)
