"""셀프 어텐션: softmax(QKᵀ/√dₖ)V (Vaswani et al. 2017, 식 1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

TOKENS = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
QUERY_WEIGHTS = np.array([[2.0, 0.0], [0.0, 1.0]])
KEY_WEIGHTS = np.array([[0.0, 1.0], [1.0, 0.0]])
VALUE_WEIGHTS = np.array([[4.0, 0.0], [0.0, 8.0]])


def self_attention(X=TOKENS, W_Q=QUERY_WEIGHTS, W_K=KEY_WEIGHTS, W_V=VALUE_WEIGHTS):
    Q = X @ W_Q  # 쿼리(query): 토큰마다 찾는 것. 행 하나가 토큰 하나
    K = X @ W_K  # 키(key): 쿼리와 맞춰 볼 것
    V = X @ W_V  # 밸류(value): 실제로 섞을 내용
    d_k = np.shape(K)[1]
    S = Q @ K.T / np.sqrt(d_k)  # 점수: 쿼리와 키의 내적을 √dₖ로 나눈다
    E = np.exp(S - np.max(S, axis=1, keepdims=True))  # 행마다 최댓값을 빼도 A는 같다
    A = E / np.sum(E, axis=1, keepdims=True)  # 행마다 softmax: 가중치의 합이 1
    Y = A @ V  # 밸류의 가중평균
    return Y


def draw(rng):
    # two tokens; what the first looks for in the second is not what the second does in the first
    sizes, crossed = (
        rng.choice([[1, -1], [2, -1], [1, 2], [3, 1], [1, 3]]),
        [[0.0, 1.0], [1.0, 0.0]],
    )
    W_Q, W_K = rng.permutation([np.diag(sizes), crossed])
    return {
        "X": rng.permutation([[1.0, 0.0], rng.choice([[0.0, 1.0], [1.0, 1.0], [0.0, 2.0]])]),
        "W_Q": W_Q,
        "W_K": W_K,
        "W_V": np.diag(rng.choice([2.0, 4.0, 5.0, 8.0, 10.0], size=2, replace=False)),
    }


def picture(trace: Trace) -> HeatMap:
    tokens = range(1, len(trace["X"]) + 1)
    return HeatMap(
        "어텐션 가중치 A: 행의 토큰이 열의 토큰을 얼마나 보는가 (행의 합은 1)",
        trace["A"],
        tuple(f"쿼리 {i}" for i in tokens),
        tuple(f"키 {j}" for j in tokens),
    )


DEMO = Demo(
    self_attention,
    asks={
        "S": "√dₖ로 나눈 점수 행렬 S",
        "A": "어텐션 가중치 행렬 A",
        "Y": "셀프 어텐션의 출력 Y",
    },
    draw=draw,
    mistakes=(
        Mistake("S", "Q @ K.T", "√dₖ로 나누지 않았습니다."),
        Mistake("S", "Q @ K.T / d_k", "dₖ가 아니라 그 제곱근으로 나눕니다."),
        Mistake("S", "K @ Q.T / np.sqrt(d_k)", "쿼리와 키를 바꾸었습니다. 행이 쿼리입니다."),
        Mistake("S", "X @ X.T / np.sqrt(d_k)", "W^Q와 W^K로 사영하지 않고 X끼리 내적했습니다."),
        Mistake(
            "A",
            "np.exp(S) / np.sum(np.exp(S), axis=0, keepdims=True)",
            "열마다 softmax를 했습니다. 쿼리 하나의 가중치는 한 행이고 행의 합이 1입니다.",
        ),
        Mistake("A", "S / np.sum(S, axis=1, keepdims=True)", "지수를 취하지 않은 비율입니다."),
        Mistake("Y", "A @ K", "밸류가 아니라 키를 섞었습니다."),
        Mistake("Y", "A @ X", "W^V로 사영하지 않은 입력을 섞었습니다."),
        Mistake("Y", "A.T @ V", "가중치를 전치했습니다. 출력 한 행은 A의 한 행으로 섞습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "Y": [
                    [2.216766903569587, 7.1329323857216504],
                    [3.2088967414382874, 4.791103258561713],
                    [2.8640183610349594, 6.879766039652974],
                ]
            },
            "PyTorch 2.13.0 F.scaled_dot_product_attention",
        ),
        Worked(
            {
                "X": [[1, 0], [0, 1]],
                "W_Q": np.diag([2**0.5 * np.log(3), 0]),
                "W_K": [[0, 0], [1, 0]],
                "W_V": [[4, 0], [8, 2]],
            },
            {
                "S": [[0, np.log(3)], [0, 0]],
                "A": [[1 / 4, 3 / 4], [1 / 2, 1 / 2]],
                "Y": [[7, 1.5], [6, 1]],
            },
            "손계산: 첫 행의 점수는 (0, ln 3)이라 가중치가 1:3, 둘째 행은 (0, 0)이라 1:1",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("X", "W_Q", "W_K", "W_V"), (-100.0, 100.0)),
    words={"W_Q": "W^Q", "W_K": "W^K", "W_V": "W^V"},
    lines={
        "d_k": "dₖ는 키의 차원(K의 열의 수)입니다.",
        "E": "",
        "A": "A는 S의 행마다 softmax를 한 것입니다.",
    },
)
