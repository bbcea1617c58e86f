"""BERT와 GPT의 사전학습 손실: 어느 자리에서 무엇을 맞히는가 (Devlin et al. 2019, §3.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

TOKENS = np.array(
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
)
PREDICTED = np.array(
    [[0.25, 0.5, 0.25], [0.5, 0.25, 0.25], [0.5, 0.25, 0.25], [0.8, 0.1, 0.1], [0.2, 0.2, 0.6]]
)
MASKED = np.array([0.0, 0.0, 1.0, 0.0, 0.0])


def bert_gpt_objectives(Y=TOKENS, P=PREDICTED, masked=MASKED, objective="clm"):
    if objective == "clm":
        p = np.sum(P[:-1] * Y[1:], axis=1)  # GPT: 자리 t의 출력이 다음 토큰 t + 1을 맞힌다
        counted = np.ones(np.shape(p))  # 마지막 자리만 빼고 모두 센다
    else:
        p = np.sum(P * Y, axis=1)  # BERT: 가린 자리의 출력이 그 자리의 토큰을 맞힌다
        counted = masked  # 가린 자리만 센다
    J = -np.sum(counted * np.log(p)) / np.sum(counted)  # 교차 엔트로피의 평균
    perplexity = np.exp(J)
    return J


def draw(rng):
    # probabilities whose logarithms add up, and tokens that differ from their neighbours
    order = rng.permutation(3)
    tokens = order[rng.choice([[0, 1, 2, 0], [0, 1, 0, 2], [0, 2, 1, 2]])]
    rows = [[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [0.2, 0.3, 0.5], [0.1, 0.3, 0.6]]
    return {
        "Y": np.eye(3)[tokens],
        "P": np.array([rng.permutation(row) for row in rng.permutation(rows)]),
        "masked": np.eye(4)[rng.integers(4)],
        "objective": "clm",
    }


def picture(trace: Trace) -> HeatMap:
    P, Y = np.maximum(trace["P"], 1e-6), trace["Y"]
    next_token = -np.sum(Y[1:] * np.log(P[:-1]), axis=1)
    masked = -trace["masked"] * np.sum(Y * np.log(P), axis=1)
    return HeatMap(
        "자리마다의 손실 −ln p: 세지 않는 자리는 0",
        np.array([[*next_token, 0.0], masked]) + 0.0,
        ("GPT(CLM)", "BERT(MLM)"),
        tuple(f"자리 {i + 1}" for i in range(len(trace["Y"]))),
    )


DEMO = Demo(
    bert_gpt_objectives,
    asks={
        "p": "정답 토큰에 준 확률 p",
        "J": "사전학습 손실 J",
        "perplexity": "퍼플렉시티(perplexity)",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "p",
            "np.sum(P[:-1] * Y[:-1], axis=1)",
            "그 자리의 토큰을 맞혔습니다. GPT의 정답은 다음 토큰입니다.",
        ),
        Mistake("p", "np.sum(P[1:] * Y[:-1], axis=1)", "다음이 아니라 앞의 토큰을 맞혔습니다."),
        Mistake("p", "np.max(P[:-1], axis=1)", "정답이 아니라 가장 큰 확률을 골랐습니다."),
        Mistake("J", "-np.sum(counted * np.log(p))", "자리의 수로 나누어 평균하지 않았습니다."),
        Mistake(
            "J",
            "-np.sum(counted * np.log2(p)) / np.sum(counted)",
            "자연로그가 아니라 밑이 2입니다.",
        ),
        Mistake(
            "perplexity", "np.exp(-J)", "부호를 바꾸었습니다. 퍼플렉시티는 1보다 작지 않습니다."
        ),
        Mistake("perplexity", "1 / np.mean(p)", "확률의 산술평균의 역수입니다. 기하평균을 씁니다."),
    ),
    worked=(
        Worked(
            {},
            {"p": [0.5, 0.25, 0.25, 0.8], "J": np.log(40) / 4, "perplexity": 40**0.25},
            "손계산: 정답의 확률이 1/2, 1/4, 1/4, 4/5이라 곱이 1/40",
        ),
        Worked(
            {"objective": "mlm"},
            {"J": np.log(4), "perplexity": 4.0},
            "손계산: 가린 셋째 자리의 정답에 준 확률이 1/4",
        ),
    ),
    picture=picture,
    limits={"Y": (0, 1), "P": (1e-6, 1), "masked": (0, 1)},
    choices={
        "objective": {
            "clm": "GPT의 CLM으로 학습합니다.",
            "mlm": "BERT의 MLM으로 학습합니다.",
        },
    },
    words={"counted": "세는 자리", "masked": "가린 자리", "perplexity": "퍼플렉시티"},
    lines={
        "Y": "토큰(한 행이 한 자리의 one-hot) Y",
        "P": "자리마다 모델이 낸 확률 P",
        "p": "p는 자리마다 정답 토큰에 준 확률입니다.",
        "counted": "",
        "J": "J는 −ln p의 평균입니다.",
    },
)
