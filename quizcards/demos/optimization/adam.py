"""Adam 한 스텝 (Kingma & Ba 2015, Algorithm 1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Contour, Series
from quizcards.trace.tracer import Trace


def adam(w=0.5, g=0.1, m=0.0, v=0.0, t=1, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g  # 기울기의 이동평균 (1차 적률, Momentum)
    v = beta2 * v + (1 - beta2) * g**2  # 기울기 제곱의 이동평균 (2차 적률, RMSprop)
    m_hat = m / (1 - beta1**t)  # 0에서 출발한 편향을 보정
    v_hat = v / (1 - beta2**t)
    delta_w = -lr * m_hat / (np.sqrt(v_hat) + eps)  # 갱신량
    w = w + delta_w
    return w


def draw(rng):
    # the second step with the same gradient as the first: the corrected moments are g and g²
    g = rng.choice([0.5, 2.0, 3.0, 4.0]) * rng.choice([-1, 1])
    return {
        "w": rng.integers(1, 6) / 2,
        "g": g,
        "m": 0.1 * g,
        "v": 0.001 * g**2,
        "t": 2,
        "lr": rng.choice([0.1, 0.2]),
    }


def picture(trace: Trace) -> Contour:
    """In a valley J = ½(h₁w₁² + h₂w₂²) so steep on one side that gradient descent zigzags at this
    learning rate.
    """
    unit = trace["lr"] or 1.0
    h = np.array([0.09, 1.8]) / unit  # a step of gradient descent leaves 0.91 of w₁ and −0.8 of w₂
    start = unit * np.array([-16.0, 8.0])
    x, y = unit * np.linspace(-20, 20, 61), unit * np.linspace(-12, 12, 61)
    descent = [start]
    for _ in range(30):
        descent.append(descent[-1] - trace["lr"] * h * descent[-1])
    along, up = np.transpose(_walked(trace, h, start, {}))
    paths = (
        Series("Adam", along, up, points=True),
        Series(
            "편향을 보정하지 않은 Adam",
            *np.transpose(_walked(trace, h, start, {"m_hat": "m", "v_hat": "v"})),
        ),
        Series("경사하강법", *np.transpose(descent)),
    )
    z = (h[0] * x**2 + h[1] * y[:, None] ** 2) / 2
    return Contour("길쭉한 골짜기를 같은 학습률로 30스텝", "w₁", "w₂", x, y, z, paths)


def _walked(trace, h, w, replaced):
    """Return where Adam goes from w with fresh moments."""
    path, m, v = [w], 0.0, 0.0
    for t in range(1, 31):
        step = DEMO.traced({**trace.inputs, "w": w, "g": h * w, "m": m, "v": v, "t": t}, replaced)
        w, m, v = step["w"], step["m"], step["v"]
        path.append(w)
    return path


DEMO = Demo(
    adam,
    asks={
        "m": "갱신한 1차 적률 m",
        "v": "갱신한 2차 적률 v",
        "m_hat": "편향을 보정한 1차 적률 m̂",
        "v_hat": "편향을 보정한 2차 적률 v̂",
        "w": "Adam 한 스텝 뒤의 가중치 w",
    },
    draw=draw,
    mistakes=(
        Mistake("m", "(1 - beta1) * m + beta1 * g", "β₁과 1 − β₁을 바꾸었습니다."),
        Mistake("m", "beta1 * m + g", "새 기울기에 1 − β₁을 곱하지 않았습니다."),
        Mistake(
            "m",
            "beta1 * m + (1 - beta1) * g**2",
            "기울기를 제곱했습니다. 그것은 2차 적률의 식입니다.",
        ),
        Mistake("v", "beta2 * v + (1 - beta2) * g", "2차 적률에는 기울기의 제곱이 들어갑니다."),
        Mistake("v", "beta2 * v + g**2", "새 값에 1 − β₂를 곱하지 않았습니다."),
        Mistake("v", "beta1 * v + (1 - beta1) * g**2", "2차 적률에는 β₁이 아니라 β₂를 씁니다."),
        Mistake("m_hat", "m", "m의 편향 보정을 빠뜨렸습니다."),
        Mistake("v_hat", "v", "v의 편향 보정을 빠뜨렸습니다."),
        Mistake("delta_w", "-lr * m_hat / (v_hat + eps)", "제곱근을 잊었습니다."),
        Mistake("delta_w", "-lr * g", "Adam이 아니라 경사하강법의 스텝입니다."),
    ),
    worked=(
        Worked(
            {"g": 0.1, "t": 2},
            {"m": 0.01, "v": 1e-5, "m_hat": 1 / 19},
            "손계산: m = 0.1·0.1, v = 0.001·0.1², m̂ = 0.01 / (1 − 0.9²) = 0.01 / 0.19",
        ),
        Worked(
            {"w": 2, "g": -2, "lr": 0.1},
            {"m_hat": -2.0, "v_hat": 4.0, "w": 2.0999999995},
            "PyTorch 2.13.0 torch.optim.Adam, 첫 스텝",
        ),
        Worked(
            {"w": 2.0999999995, "g": -1.800000001, "m": -0.2, "v": 0.004, "t": 2, "lr": 0.1},
            {"m_hat": -1.894736842631579, "v_hat": 3.619809906753429, "w": 2.1995877713082073},
            "PyTorch 2.13.0 torch.optim.Adam, 둘째 스텝",
        ),
    ),
    picture=picture,
    limits={
        "v": (0, 1e6),
        "t": (1, 1e6),
        "lr": (0, 1e3),
        "beta1": (0, 0.999999),
        "beta2": (0, 0.999999),
        "eps": (0, 1),
    }
    | dict.fromkeys(("w", "g", "m"), (-1000000.0, 1000000.0)),
    words={
        "eps": "",
    },
    lines={
        "delta_w": "",
    },
)
