"""추측 디코딩: 초안을 min(1, p/q)로 받아들이면 결과의 분포는 p 그대로 (Leviathan et al. 2023)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

TARGET = np.array([0.5, 0.3, 0.2])
DRAFT = np.array([0.3, 0.6, 0.1])


def speculative_decoding(p=TARGET, q=DRAFT, k=4):
    a = np.minimum(1, p / q)  # 초안의 토큰을 받아들일 확률
    alpha = np.sum(q * a)  # 평균 수락률: Σ min(p, q)
    d = np.maximum(p - q, 0)  # 초안이 덜 준 몫
    r = d / np.sum(d)  # 거절하면 여기서 다시 뽑는다
    P = q * a + (1 - alpha) * r  # 나온 토큰의 분포: p와 정확히 같다
    m = (1 - alpha ** (k + 1)) / (1 - alpha)  # 초안 k개로 한 번 검증할 때 얻는 토큰 수의 평균
    return m


def draw(rng):
    p, q = [
        ([0.5, 0.3, 0.2], [0.2, 0.7, 0.1]),
        ([0.6, 0.3, 0.1], [0.3, 0.2, 0.5]),
        ([0.4, 0.5, 0.1], [0.8, 0.1, 0.1]),
        ([0.6, 0.1, 0.3], [0.2, 0.6, 0.2]),
        ([0.3, 0.6, 0.1], [0.5, 0.2, 0.3]),
    ][rng.integers(5)]
    order = rng.permutation(3)
    return {"p": np.array(p)[order], "q": np.array(q)[order], "k": rng.integers(2, 5)}


def picture(trace: Trace) -> HeatMap:
    return HeatMap(
        "초안이 무엇이든 나온 토큰의 분포는 큰 모델의 것이다",
        np.array([trace["q"], trace["r"], trace["P"], trace["p"]]),
        ("초안 q", "거절하면 r", "나온 토큰", "큰 모델 p"),
        tuple(f"토큰 {i + 1}" for i in range(np.size(trace["p"]))),
    )


DEMO = Demo(
    speculative_decoding,
    asks={
        "alpha": "평균 수락률 α",
        "r": "거절했을 때 다시 뽑는 토큰의 분포",
        "m": "검증 한 번에 얻는 토큰 수의 평균",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "a", "np.minimum(1, q / p)", "비가 거꾸로입니다. 큰 모델의 p를 초안의 q로 나눕니다."
        ),
        Mistake("alpha", "np.mean(a)", "토큰마다 나올 확률 q로 가중하지 않았습니다."),
        Mistake("alpha", "np.sum(p * q)", "두 모델이 우연히 같은 토큰을 뽑을 확률입니다."),
        Mistake("d", "p", "거절하고 p에서 다시 뽑으면 초안이 준 몫이 두 번 들어갑니다."),
        Mistake(
            "d", "np.maximum(q - p, 0)", "부호가 반대입니다. 초안이 덜 준 토큰을 채워야 합니다."
        ),
        Mistake("r", "d", "합이 1이 되도록 나누지 않았습니다."),
        Mistake("m", "k * alpha", "앞에서 거절되면 그 뒤의 초안은 모두 버려집니다."),
        Mistake(
            "m",
            "(1 - alpha**k) / (1 - alpha)",
            "모두 받아들였을 때 덤으로 얻는 토큰을 빠뜨렸습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"alpha": 0.7, "r": [2 / 3, 0, 1 / 3], "P": [0.5, 0.3, 0.2], "m": 2.7731},
            "손계산: 0.3 + 0.3 + 0.1, (0.2, 0, 0.1)/0.3, 1 + 0.7 + 0.49 + 0.343 + 0.2401",
        ),
        Worked(
            {"p": [0.75, 0.25], "q": [0.25, 0.75], "k": 2},
            {"a": [1, 1 / 3], "alpha": 0.5, "r": [1, 0], "P": [0.75, 0.25], "m": 1.75},
            "손계산: 0.25 + 0.25, (0.5, 0)/0.5, 1 + 1/2 + 1/4",
        ),
    ),
    picture=picture,
    limits={"p": (0, 1), "q": (0.001, 1), "k": (1, 100)},
    words={"m": ""},
    lines={
        "p": "큰 모델의 확률 p",
        "q": "초안 모델의 확률 q",
        "k": "초안의 길이 k",
        "a": "초안의 토큰은 min(1, p/q)의 확률로 받아들입니다.",
        "alpha": "α는 초안의 토큰 하나를 받아들일 평균 확률입니다.",
        "d": "",
        "r": "",
        "P": "",
        "m": "",
    },
)
