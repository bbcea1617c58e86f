"""어텐션 마스크: 보면 안 되는 칸을 softmax 앞에서 가린다 (Vaswani et al. 2017, §3.2.3)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

SCORES = np.array([[2.0, 1.0, 3.0], [1.0, 1.0, 2.0], [0.0, 1.0, 0.0]])
VALUES = np.array([[4.0], [8.0], [12.0]])


def causal_cross_mask(S=SCORES, V=VALUES, mask="causal", length=2):
    if mask == "causal":
        seen = np.tri(np.shape(S)[0], np.shape(S)[1])  # 하삼각: 자기와 앞의 토큰만 1
    elif mask == "padding":
        seen = np.ones(np.shape(S)[0])[:, None] * (np.arange(np.shape(S)[1]) < length)
    else:
        seen = np.ones(np.shape(S))  # 크로스 어텐션: 인코더의 모든 토큰을 본다
    M = np.where(seen == 1, S, -1e9)  # 가릴 칸은 −∞로 (계산에서는 아주 작은 수)
    E = np.exp(M - np.max(M, axis=1, keepdims=True))  # 가린 칸은 정확히 0이 된다
    A = E / np.sum(E, axis=1, keepdims=True)  # 남은 칸끼리 합이 1
    Y = A @ V
    return Y


def draw(rng):
    # three tokens of one sequence, or two of a decoder that look at an encoder's
    mask = rng.choice(["causal", "padding"])
    rows = {"causal": 3, "padding": 2}[mask]
    scores = [[1, 0, 2], [0, 1, 3], [2, 1, 0], [3, 0, 1], [0, 2, 1]]
    return {
        "S": np.array(rng.permutation(scores)[:rows], dtype=float),
        "V": rng.permutation([[2.0], [6.0], [10.0], [20.0]])[:3],
        "mask": mask,
        "length": 2,
    }


def picture(trace: Trace) -> HeatMap:
    queries, keys = np.shape(trace["A"])
    return HeatMap(
        "가린 뒤의 어텐션 가중치 A: 가린 칸은 0",
        trace["A"],
        tuple(f"쿼리 {i + 1}" for i in range(queries)),
        tuple(f"키 {j + 1}" for j in range(keys)),
    )


DEMO = Demo(
    causal_cross_mask,
    asks={
        "A": "마스크를 씌운 어텐션 가중치 A",
        "Y": "마스크를 씌운 어텐션의 출력 Y",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "seen",
            "np.tri(np.shape(S)[0], np.shape(S)[1], -1)",
            "자기 자신까지 가렸습니다. 인과 마스크는 자기와 앞의 토큰을 봅니다.",
        ),
        Mistake(
            "seen",
            "1 - np.tri(np.shape(S)[0], np.shape(S)[1])",
            "거꾸로 뒤의 토큰을 보고 앞의 토큰을 가렸습니다.",
        ),
        Mistake("M", "S", "가리지 않았습니다."),
        Mistake(
            "M",
            "np.where(seen == 1, S, 0)",
            "가릴 칸을 0으로 두었습니다. e⁰ = 1이라 여전히 봅니다.",
        ),
        Mistake(
            "A",
            "np.exp(S) * seen / np.sum(np.exp(S), axis=1, keepdims=True)",
            "softmax 다음에 가려서 남은 가중치의 합이 1이 되지 않습니다.",
        ),
        Mistake(
            "A", "seen / np.sum(seen, axis=1, keepdims=True)", "남은 칸을 고르게 나누었습니다."
        ),
    ),
    worked=(
        Worked(
            {},
            {"Y": [[4.0], [6.0], [8.0]]},
            "손계산: 첫 행은 4, 둘째는 (4 + 8)/2, 셋째는 1 : e : 1이라 (16 + 8e)/(2 + e) = 8",
        ),
        Worked(
            {"S": [[np.log(3), 0, 9], [0, np.log(4), 9]], "mask": "padding"},
            {"A": [[3 / 4, 1 / 4, 0], [1 / 5, 4 / 5, 0]], "Y": [[5.0], [7.2]]},
            "손계산: 셋째 키는 패딩이라 3:1과 1:4만 남는다",
        ),
    ),
    picture=picture,
    limits={"S": (-1e3, 1e3), "V": (-1e6, 1e6), "length": (1, 64)},
    choices={
        "mask": {
            "causal": "인과 마스크: 자기와 앞의 토큰만 봅니다.",
            "padding": "패딩 마스크: 뒤쪽 패딩은 보지 않습니다.",
            "none": "마스크 없이 모두 봅니다.",
        },
    },
    words={"seen": "보이는 칸", "length": "패딩이 아닌 토큰 수"},
    lines={
        "S": "√dₖ로 나눈 점수 S",
        "seen": "",
        "M": "가릴 칸의 점수를 −∞로 바꿉니다.",
        "E": "",
        "A": "A는 가린 점수의 행마다 softmax를 한 것입니다.",
    },
)
