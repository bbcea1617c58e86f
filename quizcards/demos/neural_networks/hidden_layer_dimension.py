"""은닉층의 차원(hidden layer dimension): 행렬의 shape와 파라미터 수."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace


def hidden_layer_dimension(n0=3, n1=4, n2=1, m=5, convention="ng"):
    shape_W1 = (n1, n0)  # 행은 이 층의 유닛, 열은 앞 층의 유닛
    if convention == "ng":
        shape_Z1 = (n1, m)  # Ng: Z₁ = W₁X + b₁, 열이 샘플
    else:
        shape_Z1 = (m, n1)  # PyTorch: Z₁ = XW₁ᵀ + b₁, 행이 샘플
    weights = n1 * n0 + n2 * n1  # W₁과 W₂의 원소 수
    biases = n1 + n2  # 편향의 수: 유닛마다 하나
    params = weights + biases  # 배치 크기 m과 무관하다
    return params


def draw(rng):
    n0, n1, m = rng.permutation(np.arange(2, 10))[:3]
    return {
        "n0": n0,
        "n1": n1,
        "n2": rng.integers(1, 4),
        "m": m,
        "convention": str(rng.choice(["ng", "pytorch"])),
    }


def picture(trace: Trace) -> Bars:
    n0, n1, n2 = trace["n0"], trace["n1"], trace["n2"]
    is_column = trace["convention"] == "ng"  # PyTorch keeps a bias as (n,), not as a column
    b1, b2 = (f"({n}, 1)" if is_column else f"({n},)" for n in (n1, n2))
    return Bars(
        "파라미터는 어디에 있나",
        (
            (f"W₁ ({n1}, {n0})", float(n1 * n0)),
            (f"b₁ {b1}", float(n1)),
            (f"W₂ ({n2}, {n1})", float(n2 * n1)),
            (f"b₂ {b2}", float(n2)),
            ("합계", float(trace["params"])),
        ),
    )


DEMO = Demo(
    hidden_layer_dimension,
    asks={
        "shape_W1": "W₁x로 곱하는 은닉층 가중치 W₁의 행 수와 열 수",
        "shape_Z1": "은닉층의 선형 결합 Z₁의 행 수와 열 수",
        "params": "이 2층 신경망의 파라미터 수",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "shape_W1", "(n0, n1)", "행과 열을 바꾸었습니다. (앞 층, 이 층)은 Keras의 관례입니다."
        ),
        Mistake("shape_W1", "(n1, m)", "그것은 열이 샘플인 Z₁의 shape입니다."),
        Mistake("shape_W1", "(n2, n1)", "그것은 출력층의 가중치 W₂의 shape입니다."),
        Mistake("shape_Z1", "(n0, m)", "층을 지나면 유닛 수가 n₀에서 n₁로 바뀝니다."),
        Mistake(
            "shape_Z1",
            "(m, n1) if convention == 'ng' else (n1, m)",
            "샘플을 행으로 쌓을 때와 열로 쌓을 때를 바꾸었습니다.",
        ),
        Mistake("shape_Z1", "(n1, n0)", "그것은 가중치 W₁의 shape입니다."),
        Mistake("weights", "n1 * n0", "출력층의 가중치 W₂를 세지 않았습니다."),
        Mistake("biases", "n1", "출력층의 편향 b₂를 세지 않았습니다."),
        Mistake("params", "weights", "편향을 세지 않았습니다."),
        Mistake("params", "n0 + n1 + n2", "파라미터가 아니라 유닛을 세었습니다."),
    ),
    worked=(
        Worked(
            {"convention": "pytorch"},
            {"shape_W1": [4, 3], "shape_Z1": [5, 4], "params": 21},
            "PyTorch 2.13.0 nn.Linear(3, 4), nn.Linear(4, "
            "1): weight.shape, 출력의 shape, p.numel()의 합",
        ),
        Worked(
            {"n0": 784, "n1": 128, "n2": 10, "m": 32},
            {"shape_W1": [128, 784], "shape_Z1": [128, 32], "params": 101770},
            "손계산: 784·128 + 128 + 128·10 + 10 = 100352 + 128 + 1280 + 10",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("n0", "n1", "n2", "m"), (1, 1000000.0)),
    choices={
        "convention": {"ng": "X의 열 하나가 샘플", "pytorch": "X의 행 하나가 샘플"},
    },
    words={
        "weights": "가중치의 수",
        "biases": "편향의 수",
        "n0": "입력 n₀",
        "n1": "은닉 유닛 n₁",
        "n2": "출력 n₂",
        "m": "샘플 m",
    },
    lines={
        "weights": "",
        "biases": "",
    },
)
