"""로지스틱 회귀(logistic regression)의 경사하강법 한 스텝: 샘플 하나."""

import math

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Boundary, Curves, Series
from quizcards.trace.tracer import Trace

SAMPLE = np.array([1.0, 2.0])
ZEROS = np.array([0.0, 0.0])


def logistic_regression_gd(x=SAMPLE, y=1.0, w=ZEROS, b=0.0, lr=0.1):
    z = w @ x + b  # 로짓
    a = 1 / (1 + np.exp(-z))  # sigmoid: y = 1일 확률
    L = -(y * np.log(a) + (1 - y) * np.log(1 - a))  # 교차 엔트로피
    dz = a - y  # sigmoid의 미분은 약분되어 없다
    dw = x * dz
    db = dz
    w = w - lr * dw  # w와 b를 함께 갱신
    b = b - lr * db
    return w


def draw(rng):
    # z = 0, so that a = 1/2, or z = b = ln k, so that a = k/(k + 1)
    x1, x2 = rng.choice([-2, -1, 1, 2, 3], size=2, replace=False)
    if rng.random() < 0.5:
        w1, w2 = rng.choice([-1, -0.5, 0.5, 1], size=2, replace=False)
        b = -w1 * x1 - w2 * x2
    else:
        w1, w2 = rng.choice([-1, -0.5, 0.5, 1]) * np.array([x2, -x1])
        b = np.log(rng.choice([1 / 4, 1 / 3, 3, 4]))
    return {
        "x": np.array([x1, x2]),
        "y": rng.integers(0, 2),
        "w": np.array([w1, w2]),
        "b": b,
        "lr": rng.choice([0.1, 0.2, 0.5]),
    }


def picture(trace: Trace) -> Boundary | Curves:
    """With two features the boundary as it moves, otherwise the loss as it falls: the same step
    over and over.
    """
    runs = [trace]
    # far from the boundary log(1 − a) is −∞, and no loss is taken from there
    with np.errstate(all="ignore"):
        for _ in range(20):
            runs.append(DEMO.traced({**trace.inputs, "w": runs[-1]["w"], "b": runs[-1]["b"]}, {}))
    losses = [float(np.logaddexp(0, run["z"]) - run["y"] * run["z"]) for run in runs]
    if len(trace["x"]) != 2:
        series = (Series("손실", np.arange(21), losses, points=True),)
        return Curves("같은 샘플로 스텝을 되풀이할 때의 손실", "스텝", "L", series)
    x, (w, b) = trace["x"], (runs[-1].inputs["w"], runs[-1].inputs["b"])
    reach = 1.5 * np.max(np.abs(x)) + 1
    axis = np.linspace(-reach, reach, 41)
    moved = [
        ("갱신 전", trace.inputs["w"], trace.inputs["b"]),
        ("1스텝 뒤", trace["w"], trace["b"]),
    ]
    return Boundary(
        f"20스텝 뒤 y = 1일 확률과 결정 경계 (손실 {losses[0]:.3g} → {losses[-1]:.3g})",
        "x₁",
        "x₂",
        axis,
        axis,
        (1 + np.tanh((w[0] * axis + w[1] * axis[:, None] + b) / 2)) / 2,
        (Series(f"정답 {trace['y']:g}", x[:1], x[1:], points=True),),
        tuple(
            Series(name, *line)
            for name, w, b in moved
            if (line := _boundary(w, b, axis)) is not None
        ),
    )


def _boundary(w, b, axis):
    """Return the line w·x + b = 0 as far as it lies within the picture; None where there is
    none.
    """
    i = int(np.argmax(np.abs(w)))
    if not w[i]:
        return None
    other = -(b + w[1 - i] * axis) / w[i]
    inside = np.abs(other) <= axis[-1]
    if not np.any(inside):
        return None
    return (other[inside], axis[inside]) if i == 0 else (axis[inside], other[inside])


DEMO = Demo(
    logistic_regression_gd,
    asks={
        "L": "이 샘플의 교차 엔트로피 손실 L",
        "dz": "로짓 z에 대한 손실의 기울기 dz",
        "dw": "가중치 w에 대한 손실의 기울기 dw",
        "w": "한 스텝 뒤의 가중치 w",
    },
    draw=draw,
    mistakes=(
        Mistake("z", "w @ x", "편향 b를 더하지 않았습니다."),
        Mistake("L", "(a - y) ** 2", "교차 엔트로피가 아니라 제곱오차로 쟀습니다."),
        Mistake(
            "L",
            "-np.log(a) - np.log(1 - a)",
            "두 항을 모두 더했습니다. 정답 쪽의 한 항만 남아야 합니다.",
        ),
        Mistake(
            "L",
            "-(y * np.log2(a) + (1 - y) * np.log2(1 - a))",
            "밑이 2인 로그가 아니라 자연로그입니다.",
        ),
        Mistake(
            "dz",
            "(a - y) * a * (1 - a)",
            "sigmoid의 미분을 한 번 더 곱했습니다. 이미 약분되었습니다.",
        ),
        Mistake(
            "dz",
            "-y / a + (1 - y) / (1 - a)",
            "z가 아니라 a로 미분한 값입니다. a(1 − a)를 곱해야 dz가 됩니다.",
        ),
        Mistake("dw", "w * dz", "x가 아니라 w를 곱했습니다. 그것은 x에 대한 기울기입니다."),
        Mistake("w", "w + lr * dw", "부호가 반대입니다. 기울기를 더하면 손실이 커집니다."),
        Mistake("w", "w - dw", "학습률을 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"a": 0.5, "L": math.log(2), "dz": -0.5, "dw": [-0.5, -1], "w": [0.05, 0.1], "b": 0.05},
            "손계산: σ(0) = 1/2, L = ln 2, dz = 1/2 − 1",
        ),
        Worked(
            {"w": [0.05, 0.1], "b": 0.05},
            {
                "L": 0.5543552444685271,
                "dz": -0.42555748318834097,
                "w": [0.0925557483188341, 0.1851114966376682],
            },
            "PyTorch 2.13.0 F.binary_cross_entropy_with_logits, SGD: 둘째 스텝",
        ),
        Worked(
            {"x": [2, -1], "y": 0, "w": [0.5, 1], "b": -0.5, "lr": 0.5},
            {
                "L": 0.4740769841801067,
                "dw": [0.7550813375962908, -0.3775406687981454],
                "w": [0.1224593312018546, 1.1887703343990728],
                "b": -0.6887703343990728,
            },
            "PyTorch 2.13.0 F.binary_cross_entropy_with_logits, SGD",
        ),
    ),
    picture=picture,
    limits={"x": (-5, 5), "y": (0, 1), "w": (-3, 3), "b": (-5, 5), "lr": (0, 10)},
)
