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
    x=TOKEN, K0=KEY_CACHE, V0=VALUE_CACHE, W_Q=QUERY_WEIGHTS, W_K=KEY_WEIGHTS, W_V=VALUE_WEIGHTS
):
    q = x @ W_Q  # 새 토큰의 쿼리: 이번에만 쓰고 버린다
    k = x @ W_K  # 새 토큰의 키와 밸류: 한 줄씩만 만든다
    v = x @ W_V
    K = np.vstack((K0, k))  # 캐시에 한 줄을 덧붙인다. 지난 줄은 그대로
    V = np.vstack((V0, v))
    s = K @ q / np.sqrt(np.size(q))  # 점수: 쿼리 하나와 지금까지의 모든 키
    u = np.exp(s - np.max(s))
    a = u / np.sum(u)
    y = a @ V  # 처음부터 다시 계산했을 때의 마지막 줄과 같다
    return y


def draw(rng):
    # two tokens in the cache; what the new one looks for is not alike in them and in itself
    sizes = rng.choice([[1.0, 2.0], [2.0, 1.0], [1.0, 3.0], [3.0, 2.0]])
    return {
        "x": rng.choice([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),
        "K0": rng.permutation([[0.0, 1.0], [2.0, 0.0]]),
        "V0": rng.permutation([[4.0, 0.0], [0.0, 8.0], [6.0, 2.0]])[:2],
        "W_Q": np.diag(sizes),
        "W_K": np.array([[0.0, 1.0], [-1.0, 0.0]]),
        "W_V": np.diag(rng.choice([2.0, 5.0, 10.0], size=2, replace=False)),
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
        "a": "새 토큰의 어텐션 가중치 a",
        "y": "새 토큰의 출력 y",
    },
    draw=draw,
    mistakes=(
        Mistake("s", "K @ q", "√dₖ로 나누지 않았습니다."),
        Mistake("s", "K @ k / np.sqrt(np.size(q))", "새 토큰의 쿼리가 아니라 키를 내적했습니다."),
        Mistake("q", "x", "W^Q로 사영하지 않은 입력을 쿼리로 썼습니다."),
        Mistake("k", "x", "W^K로 사영하지 않은 입력을 캐시에 넣었습니다."),
        Mistake(
            "K",
            "np.vstack((k, K0))",
            "새 키를 맨 앞에 넣었습니다. 밸류와 줄이 어긋납니다.",
        ),
        Mistake("v", "x", "W^V로 사영하지 않은 입력을 캐시에 넣었습니다."),
        Mistake("y", "np.mean(V, axis=0)", "가중치로 섞지 않고 그냥 평균했습니다."),
    ),
    worked=(
        Worked(
            {},
            {"y": [2.8640183610349594, 6.879766039652974]},
            "PyTorch 2.13.0 F.scaled_dot_product_attention(is_causal), 세 토큰의 마지막 줄",
        ),
        Worked(
            {
                "x": [1, 0],
                "K0": [[1, 0]],
                "V0": [[4, 0]],
                "W_Q": [[2**0.5 * np.log(3), 0], [0, 0]],
                "W_K": [[0, 0], [0, 0]],
                "W_V": [[8, 4], [0, 0]],
            },
            {"a": [3 / 4, 1 / 4], "y": [5, 1]},
            "손계산: 점수는 캐시가 ln 3, 새 토큰이 0이라 가중치가 3:1",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("x", "K0", "V0", "W_Q", "W_K", "W_V"), (-100.0, 100.0)),
    words={"W_Q": "W^Q", "W_K": "W^K", "W_V": "W^V"},
    lines={
        "x": "새 토큰의 입력 x",
        "K0": "캐시에 있던 키 K₀",
        "V0": "캐시에 있던 밸류 V₀",
        "K": "K는 K₀의 맨 아래에 새 키 k를 덧붙인 것입니다.",
        "V": "V는 V₀의 맨 아래에 새 밸류 v를 덧붙인 것입니다.",
        "s": "점수 s는 덧붙인 K의 줄마다 쿼리 q와 내적해 √dₖ로 나눈 것입니다(dₖ는 q의 차원).",
        "u": "",
        "a": "a는 점수 s의 softmax입니다.",
    },
)
