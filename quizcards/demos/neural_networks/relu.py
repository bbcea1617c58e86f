"""ReLU(rectified linear unit)와 죽은 ReLU(dying ReLU)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

BATCH = np.array([-2.0, -1.0, 1.0, 2.0])


def relu(x=BATCH, w=1.0, b=0.0, da=5.0, lr=0.1):
    z = w * x + b  # 유닛 하나, 샘플 여러 개
    a = np.maximum(0, z)  # 음수는 0, 양수는 그대로
    active = np.mean(z > 0)  # 켜진 샘플의 비율
    dz = np.where(z > 0, da, 0)  # 꺼진 샘플은 기울기를 막는다(z = 0도)
    dw = np.mean(dz * x)
    db = np.mean(dz)
    w = w - lr * dw  # 모두 꺼지면 dw = 0: 다시 켜지지 못한다
    b = b - lr * db
    return a


def draw(rng):
    below, above = -rng.permutation([2, 3, 4])[:2], rng.permutation([2, 3, 4])[:2]
    return {
        "x": np.sort(np.concatenate([below, above])),
        "w": rng.choice([0.5, 1, 2]),
        "b": rng.choice([-0.5, 0.5]),
        "da": rng.choice([-2, 2, 3, 5]),
        "lr": rng.choice([0.05, 0.1]),
    }


def picture(trace: Trace) -> Curves:
    points = np.sort(trace["z"])
    reach = max(3.0, 1.2 * float(np.max(np.abs(points))))
    z = np.linspace(-reach, reach, 81)
    return Curves(
        f"ReLU와 그 미분: 샘플의 {trace['active']:.0%}가 켜져 있다",
        "z",
        "a",
        (
            Series("ReLU(z)", z, np.maximum(0, z)),
            Series("ReLU′(z)", z, np.where(z > 0, 1, 0)),
            Series("샘플", points, np.sort(trace["a"]), points=True),
        ),
    )


DEMO = Demo(
    relu,
    asks={
        "a": "샘플마다 ReLU의 출력 a",
        "dz": "샘플마다 z에 대한 손실의 기울기 dz",
        "dw": "샘플 전체에서 평균한 w의 기울기 dw",
    },
    draw=draw,
    mistakes=(
        Mistake("a", "np.abs(z)", "ReLU는 절댓값이 아닙니다. 음수는 0이 됩니다."),
        Mistake("a", "np.minimum(0, z)", "ReLU는 max(0, z)입니다. 남기는 쪽이 반대입니다."),
        Mistake("a", "z", "음수를 0으로 만들지 않았습니다."),
        Mistake("dz", "da * np.ones(np.size(z))", "꺼진 샘플에도 기울기를 흘려보냈습니다."),
        Mistake("dz", "np.where(z > 0, da * z, 0)", "z를 곱했습니다. 켜진 곳의 미분은 1입니다."),
        Mistake(
            "dz",
            "np.where(z > 0, da, 0.01 * da)",
            "Leaky ReLU의 미분입니다. ReLU는 음수에서 0입니다.",
        ),
        Mistake("dw", "np.mean(dz)", "z = wx + b이므로 dw에는 x를 곱합니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "a": [0, 0, 1, 2],
                "dz": [0, 0, 5, 5],
                "active": 0.5,
                "dw": 3.75,
                "w": 0.625,
                "b": -0.25,
            },
            "손계산: dw = (5·1 + 5·2)/4 = 3.75, w = 1 − 0.1·3.75, b = 0 − 0.1·10/4",
        ),
        Worked(
            {"b": -4},
            {"a": [0, 0, 0, 0], "active": 0.0, "dw": 0.0, "w": 1.0, "b": -4.0},
            "손계산: z가 모두 −2 이하라 꺼지고 갱신되지 않는다",
        ),
        Worked({"x": [0, 1], "da": 1}, {"dz": [0, 1]}, "PyTorch 2.13.0 autograd: ReLU′(0) = 0"),
    ),
    picture=picture,
    limits=dict.fromkeys(("x", "w", "b", "da"), (-1000.0, 1000.0)) | {"lr": (0, 10)},
    lines={
        "da": "모든 샘플의 da",
    },
)
