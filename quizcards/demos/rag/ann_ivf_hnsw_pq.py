"""IVF 검색: 가까운 칸만 뒤질 때의 재현율과 계산량 (Jégou et al. 2011, §IV)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

QUERY = np.array([4.0, 2.0])
POINTS = np.array(
    [[1, 2], [2, 1], [3, 3], [5, 2], [7, 4], [8, 1], [3, 7], [4, 9]],
    dtype=float,
)
CENTRES = np.array([[2.0, 2.0], [7.0, 2.0], [4.0, 8.0]])

# a query, what is stored and how many neighbours: most of these in the query's cell, one across
# a border
SETTINGS = (
    ([3, 2], [[1, 2], [2, 0], [2, 6], [3, 1], [6, 7], [6, 1], [3, 7], [2, 9]], 4),
    ([6, 3], [[2, 6], [7, 2], [8, 4], [8, 9], [8, 3], [8, 7], [1, 8], [3, 1]], 4),
    ([5, 2], [[6, 0], [1, 1], [6, 7], [6, 3], [3, 10], [0, 4], [9, 2], [2, 0]], 4),
    ([6, 2], [[1, 0], [7, 1], [8, 10], [3, 1], [6, 3], [3, 4], [2, 6], [7, 4]], 4),
    ([6, 3], [[8, 9], [8, 10], [0, 8], [2, 2], [7, 4], [8, 0], [2, 8], [4, 8]], 3),
)


def ann_ivf_hnsw_pq(q=QUERY, X=POINTS, C=CENTRES, nprobe=1, k=2):
    cell = np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)  # 점마다 가장 가까운 중심
    gap = np.sum((C - q) ** 2, axis=1)  # 질의에서 중심까지 거리의 제곱
    probed = np.sum(gap < gap[:, None], axis=1) < nprobe  # 가까운 중심 nprobe개의 칸만 뒤진다
    scanned = probed[cell]  # 그 칸에 든 점만 거리를 계산한다
    d = np.sum((X - q) ** 2, axis=1)  # 완전 탐색이 구하는, 모든 점까지 거리의 제곱
    nearest = np.sum(d < d[:, None], axis=1) < k  # 진짜 이웃 k개
    share = np.mean(scanned)  # 거리를 계산한 점의 비율
    recall = np.sum(nearest * scanned) / k  # 진짜 이웃 가운데 뒤진 칸에 있던 비율
    return recall


def draw(rng):
    q, points, k = SETTINGS[rng.integers(len(SETTINGS))]
    flip, shift = rng.permutation(np.eye(2)), rng.integers(0, 4, size=2)
    # centres are means, and their tenths keep any point from lying between two
    tenths = np.array([[0.1, 0.0], [0.2, 0.0], [0.3, 0.0]])
    moved = [np.array(one, dtype=float) @ flip + shift for one in (q, points, CENTRES)]
    return {
        "q": moved[0],
        "X": rng.permutation(moved[1]),
        "C": np.round(rng.permutation(moved[2]) + tenths, 1),
        "nprobe": 1,
        "k": k,
    }


def picture(trace: Trace) -> Curves:
    cells = len(trace["C"])
    probes = np.arange(1, cells + 1)
    runs = [DEMO.traced({**trace.inputs, "nprobe": n}, {}) for n in range(1, cells + 1)]
    return Curves(
        "칸을 더 뒤질수록: 재현율이 오르는 대신 계산이 는다",
        "뒤지는 칸의 수 nprobe",
        "비율",
        (
            Series("재현율", probes, np.array([run["recall"] for run in runs]), points=True),
            Series("계산한 점", probes, np.array([run["share"] for run in runs]), points=True),
        ),
    )


DEMO = Demo(
    ann_ivf_hnsw_pq,
    asks={
        "share": "이 IVF 검색이 거리를 계산한 점의 비율",
        "recall": "이 IVF 검색의 재현율",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "cell",
            "np.argmax(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)",
            "점을 가장 먼 중심의 칸에 넣었습니다.",
        ),
        Mistake(
            "probed",
            "np.sum(gap < gap[:, None], axis=1) <= nprobe",
            "칸을 하나 더 뒤졌습니다.",
        ),
        Mistake(
            "probed",
            "np.sum(gap > gap[:, None], axis=1) < nprobe",
            "질의에서 가장 먼 중심의 칸을 뒤졌습니다.",
        ),
        Mistake("share", "np.mean(probed)", "점이 아니라 칸의 비율을 셌습니다."),
        Mistake("share", "1 - np.mean(scanned)", "계산하지 않은 점의 비율입니다."),
        Mistake(
            "recall",
            "np.sum(nearest * scanned) / np.sum(scanned)",
            "뒤진 점의 수로 나누었습니다. 재현율은 진짜 이웃의 수로 나눕니다.",
        ),
        Mistake(
            "recall",
            "1 - np.sum(nearest * scanned) / k",
            "찾은 이웃이 아니라 놓친 이웃의 비율입니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"share": 3 / 8, "recall": 1 / 2},
            "손계산: 중심까지 4, 9, 36이라 첫 칸의 점 셋만 보고, 가장 가까운 (5, 2)를 놓친다",
        ),
        Worked(
            {"nprobe": 2},
            {"share": 6 / 8, "recall": 1.0},
            "손계산: 두 칸의 점 여섯을 보고 이웃 둘을 다 찾는다",
        ),
        Worked(
            {"X": [[0], [3], [4], [6], [10]], "C": [[2], [8]], "q": [4.9], "k": 2},
            {"share": 3 / 5, "recall": 1 / 2},
            "손계산: 경계가 5라 6은 다른 칸이고, 이웃 4와 6 가운데 4만 찾는다",
        ),
    ),
    picture=picture,
    limits={
        "q": (-1e6, 1e6),
        "X": (-1e6, 1e6),
        "C": (-1e6, 1e6),
        "nprobe": (1, 1000),
        "k": (1, 1000),
    },
    words={
        "cell": "칸의 번호(0부터)",
        "gap": "중심까지의 거리²",
        "probed": "뒤진 칸",
        "scanned": "계산한 점",
        "d": "거리²",
        "nearest": "이웃",
    },
    lines={
        "q": "질의 벡터 q",
        "X": "저장한 점(한 행이 하나) X",
        "C": "칸의 중심 C",
        "nprobe": "뒤지는 칸의 수 nprobe",
        "k": "찾을 이웃의 수 k",
        "cell": "점은 가장 가까운 중심의 칸에 있습니다.",
        "gap": "",
        "probed": "질의에서 중심이 가까운 칸부터 nprobe개만 뒤집니다.",
        "scanned": "",
        "d": "",
        "nearest": "",
        "share": "",
        "recall": "",
    },
)
