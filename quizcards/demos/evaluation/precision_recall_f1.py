"""정밀도, 재현율, F 점수 (Manning et al. 2008, §8.3)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def precision_recall_f1(tp=6.0, fp=2.0, fn=4.0, tn=88.0, beta=1.0):
    accuracy = (tp + tn) / (tp + fp + fn + tn)  # 정확도: 음성이 많으면 음성만 맞혀도 높다
    precision = tp / (tp + fp)  # 정밀도: 양성이라고 한 것 가운데 진짜 양성
    recall = tp / (tp + fn)  # 재현율: 진짜 양성 가운데 찾아낸 것
    F = (1 + beta**2) * precision * recall / (beta**2 * precision + recall)  # β = 1이면 조화평균
    return F


def draw(rng):
    # a denominator of 10 or 20 for precision and of 25, 40 or 50 for recall
    tp, fp, fn = ((8, 2, 12), (6, 4, 19), (12, 8, 13), (16, 4, 9), (4, 6, 36), (18, 2, 32))[
        rng.integers(6)
    ]
    return {"tp": tp, "fp": fp, "fn": fn, "tn": 10 * rng.integers(10, 30), "beta": 2}


def picture(trace: Trace) -> Curves:
    recall = trace["recall"]
    precision = np.linspace(0.01, 1, 100)
    beta = trace["beta"]
    F = (1 + beta**2) * precision * recall / (beta**2 * precision + recall)
    return Curves(
        f"재현율이 {number(recall)}일 때: F는 낮은 쪽에 끌려간다",
        "정밀도",
        "점수",
        (
            Series(f"F, β = {number(beta)}", precision, F),
            Series("산술평균", precision, (precision + recall) / 2),
            Series("지금", np.array([trace["precision"]]), np.array([trace["F"]]), points=True),
        ),
    )


DEMO = Demo(
    precision_recall_f1,
    asks={
        "precision": "이 분류기의 정밀도",
        "recall": "이 분류기의 재현율",
        "F": "정밀도와 재현율을 β로 섞은 Fβ 점수",
    },
    draw=draw,
    mistakes=(
        Mistake("precision", "tp / (tp + fn)", "진짜 양성의 수로 나누었습니다. 재현율입니다."),
        Mistake("precision", "(tp + tn) / (tp + fp + fn + tn)", "정밀도가 아니라 정확도입니다."),
        Mistake("precision", "tn / (tn + fn)", "음성이라고 한 것 가운데 진짜 음성의 비율입니다."),
        Mistake("recall", "tp / (tp + fp)", "양성이라고 한 수로 나누었습니다. 정밀도입니다."),
        Mistake("recall", "tn / (tn + fp)", "진짜 음성 가운데 맞힌 비율, 특이도입니다."),
        Mistake("recall", "fn / (tp + fn)", "찾아낸 것이 아니라 놓친 것의 비율입니다."),
        Mistake("F", "(precision + recall) / 2", "조화평균이 아니라 산술평균입니다."),
        Mistake(
            "F",
            "2 * precision * recall / (precision + recall)",
            "재현율을 더 무겁게 보지 않았습니다. F₁입니다.",
        ),
        Mistake(
            "F",
            "(1 + beta**2) * precision * recall / (precision + beta**2 * recall)",
            "β²을 반대쪽에 곱해 정밀도를 더 무겁게 보았습니다.",
        ),
        Mistake("F", "accuracy", "F가 아니라 정확도입니다."),
    ),
    worked=(
        Worked(
            {},
            {"accuracy": 0.94, "precision": 0.75, "recall": 0.6, "F": 2 / 3},
            "손계산: 94/100, 6/8, 6/10, 2·0.75·0.6/1.35",
        ),
        Worked(
            {"tp": 50, "fp": 10, "fn": 5, "tn": 100},
            {
                "precision": 0.8333333333333334,
                "recall": 0.9090909090909091,
                "F": 0.8695652173913043,
            },
            "scikit-learn 1.9.1 precision_recall_fscore_support",
        ),
        Worked({"beta": 2}, {"F": 0.625}, "손계산: 5·0.75·0.6/(4·0.75 + 0.6) = 2.25/3.6"),
    ),
    picture=picture,
    limits=dict.fromkeys(("tp", "fp", "fn", "tn"), (0, 1e9)) | {"beta": (0.01, 100)},
    words={
        "tp": "참 양성 TP",
        "fp": "거짓 양성 FP",
        "fn": "거짓 음성 FN",
        "tn": "참 음성 TN",
        "beta": "β",
        "accuracy": "정확도",
        "precision": "정밀도",
        "recall": "재현율",
    },
    lines={"accuracy": "", "precision": "", "recall": "", "F": ""},
    holds=lambda run: run["beta"] == 2,
)
