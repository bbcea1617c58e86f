"""개인화 PageRank: 질문의 개체에서 지식 그래프를 따라 점수 퍼뜨리기 (Gutiérrez et al. 2024)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

# a chain of four entities: each occurs in a document with the next
LINKS = np.array(
    [[0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0]]
)
START = np.array([1.0, 0.0, 0.0, 0.0])


def graph_agentic_rag(A=LINKS, s=START, alpha=0.5, steps=2):
    P = A / np.sum(A, axis=1, keepdims=True)  # 전이 확률: 점수를 이웃에게 고르게 나눈다
    home = (1 - alpha) * s  # 걸음마다 질문의 개체로 돌아오는 몫
    p = s  # 질문에 나온 개체에서 출발한다
    for _ in range(steps):
        moved = alpha * p @ P  # 이웃으로 퍼지는 몫: 나머지 α
        p = home + moved
    return p


def draw(rng):
    # an entity of the question, and what can be reached from it in two steps
    graphs = [
        [[0, 1, 0, 0], [1, 0, 1, 1], [0, 1, 0, 0], [0, 1, 0, 0]],
        [[0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 1], [0, 0, 1, 0]],
        [[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]],
        [[0, 1, 0, 1], [1, 0, 1, 1], [0, 1, 0, 0], [1, 1, 0, 0]],
    ]
    order = rng.permutation(4)
    return {
        "A": np.array(graphs[rng.integers(4)], dtype=float)[order][:, order],
        "s": np.eye(4)[int(np.argmin(order))],
        "alpha": rng.choice([0.4, 0.6, 0.8]),
        "steps": 2,
    }


def picture(trace: Trace) -> HeatMap:
    counts = range(min(int(trace["steps"]), 5) + 1)
    runs = [DEMO.traced({**trace.inputs, "steps": n}, {})["p"] for n in counts]
    return HeatMap(
        "걸음마다의 점수: 두 걸음이면 두 다리 건너의 개체에 닿는다",
        np.array(runs),
        tuple(f"{n}걸음" for n in counts),
        tuple(f"개체 {i + 1}" for i in range(len(trace["s"]))),
    )


DEMO = Demo(
    graph_agentic_rag,
    asks={"p": "이만큼 걸은 뒤 개체들의 점수"},
    draw=draw,
    mistakes=(
        Mistake("P", "A", "이웃의 수로 나누지 않아 점수의 합이 1이 되지 않습니다."),
        Mistake("home", "0 * s", "질문의 개체로 돌아오는 몫을 빠뜨렸습니다."),
        Mistake("home", "alpha * s", "돌아오는 몫에 1 − α가 아니라 α를 곱했습니다."),
        Mistake("moved", "p @ P", "퍼지는 몫에 α를 곱하지 않았습니다."),
        Mistake(
            "moved",
            "alpha * P @ p",
            "받는 쪽의 이웃 수로 나누었습니다. 주는 쪽의 이웃 수로 나눕니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"p": [5 / 8, 1 / 4, 1 / 8, 0]},
            "손계산: 한 걸음 뒤 (1/2, 1/2, 0, 0), 둘째의 절반이 양쪽으로 나뉘어 퍼진다",
        ),
        Worked(
            {
                "A": [[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]],
                "s": [0, 0, 0, 1],
                "alpha": 0.85,
                "steps": 400,
            },
            {
                "p": [
                    0.18460555732992456,
                    0.18460555732992456,
                    0.37464068987544635,
                    0.25614819546470446,
                ]
            },
            "NetworkX 3.6.1 pagerank(personalization, tol=1e-14)",
        ),
    ),
    picture=picture,
    limits={"A": (0, 1e6), "s": (0, 1), "alpha": (0, 1), "steps": (0, 1000)},
    words={"home": "돌아온 몫", "moved": "퍼진 몫"},
    lines={
        "A": "개체끼리 이어졌으면 1인 행렬 A",
        "s": "질문에 나온 개체 s",
        "alpha": "이웃으로 퍼지는 비율 α(나머지는 s로 돌아감)",
        "steps": "걸음 수",
        "P": "",
        "home": "",
        "moved": "",
        "p": "",
    },
)
