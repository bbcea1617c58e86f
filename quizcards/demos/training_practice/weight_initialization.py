"""가중치 초기화: 층을 지날 때 분산이 몇 배가 되는가 (He et al. 2015, §2.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def weight_initialization(
    fan_in=100, fan_out=100, scheme="he", sigma=0.01, activation="relu", layers=10, v=1.0
):
    if scheme == "he":
        var_w = 2 / fan_in  # ReLU가 절반을 0으로 만드는 만큼 두 배
    elif scheme == "xavier":
        var_w = 2 / (fan_in + fan_out)  # 순전파의 1/fan-in과 역전파의 1/fan-out 사이
    else:
        var_w = sigma**2  # 층의 크기를 보지 않는다
    std = np.sqrt(var_w)  # 가중치를 뽑을 정규분포의 표준편차
    if activation == "relu":
        kept = 1 / 2  # 평균 0인 z에서 ReLU를 지나 남는 제곱의 평균
    else:
        kept = 1.0  # 0 근처의 tanh는 거의 항등
    forward = fan_in * std**2 * kept  # 순전파: 입력 fan-in개를 더한다
    backward = fan_out * std**2 * kept  # 역전파: 출력 fan-out개에서 온 기울기를 더한다
    for i in range(layers):
        v = v * forward  # 같은 모양의 층을 지날 때마다
    return v


def draw(rng):
    fan_in, fan_out = rng.choice([2, 4, 8, 16, 50, 100, 200], size=2, replace=False)
    scheme = rng.choice(["he", "xavier"])
    return {
        "fan_in": fan_in,
        "fan_out": fan_out,
        "scheme": scheme,
        "activation": "relu" if scheme == "he" else rng.choice(["relu", "tanh"]),
        "layers": 1,
    }


def picture(trace: Trace) -> Curves:
    width, layers = 100, np.arange(11)
    series = []
    for name, std in (("He", (2 / width) ** 0.5), ("Xavier", width**-0.5), ("σ = 0.01", 0.01)):
        rng = np.random.default_rng(0)
        z = rng.normal(size=(200, width))
        spread = [0.0]
        for _ in layers[1:]:
            z = np.maximum(0, z) @ rng.normal(scale=std, size=(width, width))
            spread.append(np.log10(np.sqrt(np.mean(z**2))))
        series.append(Series(name, layers, spread))
    factor = np.clip(trace["forward"], 1e-5, 1e5)
    now = Series("지금의 배율로 본 이론", layers, layers * np.log10(factor) / 2, points=True)
    return Curves(
        "폭 100인 ReLU 망에서 z의 크기(log₁₀): He만 층을 지나도 그대로이다",
        "층",
        "log₁₀ 크기",
        (*series, now),
    )


DEMO = Demo(
    weight_initialization,
    asks={
        "std": "가중치를 뽑을 정규분포의 표준편차",
        "forward": "순전파에서 층 하나를 지날 때 분산에 곱해지는 값",
        "backward": "역전파에서 층 하나를 지날 때 기울기의 분산에 곱해지는 값",
    },
    draw=draw,
    mistakes=(
        Mistake("std", "var_w", "분산입니다. 표준편차는 그 제곱근입니다."),
        Mistake("std", "1 / np.sqrt(fan_in)", "1/√fan-in은 LeCun 초기화의 표준편차입니다."),
        Mistake("std", "1 / np.sqrt(fan_in + fan_out)", "분자는 1이 아니라 2입니다."),
        Mistake("std", "np.sqrt(2 / fan_out)", "출력의 수(fan-out)만으로 나누었습니다."),
        Mistake(
            "forward", "fan_out * std**2 * kept", "순전파에서 더하는 것은 입력 fan-in개입니다."
        ),
        Mistake("forward", "fan_in * std * kept", "분산이 아니라 표준편차를 곱했습니다."),
        Mistake("forward", "std**2 * kept", "입력의 수(fan-in)를 곱하지 않았습니다."),
        Mistake(
            "backward", "fan_in * std**2 * kept", "역전파에서 더하는 것은 출력 fan-out개입니다."
        ),
        Mistake("backward", "fan_out * std * kept", "분산이 아니라 표준편차를 곱했습니다."),
        Mistake("backward", "std**2 * kept", "출력의 수(fan-out)를 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {"fan_in": 8, "fan_out": 2, "layers": 3},
            {"std": 1 / 2, "forward": 1.0, "backward": 1 / 4, "v": 1.0},
            "손계산: 2/8 = 1/4이라 표준편차 1/2, 8·(1/4)·(1/2) = 1, 2·(1/4)·(1/2) = 1/4",
        ),
        Worked(
            {"fan_in": 4, "fan_out": 28, "scheme": "xavier", "activation": "tanh"},
            {"std": 1 / 4, "forward": 1 / 4, "backward": 7 / 4},
            "손계산: 2/(4 + 28) = 1/16이라 표준편차 1/4, 4/16과 28/16",
        ),
    ),
    picture=picture,
    limits={
        "fan_in": (1, 1e5),
        "fan_out": (1, 1e5),
        "sigma": (1e-4, 10),
        "layers": (1, 100),
        "v": (0, 1e6),
    },
    choices={
        "scheme": {
            "he": "He 초기화를 합니다",
            "xavier": "Xavier 초기화를 합니다",
            "fixed": "표준편차를 σ로 정합니다",
        },
        "activation": {
            "relu": "활성화는 ReLU이고 z의 평균은 0입니다",
            "tanh": "활성화는 tanh이고 z는 0 근처입니다",
        },
    },
    words={
        "fan_in": "fan-in",
        "var_w": "가중치의 분산",
        "fan_out": "fan-out",
        "std": "표준편차",
        "kept": "남는 비율",
        "sigma": "",
        "layers": "",
        "v": "",
        "forward": "순전파의 배율",
        "backward": "역전파의 배율",
    },
    lines={
        "var_w": "",
        "std": "",
        "kept": "",
        "forward": "",
        "backward": "",
    },
)
