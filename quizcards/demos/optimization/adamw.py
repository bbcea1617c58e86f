"""AdamW: 기울기와 떼어 놓은 가중치 감쇠(decoupled weight decay)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

WEIGHTS = np.array([1.0, 1.0])
GRADIENT = np.array([1.0, 0.01])
ZEROS = np.zeros(2)


def adamw(
    w=WEIGHTS,
    g=GRADIENT,
    lr=0.1,
    lam=0.1,
    method="adamw",
    m=ZEROS,
    v=ZEROS,
    t=1,
    beta1=0.9,
    beta2=0.999,
    eps=1e-8,
):
    if method == "adamw":
        grad = g  # AdamW: 데이터의 기울기만 쓰고
        decayed = w - lr * lam * w  # w를 직접 줄인다
    else:
        grad = g + lam * w  # Adam + L2: 벌점을 기울기에 섞어
        decayed = w  # 벌점까지 √v̂으로 나뉜다
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    delta_w = -lr * m_hat / (np.sqrt(v_hat) + eps)  # Adam의 스텝
    w = decayed + delta_w
    return w


def draw(rng):
    # the second step with the same gradient as the first: the corrected moments are g and g²
    g = rng.choice([0.1, 0.2, 0.5], size=2) * rng.permutation([-1, 1])
    return {
        "w": rng.choice([-2, -1, -0.5, 0.5, 1, 2], size=2),
        "g": g,
        "lam": rng.choice([0.2, 0.5]),
        "m": 0.1 * g,
        "v": 0.001 * g**2,
        "t": 2,
    }


def picture(trace: Trace) -> Curves:
    """Draw how much one late step shrinks a weight by decay alone, for gradients that are usually
    of each size.
    """
    size = np.linspace(0.1, 2, 58)
    w = np.full_like(size, np.max(np.abs(trace.inputs["w"])))
    penalty = trace["lam"] * w
    still = {**trace.inputs, "w": w, "g": 0 * size, "t": 100_000}
    # v remembers what was put into it: with L2 the penalty is in the gradient, and in its square
    shrunk = {
        "AdamW": DEMO.run({**still, "method": "adamw", "m": 0 * size, "v": size**2}),
        "Adam + L2": DEMO.run(
            {**still, "method": "adam_l2", "m": penalty, "v": size**2 + penalty**2}
        ),
    }
    lines = tuple(Series(name, size, w - run["w"]) for name, run in shrunk.items())
    return Curves("감쇠만으로 한 스텝에 줄어드는 양", "보통의 |g|", "줄어든 양", lines)


DEMO = Demo(
    adamw,
    asks={
        "w": "한 스텝 뒤의 가중치 w",
    },
    draw=draw,
    mistakes=(
        Mistake("grad", "lam * w + g", "벌점을 기울기에 섞으면 AdamW가 아니라 Adam + L2입니다."),
        Mistake("decayed", "w - lam * w", "감쇠에도 학습률을 곱합니다 (PyTorch의 AdamW)."),
        Mistake("m_hat", "m", "m의 편향 보정을 빠뜨렸습니다."),
        Mistake("delta_w", "-lr * m_hat / (v_hat + eps)", "제곱근을 잊었습니다."),
        Mistake("w", "w + delta_w", "가중치 감쇠를 빠뜨렸습니다."),
    ),
    worked=(
        Worked(
            {},
            {"w": [0.890000001, 0.8900000999999]},
            "PyTorch 2.13.0 AdamW(lr=0.1, weight_decay=0.1), 첫 스텝",
        ),
        Worked(
            {"method": "adam_l2"},
            {"w": [0.9000000009090909, 0.9000000090909083]},
            "PyTorch 2.13.0 Adam(lr=0.1, weight_decay=0.1), 첫 스텝",
        ),
        Worked(
            {"w": [0.890000001, 0.8900000999999], "m": [0.1, 0.001], "v": [0.001, 1e-7], "t": 2},
            {"w": [0.7811000019900006, 0.7811001989998018]},
            "PyTorch 2.13.0 AdamW(lr=0.1, weight_decay=0.1), 둘째 스텝",
        ),
        Worked(
            {"g": [0, 0]},
            {"delta_w": [0, 0], "w": [0.99, 0.99]},
            "손계산: 기울기가 0이면 w·(1 − 0.1·0.1)",
        ),
    ),
    picture=picture,
    limits={
        "w": (-1e6, 1e6),
        "g": (-1e6, 1e6),
        "lr": (0, 1e3),
        "lam": (0, 1e3),
        "m": (-1e6, 1e6),
        "v": (0, 1e12),
    }
    | {"t": (1, 1e6), "beta1": (0, 0.999999), "beta2": (0, 0.999999), "eps": (1e-12, 1)},
    choices={
        "method": {"adamw": "AdamW", "adam_l2": "Adam + L2"},
    },
    words={
        "grad": "쓸 기울기",
        "decayed": "줄인 w",
        "eps": "",
    },
    lines={
        "grad": "",
        "decayed": "",
        "m": "",
        "v": "",
        "m_hat": "",
        "v_hat": "",
        "delta_w": "",
    },
)
