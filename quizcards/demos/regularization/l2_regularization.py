"""L2 규제와 가중치 감쇠(weight decay): 매 스텝 (1 − αλ)배."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def l2_regularization(w=2.0, g=0.0, lr=0.1, lam=0.5, steps=5):
    decay = 1 - lr * lam  # g = 0이면 매 스텝 w가 이 배율로 준다
    for t in range(steps):
        dw = g + lam * w  # 벌점 (λ/2)w²의 기울기 λw를 더한다
        w = w - lr * dw  # = (1 − αλ)·w − α·g
    return w


def draw(rng):
    return {
        "w": rng.choice([-4, -3, -2, 2, 3, 4]),
        "g": rng.choice([-0.75, -0.25, 0.25, 0.75]),
        "lr": rng.choice([0.1, 0.2]),
        "lam": rng.choice([0.2, 0.5]),
        "steps": 1,
    }


def picture(trace: Trace) -> Curves:
    p = {**trace.inputs, "steps": max(trace.inputs["steps"], 50)}
    t = np.arange(p["steps"] + 1)
    return Curves(
        "가중치가 줄어드는 자취",
        "스텝",
        "w",
        (
            Series("L2: 일정한 비율로, 0은 되지 않는다", t, DEMO.run(p).values("w")),
            Series("L1: 일정한 양씩", t, DEMO.run(p, DEMO.mistakes[0]).values("w")),
        ),
    )


DEMO = Demo(
    l2_regularization,
    asks={
        "dw": "벌점 (λ/2)w²을 더한 비용의 기울기 dw",
        "w": "벌점 (λ/2)w²을 더한 비용으로 한 스텝 간 뒤의 w",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "dw", "g + lam * np.sign(w)", "L1의 기울기입니다. L2 벌점의 기울기는 w에 비례합니다."
        ),
        Mistake("dw", "g + 2 * lam * w", "벌점을 λw²으로 보았습니다. (λ/2)w²의 기울기는 λw입니다."),
        Mistake("dw", "lam * w", "데이터 손실의 기울기 g를 빠뜨렸습니다."),
        Mistake("w", "w - dw", "학습률을 곱하지 않았습니다."),
        Mistake("w", "w + lr * dw", "부호가 반대입니다. 가중치가 커집니다."),
    ),
    worked=(
        Worked(
            {"steps": 1}, {"decay": 0.95, "dw": 1.0, "w": 1.9}, "손계산: 0.5·2 = 1, 2 − 0.1·1 = 1.9"
        ),
        Worked({}, {"w": 1.547561875}, "닫힌 해: 2·0.95⁵ = 2·0.7737809375"),
        Worked(
            {"g": 1.5, "steps": 3},
            {"w": 1.286875},
            "PyTorch 2.13.0 torch.optim.SGD(lr=0.1, weight_decay=0.5)",
        ),
    ),
    picture=picture,
    limits={"w": (-1e6, 1e6), "g": (-1e6, 1e6), "lr": (0, 1), "lam": (0, 2), "steps": (1, 1000)},
    words={
        "steps": "",
    },
    lines={
        "g": "데이터 손실의 기울기 g",
        "dw": "",
    },
)
