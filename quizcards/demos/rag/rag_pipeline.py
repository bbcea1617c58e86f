"""RAG의 정답률: 찾을 확률과, 찾았을 때 맞힐 확률 (Lewis et al. 2020)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

SIMILARITIES = np.array(
    [[0.9, 0.4, 0.7, 0.2], [0.5, 0.8, 0.3, 0.6], [0.6, 0.7, 0.2, 0.1], [0.8, 0.1, 0.3, 0.5]]
)


def rag_pipeline(S=SIMILARITIES, k=2, p_read=0.8, p_guess=0.2):
    rank = 1 + np.sum(S[:, :1] < S, axis=1)  # 행 하나가 질문 하나, 첫 칸이 답이 든 문서
    hit = np.where(rank <= k, 1.0, 0.0)  # 상위 k개만 프롬프트에 넣는다
    recall = np.mean(hit)  # 답이 든 문서를 찾은 질문의 비율
    p = recall * p_read + (1 - recall) * p_guess  # 찾았을 때와 못 찾았을 때를 더한다
    return p


def draw(rng):
    # some gold document just makes it into the k, some other just does not; the last digit tells
    # the columns, so that no number misread ties with another
    k, ranks = [
        (2, [1, 1, 2, 3]),
        (2, [1, 2, 2, 3]),
        (2, [2, 3, 3, 4]),
        (3, [1, 1, 3, 4]),
        (3, [3, 4, 4, 4]),
    ][rng.integers(5)]
    rows = []
    for rank in rng.permutation(ranks):
        best = np.sort(rng.permutation(np.arange(1, 10) / 10)[:4])[::-1]
        rows.append([best[rank - 1], *rng.permutation(np.delete(best, rank - 1))])
    return {
        "S": np.round(np.array(rows) + np.arange(4) / 100, 2),
        "k": k,
        "p_read": rng.choice([0.7, 0.8, 0.9]),
        "p_guess": rng.choice([0.1, 0.2, 0.3]),
    }


def picture(trace: Trace) -> Curves:
    ks = np.arange(1, np.shape(trace["S"])[1] + 1)
    recall = np.mean(trace["rank"][:, None] <= ks, axis=0)
    answered = recall * trace["p_read"] + (1 - recall) * trace["p_guess"]
    return Curves(
        "문서를 더 넣으면: 찾았을 때 맞힐 확률이 그대로라면",
        "프롬프트에 넣는 문서 수 k",
        "비율",
        (
            Series("재현율@k", ks, recall, points=True),
            Series("정답률", ks, answered, points=True),
        ),
    )


DEMO = Demo(
    rag_pipeline,
    asks={
        "rank": "질문마다 답이 든 문서의 순위",
        "p": "이 RAG의 정답률",
    },
    draw=draw,
    mistakes=(
        Mistake("rank", "np.sum(S[:, :1] < S, axis=1)", "순위를 0부터 셌습니다."),
        Mistake(
            "rank",
            "1 + np.sum(S[:, :1] > S, axis=1)",
            "유사도가 낮은 문서부터 순위를 매겼습니다.",
        ),
        Mistake(
            "rank",
            "1 + np.sum(S[:, :1] <= S, axis=1)",
            "자기 자신까지 앞선 문서로 셌습니다.",
        ),
        Mistake("hit", "np.where(rank < k, 1.0, 0.0)", "k위도 프롬프트에 들어갑니다."),
        Mistake("p", "recall * p_read", "못 찾고도 맞히는 몫을 빠뜨렸습니다."),
        Mistake(
            "p",
            "recall * p_guess + (1 - recall) * p_read",
            "찾았을 때와 못 찾았을 때의 확률을 바꾸었습니다.",
        ),
        Mistake("p", "p_read", "언제나 찾은 것으로 쳤습니다."),
    ),
    worked=(
        Worked(
            {},
            {"rank": [1, 3, 2, 1], "recall": 0.75, "p": 0.65},
            "손계산: 순위 1, 3, 2, 1에서 2위 안이 셋, 0.75·0.8 + 0.25·0.2",
        ),
        Worked(
            {"k": 1},
            {"recall": 0.5, "p": 0.5},
            "손계산: 1위가 둘, 0.5·0.8 + 0.5·0.2",
        ),
    ),
    picture=picture,
    limits={"S": (-1, 1), "k": (1, 1000), "p_read": (0, 1), "p_guess": (0, 1)},
    words={"p_read": "p₁", "p_guess": "p₀", "recall": "r", "rank": "순위", "hit": "찾음"},
    lines={
        "S": "질문마다 문서들의 유사도(첫 칸이 답이 든 문서) S",
        "k": "프롬프트에 넣는 문서 수 k",
        "p_read": "답이 든 문서를 찾았을 때 맞힐 확률",
        "p_guess": "찾지 못했을 때 맞힐 확률",
        "rank": "",
        "hit": "",
        "recall": "",
        "p": "",
    },
)
