"""기울기 클리핑: 노름으로 자르기와 값으로 자르기 (Pascanu et al. 2013, §3.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

GRADIENT = np.array([3.0, 4.0])


def gradient_clipping(g=GRADIENT, c=1.0, eps=1e-6):
    norm = np.sqrt(np.sum(g**2))  # 모든 파라미터의 기울기를 이어 붙인 노름
    scale = np.minimum(1, c / (norm + eps))  # c보다 작으면 1: 건드리지 않는다
    by_norm = scale * g  # 방향은 그대로, 크기만 c로
    by_value = np.minimum(np.maximum(g, -c), c)  # 성분마다 −c와 c 사이로
    size = np.sqrt(np.sum(by_value**2))
    cos = g @ by_value / (norm * size)  # 값으로 자른 것과 g의 방향이 얼마나 같은가
    return by_norm


def draw(rng):
    # c lies between the components, and the larger one is negative
    small, large, c = rng.choice(
        [[3, 4, 3.5], [6, 8, 7], [5, 12, 6.5], [8, 15, 8.5], [9, 12, 10.5], [7, 24, 12.5]]
    )
    factor = rng.choice([1.0, 2.0])
    g = factor * rng.permutation([small * rng.choice([-1, 1]), -large])
    return {"g": g, "c": factor * c}


def picture(trace: Trace) -> Curves:
    c = trace["c"]
    turn = np.linspace(0, 2 * np.pi, 61)
    square = c * np.array([[1, 1], [-1, 1], [-1, -1], [1, -1], [1, 1]])
    found = [("기울기 g", "g"), ("노름으로 자름", "by_norm"), ("값으로 자름", "by_value")]
    planar = [(name, trace[key][:2]) for name, key in found]
    return Curves(
        "노름은 g의 방향 그대로 원까지, 값은 네모까지 자른다",
        "g₁",
        "g₂",
        (
            Series("노름이 c인 원", c * np.cos(turn), c * np.sin(turn)),
            Series("성분이 c인 네모", square[:, 0], square[:, 1]),
            # a point three times is a closed figure: the plane is then not stretched
            *(Series(name, [g[0]] * 3, [g[1]] * 3, points=True) for name, g in planar),
        ),
    )


DEMO = Demo(
    gradient_clipping,
    asks={
        "norm": "기울기 g의 L2 노름",
        "by_norm": "노름이 c가 되게 자른 기울기",
        "by_value": "성분마다 −c와 c 사이로 자른 기울기",
    },
    draw=draw,
    mistakes=(
        Mistake("norm", "np.sum(np.abs(g))", "절댓값의 합인 L1 노름입니다."),
        Mistake("norm", "np.sum(g**2)", "제곱근을 잊었습니다."),
        Mistake(
            "norm", "np.max(np.abs(g))", "가장 큰 성분입니다. L2 노름은 제곱합의 제곱근입니다."
        ),
        Mistake("by_norm", "g / norm", "c를 곱하지 않아 노름이 1이 되었습니다."),
        Mistake(
            "by_norm", "np.minimum(np.maximum(g, -c), c)", "노름이 아니라 성분마다 잘랐습니다."
        ),
        Mistake("by_norm", "g", "노름이 c보다 크므로 줄여야 합니다."),
        Mistake("by_value", "scale * g", "성분마다 자르지 않고 노름으로 줄였습니다."),
        Mistake("by_value", "np.minimum(g, c)", "음수 쪽은 자르지 않았습니다."),
        Mistake("by_value", "c * np.sign(g)", "c보다 작은 성분까지 c로 키웠습니다."),
    ),
    worked=(
        Worked(
            {"g": [6, -8], "c": 5},
            {
                "norm": 10.0,
                "by_norm": [2.9999997000000303, -3.9999996000000403],
                "by_value": [5, -5],
            },
            "손계산: √(36 + 64) = 10, 5/(10 + 10⁻⁶) = 0.49999995, 값으로는 ±5",
        ),
        Worked(
            {"g": [0.3, 0.4]},
            {"norm": 0.5, "by_norm": [0.3, 0.4], "by_value": [0.3, 0.4]},
            "손계산: 노름도 성분도 1보다 작아 그대로",
        ),
    ),
    picture=picture,
    limits={"g": (-1e6, 1e6), "c": (1e-3, 1e6), "eps": (1e-12, 1e-3)},
    words={
        "eps": "",
        "norm": "노름",
        "scale": "비율",
        "by_norm": "노름으로 자른 g",
        "by_value": "값으로 자른 g",
        "size": "크기",
    },
    lines={"norm": "", "scale": "", "by_norm": "", "by_value": "", "size": "", "cos": ""},
)
