"""ROC-AUC와 PR 곡선의 AP (Fawcett 2006; Davis & Goadrich 2006)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

POSITIVE = np.array([0.9, 0.7, 0.4])
NEGATIVE = np.array([0.8, 0.3, 0.2, 0.1])


def roc_auc_pr(pos=POSITIVE, neg=NEGATIVE, times=1.0):
    wins = (pos[:, None] > neg) + 0.5 * (pos[:, None] == neg)  # 양성이 이긴 쌍 1, 비기면 ½
    auc = np.mean(wins)  # ROC 곡선 아래의 넓이와 같다
    tp = np.sum(pos >= pos[:, None], axis=1)  # 양성의 점수를 차례로 임곗값으로 둘 때의 참 양성
    fp = times * np.sum(neg >= pos[:, None], axis=1)  # 음성이 times배로 늘면 거짓 양성도 그만큼
    precision = tp / (tp + fp)
    ap = np.mean(precision)  # 평균 정밀도: 양성마다 그 자리의 정밀도를 평균
    return ap


def draw(rng):
    scores = rng.permutation(np.arange(1, 10))[: rng.integers(6, 8)] / 10
    scores = np.sort(scores)[::-1]
    # most positives on top, one of them below negatives
    ranks = ((0, 1, 4), (0, 2, 3), (0, 2, 5), (1, 2, 4), (0, 3, 4))[rng.integers(5)]
    is_positive = np.isin(np.arange(len(scores)), ranks)
    return {
        "pos": rng.permutation(scores[is_positive]),
        "neg": rng.permutation(scores[~is_positive]),
        "times": rng.choice([2, 3, 5]),
    }


def picture(trace: Trace) -> Curves:
    pos, neg, times = trace["pos"], trace["neg"], trace["times"]
    thresholds = np.unique(np.concatenate((pos, neg)))[::-1]
    tpr = np.mean(pos >= thresholds[:, None], axis=1)
    fpr = np.mean(neg >= thresholds[:, None], axis=1)
    tp, fp = len(pos) * tpr, times * len(neg) * fpr
    return Curves(
        f"임곗값을 낮추며 걷는다: AUC {number(trace['auc'])}, AP {number(trace['ap'])}",
        "ROC는 거짓 양성 비율, PR은 재현율",
        "ROC는 재현율, PR은 정밀도",
        (
            Series("ROC", np.append(0, fpr), np.append(0, tpr)),
            Series("PR", tpr, tp / (tp + fp)),
            Series("무작위 ROC", np.array([0.0, 1]), np.array([0.0, 1])),
        ),
    )


DEMO = Demo(
    roc_auc_pr,
    asks={
        "auc": "이 점수들의 ROC-AUC",
        "ap": "보간하지 않은 이 점수들의 평균 정밀도(AP)",
    },
    draw=draw,
    mistakes=(
        Mistake("wins", "pos[:, None] < neg", "음성이 이긴 쌍을 셌습니다."),
        Mistake("wins", "pos >= 0.5", "임곗값 하나에서 찾은 양성의 비율입니다. 재현율입니다."),
        Mistake("auc", "np.mean(pos) - np.mean(neg)", "두 클래스의 평균 점수를 뺐습니다."),
        Mistake(
            "auc",
            "np.sum(pos >= np.max(neg)) / np.size(pos)",
            "가장 높은 음성보다 높은 양성만 셌습니다.",
        ),
        Mistake(
            "fp",
            "np.sum(neg >= pos[:, None], axis=1)",
            "음성이 몇 배로 있는지를 곱하지 않았습니다.",
        ),
        Mistake("precision", "tp / np.size(pos)", "정밀도가 아니라 재현율입니다."),
        Mistake(
            "ap",
            "np.sum(precision) / (np.size(pos) + np.size(neg))",
            "양성이 아니라 모든 샘플의 수로 나눴습니다.",
        ),
        Mistake("ap", "np.min(precision)", "평균이 아니라 마지막 자리의 정밀도입니다."),
        Mistake("ap", "auc", "AP가 아니라 AUC입니다."),
    ),
    worked=(
        Worked(
            {},
            {"auc": 10 / 12, "ap": (1 + 2 / 3 + 3 / 4) / 3},
            "손계산: 이긴 쌍 4 + 3 + 3, 양성은 1, 3, 4번째라 정밀도 1/1, 2/3, 3/4",
        ),
        Worked(
            {"pos": [0.9, 0.6, 0.6], "neg": [0.8, 0.6, 0.3, 0.1]},
            {"auc": 0.75, "ap": 0.7333333333333334},
            "scikit-learn 1.9.1 roc_auc_score, average_precision_score",
        ),
    ),
    picture=picture,
    limits={"pos": (-1e6, 1e6), "neg": (-1e6, 1e6), "times": (0.001, 1e6)},
    words={
        "wins": "이긴 쌍",
        "times": "음성의 배수",
        "tp": "참 양성",
        "fp": "거짓 양성",
        "precision": "정밀도",
        "auc": "AUC",
        "ap": "AP",
    },
    lines={
        "pos": "양성 샘플의 점수",
        "neg": "음성 샘플의 점수",
        "times": "같은 점수의 음성이 몇 배로 있는지",
        "wins": "",
        "auc": "",
        "tp": "",
        "fp": "",
        "precision": "",
        "ap": "",
    },
)
