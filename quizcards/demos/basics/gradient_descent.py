"""경사하강법(gradient descent): J(w) = (w − target)² 위를 내려가기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def gradient_descent(w=2.0, lr=0.1, steps=10, target=3.0):
    J = (w - target) ** 2  # 출발점의 비용(cost)
    for t in range(steps):
        g = 2 * (w - target)  # 기울기 dJ/dw
        w = w - lr * g  # 기울기의 반대 방향으로 학습률만큼
        J = (w - target) ** 2  # 옮겨 간 곳의 비용
    return w


def draw(rng):
    target = rng.choice([-2, -1, 1, 2, 3, 4])
    # nearer than 3 to the minimum J is as large as g or as half of it
    return {
        "w": target + rng.choice([-5, -4, -3, 3, 4, 5]),
        "lr": rng.choice([0.05, 0.1, 0.2, 0.3]),
        "steps": 1,
        "target": target,
    }


def picture(trace: Trace) -> Curves:
    target = trace.inputs["target"]
    path = np.array(trace.values("w"))
    reach = max(np.max(np.abs(path - target)), 0.5) * 1.15
    w = np.linspace(target - reach, target + reach, 81)
    return Curves(
        "비용 J(w)와 내려간 자취",
        "w",
        "J",
        (
            Series("J(w)", w, (w - target) ** 2),
            Series("w가 지나간 점", path, (path - target) ** 2, points=True),
        ),
    )


DEMO = Demo(
    gradient_descent,
    asks={
        "g": "w에서의 기울기 dJ/dw",
        "w": "경사하강법 한 스텝 뒤의 w",
    },
    draw=draw,
    mistakes=(
        Mistake("g", "w - target", "제곱을 미분할 때 나오는 2를 빠뜨렸습니다."),
        Mistake("g", "(w - target) ** 2", "미분하지 않은 비용의 값입니다."),
        Mistake("g", "2 * w", "w에서 최솟점 w*를 빼지 않았습니다."),
        Mistake(
            "g",
            "2 * (target - w)",
            "부호가 반대입니다. 기울기는 최솟점에서 멀어지는 쪽을 가리킵니다.",
        ),
        Mistake("w", "w + lr * g", "부호가 반대입니다. 기울기를 더하면 비용이 커집니다."),
        Mistake("w", "w - g", "학습률을 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {"steps": 1},
            {"g": -2.0, "w": 2.2, "J": 0.64},
            "손계산: g = 2(2−3) = −2, w = 2 − 0.1·(−2) = 2.2",
        ),
        Worked(
            {"steps": 10},
            {"w": 2.8926258176},
            "닫힌 해 w = 3 + (2−3)(1−2·0.1)¹⁰ = 3 − 0.1073741824",
        ),
        Worked(
            {"lr": 0.5, "steps": 1}, {"w": 3.0, "J": 0.0}, "닫힌 해: 1 − 2α = 0이면 한 스텝에 도착"
        ),
        Worked(
            {"lr": 1.0, "steps": 7}, {"w": 4.0, "J": 1.0}, "닫힌 해: 1 − 2α = −1이면 영원히 왕복"
        ),
    ),
    picture=picture,
    limits={"w": (-1e6, 1e6), "lr": (0, 2), "steps": (1, 100), "target": (-1e6, 1e6)},
    words={
        "target": "w*",
        "steps": "",
    },
)
