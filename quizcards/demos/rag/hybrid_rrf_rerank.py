"""RRF(Reciprocal Rank Fusion): 두 검색의 순위를 합치기 (Cormack et al. 2009)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

SPARSE = np.array([12.0, 8.0, 3.0, 0.5, 0.2])
DENSE = np.array([0.62, 0.75, 0.7, 0.8, 0.65])


def hybrid_rrf_rerank(sparse=SPARSE, dense=DENSE, k=60):
    r_s = 1 + np.sum(sparse > sparse[:, None], axis=1)  # 키워드 검색(BM25)의 순위, 1부터
    r_d = 1 + np.sum(dense > dense[:, None], axis=1)  # 임베딩 검색의 순위
    rrf = 1 / (k + r_s) + 1 / (k + r_d)  # 점수의 크기는 버리고 순위만 쓴다
    place = 1 + np.sum(rrf > rrf[:, None], axis=1)  # 합친 순위
    return place


def draw(rng):
    # two orders of four documents that disagree; the last digit tells the documents, so that no
    # score misread ties with another
    orders = rng.permutation([[0, 1, 2, 3], [2, 0, 1, 3], [3, 2, 0, 1], [1, 3, 2, 0]])
    sparse = np.sort(rng.choice(np.arange(2, 30), size=4, replace=False) / 2)
    dense = np.sort(rng.choice(np.arange(48, 90, 4), size=4, replace=False) / 100)
    return {
        "sparse": np.round(sparse[orders[0]] + np.arange(4) / 10, 1),
        "dense": np.round(dense[orders[1]] + np.arange(4) / 100, 2),
        "k": rng.choice([1, 4, 9]),
    }


def picture(trace: Trace) -> HeatMap:
    ranks = [trace["r_s"], trace["r_d"], trace["place"]]
    return HeatMap(
        "문서의 순위: 두 검색과 RRF로 합친 것",
        np.array(ranks, dtype=float),
        ("키워드", "임베딩", "RRF"),
        tuple(f"문서 {i + 1}" for i in range(len(trace["place"]))),
    )


DEMO = Demo(
    hybrid_rrf_rerank,
    asks={"rrf": "두 검색을 합친 문서들의 RRF 점수"},
    draw=draw,
    mistakes=(
        Mistake("r_s", "np.sum(sparse > sparse[:, None], axis=1)", "순위를 0부터 셌습니다."),
        Mistake(
            "r_s",
            "1 + np.sum(sparse < sparse[:, None], axis=1)",
            "점수가 낮은 문서부터 순위를 매겼습니다.",
        ),
        Mistake("r_d", "np.sum(dense > dense[:, None], axis=1)", "순위를 0부터 셌습니다."),
        Mistake(
            "r_d",
            "1 + np.sum(dense < dense[:, None], axis=1)",
            "점수가 낮은 문서부터 순위를 매겼습니다.",
        ),
        Mistake("rrf", "1 / r_s + 1 / r_d", "순위에 k를 더하지 않았습니다."),
        Mistake(
            "rrf",
            "1 / (k + r_s + r_d)",
            "순위를 더한 다음 역수를 취했습니다. 역수를 취한 다음 더합니다.",
        ),
        Mistake("rrf", "sparse + dense", "눈금이 다른 두 점수를 그대로 더했습니다. 순위만 씁니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "rrf": [1 / 61 + 1 / 65, 2 / 62, 2 / 63, 1 / 64 + 1 / 61, 1 / 65 + 1 / 64],
                "place": [3, 1, 4, 2, 5],
            },
            "손계산: 순위가 (1, 5), (2, 2), (3, 3), (4, 1), (5, 4)",
        ),
        Worked(
            {"sparse": [9, 1, 4], "dense": [0.2, 0.9, 0.5], "k": 1},
            {"rrf": [1 / 2 + 1 / 4, 1 / 4 + 1 / 2, 1 / 3 + 1 / 3]},
            "손계산: 순위가 (1, 3), (3, 1), (2, 2)",
        ),
    ),
    picture=picture,
    limits={"sparse": (-1e6, 1e6), "dense": (-1e6, 1e6), "k": (0, 1e6)},
    words={
        "sparse": "BM25 점수",
        "dense": "코사인 유사도",
        "r_s": "키워드 순위",
        "r_d": "임베딩 순위",
        "rrf": "RRF",
        "place": "합친 순위",
    },
    lines={
        "sparse": "문서들의 BM25 점수",
        "dense": "문서들의 코사인 유사도",
        "k": "RRF의 상수 k",
        "r_s": "순위는 점수가 높은 쪽부터 1입니다.",
        "r_d": "",
        "rrf": "",
        "place": "",
    },
)
