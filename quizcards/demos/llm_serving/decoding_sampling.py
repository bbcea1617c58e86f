"""디코딩: 로짓을 온도로 나눠 확률로 바꾸고, 꼬리를 잘라 다시 나눈다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

LOGITS = np.array([3.0, 2.0, 1.0, 0.0])


def decoding_sampling(z=LOGITS, T=1.0, rule="top_p", p=0.9, k=2, c=0.1):
    u = np.exp((z - np.max(z)) / T)  # 온도 T: 작을수록 뾰족, 클수록 평평
    P = u / np.sum(u)  # softmax
    before = np.sum(np.where(P[:, None] < P, P, 0), axis=1)  # 나보다 큰 확률의 합
    rank = np.sum(P[:, None] < P, axis=1)  # 나보다 큰 토큰의 수
    if rule == "top_p":
        S = np.where(before < p, P, 0)  # 확률의 합이 p가 될 때까지 남긴다 (nucleus)
    elif rule == "top_k":
        S = np.where(rank < k, P, 0)  # 가장 큰 k개만
    else:
        S = np.where(c * np.max(P) <= P, P, 0)  # 가장 큰 확률의 c배 이상만 (min-p)
    Q = S / np.sum(S)  # 남은 것끼리 합이 1이 되게 한다
    return Q


def draw(rng):
    # at T = 0.5 the probabilities are as the squares of these; none of the sums comes near p
    sizes, p = [
        ([4, 3, 2, 1], 0.8),
        ([5, 4, 2, 1], 0.9),
        ([6, 5, 3, 1], 0.8),
        ([7, 5, 4, 2], 0.9),
        ([7, 5, 4, 2], 0.7),
    ][rng.integers(5)]
    return {"z": rng.permutation(np.log(sizes)), "T": 0.5, "rule": "top_p", "p": p}


def picture(trace: Trace) -> HeatMap:
    warmer = DEMO.traced({**trace.inputs, "T": 2 * trace["T"]}, {})["P"]
    return HeatMap(
        "온도로 바꾼 확률과, 꼬리를 잘라 낸 뒤의 확률",
        np.array([warmer, trace["P"], trace["Q"]]),
        (f"T = {2 * trace['T']:g}", f"T = {trace['T']:g}", "자른 뒤"),
        tuple(f"토큰 {i + 1}" for i in range(len(warmer))),
    )


DEMO = Demo(
    decoding_sampling,
    asks={
        "P": "온도를 쓴 뒤의 확률 P",
        "Q": "꼬리를 잘라 다시 나눈 확률 Q",
    },
    draw=draw,
    mistakes=(
        Mistake("u", "np.exp(z - np.max(z))", "온도로 나누지 않았습니다."),
        Mistake("u", "np.exp((z - np.max(z)) * T)", "온도로 나누지 않고 곱했습니다."),
        Mistake("P", "u", "합으로 나누지 않아 확률이 아닙니다."),
        Mistake(
            "S",
            "np.where(before + P < p, P, 0)",
            "합이 p를 처음 넘게 하는 토큰을 버렸습니다. 그것까지 남깁니다.",
        ),
        Mistake("S", "np.where(before < p, 1, 0)", "남은 토큰의 확률을 모두 같게 만들었습니다."),
        Mistake("Q", "S", "버린 뒤에 합이 1이 되도록 다시 나누지 않았습니다."),
    ),
    worked=(
        Worked(
            {"z": np.log([4, 3, 2, 1]), "T": 0.5, "p": 0.8},
            {"P": [16 / 30, 9 / 30, 4 / 30, 1 / 30], "Q": [16 / 25, 9 / 25, 0, 0]},
            "손계산: T = 0.5면 비가 4²:3²:2²:1²이고, 16 + 9가 30의 0.8배를 넘는다",
        ),
        Worked(
            {},
            {"Q": [0.6652409557748219, 0.24472847105479764, 0.09003057317038046, 0]},
            "PyTorch 2.13.0 torch.softmax([3, 2, 1]): 앞의 셋만 남는다",
        ),
        Worked(
            {"rule": "top_k"},
            {"Q": [1 / (1 + np.exp(-1)), 1 / (1 + np.exp(1)), 0, 0]},
            "손계산: 둘만 남으면 로짓의 차이 1의 시그모이드",
        ),
    ),
    picture=picture,
    limits={
        "z": (-1e3, 1e3),
        "T": (0.01, 100),
        "p": (0.01, 1),
        "k": (1, 1000),
        "c": (0, 1),
    },
    choices={
        "rule": {
            "top_p": "top-p: 확률이 큰 것부터 더해 합이 처음 p 이상이 되는 토큰까지 남깁니다",
            "top_k": "top-k: 확률이 큰 k개를 남깁니다",
            "min_p": "min-p: 가장 큰 확률의 c배 이상인 토큰을 남깁니다",
        },
    },
    words={"before": "나보다 큰 확률의 합", "rank": "나보다 큰 토큰의 수", "k": "", "c": ""},
    lines={
        "z": "로짓 z",
        "u": "",
        "P": "P는 로짓을 온도 T로 나눈 z / T의 softmax입니다.",
        "before": "",
        "rank": "",
        "S": "남기지 않는 토큰의 확률은 0으로 둡니다.",
    },
)
