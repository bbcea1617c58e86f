"""트랜스포머 블록: 어텐션과 FFN, 잔차 연결과 층 정규화 (Xiong et al. 2020, 표 1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

TOKENS = np.array([[1.0, 3.0, 1.0, 3.0], [6.0, 2.0, 4.0, 0.0]])
VALUE_WEIGHTS = np.array(
    [[2.0, 0.0, 0.0, 0.0], [1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0], [0.0, 2.0, 0.0, 1.0]]
)
WIDENING = np.array(
    [
        [1.0, 0.0, -1.0, 0.0, 2.0, 0.0],
        [0.0, 1.0, 0.0, 1.0, 0.0, -1.0],
        [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
        [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
    ]
)
NARROWING = np.array(
    [
        [1.0, 0.0, 0.0, 1.0],
        [0.0, 2.0, 0.0, 0.0],
        [2.0, 0.0, 1.0, 0.0],
        [0.0, -1.0, 0.0, 1.0],
        [0.0, 0.0, 1.0, 0.0],
        [2.0, 0.0, 0.0, -1.0],
    ]
)


def transformer_block(
    X=TOKENS, W_V=VALUE_WEIGHTS, W1=WIDENING, W2=NARROWING, placement="pre", eps=1e-5
):
    if placement == "pre":
        N = (X - np.mean(X, axis=1, keepdims=True)) / np.sqrt(
            np.var(X, axis=1, keepdims=True) + eps
        )
    else:
        N = X  # post-LN(원논문): 정규화하지 않은 것이 들어간다
    S = N @ N.T / np.sqrt(np.shape(X)[1])  # 점수: 헤드 하나, W_Q와 W_K는 단위행렬
    E = np.exp(S - np.max(S, axis=1, keepdims=True))
    A = E / np.sum(E, axis=1, keepdims=True)
    H = X + A @ N @ W_V  # 어텐션: 토큰끼리 섞고, 입력을 그대로 더한다(잔차)
    M = (H - np.mean(H, axis=1, keepdims=True)) / np.sqrt(np.var(H, axis=1, keepdims=True) + eps)
    F = np.maximum(M @ W1, 0) @ W2  # FFN: 토큰마다 따로, 넓혔다가 줄인다
    if placement == "pre":
        Y = H + F  # pre-LN: 잔차의 길에는 정규화가 없다
    else:
        R = M + F
        Y = (R - np.mean(R, axis=1, keepdims=True)) / np.sqrt(
            np.var(R, axis=1, keepdims=True) + eps
        )
    y = Y[-1]  # 마지막 토큰의 출력
    weights = np.size(W1) + np.size(W2)  # FFN의 가중치: 토큰이 몇이든 그대로다
    return Y


def draw(rng):
    # Normalised, the tokens are p and −p, of ones and minus ones. W_V only swaps features that are
    # alike, so that the second norm leaves ±p too, and each hidden unit looks at one feature.
    order = rng.permutation(4)
    p = np.array([1.0, 1.0, -1.0, -1.0])[order]
    swap = np.kron(np.eye(2), [[0.0, 1.0], [1.0, 0.0]])[order][:, order]
    hidden = rng.integers(5, 8)
    looks_at = rng.permutation([0, 1, 2, 3, 0, 1, 2])[:hidden]
    writes_to = rng.integers(4, size=hidden)
    return {
        "X": np.outer(rng.permutation([1.0, -2.0]), p) + rng.integers(5, 8, size=(2, 1)),
        "W_V": float(rng.integers(1, 3)) * swap,
        "W1": np.eye(4)[:, looks_at] * rng.choice([1.0, 2.0], size=hidden),
        "W2": np.eye(4)[writes_to] * rng.choice([1.0, 2.0, 3.0], size=(hidden, 1)),
        "placement": "pre",
        "eps": 1e-12,
    }


def picture(trace: Trace) -> Curves:
    """How large the stream grows over blocks alike, where nothing is learnt."""
    lines = []
    blocks = range(13)
    for placement, name in (("pre", "pre-LN"), ("post", "post-LN")):
        X, sizes = trace["X"], []
        for _ in blocks:
            sizes.append(float(np.sqrt(np.mean(X**2))))
            X = transformer_block(**{**trace.inputs, "X": X, "placement": placement})
        lines.append(Series(name, list(blocks), sizes))
    return Curves(
        "같은 블록을 쌓을 때의 크기: pre-LN은 더해져 커지고 post-LN은 그대로",
        "블록 수",
        "크기(RMS)",
        tuple(lines),
    )


DEMO = Demo(
    transformer_block,
    asks={
        "y": "블록을 지난 마지막 토큰의 출력 y",
        "weights": "FFN의 가중치 수",
    },
    draw=draw,
    mistakes=(
        Mistake("N", "X", "어텐션 앞에서 층 정규화를 하지 않았습니다."),
        Mistake("S", "N @ N.T", "점수를 √d로 나누지 않았습니다."),
        Mistake("H", "A @ N @ W_V", "어텐션의 잔차 연결을 빠뜨렸습니다."),
        Mistake("H", "N + A @ N @ W_V", "정규화한 것을 더했습니다. 잔차는 입력 그대로입니다."),
        Mistake("M", "H", "FFN 앞에서 층 정규화를 하지 않았습니다."),
        Mistake("F", "M @ W1 @ W2", "FFN의 두 층 사이에서 ReLU를 빠뜨렸습니다."),
        Mistake("Y", "F", "FFN의 잔차 연결을 빠뜨렸습니다."),
        Mistake("Y", "X + F", "블록의 입력을 더했습니다. FFN의 잔차는 어텐션을 지난 H입니다."),
        Mistake("weights", "np.size(W1)", "넓히는 W₁만 셌습니다. 다시 줄이는 W₂도 있습니다."),
        Mistake(
            "weights",
            "np.shape(X)[0] * (np.size(W1) + np.size(W2))",
            "토큰마다 따로 적용하지만 가중치는 모든 토큰이 같이 씁니다.",
        ),
        Mistake(
            "weights", "np.shape(W1)[1]", "은닉 뉴런을 셌습니다. 가중치는 행렬의 칸마다 하나입니다."
        ),
    ),
    worked=(
        Worked(
            {},
            {
                "Y": [
                    [3.67319038536815, 7.6651671093297855, 1.8328188052910954, 7.084139836358132],
                    [
                        12.721198187790405,
                        -0.9948772479976995,
                        7.226518758847886,
                        -1.1546459592683154,
                    ],
                ]
            },
            "PyTorch 2.13.0 nn.TransformerEncoderLayer(4, 1, norm_first=True)",
        ),
        Worked(
            {
                "X": [[1, 3, 1, 3]],
                "W_V": np.zeros((4, 4)),
                "W1": [[2, -1], [1, 1], [0, 0], [0, 0]],
                "W2": [[1, 2, 0, 0], [3, 1, 0, 1]],
                "eps": 1e-12,
            },
            {"H": [[1, 3, 1, 3]], "y": [7, 5, 1, 5], "weights": 16},
            "손계산(ε ≈ 0): (−1, 1, −1, 1)에 FFN이 max(0, (−1, 2))·W₂ = (6, 2, 0, 2)를 더한다",
        ),
    ),
    picture=picture,
    limits={"eps": (1e-12, 1)} | dict.fromkeys(("X", "W_V", "W1", "W2"), (-100.0, 100.0)),
    choices={
        "placement": {
            "pre": "pre-LN: 어텐션과 FFN의 앞에서 층 정규화를 합니다.",
            "post": "post-LN: 잔차를 더한 다음 층 정규화를 합니다.",
        },
    },
    words={"eps": "", "W_V": "W^V", "weights": "FFN의 가중치 수"},
    lines={
        "N": "N은 X를 토큰마다 층 정규화한 것입니다(γ = 1, β = 0).",
        "S": "헤드가 하나이고 쿼리와 키는 N 그대로, 밸류는 N W^V입니다.",
        "E": "",
        "A": "A는 √d로 나눈 점수의 행마다 softmax를 한 것입니다.",
        "H": "어텐션의 출력을 잔차로 더합니다.",
        "M": "M은 H를 토큰마다 층 정규화한 것입니다.",
        "F": "FFN은 W₁을 곱하고 ReLU를 씌운 다음 W₂를 곱합니다.",
        "R": "",
        "y": "",
        "weights": "",
    },
)
