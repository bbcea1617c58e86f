"""선형 어텐션: 괄호를 바꿔 키와 밸류를 먼저 곱한다 (Katharopoulos et al. 2020, §3.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

QUERIES = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
KEYS = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 0.0]])
VALUES = np.array([[3.0, 0.0], [6.0, 3.0], [0.0, 9.0]])


def attention_complexity(Q=QUERIES, K=KEYS, V=VALUES):
    phi_Q = np.where(Q >= 0, Q + 1, np.exp(np.minimum(Q, 0)))  # φ(x) = elu(x) + 1: 늘 양수
    phi_K = np.where(K >= 0, K + 1, np.exp(np.minimum(K, 0)))
    M = phi_K.T @ V  # d×dᵥ 행렬 하나에 모든 토큰을 모은다
    z = np.sum(phi_K, axis=0)  # 분모에 쓸 합
    Y = phi_Q @ M / (phi_Q @ z)[:, None]  # n×n 가중치를 만들지 않는다
    full = np.shape(Q)[0] * np.shape(K)[0] * (np.shape(Q)[1] + np.shape(V)[1])  # 보통의 어텐션
    linear = (np.shape(Q)[0] + np.shape(K)[0]) * np.shape(Q)[1] * np.shape(V)[1]  # M을 거칠 때
    return Y


def draw(rng):
    # features of 1, 2 and 3: two queries, and a sum of keys that is easily divided by
    tokens = rng.integers(3, 6)
    return {
        "Q": rng.permutation([[0.0, 2.0], [1.0, 0.0], [2.0, 1.0]])[:2],
        "K": rng.permutation([[0.0, 1.0], [1.0, 0.0], [2.0, 0.0], [1.0, 2.0], [0.0, 2.0]])[:tokens],
        "V": rng.permutation([[3.0, 0.0], [6.0, 3.0], [0.0, 9.0], [1.0, 6.0], [9.0, 2.0]])[:tokens],
    }


def picture(_trace: Trace) -> Curves:
    size, window = 64, 512
    n = np.linspace(0, 8192, 65)
    return Curves(
        f"길이와 곱셈의 수: 헤드의 차원 {size}, 창 {window}",
        "길이 n",
        "억 번",
        (
            Series("모든 쌍: 2n²d", n, 2 * n**2 * size / 1e8),
            Series("창 w: 2nwd", n, 2 * n * np.minimum(n, window) * size / 1e8),
            Series("선형: 2nd²", n, 2 * n * size**2 / 1e8),
        ),
    )


DEMO = Demo(
    attention_complexity,
    asks={
        "M": "φ를 씌운 키와 밸류를 토큰마다 곱해 더한 행렬 M",
        "Y": "선형 어텐션의 출력 Y",
        "full": "보통의 어텐션이 QKᵀ와 AV에서 하는 곱셈의 수",
        "linear": "선형 어텐션이 φ(K)ᵀV를 만들고 φ(Q)에 곱하며 하는 곱셈의 수(분모는 빼고)",
    },
    draw=draw,
    mistakes=(
        Mistake("phi_K", "K", "키에 φ를 씌우지 않았습니다."),
        Mistake("phi_K", "np.maximum(K, 0) + 2", "φ(x)는 x가 음수가 아닐 때 x + 1입니다."),
        Mistake("phi_K", "np.exp(K)", "보통의 지수를 씌웠습니다. 양수에서는 x + 1입니다."),
        Mistake("Y", "phi_Q @ M", "분모로 나누지 않았습니다."),
        Mistake("Y", "phi_Q @ M / np.shape(K)[0]", "가중치의 합이 아니라 토큰 수로 나누었습니다."),
        Mistake(
            "full",
            "np.shape(Q)[0] * np.shape(K)[0] * np.shape(Q)[1]",
            "QKᵀ만 세었습니다. 가중치로 밸류를 섞는 곱셈도 있습니다.",
        ),
        Mistake(
            "full", "np.shape(Q)[0] * np.shape(K)[0]", "점수의 개수입니다. 하나마다 d번 곱합니다."
        ),
        Mistake(
            "full",
            "np.shape(K)[0] ** 2 * (np.shape(Q)[1] + np.shape(V)[1])",
            "쿼리도 키만큼 있다고 세었습니다.",
        ),
        Mistake(
            "linear",
            "np.shape(K)[0] * np.shape(Q)[1] * np.shape(V)[1]",
            "φ(K)ᵀV를 만드는 것만 세었습니다. 쿼리마다 그것과 곱하는 것도 있습니다.",
        ),
        Mistake(
            "linear",
            "np.shape(Q)[0] * np.shape(Q)[1] * np.shape(V)[1]",
            "φ(K)ᵀV를 쓰는 것만 세었습니다. 키마다 그것을 만드는 것도 있습니다.",
        ),
        Mistake(
            "linear",
            "(np.shape(Q)[0] + np.shape(K)[0]) * np.shape(Q)[1]",
            "밸류의 차원을 곱하지 않았습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {
                "M": [[15, 33], [12, 12]],
                "Y": [[42 / 16, 78 / 16], [39 / 14, 57 / 14], [54 / 20, 90 / 20]],
                "full": 36,
                "linear": 24,
            },
            "손계산: φ(K) = (1, 2), (2, 1), (3, 1)이라 M = (15, 33; 12, 12), z = (6, 4)",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("Q", "K", "V"), (-1e3, 1e3)),
    words={"phi_Q": "φ(Q)", "phi_K": "φ(K)"},
    lines={
        "phi_Q": "",
        "phi_K": "φ(x)는 x가 음수가 아니면 x + 1, 음수이면 eˣ입니다.",
        "z": "z는 φ(K)의 열마다의 합입니다.",
        "M": "φ(K)의 전치와 V를 먼저 곱해 M을 만듭니다.",
        "Y": "",
        "full": "",
        "linear": "",
    },
)
