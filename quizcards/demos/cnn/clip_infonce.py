"""CLIP의 대칭 대조 손실 InfoNCE (Radford et al. 2021, §2.3, Figure 3)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

IMAGES = np.array([[5.0, 0.0], [3.0, 4.0], [-5.0, 0.0]])
TEXTS = np.array([[4.0, 3.0], [6.0, 8.0], [-3.0, 4.0]])


def clip_infonce(U=IMAGES, V=TEXTS, tau=0.2):
    U_n = U / np.sqrt(np.sum(U**2, axis=1, keepdims=True))  # 길이를 1로
    V_n = V / np.sqrt(np.sum(V**2, axis=1, keepdims=True))
    S = U_n @ V_n.T / tau  # 코사인 유사도를 온도로 나눈다: 행은 이미지, 열은 문장
    E_i = np.exp(S - np.max(S, axis=1, keepdims=True))
    E_t = np.exp(S - np.max(S, axis=0, keepdims=True))
    P = E_i / np.sum(E_i, axis=1, keepdims=True)  # 이미지마다 문장을 고르는 softmax
    Q = E_t / np.sum(E_t, axis=0, keepdims=True)  # 문장마다 이미지를 고르는 softmax
    L_i = -np.mean(np.log(np.sum(P * np.eye(len(U)), axis=1)))  # 정답은 대각선의 짝
    L_t = -np.mean(np.log(np.sum(Q * np.eye(len(U)), axis=0)))
    J = (L_i + L_t) / 2
    return J


def draw(rng):
    # lengths of 5 and 10, whose cosines are tenths and hundredths
    vectors = np.array([[3.0, 4.0], [4.0, 3.0], [5.0, 0.0], [0.0, 5.0], [-8.0, 6.0], [-3.0, 4.0]])
    chosen = rng.permutation(vectors)[:4]
    return {"U": chosen[:2], "V": chosen[2:], "tau": rng.choice([0.2, 0.5])}


def picture(trace: Trace) -> HeatMap:
    numbers = range(1, len(trace["P"]) + 1)
    return HeatMap(
        "이미지마다 문장을 고를 확률 P: 대각선이 짝이다",
        trace["P"],
        tuple(f"이미지 {i}" for i in numbers),
        tuple(f"문장 {i}" for i in numbers),
    )


DEMO = Demo(
    clip_infonce,
    asks={
        "S": "코사인 유사도를 온도로 나눈 행렬 S(행은 이미지, 열은 문장)",
        "J": "이미지와 문장 두 방향을 평균한 CLIP의 손실 J",
    },
    draw=draw,
    mistakes=(
        Mistake("S", "U @ V.T / tau", "길이를 1로 맞추지 않은 내적입니다."),
        Mistake("S", "U_n @ V_n.T * tau", "온도로 나누지 않고 곱했습니다."),
        Mistake("S", "U_n @ V_n.T", "온도로 나누지 않았습니다."),
        Mistake("J", "L_i", "이미지에서 문장을 고르는 방향만 셌습니다."),
        Mistake("J", "L_t", "문장에서 이미지를 고르는 방향만 셌습니다."),
        Mistake("J", "L_i + L_t", "두 방향을 평균하지 않고 더했습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "S": [[4, 3, -3], [4.8, 5, 1.4], [-4, -3, 3]],
                "L_i": 0.31012121637665696,
                "L_t": 0.49479636297600543,
                "J": 0.40245878967633120,
            },
            "PyTorch 2.13.0 F.normalize와 F.cross_entropy",
        ),
        Worked(
            {"U": [[1, 0], [0, 1]], "V": [[2, 0], [0, 3]], "tau": 1 / np.log(3)},
            {"P": [[0.75, 0.25], [0.25, 0.75]], "J": np.log(4 / 3)},
            "손계산: 짝은 ln 3, 아닌 짝은 0이라 3:1이고 손실은 −ln(3/4)",
        ),
    ),
    picture=picture,
    limits={"U": (-1e3, 1e3), "V": (-1e3, 1e3), "tau": (0.01, 100)},
    words={"tau": "온도 τ"},
    lines={
        "U": "짝이 되는 순서로 놓은 이미지의 임베딩 U",
        "V": "문장의 임베딩 V",
        "U_n": "",
        "V_n": "",
        "S": "",
        "E_i": "",
        "E_t": "",
        "P": "유사도 행렬 S의 행마다, 또 열마다 softmax를 씌우고 짝의 −log를 평균합니다.",
        "Q": "",
        "L_i": "",
        "L_t": "",
        "J": "",
    },
)
