"""L1 갱신: 빼는 것은 상수가 아니라 αλ·sign(w)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

WEIGHTS = np.array([0.25, -0.25])


def l1_update(w=WEIGHTS, g=0.0, lr=0.1, lam=1.0, steps=5, method="subgradient"):
    for t in range(steps):
        a = w - lr * g  # 데이터 손실의 기울기로 간 자리
        if method == "subgradient":
            w = a - lr * lam * np.sign(w)  # 부분기울기: 양수면 빼고 음수면 더한다
        else:
            w = np.sign(a) * np.maximum(np.abs(a) - lr * lam, 0)  # 근접(proximal): 0에서 멈춘다
    return w


def draw(rng):
    size = rng.choice([0.35, 0.45, 0.6, 0.8, 1.2, 1.5], size=2, replace=False)
    return {
        "w": size * rng.permutation([1, -1]),
        "g": rng.choice([-0.5, -0.2, 0.2, 0.5]),
        "lr": 0.1,
        "lam": rng.choice([0.5, 2]),
        "steps": 1,
    }


def picture(trace: Trace) -> Curves:
    p = {**trace.inputs, "steps": max(trace.inputs["steps"], 8)}
    t = np.arange(p["steps"] + 1)
    paths = (
        ("상수를 빼면", DEMO.run({**p, "method": "subgradient"}, DEMO.mistakes[0])),
        ("부분기울기", DEMO.run({**p, "method": "subgradient"})),
        ("근접 갱신", DEMO.run({**p, "method": "proximal"})),
    )
    return Curves(
        f"w = {number(np.min(p['w']))}에서 출발한 자취",
        "스텝",
        "w",
        tuple(
            Series(name, t, np.array(run.values("w"))[:, np.argmin(p["w"])], points=True)
            for name, run in paths
        ),
    )


DEMO = Demo(
    l1_update,
    asks={
        "w": "한 스텝 뒤의 w",
    },
    draw=draw,
    mistakes=(
        Mistake("w", "a - lr * lam", "부호와 상관없이 상수를 뺐습니다. 음수는 0에서 멀어집니다."),
        Mistake(
            "w", "a - lr * lam * w", "L2처럼 w에 비례해 줄였습니다. L1이 당기는 양은 일정합니다."
        ),
        Mistake("w", "a + lr * lam * np.sign(w)", "부호가 반대입니다. 0에서 멀어집니다."),
        Mistake("w", "a - lam * np.sign(w)", "벌점의 기울기에 학습률 α를 곱하지 않았습니다."),
    ),
    worked=(
        Worked({"steps": 1}, {"w": [0.15, -0.15]}, "손계산: 0.25 − 0.1·1, −0.25 + 0.1·1"),
        Worked(
            {},
            {"w": [-0.05, 0.05]},
            "손계산: 0.25 → 0.15 → 0.05 → −0.05 → 0.05 → −0.05로 0을 넘나든다",
        ),
        Worked(
            {"method": "proximal"}, {"w": [0.0, 0.0]}, "손계산: 0.25 → 0.15 → 0.05 → 0에서 멈춘다"
        ),
        Worked(
            {"w": [0.5, -0.3], "g": 0.2, "steps": 3},
            {"w": [0.14, -0.05999999999999995]},
            "PyTorch 2.13.0 torch.optim.SGD(lr=0.1), 손실 0.2·w.sum() + w.abs().sum()",
        ),
    ),
    picture=picture,
    limits={"w": (-1e6, 1e6), "g": (-1e6, 1e6), "lr": (0, 10), "lam": (0, 1e3), "steps": (1, 200)},
    choices={
        "method": {
            "subgradient": "부분기울기(subgradient)로 갱신",
            "proximal": "근접(proximal) 갱신",
        },
    },
    words={
        "steps": "",
    },
    lines={
        "g": "데이터 손실의 기울기 g",
        "a": "",
    },
)
