"""순위 지표: RR, AP, NDCG (Manning et al. 2008, §8.4)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

GRADES = np.array([0.0, 3, 1, 0, 2])


def ranking_ndcg_map(rel=GRADES, least=1):
    rank = np.arange(1, np.size(rel) + 1)
    hit = rel >= least  # 등급이 least 이상이면 맞는 것으로 친다
    rr = 1 / (1 + np.argmax(hit))  # 첫 정답의 순위의 역수, 질문마다 평균하면 MRR
    precision = np.cumsum(hit) / rank  # 자리마다 그때까지의 정밀도
    ap = np.sum(hit * precision) / np.sum(hit)  # 맞는 자리의 정밀도를 평균, 질문마다 평균하면 MAP
    discount = np.log(2) / np.log(rank + 1)  # 1/log₂(순위 + 1)
    dcg = np.sum(rel * discount)  # 등급을 순위에 따라 깎아 더한다
    best = rel[np.argsort(-rel)]  # 이상적인 순서: 등급이 높은 것부터
    ndcg = dcg / np.sum(best * discount)
    return ndcg


def draw(rng):
    # the first is not relevant, or the reciprocal of its rank would tell nothing
    rel = rng.permutation(4)
    while rel[0] >= 2:
        rel = rng.permutation(4)
    return {"rel": rel.astype(float), "least": 2}


def picture(trace: Trace) -> Curves:
    discounted = [np.cumsum(grades * trace["discount"]) for grades in (trace["rel"], trace["best"])]
    return Curves(
        "위에서부터 쌓이는 DCG: 이상적인 순서에 가까울수록 좋다",
        "순위",
        "DCG",
        (
            Series("이 순서", trace["rank"], discounted[0]),
            Series("이상적인 순서", trace["rank"], discounted[1]),
        ),
    )


DEMO = Demo(
    ranking_ndcg_map,
    asks={
        "rr": "이 순위의 RR(첫 정답의 순위의 역수)",
        "ap": "이 순위의 AP(평균 정밀도)",
        "ndcg": "이 순위의 NDCG",
    },
    draw=draw,
    mistakes=(
        Mistake("rr", "1 / np.mean(rank[hit])", "첫 정답이 아니라 정답들의 평균 순위를 썼습니다."),
        Mistake("rr", "1 + np.argmax(hit)", "역수가 아니라 순위 그대로입니다."),
        Mistake(
            "rr", "np.sum(hit / rank)", "첫 정답에서 멈추지 않고 모든 정답의 역수를 더했습니다."
        ),
        Mistake("precision", "1 / rank", "찾은 정답의 수를 세지 않고 늘 하나로 보았습니다."),
        Mistake(
            "ap",
            "np.sum(hit * precision) / np.size(rel)",
            "정답의 수가 아니라 모두의 수로 나눴습니다.",
        ),
        Mistake("ap", "np.mean(precision)", "정답이 아닌 자리의 정밀도까지 평균했습니다."),
        Mistake("ap", "np.mean(hit)", "순위를 보지 않았습니다. 그것은 정밀도입니다."),
        Mistake("discount", "1 / rank", "로그가 아니라 순위로 나누었습니다."),
        Mistake("ndcg", "dcg", "이상적인 순서의 DCG로 나누지 않았습니다."),
        Mistake("ndcg", "dcg / np.sum(rel)", "이상적인 순서도 순위에 따라 깎아야 합니다."),
    ),
    worked=(
        Worked(
            {},
            {"rr": 1 / 2, "ap": 53 / 90, "ndcg": 0.6649702433332251},
            "손계산: (1/2 + 2/3 + 3/5)/3 = 53/90; NDCG는 scikit-learn 1.9.1 ndcg_score",
        ),
    ),
    picture=picture,
    limits={"rel": (0, 1000), "least": (1, 1000)},
    words={
        "least": "정답의 최저 등급",
        "rel": "등급",
        "hit": "정답",
        "rank": "순위",
        "precision": "정밀도",
        "discount": "깎는 비율",
        "best": "이상적인 순서",
        "rr": "RR",
        "ap": "AP",
        "dcg": "DCG",
        "ndcg": "NDCG",
    },
    lines={
        "rel": "1위부터 놓인 결과의 등급",
        "least": "정답으로 치는 가장 낮은 등급",
        "rank": "",
        "hit": "",
        "rr": "",
        "precision": "",
        "ap": "",
        "discount": "이득은 등급 그대로이고, 1/log₂(순위 + 1)을 곱해 더합니다.",
        "dcg": "",
        "best": "",
        "ndcg": "",
    },
)
