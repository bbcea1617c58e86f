"""개체명 인식의 평가: 개체 단위의 F1과 토큰 정확도 (CoNLL-2003)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

# 0 is O; 1 and 2 are B and I of a person, 3 and 4 of a place
GOLD = np.array([1.0, 2.0, 3.0, 0.0, 1.0, 2.0])
PREDICTED = np.array([1.0, 2.0, 1.0, 0.0, 1.0, 0.0])

# what stands there and what is predicted
EXACT = (([1, 2], [1, 2]), ([3, 4], [3, 4]), ([3], [3]))
CUT = (([1, 2], [1, 0]), ([3, 4], [3, 0]), ([1, 2, 2], [1, 2, 0]))
OF_ANOTHER_KIND = (([3], [1]), ([3, 4], [1, 2]), ([1], [3]))
ALONE = (([1, 2], [0, 0]), ([3], [0]), ([0, 0], [1, 2]), ([0], [3]))


def text_preprocess_ner(gold=GOLD, pred=PREDICTED):
    starts = gold % 2  # 홀수인 B 태그마다 개체가 시작한다
    guesses = pred % 2
    # 행마다 개체 하나, 그 개체에 든 토큰이 1
    answers = 1 * (np.cumsum(starts) == np.arange(1, np.sum(starts) + 1)[:, None]) * (gold > 0)
    found = 1 * (np.cumsum(guesses) == np.arange(1, np.sum(guesses) + 1)[:, None]) * (pred > 0)
    same = 1 * (gold == pred)  # 태그가 같은 토큰
    common = (answers * same) @ found.T  # 정답 개체와 예측 개체가 함께 맞힌 토큰의 수
    whole = (common == np.sum(answers, axis=1)[:, None]) * (common == np.sum(found, axis=1))
    tp = np.sum(whole)  # 처음부터 끝까지 같은 개체의 수
    precision = tp / np.maximum(1, np.sum(guesses))  # 예측한 개체 가운데. 예측이 없으면 0
    recall = tp / np.sum(starts)  # 정답 개체 가운데
    f1 = 2 * tp / (np.sum(guesses) + np.sum(starts))  # 정밀도와 재현율의 조화평균
    accuracy = np.mean(same)  # O를 맞힌 토큰까지 센다
    return f1


def draw(rng):
    exact = rng.permutation(len(EXACT))[: rng.integers(1, 3)]
    wrong = [kinds[rng.integers(len(kinds))] for kinds in (CUT, OF_ANOTHER_KIND, ALONE)]
    parts = [*(EXACT[i] for i in exact), *wrong]
    chosen = [parts[i] for i in rng.permutation(len(parts))]
    gold, pred = (np.concatenate([part[side] for part in chosen]) for side in (0, 1))
    return {"gold": gold.astype(float), "pred": pred.astype(float)}


def picture(trace: Trace) -> HeatMap:
    tokens = range(1, len(trace["gold"]) + 1)
    return HeatMap(
        "정답과 예측의 태그(1·2 인명, 3·4 지명)와, 태그가 같은 토큰",
        np.array([trace["gold"], trace["pred"], trace["same"]]),
        ("정답", "예측", "같음"),
        tuple(f"{t}" for t in tokens),
    )


def well_formed(run: Trace) -> bool:
    """Say whether each I follows a B or an I of its kind, and both tags are whole numbers."""
    for tags in (run["gold"], run["pred"]):
        before = np.append(0, tags[:-1])
        inside = (tags > 0) & (tags % 2 == 0)
        if np.any(tags % 1) or np.any(inside & (before != tags) & (before != tags - 1)):
            return False
    return True


DEMO = Demo(
    text_preprocess_ner,
    asks={
        "precision": "개체 단위의 정밀도",
        "recall": "개체 단위의 재현율",
        "f1": "개체 단위의 F1",
    },
    draw=draw,
    mistakes=(
        Mistake("tp", "np.sum(starts * same)", "첫 토큰만 보고, 끝까지 같은지는 보지 않았습니다."),
        Mistake("tp", "np.sum(same * (gold > 0))", "개체가 아니라 토큰을 세었습니다."),
        Mistake("same", "1 * (gold > 0) * (pred > 0)", "종류가 틀려도 맞은 것으로 세었습니다."),
        Mistake("precision", "tp / np.sum(starts)", "정답 개체의 수로 나눈 것은 재현율입니다."),
        Mistake("recall", "tp / np.sum(guesses)", "예측한 개체의 수로 나눈 것은 정밀도입니다."),
        Mistake(
            "precision",
            "np.sum(same * (pred > 0)) / np.sum(pred > 0)",
            "개체가 아니라 토큰으로 정밀도를 구했습니다.",
        ),
        Mistake(
            "recall",
            "np.sum(same * (gold > 0)) / np.sum(gold > 0)",
            "개체가 아니라 토큰으로 재현율을 구했습니다.",
        ),
        Mistake("f1", "np.mean(same)", "개체의 F1이 아니라 토큰 정확도입니다."),
        Mistake("f1", "tp / (np.sum(guesses) + np.sum(starts))", "분자에 2를 곱하지 않았습니다."),
        Mistake(
            "f1",
            "2 * np.sum(same * (gold > 0)) / (np.sum(gold > 0) + np.sum(pred > 0))",
            "개체가 아니라 토큰으로 F1을 구했습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"tp": 1, "precision": 1 / 3, "recall": 1 / 3, "f1": 1 / 3, "accuracy": 4 / 6},
            "손계산: 첫 인명만 맞고, 지명은 종류가, 마지막 인명은 끝이 틀렸다",
        ),
        Worked(
            {"gold": [1, 2, 0, 3, 4, 0, 0, 1], "pred": [1, 2, 0, 3, 0, 3, 0, 1]},
            {"tp": 2, "precision": 2 / 4, "recall": 2 / 3, "f1": 4 / 7, "accuracy": 6 / 8},
            "손계산: 셋 가운데 둘을 찾았고, 예측한 넷 가운데 둘이 맞다",
        ),
    ),
    picture=picture,
    limits={"gold": (0, 8), "pred": (0, 8)},
    words={
        "gold": "정답 태그",
        "pred": "예측 태그",
        "starts": "정답의 시작",
        "guesses": "예측의 시작",
        "answers": "정답 개체",
        "found": "예측 개체",
        "same": "태그가 같은 토큰",
        "common": "함께 맞힌 토큰 수",
        "whole": "똑같은 개체",
    },
    lines={
        "gold": "정답 태그",
        "pred": "예측 태그",
        "starts": "태그는 0 = O, 1 = B-인명, 2 = I-인명, 3 = B-지명, 4 = I-지명입니다.",
        "guesses": "",
        "answers": "",
        "found": "",
        "same": "",
        "common": "",
        "whole": "",
        "tp": "",
        "precision": "",
        "recall": "",
        "f1": "",
        "accuracy": "",
    },
    holds=well_formed,
)
