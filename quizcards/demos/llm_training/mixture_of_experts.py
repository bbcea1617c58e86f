"""MoE: 토큰마다 전문가 하나를 고르고 부하를 고르게 한다 (Fedus et al. 2022, §2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

# the odds of three experts for four tokens, as their logarithms
ROUTER = np.log([[2.0, 1.0, 1.0], [6.0, 1.0, 1.0], [1.0, 2.0, 1.0], [5.0, 2.0, 1.0]])
EXPERTS = np.array([[4.0, 8.0, 2.0], [8.0, 4.0, 1.0], [6.0, 2.0, 4.0], [8.0, 1.0, 3.0]])


def mixture_of_experts(H=ROUTER, F=EXPERTS):
    E = np.exp(H - np.max(H, axis=1, keepdims=True))
    P = E / np.sum(E, axis=1, keepdims=True)  # 라우터의 확률: 토큰마다 전문가를 얼마나 미는가
    top = np.max(P, axis=1, keepdims=True)
    chosen = np.where(top > P, 0, 1)  # top-1: 확률이 가장 큰 전문가 하나만
    y = np.sum(chosen * P * F, axis=1)  # 고른 전문가의 출력에 그 확률을 곱한다
    f = np.mean(chosen, axis=0)  # 전문가마다 받은 토큰의 비율
    p = np.mean(P, axis=0)  # 전문가마다 받은 확률의 평균
    aux = np.shape(H)[1] * np.sum(f * p)  # 부하 균형 손실: 고르면 1
    return aux


def draw(rng):
    # most of the tokens to one expert, and no two scores of a token alike
    scores = [[2.0, 1.0, 0.0], [3.0, 0.0, 1.0], [1.0, 3.0, 0.0], [3.0, 2.0, 0.0], [0.0, 1.0, 2.0]]
    return {
        "H": rng.permutation(scores)[:4][:, rng.permutation(3)],
        "F": rng.permutation(np.arange(1.0, 13.0)).reshape(4, 3),
    }


def picture(trace: Trace) -> HeatMap:
    tokens, experts = np.shape(trace["P"])
    return HeatMap(
        f"라우터의 확률: 행마다 가장 큰 하나만 계산한다 (부하 손실 {trace['aux']:.3g})",
        trace["P"],
        tuple(f"토큰 {i + 1}" for i in range(tokens)),
        tuple(f"전문가 {j + 1}" for j in range(experts)),
    )


DEMO = Demo(
    mixture_of_experts,
    asks={
        "y": "토큰마다의 출력 y",
        "f": "전문가마다 받은 토큰의 비율 f",
        "aux": "앞의 계수를 뺀 부하 균형 손실",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "chosen",
            "np.where(np.min(P, axis=1, keepdims=True) < P, 0, 1)",
            "확률이 가장 작은 전문가를 골랐습니다.",
        ),
        Mistake("y", "np.sum(chosen * F, axis=1)", "고른 전문가의 확률을 곱하지 않았습니다."),
        Mistake("y", "np.sum(P * F, axis=1)", "고르지 않고 모든 전문가를 섞었습니다."),
        Mistake("f", "np.sum(chosen, axis=0)", "토큰의 비율이 아니라 수를 셌습니다."),
        Mistake("f", "np.mean(P, axis=0)", "실제로 보낸 토큰이 아니라 확률을 평균했습니다."),
        Mistake("aux", "np.sum(f * p)", "전문가의 수를 곱하지 않았습니다."),
        Mistake(
            "aux", "np.shape(H)[1] * np.sum(f**2)", "비율을 제곱했습니다. 확률의 평균과 곱합니다."
        ),
    ),
    worked=(
        Worked(
            {},
            {"y": [2.0, 6.0, 1.0, 5.0], "f": [0.75, 0.25, 0.0], "aux": 45 / 32},
            "손계산: 확률의 평균이 (17, 9, 6)/32라 3·(3/4·17/32 + 1/4·9/32) = 45/32",
        ),
    ),
    picture=picture,
    limits={"H": (-100, 100), "F": (-1e6, 1e6)},
    words={"top": "가장 큰 확률", "chosen": "고름", "aux": "손실"},
    lines={
        "H": "라우터의 점수 H(토큰마다 한 행)",
        "F": "전문가의 출력 F(토큰마다 한 행)",
        "E": "",
        "P": "P는 점수의 행마다 softmax를 한 것입니다.",
        "top": "",
        "chosen": "토큰마다 확률이 가장 큰 전문가 하나만 고릅니다.",
        "y": "",
        "f": "",
        "p": "p는 전문가마다 받은 확률의 평균입니다.",
        "aux": "",
    },
)
