"""문장 임베딩: 평균 풀링과 마트료시카 자르기 (Kusupati et al. 2022)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

TOKENS = np.array([[3.0, 1.0, 2.0, 0.0], [5.0, 5.0, 0.0, 2.0], [7.0, 0.0, 7.0, 7.0]])
MASK = np.array([1.0, 1.0, 0.0])
QUERY = np.array([3.0, 4.0, 1.0, -1.0])


def embedding_models(T=TOKENS, mask=MASK, q=QUERY, keep=2):
    pooled = mask @ T / np.sum(mask)  # 평균 풀링: 패딩(mask 0)은 빼고 토큰 벡터를 평균한다
    front = pooled[:keep]  # 마트료시카: 앞의 keep차원만 남긴다
    v = front / np.sqrt(np.sum(front**2))  # 자르면 길이가 달라지므로 다시 정규화한다
    u = q[:keep] / np.sqrt(np.sum(q[:keep] ** 2))  # 질문 벡터도 똑같이 자르고 정규화한다
    similarity = v @ u  # 코사인 유사도
    return similarity


def draw(rng):
    tokens = np.array(
        rng.permutation([[6, 2, 1, 3], [2, 8, 3, 1], [4, 1, 6, 2], [8, 5, 1, 4], [1, 3, 5, 7]]),
        dtype=float,
    )
    return {
        "T": tokens[:3],
        "mask": np.array([1.0, 1.0, 0.0]),
        "q": np.array(rng.permutation([1, 2, 3, 5]), dtype=float),
        "keep": 2,
    }


def picture(trace: Trace) -> Curves:
    kept = np.arange(1, len(trace["pooled"]) + 1)
    runs = [DEMO.traced({**trace.inputs, "keep": int(n)}, {}) for n in kept]
    similarity = np.array([run["similarity"] for run in runs])
    return Curves(
        "앞의 몇 차원만으로 잰 유사도",
        "남긴 차원",
        "코사인 유사도",
        (Series("유사도", kept, similarity, points=True),),
    )


DEMO = Demo(
    embedding_models,
    asks={
        "pooled": "평균 풀링한 문장 벡터",
        "similarity": "앞쪽 차원만 남기고 다시 정규화한 문장과 질문의 코사인 유사도",
    },
    draw=draw,
    mistakes=(
        Mistake("pooled", "np.mean(T, axis=0)", "패딩까지 평균했습니다."),
        Mistake("pooled", "T[0]", "첫 토큰만 썼습니다. 그것은 CLS 풀링입니다."),
        Mistake("pooled", "np.max(T, axis=0)", "차원마다 최댓값을 썼습니다. 최대 풀링입니다."),
        Mistake("front", "pooled[-keep:]", "앞이 아니라 뒤의 차원을 남겼습니다."),
        Mistake("v", "front", "문장 벡터를 다시 정규화하지 않았습니다."),
        Mistake(
            "v",
            "front / np.sqrt(np.sum(pooled**2))",
            "자르기 전의 길이로 나누어 길이가 1이 아닙니다.",
        ),
        Mistake("u", "q[:keep]", "질문 벡터를 정규화하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"pooled": [4, 3, 1, 1], "similarity": 0.96},
            "손계산: 앞의 두 토큰의 평균 (4, 3, 1, 1), (4, 3)과 (3, 4)의 코사인 24/25",
        ),
        Worked(
            {"keep": 4},
            {"similarity": 24 / 27},
            "손계산: 두 벡터의 길이가 √27이고 내적이 12 + 12 + 1 − 1",
        ),
        Worked(
            {"T": [[2, 9, 4], [4, 1, 0]], "mask": [1, 1], "q": [-1, 0, 2], "keep": 3},
            {"pooled": [3.0, 5.0, 2.0], "similarity": 0.07254762501100118},
            "PyTorch 2.13.0 F.cosine_similarity",
        ),
    ),
    picture=picture,
    limits={"T": (-1e6, 1e6), "mask": (0, 1), "q": (-1e6, 1e6), "keep": (1, 1000)},
    words={
        "mask": "마스크",
        "keep": "남길 차원",
        "pooled": "문장 벡터",
        "front": "앞 차원",
        "similarity": "유사도",
    },
    lines={
        "T": "토큰 벡터(한 행이 토큰 하나) T",
        "mask": "패딩이면 0인 마스크",
        "q": "질문 벡터 q",
        "keep": "남기는 차원의 수",
        "pooled": "문장 벡터는 패딩을 뺀 토큰 벡터의 평균입니다.",
        "front": "",
        "v": "",
        "u": "",
        "similarity": "",
    },
)
