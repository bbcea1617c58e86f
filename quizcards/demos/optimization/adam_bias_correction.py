"""Adam의 편향 보정(bias correction): 0에서 출발한 이동평균을 되돌리기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

GRADIENTS = np.full(12, -2.0)


def adam_bias_correction(g=GRADIENTS, m=0.0, v=0.0, beta1=0.9, beta2=0.999, eps=1e-8):
    for t in range(1, np.size(g) + 1):
        m = beta1 * m + (1 - beta1) * g[t - 1]  # 1차 적률: 0에서 출발해 처음에는 작다
        v = beta2 * v + (1 - beta2) * g[t - 1] ** 2  # 2차 적률: β₂가 1에 가까워 더 작다
        m_hat = m / (1 - beta1**t)  # E[m] = (1 − β₁ᵗ)·E[g]를 되돌린다
        v_hat = v / (1 - beta2**t)
        raw = m / (np.sqrt(v) + eps)  # 보정하지 않은 스텝이 α의 몇 배인가
        ratio = m_hat / (np.sqrt(v_hat) + eps)  # 보정한 스텝은 1배 안팎
    return ratio


def draw(rng):
    return {"g": rng.choice([-1, 1]) * rng.choice([1.0, 2.0, 3.0, 4.0, 5.0], size=2, replace=False)}


def picture(trace: Trace) -> Curves:
    t = np.arange(1, 101)
    growth = (1 - trace["beta1"] ** t) / np.sqrt(1 - trace["beta2"] ** t)
    steps = np.arange(1, len(trace["g"]) + 1)
    return Curves(
        "보정하지 않은 스텝이 학습률의 몇 배인가",
        "t",
        "배",
        (
            Series("기울기가 일정할 때 (1 − β₁ᵗ)/√(1 − β₂ᵗ)", t, growth),
            Series("보정하지 않으면", steps, np.abs(trace.values("raw")), points=True),
            Series("보정하면", steps, np.abs(trace.values("ratio")), points=True),
        ),
    )


DEMO = Demo(
    adam_bias_correction,
    asks={
        "m_hat": "t = 2에서 편향을 보정한 m̂",
        "v_hat": "t = 2에서 편향을 보정한 v̂",
    },
    draw=draw,
    mistakes=(
        Mistake("m", "(1 - beta1) * m + beta1 * g[t - 1]", "β₁과 1 − β₁을 바꾸었습니다."),
        Mistake(
            "v", "beta2 * v + (1 - beta2) * g[t - 1]", "2차 적률에는 기울기의 제곱이 들어갑니다."
        ),
        Mistake("m_hat", "m", "m의 편향 보정을 빠뜨렸습니다."),
        Mistake("m_hat", "m / (1 - beta1)", "1 − β₁이 아니라 1 − β₁ᵗ으로 나눕니다."),
        Mistake("v_hat", "v", "v의 편향 보정을 빠뜨렸습니다."),
        Mistake("v_hat", "v / (1 - beta1**t)", "v는 β₁이 아니라 β₂로 보정합니다."),
        Mistake("v_hat", "v / (1 - beta2)", "1 − β₂가 아니라 1 − β₂ᵗ으로 나눕니다."),
    ),
    worked=(
        Worked(
            {"eps": 1e-12},
            {
                "m_hat": -2.0,
                "v_hat": 4.0,
                "ratio": -1.0,
                "raw": -(1 - 0.9**12) / (1 - 0.999**12) ** 0.5,
            },
            "닫힌 해: 기울기가 일정하면 m = (1 − 0.9¹²)·g, "
            "v = (1 − 0.999¹²)·g². 12스텝째가 6.57배로 가장 크다",
        ),
        Worked(
            {"g": [-2], "eps": 1e-12},
            {"m": -0.2, "v": 0.004, "raw": -(10**0.5)},
            "손계산: 0.2/√0.004 = √10",
        ),
        Worked(
            {"g": [1, 3]},
            {"m_hat": 0.39 / 0.19, "v_hat": 0.009999 / 0.001999},
            "손계산: m = 0.09 + 0.3",
        ),
    ),
    picture=picture,
    limits={
        "g": (-1e6, 1e6),
        "m": (-1e6, 1e6),
        "v": (0, 1e12),
        "beta1": (0, 0.999999),
        "beta2": (0, 0.999999),
        "eps": (1e-12, 1),
    },
    words={
        "ratio": "스텝의 배율",
    },
)
