"""DPO: 보상 모델 없이 선호 짝으로 정책을 학습한다 (Rafailov et al. 2023, §4)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def dpo(pi_w=-10.0, pi_l=-14.0, ref_w=-12.0, ref_l=-11.0, beta=0.1):
    r_w = beta * (pi_w - ref_w)  # 고른 답의 암묵적 보상: 참조보다 로그확률이 얼마나 올랐나
    r_l = beta * (pi_l - ref_l)  # 버린 답의 암묵적 보상
    delta = r_w - r_l
    loss = np.log(1 + np.exp(-delta))  # −ln σ(δ): 보상 모델의 손실과 같은 꼴
    weight = 1 / (1 + np.exp(delta))  # σ(−δ): 순서를 틀린 만큼
    g_w = -beta * weight  # 고른 답의 로그확률에 대한 기울기. 버린 답은 부호만 반대
    return loss


def draw(rng):
    ref_w, ref_l = rng.choice([-20.0, -18.0, -15.0, -12.0], 2, replace=False)
    up, down = rng.choice([[3.0, -2.0], [2.0, -4.0], [-1.0, 2.0], [-3.0, -1.0], [1.0, 5.0]])
    return {
        "pi_w": ref_w + up,
        "pi_l": ref_l + down,
        "ref_w": ref_w,
        "ref_l": ref_l,
        "beta": rng.choice([0.1, 0.2, 0.5]),
    }


def picture(trace: Trace) -> Curves:
    here = trace["delta"]
    delta = np.linspace(-max(4, abs(here)), max(4, abs(here)), 81)
    return Curves(
        "짝의 순서가 틀릴수록 손실과 기울기의 무게가 크다",
        "암묵적 보상의 차 δ",
        "값",
        (
            Series("손실 −ln σ(δ)", delta, np.log1p(np.exp(-delta))),
            Series("무게 σ(−δ)", delta, 1 / (1 + np.exp(delta))),
            Series("이 짝", [here, here], [trace["loss"], trace["weight"]], points=True),
        ),
    )


DEMO = Demo(
    dpo,
    asks={
        "delta": "암묵적 보상의 차 δ",
        "loss": "DPO의 손실",
        "g_w": "고른 답의 로그확률에 대한 손실의 기울기",
    },
    draw=draw,
    mistakes=(
        Mistake("r_w", "beta * pi_w", "고른 답에서 참조 모델의 로그확률을 빼지 않았습니다."),
        Mistake("r_w", "pi_w - ref_w", "고른 답에 β를 곱하지 않았습니다."),
        Mistake("r_l", "beta * (ref_l - pi_l)", "버린 답에서 거꾸로 뺐습니다."),
        Mistake("delta", "r_w + r_l", "버린 답의 보상은 빼야 합니다."),
        Mistake("delta", "r_l - r_w", "버린 답에서 고른 답을 뺐습니다."),
        Mistake("loss", "-delta", "시그모이드와 로그를 씌우지 않았습니다."),
        Mistake("g_w", "-weight", "β를 곱하지 않았습니다."),
        Mistake("g_w", "-beta", "순서를 틀린 만큼의 무게를 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"delta": 0.5, "loss": 0.47407698418010663, "g_w": -0.037754066879814546},
            "손계산: δ = 0.1·(2 + 3), PyTorch 2.13.0 logsigmoid와 autograd",
        ),
        Worked(
            {"pi_w": -5, "pi_l": -9, "ref_w": -5, "ref_l": -9, "beta": 0.4},
            {"delta": 0.0, "loss": np.log(2), "g_w": -0.2},
            "손계산: 정책이 참조와 같으면 δ = 0, 손실 ln 2, 기울기 −0.4/2",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("pi_w", "pi_l", "ref_w", "ref_l"), (-1e4, 0)) | {"beta": (0.001, 10)},
    words={
        "g_w": "고른 답의 기울기",
        "r_w": "고른 답의 보상",
        "r_l": "버린 답의 보상",
        "pi_w": "ln π(고른 답)",
        "pi_l": "ln π(버린 답)",
        "ref_w": "ln π₀(고른 답)",
        "ref_l": "ln π₀(버린 답)",
        "loss": "손실",
        "weight": "σ(−δ)",
    },
    lines={
        "pi_w": "정책이 고른 답에 준 로그확률 ln π(고른 답)",
        "pi_l": "정책이 버린 답에 준 로그확률 ln π(버린 답)",
        "ref_w": "참조 모델이 고른 답에 준 로그확률 ln π₀(고른 답)",
        "ref_l": "참조 모델이 버린 답에 준 로그확률 ln π₀(버린 답)",
        "loss": "",
        "weight": "",
        "g_w": "",
    },
)
