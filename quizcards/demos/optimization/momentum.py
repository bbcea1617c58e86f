"""모멘텀(momentum): 기울기의 이동평균을 속도로 삼아 움직이기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Contour, Series
from quizcards.trace.tracer import Trace


def momentum(w=2.0, v=0.0, lr=0.1, beta=0.9, steps=3, target=3.0, convention="ng"):
    for t in range(steps):
        g = 2 * (w - target)  # J = (w − target)²의 기울기
        if convention == "ng":
            v = beta * v + (1 - beta) * g  # Ng 강의: 기울기의 이동평균
        else:
            v = beta * v + g  # PyTorch: 1 − β를 곱하지 않는다
        w = w - lr * v  # 기울기가 아니라 속도 v로 움직인다
    return w


def draw(rng):
    target = rng.choice([-2, -1, 1, 2, 3, 4])
    return {
        "w": target + rng.choice([-4, -3, -2, 2, 3, 4]),
        "v": rng.choice([-2, -1, -0.5, 0.5, 1, 2]),
        "lr": rng.choice([0.1, 0.2, 0.3]),
        "beta": rng.choice([0.8, 0.9]),
        "steps": 1,
        "target": target,
    }


VALLEY = np.array([1.0, 100.0])
STEPS = 30
BEST = {"lr": 4 / 121, "beta": (9 / 11) ** 2}
"""Polyak's rate and β for condition number 100, in PyTorch's form."""


def picture(trace: Trace) -> Contour:
    """Both at the rates that theory gives: 2/(1 + 100) for gradient descent."""
    rates = (("모멘텀 β = 0.67", BEST), ("경사하강법", {"lr": 2 / 101, "beta": 0.0}))
    paths = []
    for name, best in rates:
        changed = {"convention": "pytorch", "steps": STEPS, "v": 0.0, "w": np.array([-5.0, 0.5])}
        given = {**trace.inputs, **changed, **best}
        run = DEMO.traced(given, {"g": f"np.array({VALLEY.tolist()}) * w"})
        path = np.array(run.values("w"))
        J = np.sum(VALLEY * path[-1] ** 2) / 2
        is_momentum = best["beta"] > 0
        label = f"{name}, α = {best['lr']:.2g}: J = {J:.2g}"
        paths.append(Series(label, path[:, 0], path[:, 1], points=is_momentum))
    x, y = np.linspace(-6, 6, 61), np.linspace(-1.5, 1.5, 61)
    z = (VALLEY[0] * x**2 + VALLEY[1] * y[:, None] ** 2) / 2
    title = f"조건수 100인 골짜기를 {STEPS}스텝, 둘 다 이론이 주는 학습률로"
    return Contour(title, "w₁", "w₂", x, y, z, tuple(paths))


DEMO = Demo(
    momentum,
    asks={
        "v": "갱신한 속도 v",
        "w": "모멘텀 한 스텝 뒤의 w",
    },
    draw=draw,
    mistakes=(
        Mistake("g", "w - target", "제곱을 미분할 때 나오는 2를 빠뜨렸습니다."),
        Mistake("g", "2 * w", "w에서 최솟점 w*를 빼지 않았습니다."),
        Mistake("v", "g + beta * v", "1 − β를 빠뜨렸습니다. 그것은 PyTorch의 관례입니다."),
        Mistake("v", "(1 - beta) * v + beta * g", "β와 1 − β를 바꾸었습니다."),
        Mistake("w", "w + lr * v", "부호가 반대입니다. 속도 v는 기울기의 방향이므로 뺍니다."),
        Mistake("w", "w - lr * g", "속도 v가 아니라 기울기 g로 움직였습니다. 경사하강법입니다."),
    ),
    worked=(
        Worked(
            {"steps": 1},
            {"g": -2.0, "v": -0.2, "w": 2.02},
            "손계산: v = 0.1·(−2), w = 2 − 0.1·(−0.2)",
        ),
        Worked({}, {"w": 2.110288}, "PyTorch 2.13.0 SGD(lr=0.1·(1 − 0.9), momentum=0.9) 세 스텝"),
        Worked(
            {"convention": "pytorch"},
            {"w": 2.938},
            "PyTorch 2.13.0 SGD(lr=0.1, momentum=0.9) 세 스텝",
        ),
        Worked(
            {"beta": 0, "steps": 10},
            {"w": 2.8926258176},
            "닫힌 해: β = 0이면 경사하강법, w = 3 − 0.8¹⁰",
        ),
    ),
    picture=picture,
    limits={"beta": (0, 0.999), "lr": (0, 2), "steps": (1, 1000)}
    | dict.fromkeys(("w", "v", "target"), (-1e6, 1e6)),
    choices={
        "convention": {"ng": "v는 기울기의 이동평균", "pytorch": "v는 기울기를 그대로 더한 것"},
    },
    words={
        "target": "w*",
        "steps": "",
    },
    lines={
        "v": "",
    },
)
