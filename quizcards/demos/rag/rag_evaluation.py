"""RAG 평가: hit@k, MRR, 재현율@k, 충실도 (Voorhees 1999; Es et al. 2024)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

RETRIEVED = np.array([[1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]])
RELEVANT, SUPPORTED, CLAIMS = np.array([4, 2, 1]), np.array([3, 1, 1]), np.array([4, 1, 4])


def rag_evaluation(R=RETRIEVED, relevant=RELEVANT, supported=SUPPORTED, claims=CLAIMS):
    found = np.max(R, axis=1)  # 행 하나가 질문 하나, 상위 k개 가운데 맞는 조각이 1
    hit = np.mean(found)  # hit@k: 하나라도 찾은 질문의 비율
    first = 1 + np.argmax(R, axis=1)  # 처음 나온 맞는 조각의 순위
    mrr = np.mean(found / first)  # 순위의 역수의 평균, 못 찾은 질문은 0
    recall = np.mean(np.sum(R, axis=1) / relevant)  # 재현율@k: 맞는 조각 가운데 찾은 비율
    faithfulness = np.mean(supported / claims)  # 충실도: 답의 주장 가운데 근거가 있는 비율
    return faithfulness


def draw(rng):
    # one question finds two chunks, one finds one further down, one finds none
    two = [[1, 0, 1, 0], [1, 1, 0, 0], [1, 0, 0, 1], [0, 1, 1, 0]][rng.integers(4)]
    one = [[0, 0, 1, 0], [0, 0, 0, 1]][rng.integers(2)]
    claims = rng.permutation([2, 4, 5])
    return {
        "R": rng.permutation([two, one, [0, 0, 0, 0]]),
        "relevant": rng.permutation([2, 3, 4]),
        "supported": claims - rng.permutation([0, 1, 1]),
        "claims": claims,
    }


def picture(trace: Trace) -> Bars:
    return Bars(
        "검색(위의 셋)과 생성을 따로 잰다",
        (
            ("hit@k", float(trace["hit"])),
            ("MRR", float(trace["mrr"])),
            ("재현율@k", float(trace["recall"])),
            ("충실도", float(trace["faithfulness"])),
        ),
    )


DEMO = Demo(
    rag_evaluation,
    asks={
        "mrr": "이 검색의 MRR 값",
        "recall": "질문마다 구해 평균한 재현율@k",
        "faithfulness": "질문마다 구해 평균한 충실도",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "found",
            "np.ones(np.shape(R)[0])",
            "하나도 못 찾은 질문까지 찾은 것으로 쳤습니다.",
        ),
        Mistake("first", "np.argmax(R, axis=1) + 2", "순위를 하나 크게 셌습니다."),
        Mistake("mrr", "1 / np.mean(first)", "순위를 먼저 평균했습니다. 역수를 평균해야 합니다."),
        Mistake("mrr", "hit", "순위를 보지 않았습니다. 그것은 hit@k입니다."),
        Mistake(
            "recall",
            "np.sum(R) / np.sum(relevant)",
            "질문마다 나누지 않고 모두 합쳐 나누었습니다.",
        ),
        Mistake("recall", "np.mean(R)", "맞는 조각의 수가 아니라 k로 나눈 정밀도입니다."),
        Mistake("recall", "hit", "하나라도 찾았는지만 보았습니다. 그것은 hit@k입니다."),
        Mistake(
            "faithfulness",
            "np.sum(supported) / np.sum(claims)",
            "질문마다 나누지 않고 모두 합쳐 나누었습니다.",
        ),
        Mistake(
            "faithfulness", "1 - np.mean(supported / claims)", "근거가 없는 주장의 비율입니다."
        ),
        Mistake("faithfulness", "np.mean(supported >= claims)", "모두 맞은 답만 셌습니다."),
    ),
    worked=(
        Worked(
            {},
            {"hit": 2 / 3, "mrr": 1 / 2, "recall": 1 / 3, "faithfulness": 2 / 3},
            "손계산: (1 + 1/2 + 0)/3, (2/4 + 1/2 + 0)/3, (3/4 + 1 + 1/4)/3",
        ),
        Worked(
            {
                "R": [[0, 0, 1], [1, 1, 0]],
                "relevant": [1, 4],
                "supported": [2, 3],
                "claims": [5, 4],
            },
            {"hit": 1.0, "mrr": 2 / 3, "recall": 3 / 4, "faithfulness": 0.575},
            "손계산: (1/3 + 1)/2, (1 + 2/4)/2, (2/5 + 3/4)/2",
        ),
    ),
    picture=picture,
    limits={
        "R": (0, 1),
        "relevant": (1, 1000),
        "supported": (0, 1000),
        "claims": (1, 1000),
    },
    words={
        "relevant": "맞는 조각",
        "supported": "뒷받침된 주장",
        "claims": "주장",
        "found": "찾은 질문",
        "first": "첫 순위",
        "mrr": "MRR",
        "recall": "재현율",
        "faithfulness": "충실도",
    },
    lines={
        "R": "질문(행)마다 찾은 조각이 맞는지, 1위부터 R",
        "relevant": "질문마다 문서 전체에 있는 맞는 조각의 수",
        "supported": "답마다 찾은 조각이 뒷받침하는 주장의 수",
        "claims": "답마다 주장의 수",
        "found": "",
        "hit": "",
        "first": "",
        "mrr": "",
        "recall": "",
        "faithfulness": "",
    },
)
