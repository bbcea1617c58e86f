"""K-평균: 가까운 중심에 넣고 중심을 평균으로 옮긴다 (Lloyd 1982)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

POINTS, START = np.array([1.0, 2, 3, 8, 9, 10]), np.array([1.0, 2.0])


def kmeans(x=POINTS, c=START, rounds=2):
    for t in range(1, rounds + 1):
        near = np.argmin((x[:, None] - c) ** 2, axis=1)  # 할당: 점마다 가장 가까운 중심
        member = near[:, None] == np.arange(np.size(c))
        c = np.sum(member * x[:, None], axis=0) / np.sum(member, axis=0)  # 갱신: 군집의 평균
    apart = (x[:, None] - c) ** 2  # 점에서 중심까지 거리의 제곱
    inertia = np.sum(np.min(apart, axis=1))  # 관성: 가장 가까운 중심까지만 더한다
    own = np.argmin(apart, axis=1)[:, None] == np.arange(np.size(c))
    count = np.maximum(np.sum(own, axis=0), 1)  # 군집마다의 점의 수(빈 군집은 1로)
    mean = np.abs(x[:, None] - x) @ own / count  # 점에서 군집마다의 평균 거리
    size = np.sum(own * np.sum(own, axis=0), axis=1)  # 점이 든 군집의 크기
    a = np.sum(mean * own, axis=1) * size / np.maximum(size - 1, 1)  # 자기를 뺀 제 군집까지
    b = np.min(np.where(own, np.max(mean), mean), axis=1)  # 가장 가까운 다른 군집까지
    s = np.mean(
        np.where(size > 1, (b - a) / np.maximum(a, b), 0)
    )  # 평균 실루엣: 1에 가까울수록 좋다
    return s


def draw(rng):
    x = np.sort(rng.choice(np.arange(1, 15), size=5, replace=False)).astype(float)
    # both centres among the small ones: the first round moves one of them far
    starts = rng.permutation([[0, 1], [1, 2]])[0]
    return {"x": x, "c": x[starts], "rounds": 1}


def picture(trace: Trace) -> Curves:
    x, p = trace["x"], dict(trace.inputs)
    last = max(p["rounds"], 1)
    turns = np.arange(last + 1)
    path = np.array([p["c"], *trace.values("c")[1:]])
    centres = [Series(f"중심 {i + 1}", turns, path[:, i], points=True) for i in range(len(p["c"]))]
    return Curves(
        "되풀이할수록 중심이 군집의 평균으로 간다",
        "되풀이한 횟수",
        "x",
        (*centres, Series("데이터", np.full(np.size(x), float(last)), x, points=True)),
    )


DEMO = Demo(
    kmeans,
    asks={
        "c": "K-평균을 한 번 되풀이한 뒤의 중심",
        "inertia": "K-평균을 한 번 되풀이한 뒤의 관성(가장 가까운 중심까지 거리의 제곱합)",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "c",
            "np.array([np.median(x[near == 0]), np.median(x[near == 1])])",
            "평균이 아니라 중앙값으로 옮겼습니다.",
        ),
        Mistake(
            "c",
            "(c + np.sum(member * x[:, None], axis=0)) / (1 + np.sum(member, axis=0))",
            "예전 중심도 점 하나로 세어 평균했습니다.",
        ),
        Mistake(
            "c",
            "(c + np.sum(member * x[:, None], axis=0) / np.sum(member, axis=0)) / 2",
            "예전 중심과 평균했습니다. 중심은 군집의 평균으로 바로 옮깁니다.",
        ),
        Mistake(
            "c",
            "np.sum(member * x[:, None], axis=0) / np.size(x)",
            "군집의 크기가 아니라 모든 점의 수로 나누었습니다.",
        ),
        Mistake("inertia", "np.sum(np.sqrt(np.min(apart, axis=1)))", "거리를 제곱하지 않았습니다."),
        Mistake("inertia", "np.mean(np.min(apart, axis=1))", "더하지 않고 평균했습니다."),
        Mistake("inertia", "np.sum(apart)", "먼 중심까지의 거리도 더했습니다."),
        Mistake("inertia", "np.sum((x - np.mean(x)) ** 2)", "전체의 평균까지 거리를 쟀습니다."),
    ),
    worked=(
        Worked(
            {},
            {"c": [2.0, 9.0], "inertia": 4.0, "s": 271 / 336},
            "손계산: 2, 9에서 2 + 2, 실루엣은 (65/80 + 6/7 + 45/60)·2/6",
        ),
        Worked(
            {"x": [0, 1, 10, 11, 20, 21], "c": [0, 1, 15], "rounds": 9},
            {"c": [0.0, 1.0, 15.5], "inertia": 101.0},
            "scikit-learn 1.9.1 KMeans(n_clusters=3, init=[[0], [1], [15]])",
        ),
    ),
    picture=picture,
    limits={"x": (-1e6, 1e6), "c": (-1e6, 1e6), "rounds": (0, 100)},
    words={
        "own": "제 군집",
        "count": "군집의 점 수",
        "mean": "평균 거리",
        "size": "제 군집의 크기",
        "near": "가까운 중심",
        "member": "속한 군집",
        "c": "중심",
        "rounds": "",
        "apart": "거리²",
        "inertia": "관성",
    },
    lines={
        "x": "점 x",
        "c": "",
        "near": "",
        "member": "",
        "apart": "",
        "inertia": "",
        "own": "",
        "mean": "",
        "size": "",
        "a": "",
        "b": "",
        "s": "",
    },
)
