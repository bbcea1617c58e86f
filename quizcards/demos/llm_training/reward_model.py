"""보상 모델의 손실: 고른 답이 버린 답보다 높게 (Bradley-Terry)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def reward_model(r_w=2.0, r_l=0.8, margin=0.0):
    delta = r_w - r_l - margin  # 고른 답과 버린 답의 보상의 차
    p = 1 / (1 + np.exp(-delta))  # 고른 답을 더 좋아할 확률
    loss = -np.log(p)  # 실제로 고른 답의 음의 로그가능도
    g_w = p - 1  # ∂loss/∂r_w: 음수라서 고른 답의 보상을 올린다
    g_l = 1 - p  # ∂loss/∂r_l: 버린 답의 보상은 같은 만큼 내린다
    return loss


def draw(rng):
    r_l = rng.integers(-4, 5) / 2
    apart = rng.choice([-1.5, -1.0, -0.6, 0.6, 1.2, 1.5])
    return {"r_w": r_l + apart, "r_l": r_l, "margin": rng.choice([0.5, 1.0])}


def picture(trace: Trace) -> Curves:
    apart = np.linspace(-4, 4, 81)
    here = trace["r_w"] - trace["r_l"]
    if abs(here) > 4:
        apart = np.linspace(-abs(here), abs(here), 81)
    return Curves(
        "순서가 틀린 짝일수록 손실이 크다",
        "고른 답의 보상 − 버린 답의 보상",
        "손실",
        (
            Series("−ln σ(차 − 마진)", apart, np.log1p(np.exp(trace["margin"] - apart))),
            Series("이 짝", [here], [trace["loss"]], points=True),
        ),
    )


DEMO = Demo(
    reward_model,
    asks={
        "p": "마진을 뺀 차로 구한, 고른 답을 더 좋아할 확률 p",
        "loss": "보상 모델의 손실",
        "g_w": "고른 답의 보상에 대한 손실의 기울기",
    },
    draw=draw,
    mistakes=(
        Mistake("delta", "r_l - r_w - margin", "버린 답에서 고른 답을 뺐습니다."),
        Mistake("delta", "r_w - r_l", "마진을 빼지 않았습니다."),
        Mistake("delta", "r_w - r_l + margin", "마진을 더했습니다. 그만큼 더 벌리려면 뺍니다."),
        Mistake("delta", "r_w", "버린 답의 보상을 빼지 않았습니다."),
        Mistake("loss", "-np.log(1 - p)", "버린 답을 고를 확률에 로그를 씌웠습니다."),
        Mistake("loss", "1 - p", "확률의 로그가 아니라 1에서 뺀 값을 썼습니다."),
        Mistake("g_w", "-p", "p가 아니라 틀린 만큼, 1 − p에 비례합니다."),
    ),
    worked=(
        Worked(
            {},
            {"p": 0.7685247834990176, "loss": 0.26328246733803117, "g_w": -0.2314752165009824},
            "PyTorch 2.13.0 sigmoid, logsigmoid와 autograd",
        ),
        Worked(
            {"r_w": np.log(3), "r_l": 0},
            {"p": 3 / 4, "loss": np.log(4 / 3), "g_w": -1 / 4},
            "손계산: σ(ln 3) = 3 / (3 + 1)",
        ),
    ),
    picture=picture,
    limits={"r_w": (-50, 50), "r_l": (-50, 50), "margin": (0, 50)},
    words={
        "r_w": "고른 답의 보상",
        "r_l": "버린 답의 보상",
        "margin": "마진",
        "loss": "손실",
    },
    lines={"loss": ""},
)
