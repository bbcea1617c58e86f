"""벡터화(vectorization): wᵀx + b를 for문으로, 그리고 배열 연산 한 번으로."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number, symbol
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

WEIGHTS = np.array([[1.0], [2.0], [3.0]])
SAMPLE = np.array([[1.0], [0.0], [-1.0]])
BATCH = np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]])


def vectorization(w=WEIGHTS, x=SAMPLE, X=BATCH, b=0.5):
    s = b
    for i in range(np.size(w)):
        s = s + w[i, 0] * x[i, 0]  # 파이썬 for문: 특성을 하나씩
    z = w.T @ x + b  # 같은 값을 행렬곱 한 번에: 모양은 (1, 1)
    z_dot = z[0, 0]  # 거기서 꺼낸 수
    elementwise = w.T * x + b  # 원소별 곱: 오류 없이 행렬로 퍼진다
    Z = w.T @ X + b  # 샘플 m개도 한 번에, b는 브로드캐스팅
    z_last = Z[0, -1]  # 마지막 샘플의 값
    return Z


def draw(rng):
    return {
        "w": rng.choice([-2.0, -1.0, 1.0, 2.0, 3.0], size=(3, 1), replace=False),
        "x": rng.choice([-2.0, -1.0, 1.0, 2.0, 3.0], size=(3, 1), replace=False),
        "X": rng.integers(-2, 4, size=(3, 2)).astype(float),
        "b": rng.choice([-0.5, 0.5, 1.5]),
    }


def picture(trace: Trace) -> HeatMap:
    columns = _named("w", trace["w"])
    return HeatMap(
        "w.T * x + b: 브로드캐스팅된 엉뚱한 행렬",
        trace["elementwise"],
        _named("x", trace["x"]),
        columns,
    )


def _named(name, vector):
    return tuple(
        f"{symbol(f'{name}{i}')} = {number(value)}" for i, value in enumerate(np.ravel(vector), 1)
    )


DEMO = Demo(
    vectorization,
    asks={
        "z_dot": "w.T @ x + b가 담고 있는 수 하나",
        "z_last": "w.T @ X + b의 마지막 원소",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "z",
            "w.T * x + b",
            "NumPy의 *는 행렬곱이 아니라 원소별 곱이라, 오류 없이 행렬로 퍼집니다.",
        ),
        Mistake("z", "w.T @ x", "b를 더하지 않았습니다."),
        Mistake("z", "w.T @ x - b", "b를 더하지 않고 뺐습니다."),
        Mistake("Z", "w * X + b", "원소별로 곱하기만 하고 특성끼리 더하지 않았습니다."),
        Mistake("Z", "w.T @ X", "b를 더하지 않았습니다."),
        Mistake("Z", "w.T @ X - b", "b를 더하지 않고 뺐습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "s": -1.5,
                "z": [[-1.5]],
                "z_dot": -1.5,
                "elementwise": [[1.5, 2.5, 3.5], [0.5, 0.5, 0.5], [-0.5, -1.5, -2.5]],
                "Z": [[1.5, 2.5, 3.5, 6.5]],
                "z_last": 6.5,
            },
            "손계산: 1·1 + 2·0 + 3·(−1) + 0.5, 마지막 열은 1 + 2 + 3 + 0.5",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("w", "x", "X", "b"), (-1e6, 1e6)),
    lines={
        "z": "",
        "Z": "",
    },
)
