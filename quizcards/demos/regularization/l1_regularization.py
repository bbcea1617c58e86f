"""L1 규제(Lasso)의 해: 절댓값을 λ만큼 깎고 0에서 멈추기(soft-thresholding)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

FREE = np.array([3.0, -0.4, 1.2, 0.05])


def l1_regularization(a=FREE, lam=0.5):
    size = np.maximum(np.abs(a) - lam, 0)  # λ만큼 깎고 0에서 멈춘다
    w = np.sign(a) * size  # ½(w − a)² + λ|w|를 최소로 하는 w
    zeros = np.sum(size == 0)  # 정확히 0이 된 가중치의 수
    return w


def draw(rng):
    lam = rng.choice([0.5, 1.0, 1.5])
    large = lam + rng.choice([0.3, 0.7, 1.2, 2.0], size=2, replace=False)
    small = lam * rng.choice([0.2, 0.4, 0.8], size=rng.choice([1, 3]))
    signs = np.concatenate([[1, -1], rng.choice([-1, 1], size=len(small))])
    return {"a": np.round(rng.permutation(np.concatenate([large, small]) * signs), 2), "lam": lam}


def picture(trace: Trace) -> Curves:
    a, lam = trace.inputs["a"], trace.inputs["lam"]
    reach = max(np.max(np.abs(a)), 2 * lam, 0.5)
    x = np.linspace(-reach, reach, 121)
    return Curves(
        "벌점이 없을 때의 해 a와 L1 해 w",
        "a",
        "w",
        (
            Series("벌점 없음: w = a", x, x),
            Series("L1: 가운데가 평평하다", x, np.sign(x) * np.maximum(np.abs(x) - lam, 0)),
            Series("이번 값", np.sort(a), trace["w"][np.argsort(a)], points=True),
        ),
    )


DEMO = Demo(
    l1_regularization,
    asks={
        "w": "½(w − a)² + λ|w|를 가장 작게 하는 w",
        "zeros": "½(w − a)² + λ|w|를 가장 작게 하는 w에서 정확히 0인 것의 수",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "size",
            "np.abs(a) - lam",
            "0에서 멈추지 않았습니다. 작은 값은 부호가 뒤집히지 않고 0이 됩니다.",
        ),
        Mistake("w", "a - lam", "부호와 상관없이 λ를 뺐습니다. 음수는 0에서 더 멀어집니다."),
        Mistake("w", "a / (1 + lam)", "L2의 해입니다. 비율로 줄어서 0이 되지 않습니다."),
        Mistake(
            "w", "np.sign(size)", "0 아니면 1이 아닙니다. 남은 가중치는 λ만큼 줄어든 실수입니다."
        ),
        Mistake("zeros", "np.sum(size > 0)", "0인 것이 아니라 남은 것을 셌습니다."),
        Mistake("zeros", "np.size(a)", "모두 0이 되지는 않습니다. λ보다 큰 것은 남습니다."),
    ),
    worked=(
        Worked(
            {},
            {"w": [2.5, 0, 0.7, 0], "zeros": 2},
            "손계산: 3 − 0.5, 0.4 < 0.5, 1.2 − 0.5, 0.05 < 0.5",
        ),
        Worked(
            {"a": [-2.3, 0.9, 4.1, -0.75], "lam": 0.8},
            {"w": [-1.4999999999999998, 0.09999999999999998, 3.3, 0.0]},
            "PyTorch 2.13.0 F.softshrink(a, λ)",
        ),
    ),
    picture=picture,
    limits={"a": (-1e6, 1e6), "lam": (0, 1e6)},
    words={
        "size": "남은 크기",
    },
    lines={
        "size": "",
    },
)
