"""L1과 L2 비교: 같은 양씩 깎기와 같은 비율로 줄이기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Contour, Series
from quizcards.trace.tracer import Trace

FREE = np.array([3.0, 1.0, 0.4, -0.2])


def l1_vs_l2(a=FREE, lam=0.5):
    w1 = np.sign(a) * np.maximum(np.abs(a) - lam, 0)  # L1: λ만큼 깎고 0에서 멈춘다
    w2 = a / (1 + lam)  # L2: 모두 같은 비율로 줄인다
    delta_w1 = w1 - a  # a에서 옮긴 양: 크기가 λ로 일정하다 (0에서 멈추면 그만큼)
    delta_w2 = w2 - a  # a에서 옮긴 양: 큰 가중치일수록 많이 줄어든다
    return w1


def draw(rng):
    lam = rng.choice([0.25, 1.0])
    large = (1 + lam) * rng.choice([1, 2, 3, 4], size=2, replace=False) * rng.permutation([1, -1])
    return {"a": rng.permutation([*large, lam * rng.choice([-0.8, -0.4, 0.4, 0.8])]), "lam": lam}


def picture(trace: Trace) -> Contour:
    size = np.abs(trace["a"])
    pair = np.array([np.argmax(size), np.argmin(size)])
    a, w1, w2 = trace["a"][pair], trace["w1"][pair], trace["w2"][pair]
    reach = 1.15 * max(np.max(np.abs(a)), 0.5)
    axis = np.linspace(-reach, reach, 61)
    angle = np.linspace(0, 2 * np.pi, 121)
    x, y = np.cos(angle), np.sin(angle)
    diamond = np.sum(np.abs(w1)) / (np.abs(x) + np.abs(y))
    circle = np.sqrt(np.sum(w2**2))
    return Contour(
        "손실의 등고선이 제약 영역에 처음 닿는 곳",
        f"{pair[0] + 1}번째 가중치",
        f"{pair[1] + 1}번째 가중치",
        axis,
        axis,
        ((axis - a[0]) ** 2 + (axis[:, None] - a[1]) ** 2) / 2,
        (
            Series("L1 마름모", diamond * x, diamond * y),
            Series("a에서 L1 해로", np.array([a[0], w1[0]]), np.array([a[1], w1[1]]), points=True),
            Series("L2 원", circle * x, circle * y),
            Series("a에서 L2 해로", np.array([a[0], w2[0]]), np.array([a[1], w2[1]]), points=True),
        ),
    )


DEMO = Demo(
    l1_vs_l2,
    asks={
        "w1": "L1의 해, 곧 ½(w − a)² + λ|w|를 가장 작게 하는 w",
        "w2": "L2의 해, 곧 ½(w − a)² + (λ/2)w²을 가장 작게 하는 w",
    },
    draw=draw,
    mistakes=(
        Mistake("w1", "a / (1 + lam)", "L1이 아니라 L2의 해입니다."),
        Mistake("w1", "a - lam", "부호와 상관없이 λ를 뺐습니다."),
        Mistake("w1", "a - lam * np.sign(a)", "0에서 멈추지 않아 작은 값의 부호가 뒤집혔습니다."),
        Mistake("w2", "np.sign(a) * np.maximum(np.abs(a) - lam, 0)", "L2가 아니라 L1의 해입니다."),
        Mistake("w2", "a / (1 + 2 * lam)", "½을 빠뜨렸습니다. 벌점은 (λ/2)w²입니다."),
        Mistake(
            "w2", "a * (1 - lam)", "한 번 당긴 값입니다. 최소로 하는 값은 1 + λ로 나눈 것입니다."
        ),
    ),
    worked=(
        Worked(
            {},
            {"w1": [2.5, 0.5, 0, 0], "w2": [2, 2 / 3, 4 / 15, -2 / 15]},
            "손계산: |a| − 0.5와 a / 1.5",
        ),
        Worked(
            {},
            {"delta_w1": [-0.5, -0.5, -0.4, 0.2], "delta_w2": [-1, -1 / 3, -2 / 15, 1 / 15]},
            "손계산: w − a",
        ),
        Worked(
            {"a": [-2.3, 0.9, 4.1, -0.75], "lam": 0.8},
            {"w1": [-1.4999999999999998, 0.09999999999999998, 3.3, 0.0]},
            "PyTorch 2.13.0 F.softshrink(a, λ)",
        ),
    ),
    picture=picture,
    limits={"a": (-1e6, 1e6), "lam": (0, 1e6)},
)
