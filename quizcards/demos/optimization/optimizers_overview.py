"""옵티마이저(optimizer) 비교: 길쭉한 골짜기 J = ½(h₁w₁² + h₂w₂²)에서."""

from functools import lru_cache

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Contour, Series
from quizcards.trace.tracer import Trace

START = np.array([-5.0, 1.0])
CURVATURE = np.array([1.0, 25.0])


def optimizers_overview(
    w=START,
    h=CURVATURE,
    optimizer="sgd",
    lr=0.07,
    steps=50,
    m=0.0,
    s=0.0,
    v=0.0,
    beta=0.9,
    beta2=0.999,
    eps=1e-8,
):
    for t in range(1, steps + 1):
        g = h * w  # 기울기: h₂가 커서 w₂ 쪽이 가파르다
        if optimizer == "sgd":
            w = w - lr * g  # 지금 기울기만 본다
        elif optimizer == "momentum":
            m = beta * m + (1 - beta) * g  # 기울기의 이동평균
            w = w - lr * m
        elif optimizer == "rmsprop":
            s = beta * s + (1 - beta) * g**2  # β로 낸, 기울기 제곱의 이동평균
            w = w - lr * g / (np.sqrt(s) + eps)  # 좌표마다 보폭을 맞춘다
        else:
            m = beta * m + (1 - beta) * g  # Momentum처럼
            v = beta2 * v + (1 - beta2) * g**2  # 기울기 제곱의 이동평균: RMSprop처럼
            m_hat = m / (1 - beta**t)  # 편향 보정
            v_hat = v / (1 - beta2**t)
            w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
        J = np.sum(h * w**2) / 2  # 비용
    return w


def draw(rng):
    return {
        "w": rng.choice([-5, -4, -3, -2, 2, 3, 4, 5], size=2).astype(float),
        "h": np.array([1.0, rng.choice([4, 5, 8, 10])]),
        "optimizer": rng.choice(["momentum", "adam"]),
        "lr": rng.choice([0.1, 0.2, 0.5]),
        "steps": 1,
    }


NAMES = {"sgd": "SGD", "momentum": "Momentum", "rmsprop": "RMSprop", "adam": "Adam"}
VALLEY = np.array([1.0, 100.0])
RATES = np.geomspace(1e-3, 3, 400)
STEPS = 100
LAST = 10


def picture(trace: Trace) -> Contour:
    """Each at the one of 400 learning rates with the lowest J over its last ten steps: one step
    alone may be low by the luck of a swing. The one that swings most is last, under the others.
    """
    start = trace.inputs["w"]
    third = "rmsprop" if trace["optimizer"] == "rmsprop" else "adam"
    reach = np.maximum(1.3 * np.abs(start), 0.5)
    paths = []
    for optimizer in (third, "momentum", "sgd"):
        worst = _worst(tuple(start.tolist()), optimizer)
        lr = RATES[np.nanargmin(worst)]
        given = {"w": start, "h": VALLEY, "optimizer": optimizer, "steps": STEPS, "lr": lr}
        path = np.clip(DEMO.run(given).values("w"), -reach, reach)
        name = f"{NAMES[optimizer]} α = {lr:.2g}: J ≤ {np.nanmin(worst):.2g}"
        paths.append(Series(name, path[:, 0], path[:, 1]))
    x, y = (np.linspace(-r, r, 61) for r in reach[:2])
    z = (VALLEY[0] * x**2 + VALLEY[1] * y[:, None] ** 2) / 2
    title = f"조건수 100인 골짜기 {STEPS}스텝: 저마다 가장 나은 α와 마지막 {LAST}스텝의 J"
    return Contour(title, "w₁", "w₂", x, y, z, tuple(paths))


@lru_cache(maxsize=8)  # the picture is drawn anew where only α or the steps change
def _worst(start, optimizer):
    """The largest J of the last steps, at every rate."""
    w = np.tile(start, (len(RATES), 1))
    costs = []
    for steps in range(STEPS - LAST + 1, STEPS + 1):
        with np.errstate(over="ignore", invalid="ignore"):  # a rate too large goes to infinity
            end = optimizers_overview(w, VALLEY, optimizer, RATES[:, None], steps)
            costs.append(np.sum(VALLEY * end**2, axis=1) / 2)
    return np.max(costs, axis=0)


DEMO = Demo(
    optimizers_overview,
    asks={
        "w": "m = 0, v = 0에서 시작해 한 스텝 간 뒤의 w",
    },
    draw=draw,
    mistakes=(
        Mistake("g", "-h * w", "기울기의 부호를 바꾸어 비용이 커지는 쪽으로 갔습니다."),
        Mistake("w", "w - g * lr", "지금 기울기만 뺐습니다. 그것은 SGD의 스텝입니다."),
        Mistake("m", "(1 - beta) * m + beta * g", "β와 1 − β를 바꾸었습니다."),
        Mistake("m", "beta * m + g", "새 기울기에 1 − β를 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {"steps": 3},
            {"w": [-4.021785, -0.421875], "J": 10.312108738425005},
            "PyTorch 2.13.0 SGD(lr=0.07)",
        ),
        Worked({}, {"J": 0.00881464585930422}, "PyTorch 2.13.0 SGD(lr=0.07) 50스텝"),
        Worked(
            {"optimizer": "momentum", "lr": 0.2, "steps": 57},
            {"w": [-0.11048178072277601, 0.0063434370004413505], "J": 0.006606101848069885},
            "PyTorch 2.13.0 SGD(lr=0.2·(1 − 0.9), momentum=0.9)",
        ),
        Worked(
            {"optimizer": "rmsprop", "lr": 0.05, "steps": 114},
            {"w": [-0.130189422327838, 0.001125979825209228], "J": 0.00849049072511281},
            "PyTorch 2.13.0 RMSprop(lr=0.05, alpha=0.9)",
        ),
        Worked(
            {"optimizer": "rmsprop", "lr": 0.05, "steps": 2000},
            {"w": [-0.024999990000000007, 0.024999999599999996], "J": 0.00812499950000005},
            "PyTorch 2.13.0 RMSprop: 학습률을 고정하면 최솟점을 두고 ±α/2로 오간다",
        ),
        Worked(
            {"optimizer": "adam", "lr": 0.3, "steps": 67},
            {"w": [-0.08028453201942878, -0.019456833928767986], "J": 0.007954907872435055},
            "PyTorch 2.13.0 Adam(lr=0.3)",
        ),
    ),
    picture=picture,
    limits={
        "w": (-1e3, 1e3),
        "h": (0, 100),
        "lr": (0, 3),
        "steps": (1, 2000),
        "m": (-1e3, 1e3),
        "s": (0, 1e6),
        "v": (0, 1e6),
        "beta": (0, 0.999),
        "beta2": (0, 0.999999),
        "eps": (1e-12, 1),
    },
    choices={
        "optimizer": {
            "sgd": "SGD",
            "momentum": "모멘텀(m은 기울기의 이동평균)",
            "rmsprop": "RMSprop",
            "adam": "Adam",
        },
    },
    words={
        "steps": "",
        "m": "",
        "s": "",
        "v": "",
        "eps": "",
    },
    lines={
        "g": "",
        "m": "",
        "s": "",
        "v": "",
        "m_hat": "",
        "v_hat": "",
    },
)
