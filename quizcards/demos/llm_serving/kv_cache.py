"""KV 캐시: 새 토큰의 키와 밸류만 만들어 덧붙이고 지난 것은 다시 쓴다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

TOKEN = np.array([1.0, 1.0])
KEY_CACHE = np.array([[0.0, 1.0], [1.0, 0.0]])
VALUE_CACHE = np.array([[4.0, 0.0], [0.0, 8.0]])
QUERY_WEIGHTS = np.array([[2.0, 0.0], [0.0, 1.0]])
KEY_WEIGHTS = np.array([[0.0, 1.0], [1.0, 0.0]])
VALUE_WEIGHTS = np.array([[4.0, 0.0], [0.0, 8.0]])


def kv_cache(
    x=TOKEN,
    K0=KEY_CACHE,
    V0=VALUE_CACHE,
    W_Q=QUERY_WEIGHTS,
    W_K=KEY_WEIGHTS,
    W_V=VALUE_WEIGHTS,
    d_h=1,
):
    q = x @ W_Q  # 새 토큰의 쿼리: 이번에만 쓰고 버린다
    k = x @ W_K  # 새 토큰의 키와 밸류: 한 줄씩만 만든다
    v = x @ W_V
    K = np.vstack((K0, k))  # 캐시에 한 줄을 덧붙인다. 지난 줄은 그대로
    V = np.vstack((V0, v))
    y = np.zeros(np.size(q))
    for h in range(1, np.size(q) // d_h + 1):
        q_h = q[(h - 1) * d_h : h * d_h]  # 헤드 하나가 맡은 dₕ열
        K_h = K[:, (h - 1) * d_h : h * d_h]
        V_h = V[:, (h - 1) * d_h : h * d_h]
        s = K_h @ q_h / np.sqrt(d_h)  # 점수: 쿼리 하나와 지금까지의 모든 키
        u = np.exp(s - np.max(s))
        a = u / np.sum(u)  # 헤드마다 softmax를 따로
        o = a @ V_h
        y = y + o @ np.eye(np.size(q))[(h - 1) * d_h : h * d_h]  # 헤드의 출력을 이어 붙인다
    cache = 2 * (np.size(K0) + np.shape(W_K)[1])  # 모든 헤드의 키와 밸류. 쿼리는 없다
    return y


def draw(rng):
    # two heads of one dimension each: whole scores; two tokens in the cache, or three
    cached = rng.integers(2, 4)
    return {
        "x": rng.permutation([1.0, 2.0]),
        "K0": rng.permutation([[0.0, 1.0], [1.0, 0.0], [1.0, 2.0]])[:cached],
        "V0": rng.permutation([[4.0, 0.0], [0.0, 8.0], [6.0, 2.0]])[:cached],
        "W_Q": np.diag(rng.permutation([2.0, -1.0])),
        "W_K": np.array([[0.0, 1.0], [-1.0, 0.0]]) * rng.choice([1.0, -1.0]),
        "W_V": np.diag(rng.choice([2.0, 5.0, 10.0], size=2, replace=False)),
        "d_h": 1,
    }


def picture(trace: Trace) -> Curves:
    once = np.size(trace["W_K"]) + np.size(trace["W_V"])
    n = np.arange(1, 33)
    return Curves(
        "키와 밸류를 만드는 곱셈: 캐시가 없으면 길이의 제곱으로 쌓인다",
        "생성한 토큰 수",
        "곱셈 수의 합",
        (
            Series("매번 처음부터", n, once * n * (n + 1) / 2),
            Series("KV 캐시", n, once * n),
        ),
    )


DEMO = Demo(
    kv_cache,
    asks={
        "s": "마지막 헤드의 점수 s",
        "y": "헤드의 출력을 이어 붙인 y",
        "cache": "새 토큰까지 캐시에 저장한 수의 개수",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "s",
            "K_h @ q_h / np.sqrt(np.size(q))",
            "전체 차원이 아니라 헤드의 차원의 제곱근으로 나눕니다.",
        ),
        Mistake(
            "s",
            "K_h @ k[(h - 1) * d_h : h * d_h] / np.sqrt(d_h)",
            "새 토큰의 쿼리가 아니라 키를 내적했습니다.",
        ),
        Mistake("q", "x", "W^Q로 사영하지 않은 입력을 쿼리로 썼습니다."),
        Mistake("k", "x", "W^K로 사영하지 않은 입력을 캐시에 넣었습니다."),
        Mistake(
            "K",
            "np.vstack((k, K0))",
            "새 키를 맨 앞에 넣었습니다. 밸류와 줄이 어긋납니다.",
        ),
        Mistake("K_h", "K[:, 0:d_h]", "모든 헤드에 첫 헤드의 키를 썼습니다."),
        Mistake("v", "x", "W^V로 사영하지 않은 입력을 캐시에 넣었습니다."),
        Mistake("o", "np.mean(V_h, axis=0)", "가중치로 섞지 않고 그냥 평균했습니다."),
        Mistake("cache", "np.size(K0) + np.shape(W_K)[1]", "키만 셌습니다. 밸류도 저장합니다."),
        Mistake("cache", "2 * np.size(K0)", "새 토큰의 키와 밸류를 덧붙이기 전의 캐시입니다."),
        Mistake(
            "cache",
            "3 * (np.size(K0) + np.shape(W_K)[1])",
            "쿼리까지 셌습니다. 지난 쿼리는 다시 쓰지 않아 저장하지 않습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"y": [2.1267578766660753, 4.6214496139878545]},
            "PyTorch 2.13.0 F.scaled_dot_product_attention(is_causal), 두 헤드의 마지막 줄",
        ),
        Worked(
            {
                "x": [1, 0],
                "K0": [[1, 2]],
                "V0": [[4, 10]],
                "W_Q": [[np.log(3), np.log(2)], [0, 0]],
                "W_K": [[0, 0], [0, 0]],
                "W_V": [[8, 5], [0, 0]],
            },
            {"s": [2 * np.log(2), 0], "a": [4 / 5, 1 / 5], "y": [5, 9], "cache": 8},
            "손계산: 점수의 차가 헤드 1은 ln 3이라 3:1, 헤드 2는 2·ln 2라 4:1",
        ),
    ),
    picture=picture,
    limits={"d_h": (1, 64)}
    | dict.fromkeys(("x", "K0", "V0", "W_Q", "W_K", "W_V"), (-100.0, 100.0)),
    words={"W_Q": "W^Q", "W_K": "W^K", "W_V": "W^V"},
    lines={
        "x": "새 토큰의 입력 x",
        "K0": "캐시에 있던 키 K₀",
        "V0": "캐시에 있던 밸류 V₀",
        "d_h": "헤드의 차원 dₕ",
        "K": "K는 K₀의 맨 아래에 새 키 k를 덧붙인 것입니다.",
        "V": "V는 V₀의 맨 아래에 새 밸류 v를 덧붙인 것입니다.",
        "q_h": "헤드마다 q의 수와 K, V의 열을 차례로 dₕ개씩 맡습니다.",
        "K_h": "",
        "V_h": "",
        "s": "점수 s는 헤드가 맡은 K의 줄마다 쿼리와 내적해 √dₕ로 나눈 것입니다.",
        "u": "",
        "a": "헤드마다 a는 점수 s의 softmax입니다.",
        "o": "헤드의 출력은 a로 V의 줄을 섞은 것이고, 이어 붙이면 y입니다.",
        "y": "",
        "cache": "",
    },
)
