"""GQA: 쿼리 헤드 여럿이 키와 밸류 헤드 하나를 나눠 쓴다 (Ainslie et al. 2023, §2.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

QUERIES = np.array([[1.0, 2.0, 0.0, 3.0]])
KEYS = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
VALUES = np.array([[4.0, 0.0], [0.0, 8.0], [4.0, 4.0]])


def mqa_gqa_mla(Q=QUERIES, K=KEYS, V=VALUES, d_h=1):
    heads = np.shape(Q)[1] // d_h  # 쿼리 헤드의 수
    groups = np.shape(K)[1] // d_h  # KV 헤드의 수: heads면 MHA, 1이면 MQA
    Y = np.zeros(np.shape(Q))
    for h in range(1, heads + 1):
        g = (h - 1) * groups // heads + 1  # 이웃한 쿼리 헤드끼리 같은 KV 헤드를 쓴다
        Q_h = Q[:, (h - 1) * d_h : h * d_h]
        K_h = K[:, (g - 1) * d_h : g * d_h]
        V_h = V[:, (g - 1) * d_h : g * d_h]
        S = Q_h @ K_h.T / np.sqrt(d_h)
        E = np.exp(S - np.max(S, axis=1, keepdims=True))
        A = E / np.sum(E, axis=1, keepdims=True)
        O_h = A @ V_h
        Y = Y + O_h @ np.eye(np.shape(Q)[1])[(h - 1) * d_h : h * d_h]  # 헤드의 출력을 이어 붙인다
    cache = 2 * np.size(K)  # 층 하나의 KV 캐시: 키와 밸류
    return Y


def draw(rng):
    # four heads of one dimension each: of every head a softmax over two tokens
    return {
        "Q": rng.permutation([[1.0, 2.0, 0.0, 3.0]], axis=1),
        "K": rng.permutation([[1.0, 0.0], [0.0, 1.0]])[:, :2] * rng.choice([1, 2], size=2),
        "V": rng.permutation([[4.0, 10.0], [8.0, 2.0]]),
        "d_h": 1,
    }


def picture(trace: Trace) -> Bars:
    tokens = len(trace["K"])
    shares = dict.fromkeys([trace["heads"], trace["groups"], 1])
    kinds = {trace["heads"]: "MHA", 1: "MQA"}
    bars = tuple(
        (f"{kinds.get(groups, 'GQA')} (KV 헤드 {groups})", 2.0 * tokens * groups * trace["d_h"])
        for groups in shares
    )
    return Bars(f"쿼리 헤드 {trace['heads']}개, 토큰 {tokens}개의 KV 캐시(저장하는 수)", bars)


DEMO = Demo(
    mqa_gqa_mla,
    asks={
        "Y": "네 헤드의 출력을 이어 붙인 Y",
        "cache": "층 하나의 KV 캐시에 저장하는 수의 개수",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "g",
            "(h - 1) % groups + 1",
            "KV 헤드를 번갈아 썼습니다. 이웃한 쿼리 헤드끼리 한 묶음입니다.",
        ),
        Mistake("g", "1", "모든 헤드가 첫 KV 헤드를 썼습니다. 그것은 MQA입니다."),
        Mistake("A", "np.ones(np.shape(S)) / np.shape(S)[1]", "softmax 대신 고르게 섞었습니다."),
        Mistake("O_h", "A @ K_h", "밸류가 아니라 키를 섞었습니다."),
        Mistake("cache", "np.size(K)", "키와 밸류를 모두 저장하므로 두 배입니다."),
        Mistake(
            "cache",
            "2 * np.shape(K)[0] * np.shape(Q)[1]",
            "쿼리 헤드의 수로 세었습니다. 저장하는 것은 KV 헤드뿐입니다.",
        ),
        Mistake("cache", "2 * np.shape(K)[1]", "토큰 하나의 몫만 세었습니다."),
        Mistake("cache", "3 * np.size(K)", "쿼리는 저장하지 않습니다."),
    ),
    worked=(
        Worked(
            {},
            {"Y": [[3.3785503860121455, 3.7464842466678494, 4.0, 5.8542666139244215]]},
            "PyTorch 2.13.0 F.scaled_dot_product_attention(enable_gqa=True)",
        ),
        Worked(
            {
                "Q": [[np.log(3), 0, np.log(4), 0]],
                "K": [[1, 0], [0, 1]],
                "V": [[4, 10], [8, 20]],
            },
            {"Y": [[5, 6, 18, 15]], "cache": 8},
            "손계산: 헤드 1과 2는 첫 KV 헤드를 3:1과 1:1로, 3과 4는 둘째를 1:4와 1:1로 섞는다",
        ),
    ),
    picture=picture,
    limits={"d_h": (1, 2)} | dict.fromkeys(("Q", "K", "V"), (-100.0, 100.0)),
    words={"heads": "헤드 수", "groups": "KV 헤드 수", "cache": "캐시"},
    lines={
        "heads": "쿼리 헤드는 Q의 dₕ열마다, KV 헤드는 K와 V의 dₕ열마다 하나입니다.",
        "groups": "",
        "d_h": "헤드의 차원 dₕ",
        "g": "이웃한 쿼리 헤드끼리 KV 헤드 하나를 같이 씁니다.",
        "Q_h": "",
        "K_h": "",
        "V_h": "",
        "S": "",
        "E": "",
        "A": "헤드마다 점수를 √dₕ로 나누고 softmax를 씌웁니다.",
        "O_h": "",
        "Y": "",
    },
)
