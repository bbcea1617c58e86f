"""노름(norm): 벡터의 크기를 재는 L1, L2, L∞."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

VECTOR = np.array([3.0, -4.0])


def norms(v=VECTOR):
    L1 = np.sum(np.abs(v))  # 절댓값의 합: 격자길을 따라 걷는 거리
    square = np.sum(v**2)  # L2 규제에 쓰는 것은 이 제곱이다
    L2 = np.sqrt(square)  # 제곱합의 제곱근: 곧은 거리
    L_inf = np.max(np.abs(v))  # 가장 큰 성분
    unit = v / L2  # L2의 기울기: 크기가 늘 1이다. ½·square의 기울기는 v
    return L2


def draw(rng):
    whole = ([3, 4], [5, 12], [8, 15], [4, 4, 7], [2, 3, 6], [1, 4, 8], [2, 6, 9], [6, 6, 7])
    size = np.array(whole[rng.integers(len(whole))], dtype=float)
    sign = rng.choice([-1, 1], size=len(size))
    sign[0], sign[-1] = 1, -1
    return {"v": rng.permutation(size * sign)}


def picture(trace: Trace) -> Curves:
    r = trace["L2"]
    angle = np.linspace(0, 2 * np.pi, 121)
    x, y = np.cos(angle), np.sin(angle)
    diamond = r / (np.abs(x) + np.abs(y))
    box = r / np.maximum(np.abs(x), np.abs(y))
    return Curves(
        f"두 성분의 노름이 {r:.4g}인 점을 모두 이으면",
        "v₁",
        "v₂",
        (
            Series("L1 마름모", diamond * x, diamond * y),
            Series("L2 원", r * x, r * y),
            Series("L∞ 정사각형", box * x, box * y),
        ),
    )


TORCH = "PyTorch 2.13.0 torch.linalg.vector_norm, ord = 1, 2, inf"

DEMO = Demo(
    norms,
    asks={
        "L1": "벡터 v의 L1 노름",
        "L2": "벡터 v의 L2 노름",
        "L_inf": "벡터 v의 L∞ 노름",
    },
    draw=draw,
    mistakes=(
        Mistake("L1", "np.sum(v)", "절댓값을 빠뜨렸습니다. 노름은 음수가 될 수 없습니다."),
        Mistake("L1", "np.sqrt(np.sum(v**2))", "L1이 아니라 L2 노름입니다."),
        Mistake("L1", "np.max(np.abs(v))", "L1이 아니라 L∞ 노름입니다."),
        Mistake("L2", "square", "제곱근을 빠뜨렸습니다. L2 노름의 제곱입니다."),
        Mistake("L2", "L1", "L2가 아니라 L1 노름입니다."),
        Mistake("L2", "np.max(np.abs(v))", "L2가 아니라 L∞ 노름입니다."),
        Mistake("L_inf", "np.max(v)", "절댓값을 빠뜨렸습니다. 음수 성분도 크기로 비교합니다."),
        Mistake("L_inf", "np.sum(np.abs(v))", "L∞가 아니라 L1 노름입니다."),
        Mistake("L_inf", "np.sqrt(np.sum(v**2))", "L∞가 아니라 L2 노름입니다."),
    ),
    worked=(
        Worked(
            {},
            {"L1": 7.0, "square": 25.0, "L2": 5.0, "L_inf": 4.0},
            "손계산: 3 + 4, 9 + 16, √25, 4",
        ),
        Worked({}, {"unit": [0.6, -0.8]}, "손계산: 3/5, −4/5"),
        Worked({"v": [0.5, -1.5, 2.5]}, {"L1": 4.5, "L2": 2.958039891549808, "L_inf": 2.5}, TORCH),
        Worked(
            {"v": [0, -2]}, {"L1": 2.0, "L2": 2.0, "L_inf": 2.0}, "축 위의 점에서는 세 노름이 같다"
        ),
    ),
    picture=picture,
    limits={"v": (-1e6, 1e6)},
    words={
        "square": "제곱합",
    },
    lines={
        "square": "",
    },
)
