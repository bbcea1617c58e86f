"""임베딩의 유사도: 내적, 코사인 유사도, 유클리드 거리 (Manning et al. 2008, §6.3.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

QUERY = np.array([3.0, 4.0])
DOCUMENTS = np.array([[4.0, 3.0], [12.0, 5.0], [0.0, 2.0]])


def embedding_similarity(q=QUERY, D=DOCUMENTS):
    dot = D @ q  # 내적: 방향이 비슷하거나 길이가 길수록 크다. D의 행 하나가 문서 하나
    u = q / np.sqrt(np.sum(q**2))  # 질의를 길이 1로 정규화한다
    U = D / np.sqrt(np.sum(D**2, axis=1, keepdims=True))  # 문서도 하나하나 길이 1로
    cosine = U @ u  # 코사인 유사도: 정규화한 벡터의 내적, 방향만 본다
    distance = np.sqrt(np.sum((D - q) ** 2, axis=1))  # 유클리드 거리: 가까울수록 작다
    chord = np.sqrt(np.sum((U - u) ** 2, axis=1))  # 정규화한 뒤의 거리: √(2 − 2·코사인)
    return chord


def draw(rng):
    vectors = [[3, 4], [4, 3], [5, 12], [12, 5], [8, 15], [15, 8], [7, 24], [24, 7]]
    chosen = np.array(rng.permutation(vectors)[:3], dtype=float)
    return {"q": chosen[0], "D": chosen[1:]}


def picture(trace: Trace) -> HeatMap:
    measures = {
        "내적": -trace["dot"],
        "유클리드 거리": trace["distance"],
        "코사인 유사도": -trace["cosine"],
        "정규화한 뒤의 거리": trace["chord"],
    }
    ranks = [np.argsort(np.argsort(measure)) + 1 for measure in measures.values()]
    return HeatMap(
        "문서의 순위(1이 가장 비슷함): 정규화하면 코사인과 거리가 같다",
        np.array(ranks, dtype=float),
        tuple(measures),
        tuple(f"문서 {i + 1}" for i in range(len(trace["D"]))),
    )


DEMO = Demo(
    embedding_similarity,
    asks={
        "cosine": "질의와 문서들의 코사인 유사도",
        "distance": "질의와 문서들의 유클리드 거리",
        "chord": "모두 길이 1로 정규화한 뒤 질의와 문서들의 유클리드 거리",
    },
    draw=draw,
    mistakes=(
        Mistake("u", "q", "질의의 길이로 나누지 않았습니다."),
        Mistake("u", "q / np.sum(np.abs(q))", "질의를 L2가 아니라 L1 노름으로 나누었습니다."),
        Mistake("U", "D", "문서 벡터의 길이로 나누지 않았습니다."),
        Mistake(
            "U",
            "D / np.sum(np.abs(D), axis=1, keepdims=True)",
            "문서를 L2가 아니라 L1 노름으로 나누었습니다.",
        ),
        Mistake(
            "U",
            "D / np.sum(D**2, axis=1, keepdims=True)",
            "문서를 길이가 아니라 길이의 제곱으로 나누었습니다.",
        ),
        Mistake("cosine", "1 - U @ u", "유사도가 아니라 코사인 거리 1 − cos을 구했습니다."),
        Mistake("distance", "np.sum((D - q) ** 2, axis=1)", "제곱근을 잊었습니다."),
        Mistake(
            "distance",
            "np.sum(np.abs(D - q), axis=1)",
            "차의 절댓값을 더했습니다. 그것은 맨해튼 거리입니다.",
        ),
        Mistake(
            "distance",
            "np.sqrt(np.sum((D + q) ** 2, axis=1))",
            "두 벡터를 빼지 않고 더했습니다.",
        ),
        Mistake("chord", "np.sum((U - u) ** 2, axis=1)", "제곱근을 잊었습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "dot": [24, 56, 8],
                "cosine": [24 / 25, 56 / 65, 4 / 5],
                "distance": [2**0.5, 82**0.5, 13**0.5],
                "chord": [0.08**0.5, (18 / 65) ** 0.5, 0.4**0.5],
            },
            "손계산: 길이는 5, 13, 2이고 정규화한 뒤의 거리는 √(2 − 2cos)",
        ),
        Worked(
            {"q": [1.0, 2.0, 2.0], "D": [[2.0, 1.0, 2.0], [1.0, -1.0, 0.5]]},
            {
                "cosine": [0.8888888888888888, 0.0],
                "distance": [1.4142135623730951, 3.3541019662496847],
                "chord": [0.4714045207910317, 1.4142135623730951],
            },
            "scikit-learn 1.9.1 cosine_similarity, euclidean_distances",
        ),
    ),
    picture=picture,
    limits={"q": (-1e6, 1e6), "D": (-1e6, 1e6)},
    lines={
        "q": "질의 벡터 q",
        "D": "문서 벡터(한 행이 문서 하나) D",
        "dot": "",
        "u": "",
        "U": "",
        "cosine": "",
        "distance": "",
        "chord": "",
    },
)
