"""k-NN: 가까운 k개의 다수결, 그리고 축의 크기 (Cover & Hart 1967)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Boundary, Series
from quizcards.trace.tracer import Trace

X = np.array([[1.0, 1], [2, 3], [3, 1], [5, 4], [6, 2]])
Y = np.array([0.0, 0, 1, 1, 0])
QUERY, SCALE = np.array([3.0, 3]), np.ones(2)


def knn(X=X, y=Y, q=QUERY, k=3, scale=SCALE):
    gap = (X - q) * scale  # 질의까지의 차에 축마다 배율을 곱한다
    d2 = np.sum(gap**2, axis=1)  # 거리의 제곱: 순서만 볼 때는 제곱근이 없어도 된다
    rank = np.sum(d2 < d2[:, None], axis=1)  # 나보다 가까운 점의 수: 0이면 가장 가깝다
    near = rank < k  # 가까운 k개. 거리가 같으면 함께
    radius = np.sqrt(np.max(near * d2))  # k번째 이웃까지의 거리
    vote = np.sum(near * y) / np.sum(near)  # 이웃 가운데 1의 비율. 회귀라면 이웃의 평균
    return vote


LABELS = ([1, 0, 0, 1, 1], [0, 1, 1, 0, 0], [0, 1, 0, 1, 1], [1, 0, 1, 0, 0])


def draw(rng):
    # 4, 5, 6, 9 and 12 away: the last two are among the nearest three where an axis is not
    # stretched, and with these labels they would vote otherwise
    away = np.array([[0.0, 4], [1, 4], [0, -6], [3, 0], [-4, 2]]) * rng.choice([1, 2])
    away = away * rng.choice([-1, 1], size=2)
    q, scale = rng.integers(1, 4, size=2).astype(float), np.array([3.0, 1.0])
    order, turn = rng.permutation(5), rng.choice([-1, 1])
    return {
        "X": (q + away[order])[:, ::turn],
        "y": np.array(LABELS[rng.integers(4)], dtype=float)[order],
        "q": q[::turn],
        "k": 3,
        "scale": scale[::turn],
    }


def picture(trace: Trace) -> Boundary:
    p, points = trace.inputs, trace["X"][:, :2]
    low, high = (edge(np.vstack((points, trace["q"][:2])), axis=0) for edge in (np.min, np.max))
    room = 0.15 * np.maximum(high - low, 1.0)
    x, y = (np.linspace(low[i] - room[i], high[i] + room[i], 25) for i in range(2))
    z = np.array([[DEMO.traced({**p, "q": np.array([a, b])}, {})["vote"] for a in x] for b in y])
    groups = tuple(
        Series(name, points[chosen, 0], points[chosen, 1], points=True)
        for name, chosen in (("y = 0", trace["y"] < 0.5), ("y = 1", trace["y"] >= 0.5))
        if np.any(chosen)
    )
    return Boundary(
        f"이웃 {p['k']}개의 다수결로 나뉜 평면",
        "x₁",
        "x₂",
        x,
        y,
        z,
        (*groups, Series("질의", trace["q"][:1], trace["q"][1:2], points=True)),
        line="결정 경계 (1의 비율 0.5)",
    )


DEMO = Demo(
    knn,
    asks={
        "radius": "질의에서 k번째로 가까운 점까지의 거리",
        "vote": "가까운 k개 가운데 y = 1인 점의 비율",
    },
    draw=draw,
    mistakes=(
        Mistake("gap", "X - q", "축의 배율을 곱하지 않았습니다."),
        Mistake("gap", "(X - q) / scale", "배율을 곱하지 않고 나누었습니다."),
        Mistake(
            "rank", "np.sum(d2 > d2[:, None], axis=1)", "가까운 점이 아니라 먼 점을 골랐습니다."
        ),
        Mistake("radius", "np.max(near * d2)", "제곱근을 빠뜨렸습니다. 거리의 제곱입니다."),
        Mistake("near", "rank < 1", "가장 가까운 하나만 보았습니다."),
        Mistake("vote", "np.mean(y)", "이웃이 아니라 모든 점의 비율입니다."),
        Mistake("vote", "np.sum(near * y)", "이웃의 수로 나누지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"radius": 5**0.5, "vote": 2 / 3},
            "손계산: 거리의 제곱이 8, 1, 4, 5, 10이라 가까운 셋의 y는 0, 1, 1",
        ),
        Worked(
            {"scale": [1, 10]},
            {"radius": 109**0.5, "vote": 1 / 3},
            "손계산: 거리의 제곱이 404, 1, 400, 104, 109라 가까운 셋의 y는 0, 1, 0",
        ),
    ),
    picture=picture,
    limits={
        "X": (-1e4, 1e4),
        "y": (0, 1),
        "q": (-1e4, 1e4),
        "k": (1, 1000),
        "scale": (0.001, 1000),
    },
    words={
        "scale": "배율",
        "gap": "차",
        "d2": "거리의 제곱",
        "rank": "나보다 가까운 점의 수",
        "near": "이웃",
        "radius": "거리",
        "vote": "비율",
    },
    lines={
        "X": "줄마다 점 하나인 X",
        "q": "질의 q",
        "k": "이웃의 수 k",
        "scale": "거리를 재기 전에 축마다 곱하는 배율",
        "gap": "",
        "d2": "축의 배율을 곱한 다음의 유클리드 거리를 씁니다.",
        "rank": "",
        "near": "",
        "radius": "",
        "vote": "",
    },
)
