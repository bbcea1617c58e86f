"""PPO: KL 벌점을 뺀 보상과 클립한 목적 함수 (Schulman et al. 2017, §3)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

PROBABILITY = np.array([0.39, 0.21])
SAMPLED = np.array([0.3, 0.3])
REFERENCE = np.array([0.3, 0.3])
SCORES = np.array([3.0, 1.0])


def ppo_clip_kl(
    p=PROBABILITY, p_old=SAMPLED, p_ref=REFERENCE, score=SCORES, V=2.0, beta=0.1, eps=0.2
):
    R = score - beta * np.log(p_old / p_ref)  # 보상 모델의 점수에서 KL 벌점을 뺀다
    A = R - V  # 어드밴티지: 가치 모델이 기대한 것보다 얼마나 나은가
    ratio = p / p_old  # 답을 뽑은 정책에 대한 지금 정책의 비율. 실제로는 토큰마다 구한다
    clipped = np.minimum(np.maximum(ratio, 1 - eps), 1 + eps)  # 1 − ε과 1 + ε 사이로 자른다
    L = np.minimum(ratio * A, clipped * A)  # 답마다의 목적: 둘 가운데 작은 쪽
    J = np.mean(L)  # 이것을 최대화한다
    return J


def draw(rng):
    # a good answer and a bad one, one of them moved out of the clip
    p_old = rng.choice([0.2, 0.4], 2)
    moved = rng.choice([[1.5, 0.9], [1.4, 1.1], [1.1, 0.5], [0.9, 0.6]])
    return {
        "p": p_old * moved,
        "p_old": p_old,
        "p_ref": p_old * rng.permutation([0.5, 2.0]),
        "score": np.array([rng.choice([3.0, 4.0]), rng.choice([0.5, 1.0])]),
        "V": 2.0,
        "beta": rng.choice([0.2, 0.5]),
        "eps": rng.choice([0.2, 0.3]),
    }


def picture(trace: Trace) -> Curves:
    ratio, eps = np.linspace(0, 2, 81), trace["eps"]

    def objective(A: float) -> Series:
        clipped = np.clip(ratio, 1 - eps, 1 + eps)
        return Series(f"A = {A:+.3g}", ratio, np.minimum(ratio * A, clipped * A))

    return Curves(
        "좋은 답은 1 + ε에서, 나쁜 답은 1 − ε에서 평평해진다",
        "비율 r",
        "답 하나의 목적",
        (
            *(objective(A) for A in list(dict.fromkeys(trace["A"].tolist()))[:4]),
            Series("지금", np.clip(trace["ratio"], 0, 2), trace["L"], points=True),
        ),
    )


DEMO = Demo(
    ppo_clip_kl,
    asks={
        "A": "답마다의 어드밴티지 A",
        "L": "답마다의 클립한 목적",
        "J": "PPO의 목적 함수 J",
    },
    draw=draw,
    mistakes=(
        Mistake("R", "score", "KL 벌점을 빼지 않았습니다."),
        Mistake("R", "score + beta * np.log(p_old / p_ref)", "KL 벌점을 더했습니다."),
        Mistake("A", "R", "가치 모델이 기대한 값을 빼지 않았습니다."),
        Mistake("ratio", "p / p_ref", "참조 모델이 아니라 답을 뽑은 정책으로 나눕니다."),
        Mistake("L", "ratio * A", "클립하지 않았습니다."),
        Mistake("L", "np.maximum(ratio * A, clipped * A)", "둘 가운데 큰 쪽을 골랐습니다."),
        Mistake("J", "np.sum(L)", "답의 수로 나누지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"A": [1.0, -1.0], "L": [1.2, -0.8], "J": 0.2},
            "손계산: 비율 1.3과 0.7. min(1.3, 1.2)와 min(−0.7, −0.8)",
        ),
        Worked(
            {"p": [0.6, 0.9], "p_old": [0.4, 0.6], "p_ref": [0.4, 0.3], "beta": 1 / np.log(2)},
            {"A": [1.0, -2.0], "L": [1.2, -3.0], "J": -0.9},
            "손계산: 둘째 답의 KL 벌점이 ln 2 / ln 2 = 1, 비율 1.5에서 나쁜 답은 그대로 깎는다",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("p", "p_old", "p_ref"), (1e-6, 1))
    | {"score": (-1e3, 1e3), "V": (-1e3, 1e3), "beta": (0, 10), "eps": (0.01, 0.99)},
    words={
        "p_old": "p₀",
        "p_ref": "p₁",
        "score": "점수",
        "ratio": "비율",
        "clipped": "클립한 비율",
    },
    lines={
        "p": "지금 정책이 답마다 준 확률 p",
        "p_old": "답을 뽑은 정책의 확률 p₀",
        "p_ref": "참조 모델의 확률 p₁",
        "clipped": "클립한 비율은 비율을 1 − ε과 1 + ε 사이로 자른 것입니다.",
    },
)
