"""기울기 검사(gradient check): J(w) = w³에서 미분과 중심차분 비교."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def gradient_check(w=2.0, h=0.1):
    J = w**3
    dw = 3 * w**2  # 검산할 기울기
    J_plus = (w + h) ** 3
    J_minus = (w - h) ** 3
    forward = (J_plus - J) / h  # 전진차분: 오차가 h에 비례
    central = (J_plus - J_minus) / (2 * h)  # 중심차분: 오차가 h²에 비례
    error = np.abs(central - dw) / (np.abs(central) + np.abs(dw))  # 상대오차
    return central


def draw(rng):
    return {"w": rng.choice([-5, -4, -3, -2, 2, 4, 5, 6]), "h": rng.choice([0.1, 0.2, 0.5])}


def picture(trace: Trace) -> Curves:
    w = trace["w"]
    h = 10.0 ** np.arange(-12, 0.1, 0.5)
    forward = ((w + h) ** 3 - w**3) / h - trace["dw"]
    central = gradient_check(w, h) - trace["dw"]
    return Curves(
        "h를 줄이면 오차도 줄다가, 반올림 오차 때문에 다시 커진다",
        "log₁₀ h",
        "log₁₀ |오차|",
        (
            Series("전진차분", np.log10(h), _log(forward)),
            Series("중심차분", np.log10(h), _log(central)),
        ),
    )


def _log(error):
    return np.log10(np.maximum(np.abs(error), 1e-16))


DEMO = Demo(
    gradient_check,
    asks={
        "dw": "J(w) = w³의 미분 dJ/dw",
        "forward": "전진차분으로 어림한 기울기",
        "central": "중심차분으로 어림한 기울기",
    },
    draw=draw,
    mistakes=(
        Mistake("dw", "w**2", "w³을 미분하면 나오는 3을 빠뜨렸습니다."),
        Mistake("dw", "3 * w", "지수를 하나 줄여도 w²이 남습니다."),
        Mistake("dw", "w**3", "미분하지 않은 J의 값입니다."),
        Mistake("J_plus", "w**3 + h", "h는 J가 아니라 w에 더합니다."),
        Mistake("forward", "(J_plus - J_minus) / (2 * h)", "전진차분이 아니라 중심차분입니다."),
        Mistake("forward", "J_plus - J", "h로 나누지 않았습니다."),
        Mistake("central", "(J_plus - J) / h", "중심차분이 아니라 전진차분입니다."),
        Mistake("central", "(J_plus - J_minus) / h", "두 점 사이는 2h만큼 떨어져 있습니다."),
    ),
    worked=(
        Worked(
            {"h": 0.01},
            {"dw": 12.0, "forward": 12.0601, "central": 12.0001},
            "전개: 전진차분 3w² + 3wh + h², 중심차분 3w² + h²",
        ),
        Worked(
            {"w": 1, "h": 0.5},
            {"forward": 4.75, "central": 3.25, "error": 0.04},
            "전개: 3 + 1.5 + 0.25, 3 + 0.25, 0.25 / (3.25 + 3)",
        ),
    ),
    picture=picture,
    limits={"w": (-100, 100), "h": (1e-12, 1)},
)
