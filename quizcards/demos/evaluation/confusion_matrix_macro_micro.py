"""혼동 행렬에서 클래스별 F1과 매크로·마이크로 평균 (Manning et al. 2008, §13.6)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

COUNTS = np.array([[16, 1, 1], [2, 2, 0], [1, 0, 1]])


def confusion_matrix_macro_micro(M=COUNTS):
    tp = np.sum(M * np.eye(np.shape(M)[0]), axis=0)  # 대각선: 클래스마다 맞힌 수
    true = np.sum(M, axis=1)  # 행의 합: 클래스마다 실제 샘플 수
    predicted = np.sum(M, axis=0)  # 열의 합: 그 클래스라고 예측한 수
    recall = tp / true
    f1 = 2 * tp / (true + predicted)  # 정밀도 tp/predicted와 재현율의 조화평균
    balanced = np.mean(recall)  # 매크로 재현율: 균형 정확도
    micro = np.sum(tp) / np.sum(M)  # 모두 합쳐서 계산: 정확도와 같다
    macro = np.mean(f1)  # 클래스를 똑같은 무게로 평균
    return macro


def draw(rng):
    # a large class, a smaller one and a rare one, each mistaken for others now and then
    rows = [
        [rng.choice([12, 14, 16]), rng.integers(1, 3), rng.integers(0, 2)],
        [rng.integers(2, 4), rng.integers(2, 5), rng.integers(0, 2)],
        [rng.integers(1, 3), 0, rng.integers(1, 3)],
    ]
    order = rng.permutation(3)
    return {"M": np.array(rows)[order][:, order]}


def picture(trace: Trace) -> HeatMap:
    names = range(1, len(trace["M"]) + 1)
    return HeatMap(
        "실제 클래스(행)마다 무엇으로 예측했는지의 비율",
        trace["M"] / trace["true"][:, None],
        tuple(f"실제 {name}" for name in names),
        tuple(f"예측 {name}" for name in names),
    )


DEMO = Demo(
    confusion_matrix_macro_micro,
    asks={
        "balanced": "이 혼동 행렬의 매크로 재현율(균형 정확도)",
        "micro": "이 혼동 행렬의 마이크로 F1",
        "macro": "이 혼동 행렬의 매크로 F1",
    },
    draw=draw,
    mistakes=(
        Mistake("recall", "tp / predicted", "열의 합으로 나누었습니다. 그것은 정밀도입니다."),
        Mistake("f1", "tp / predicted", "F1이 아니라 정밀도입니다."),
        Mistake("f1", "tp / true", "F1이 아니라 재현율입니다."),
        Mistake("f1", "tp / (true + predicted - tp)", "F1이 아니라 합집합으로 나눈 자카드입니다."),
        Mistake(
            "macro", "np.sum(true * f1) / np.sum(M)", "클래스의 크기로 무게를 주어 평균했습니다."
        ),
        Mistake("macro", "micro", "클래스마다 구하지 않고 모두 합쳐 계산했습니다."),
        Mistake(
            "balanced", "np.sum(tp) / np.sum(M)", "모두 합쳐 계산했습니다. 그것은 정확도입니다."
        ),
        Mistake("balanced", "np.min(recall)", "평균이 아니라 가장 낮은 클래스의 재현율입니다."),
        Mistake("micro", "np.mean(f1)", "클래스마다 구해 평균했습니다. 그것은 매크로입니다."),
        Mistake("micro", "balanced", "클래스마다 구한 재현율을 평균했습니다."),
        Mistake("micro", "1 - np.sum(tp) / np.sum(M)", "틀린 샘플의 비율입니다."),
    ),
    worked=(
        Worked(
            {},
            {"f1": [32 / 37, 4 / 7, 1 / 2], "balanced": 17 / 27, "micro": 19 / 24},
            "손계산: 2·16/(18+19), 2·2/(4+3), 2·1/(2+2); (8/9 + 1/2 + 1/2)/3; (16+2+1)/24",
        ),
        Worked(
            {"M": [[2, 1, 0], [0, 1, 1], [0, 0, 2]]},
            {"balanced": 13 / 18, "micro": 5 / 7, "macro": 0.7, "f1": [0.8, 0.5, 0.8]},
            "손계산: 4/5, 2/4, 4/5의 평균과 (2/3 + 1/2 + 1)/3, 5/7",
        ),
        Worked(
            {"M": [[90, 5, 5], [4, 5, 1], [2, 0, 3]]},
            {
                "macro": 0.6156462585034014,
                "micro": 0.8521739130434782,
                "balanced": 0.6666666666666666,
            },
            "scikit-learn 1.9.1 f1_score, balanced_accuracy_score",
        ),
    ),
    picture=picture,
    limits={"M": (0, 1e6)},
    words={
        "tp": "맞힌 수",
        "true": "실제 수",
        "predicted": "예측한 수",
        "recall": "클래스별 재현율",
        "balanced": "매크로 재현율",
        "micro": "마이크로 F1",
        "macro": "매크로 F1",
        "f1": "클래스별 F1",
    },
    lines={
        "M": "혼동 행렬(행이 실제, 열이 예측) M",
        "tp": "",
        "true": "",
        "predicted": "",
        "recall": "",
        "f1": "",
        "balanced": "",
        "micro": "",
        "macro": "",
    },
)
