"""멀티헤드 어텐션: 헤드마다 따로 보고 이어 붙여 W_O를 곱한다 (Vaswani et al. 2017, §3.2.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

QUERIES = np.array([[2.0, 0.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0]])
KEYS = np.array([[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 2.0]])
VALUES = np.array([[4.0, 0.0, 0.0, 8.0], [0.0, 8.0, 4.0, 0.0]])
OUTPUT_WEIGHTS = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 0.0], [0.0, -1.0]])


def multi_head_attention(Q=QUERIES, K=KEYS, V=VALUES, W_O=OUTPUT_WEIGHTS, d_h=2):
    Y = np.zeros((np.shape(Q)[0], np.shape(W_O)[1]))
    for h in range(1, max(1, np.shape(Q)[1] // d_h) + 1):
        Q_h = Q[:, (h - 1) * d_h : h * d_h]  # 헤드 하나가 맡은 dₕ열
        K_h = K[:, (h - 1) * d_h : h * d_h]
        V_h = V[:, (h - 1) * d_h : h * d_h]
        S = Q_h @ K_h.T / np.sqrt(d_h)  # 헤드의 점수: 헤드의 차원으로 나눈다
        E = np.exp(S - np.max(S, axis=1, keepdims=True))
        A = E / np.sum(E, axis=1, keepdims=True)  # 헤드마다 softmax를 따로
        O_h = A @ V_h  # 헤드의 출력
        Y_h = O_h @ W_O[(h - 1) * d_h : h * d_h]  # W_O에서 이 헤드와 만나는 행을 곱한다
        Y = Y + Y_h  # 이어 붙여 W_O를 곱한 것과 같다
    return Y


def draw(rng):
    # one query, and two keys that are easily told apart in each head
    Q = rng.choice([[1, 0, 0, 2], [0, 2, 1, 0], [2, 1, 0, 1], [1, 0, 1, 1]])[None]
    near, far = rng.choice([[1, 0, 0, 1], [2, 1, 0, 1], [0, 1, 1, 2]]), np.array([0, 0, 2, -1])
    return {
        "Q": Q.astype(float),
        "K": np.array([near, far], dtype=float),
        "V": rng.permutation([[4.0, 0.0, 6.0, 1.0], [1.0, 8.0, 0.0, 5.0]]),
        "W_O": rng.permutation([[1.0, 0.0], [0.0, 1.0], [2.0, 1.0], [0.0, -1.0]]),
        "d_h": 2,
    }


def picture(trace: Trace) -> HeatMap:
    weights = [step.value for step in trace.steps if step.name == "A"]
    queries, keys = np.shape(weights[0])
    return HeatMap(
        "헤드마다 다른 곳을 본다: 어텐션 가중치 A",
        np.vstack(weights),
        tuple(f"헤드 {h + 1} 쿼리 {i + 1}" for h in range(len(weights)) for i in range(queries)),
        tuple(f"키 {j + 1}" for j in range(keys)),
    )


DEMO = Demo(
    multi_head_attention,
    asks={
        "A": "마지막 헤드의 어텐션 가중치 A",
        "Y": "멀티헤드 어텐션의 출력 Y",
    },
    draw=draw,
    mistakes=(
        Mistake("S", "Q_h @ K_h.T", "헤드의 차원의 제곱근으로 나누지 않았습니다."),
        Mistake(
            "S",
            "Q_h @ K_h.T / np.sqrt(np.shape(Q)[1])",
            "전체 차원이 아니라 헤드의 차원의 제곱근으로 나눕니다.",
        ),
        Mistake("K_h", "K[:, 0:d_h]", "모든 헤드에 첫 헤드의 키를 썼습니다."),
        Mistake(
            "O_h",
            "A @ V_h * d_h / np.shape(Q)[1]",
            "헤드를 평균했습니다. 이어 붙여 W^O를 곱합니다.",
        ),
        Mistake(
            "Y_h",
            "O_h @ W_O[:d_h]",
            "헤드를 더했습니다. 이어 붙이면 헤드마다 W^O의 다른 행을 만납니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"Y": [[9.653156190083482, 0.0], [3.9628614080801166, 0.0]]},
            "PyTorch 2.13.0 nn.MultiheadAttention(4, 2), 사영은 항등",
        ),
        Worked(
            {
                "Q": [[2**0.5 * np.log(3), 0, 0, 2**0.5 * np.log(4)]],
                "K": [[1, 0, 0, 0], [0, 0, 0, 1]],
                "V": [[4, 0, 5, 0], [0, 8, 0, 10]],
                "W_O": np.eye(4),
            },
            {"A": [[1 / 5, 4 / 5]], "Y": [[3, 2, 1, 8]]},
            "손계산: 헤드 1의 점수는 (ln 3, 0)이라 3:1, 헤드 2는 (0, ln 4)라 1:4",
        ),
    ),
    picture=picture,
    limits={"d_h": (1, 64)} | dict.fromkeys(("Q", "K", "V", "W_O"), (-100.0, 100.0)),
    words={"W_O": "W^O"},
    lines={
        "d_h": "헤드의 차원 dₕ",
        "Q_h": "헤드마다 Q, K, V의 열을 차례로 나누어 맡습니다.",
        "K_h": "",
        "V_h": "",
        "E": "",
        "S": "점수는 헤드마다 Q Kᵀ를 헤드의 차원의 제곱근으로 나눈 것입니다.",
        "A": "헤드마다 점수의 행에 softmax를 씌웁니다.",
        "O_h": "헤드의 출력을 이어 붙여 W^O를 곱합니다.",
        "Y_h": "",
        "Y": "",
    },
)
