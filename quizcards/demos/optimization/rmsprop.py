"""RMSprop: 기울기의 크기로 나누어 좌표마다 보폭을 맞추기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Contour, Series
from quizcards.trace.tracer import Trace

START = np.array([2.0, 2.0])
GRADIENT = np.array([10.0, 0.1])


def rmsprop(w=START, g=GRADIENT, s=0.0, lr=0.1, beta=0.9, eps=1e-8, steps=3, eps_place="outside"):
    for t in range(steps):
        s = beta * s + (1 - beta) * g**2  # 기울기 제곱의 이동평균
        if eps_place == "outside":
            root = np.sqrt(s) + eps  # Ng 강의, PyTorch: ε은 루트 밖
        else:
            root = np.sqrt(s + eps)  # Keras, d2l: ε은 루트 안
        delta_w = -lr * g / root  # 변동이 아니라 크기로 나눈다
        w = w + delta_w
    return w


def draw(rng):
    # s becomes a square: 0.9·1 + 0.1·9² = 3², 0.9·9 + 0.1·13² = 5²
    s, sizes = ((1, [1.0, 9.0]), (9, [3.0, 13.0]))[rng.integers(2)]
    return {
        "w": rng.integers(-3, 8, size=2).astype(float),
        "g": rng.permutation(sizes) * rng.choice([-1, 1], size=2),
        "s": s,
        "lr": rng.choice([0.1, 0.2, 0.5]),
        "steps": 1,
    }


def picture(trace: Trace) -> Contour:
    """In a valley J = ½(h₁w₁² + h₂w₂²) so steep on one side that gradient descent zigzags at this
    learning rate.
    """
    unit = trace["lr"] or 1.0
    h = np.array([0.09, 1.8]) / unit  # a step of gradient descent leaves 0.91 of w₁ and −0.8 of w₂
    x, y = unit * np.linspace(-20, 20, 61), unit * np.linspace(-10, 10, 61)
    w, s, descent = unit * np.array([-16.0, 8.0]), 0.0, unit * np.array([-16.0, 8.0])
    path, plain = [w], [descent]
    for _ in range(min(max(trace["steps"], 30), 100)):
        step = DEMO.traced({**trace.inputs, "w": w, "g": h * w, "s": s, "steps": 1}, {})
        w, s = step["w"], step["s"]
        descent = descent - trace["lr"] * h * descent
        path.append(w)
        plain.append(descent)
    series = [
        Series(name, *np.transpose(points))
        for name, points in (("RMSprop", path), ("경사하강법", plain))
    ]
    z = (h[0] * x**2 + h[1] * y[:, None] ** 2) / 2
    return Contour("길쭉한 골짜기를 같은 학습률로 내려가는 길", "w₁", "w₂", x, y, z, tuple(series))


DEMO = Demo(
    rmsprop,
    asks={
        "s": "기울기 제곱의 이동평균 s",
        "delta_w": "갱신량 Δw",
        "w": "RMSprop 한 스텝 뒤의 w",
    },
    draw=draw,
    mistakes=(
        Mistake("s", "beta * s + g**2", "새 값에 1 − β를 곱하지 않았습니다."),
        Mistake("s", "(1 - beta) * s + beta * g**2", "β와 1 − β를 바꾸었습니다."),
        Mistake("s", "beta * s + (1 - beta) * np.abs(g)", "기울기를 제곱하지 않았습니다."),
        Mistake("root", "s + eps", "제곱근을 잊었습니다."),
        Mistake("delta_w", "-lr * g", "기울기의 크기로 나누지 않았습니다. 경사하강법입니다."),
        Mistake(
            "delta_w", "-lr * g / np.sqrt(s / (1 - beta))", "RMSprop에는 편향 보정이 없습니다."
        ),
    ),
    worked=(
        Worked(
            {"steps": 200},
            {
                "delta_w": [-0.09999999993527453, -0.09999999003527549],
                "w": [-18.914171317657804, -18.914169069501877],
            },
            "PyTorch 2.13.0 RMSprop(lr=0.1, alpha=0.9): 기울기가 일정하면 스텝은 α가 된다",
        ),
        Worked(
            {"g": [-2, -2], "steps": 1},
            {"s": [0.4, 0.4], "w": [2.316227761016838, 2.316227761016838]},
            "PyTorch 2.13.0 RMSprop 한 스텝. 손계산: s = 0.1·4, 0.1·2/√0.4 = 0.1·√10",
        ),
        Worked(
            {"w": [0], "g": [1e-4], "lr": 1, "steps": 1, "eps_place": "inside"},
            {"delta_w": [-(1e-4) / 1.1e-8**0.5]},
            "손계산: s = 1e-9, √(s + ε) = √1.1e-8이라 스텝이 0.95α. 밖이면 3.16α",
        ),
    ),
    picture=picture,
    limits={
        "w": (-1e6, 1e6),
        "g": (-1e6, 1e6),
        "s": (0, 1e12),
        "lr": (0, 1e3),
        "beta": (0, 0.999999),
        "eps": (1e-12, 1),
        "steps": (1, 1000),
    },
    choices={
        "eps_place": {"outside": "", "inside": ""},
    },
    words={
        "root": "분모",
        "eps": "",
        "steps": "",
    },
    lines={
        "root": "",
        "delta_w": "",
    },
)
