"""상자의 IoU와 비최대 억제 NMS (Girshick et al. 2014, §2.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

BOXES = np.array([[0.0, 0.0, 2.0, 2.0], [1.0, 1.0, 3.0, 3.0], [0.0, 0.0, 2.0, 1.5]])
SCORES = np.array([0.9, 0.8, 0.7])


def iou_nms(boxes=BOXES, scores=SCORES, threshold=0.5):
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])  # 넓이. 상자는 [x₁ y₁ x₂ y₂]
    right = np.minimum(boxes[:, None, 2], boxes[:, 2])
    left = np.maximum(boxes[:, None, 0], boxes[:, 0])
    top = np.minimum(boxes[:, None, 3], boxes[:, 3])
    bottom = np.maximum(boxes[:, None, 1], boxes[:, 1])
    inter = np.maximum(right - left, 0) * np.maximum(
        top - bottom, 0
    )  # 교집합의 넓이: 떨어져 있으면 0
    iou = inter / (area[:, None] + area - inter)  # 합집합에서는 두 번 센 교집합을 한 번 뺀다
    pair = iou[0, 1]
    order = np.argsort(-scores)  # 점수가 높은 상자부터
    rank = np.argsort(order)  # 상자마다의 순위
    kept = np.ones(np.size(scores))
    for t in range(np.size(scores)):
        i = order[t]
        lower = 1.0 * (rank > t)
        doubled = (iou[i] > threshold) * lower * kept[i]  # 남은 상자와 많이 겹치는 뒤 순위
        kept = kept * (1 - doubled)  # 지운다
    return kept


def draw(rng):
    # the second box overlaps the best by more than half of their union, the third by less,
    # though by more than half of either; no two are of one size
    kinds = [[8, 1, 3, 4, 3], [10, 2, 3, 4, 5], [9, 1, 4, 3, 4], [12, 2, 4, 5, 6]]
    width, start, beyond, before, short = rng.permutation(kinds)[0]
    spans = [(0, width), (start, width + beyond), (-before, width - short)]
    x, y, height = rng.integers((5, 0, 2), (9, 4, 6))
    order = rng.permutation(3)
    boxes = [[x + begin, y, x + end, y + height] for begin, end in spans]
    scores = np.array([0.9, *rng.permutation([0.6, 0.8])])
    return {"boxes": np.array(boxes, dtype=float)[order], "scores": scores[order], "threshold": 0.5}


def picture(trace: Trace) -> Curves:
    outlines = []
    for i, (x1, y1, x2, y2) in enumerate(trace["boxes"]):
        fate = "남김" if trace["kept"][i] else "지움"
        corners = np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2], [x1, y1]])
        name = f"상자 {i + 1}: {trace['scores'][i]:.2g}, {fate}"
        outlines.append(Series(name, *corners.T))
    return Curves("점수와 함께 본 상자들", "x", "y", tuple(outlines))


DEMO = Demo(
    iou_nms,
    asks={
        "pair": "상자 1과 상자 2의 IoU",
        "kept": "NMS에서 남은 상자는 1, 지운 상자는 0으로 쓴 벡터",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "iou",
            "inter / (area[:, None] + area)",
            "두 넓이의 합에서 교집합을 빼지 않았습니다. 교집합을 두 번 세었습니다.",
        ),
        Mistake(
            "iou",
            "inter / np.minimum(area[:, None], area)",
            "합집합이 아니라 작은 상자의 넓이로 나누었습니다.",
        ),
        Mistake(
            "iou",
            "2 * inter / (area[:, None] + area)",
            "IoU가 아니라 다이스(Dice) 계수입니다.",
        ),
        Mistake("lower", "1.0 * (rank < t)", "점수가 높은 쪽을 지웠습니다."),
        Mistake(
            "doubled",
            "(iou[i] < threshold) * lower * kept[i]",
            "많이 겹치는 것이 아니라 적게 겹치는 상자를 지웠습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"pair": 1 / 7, "kept": [1, 1, 0]},
            "손계산: 교집합 1, 합집합 4 + 4 − 1 = 7. 상자 3은 상자 1과 3/4만큼 겹쳐 지운다",
        ),
        Worked(
            {"boxes": [[0, 0, 4, 1], [1, 0, 5, 1], [2, 0, 6, 1]], "scores": [0.7, 0.9, 0.8]},
            {"iou": [[1, 0.6, 1 / 3], [0.6, 1, 0.6], [1 / 3, 0.6, 1]], "kept": [0, 1, 0]},
            "손계산: 한 칸씩 밀린 상자는 3/5, 두 칸 밀린 상자는 2/6만큼 겹친다",
        ),
    ),
    picture=picture,
    limits={"boxes": (-1e4, 1e4), "scores": (0, 1), "threshold": (0, 1)},
    words={
        "area": "넓이",
        "right": "오른쪽 끝",
        "left": "왼쪽 끝",
        "top": "위쪽 끝",
        "bottom": "아래쪽 끝",
        "inter": "교집합",
        "iou": "IoU",
        "order": "점수의 순서",
        "rank": "순위",
        "lower": "뒤 순위",
        "doubled": "지울 상자",
        "kept": "남은 상자",
        "threshold": "NMS의 IoU 임곗값",
    },
    lines={
        "boxes": "상자의 두 꼭짓점 [x₁ y₁ x₂ y₂]",
        "scores": "점수",
        "area": "",
        "right": "",
        "left": "",
        "top": "",
        "bottom": "",
        "inter": "",
        "iou": "",
        "pair": "",
        "order": "",
        "rank": "",
        "i": "",
        "lower": "",
        "doubled": "",
        "kept": "",
    },
)
