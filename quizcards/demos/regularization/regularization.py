"""규제(regularization): 비용에 가중치의 크기를 벌점으로 더하기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Contour, Curves, Series
from quizcards.trace.tracer import Trace

WEIGHTS = np.array([3.0, -4.0])


def regularization(J=1.0, w=WEIGHTS, lam=0.1, m=1, convention="ng"):
    if convention == "ng":
        c = lam / m  # Ng: 벌점도 샘플 수 m으로 나눈다
    else:
        c = lam  # PyTorch의 weight_decay: 나누지 않는다
    Omega1 = c * np.sum(np.abs(w))  # L1 벌점: 절댓값의 합
    Omega2 = c / 2 * np.sum(w**2)  # L2 벌점: 제곱합의 절반
    J1 = J + Omega1  # 벌점은 데이터를 보지 않는다
    J2 = J + Omega2
    return J2


def draw(rng):
    size = rng.choice(np.arange(2, 8), size=2, replace=False)
    return {
        "J": rng.choice([0.5, 1, 2]),
        "w": (size * rng.permutation([1, -1])).astype(float),
        "lam": rng.choice([0.4, 0.8, 1.2]),
        "m": rng.choice([2, 4, 5]),
    }


def picture(trace: Trace) -> Contour | Curves:
    """With two weights where penalty and data loss balance, the loss a bowl that is lowest at w;
    otherwise the penalties.
    """
    if len(trace["w"]) != 2:
        return _penalties(trace)
    w, c = trace["w"], trace["c"]
    # where ½|u − w|² + the penalty is least
    one, two = np.sign(w) * np.maximum(np.abs(w) - c, 0), w / (1 + c)
    reach = 1.2 * max(np.sum(np.abs(w)), 1.0)
    axis = np.linspace(-reach, reach, 61)
    angle = np.linspace(0, 2 * np.pi, 121)
    x, y = np.cos(angle), np.sin(angle)
    diamond, circle = np.sum(np.abs(one)) / (np.abs(x) + np.abs(y)), np.sqrt(np.sum(two**2))
    return Contour(
        "데이터 손실의 등고선이 벌점의 마름모와 원에 닿는 곳",
        "w₁",
        "w₂",
        axis,
        axis,
        trace["J"] + ((axis - w[0]) ** 2 + (axis[:, None] - w[1]) ** 2) / 2,
        (
            Series("L1 벌점이 같은 마름모", diamond * x, diamond * y),
            Series("L2 벌점이 같은 원", circle * x, circle * y),
            Series(
                "w에서 L1 해로", np.array([w[0], one[0]]), np.array([w[1], one[1]]), points=True
            ),
            Series(
                "w에서 L2 해로", np.array([w[0], two[0]]), np.array([w[1], two[1]]), points=True
            ),
        ),
    )


def _penalties(trace: Trace) -> Curves:
    scale = np.linspace(-1.5, 1.5, 61)
    one, two = trace["Omega1"], trace["Omega2"]
    return Curves(
        "w를 s배로 늘리고 줄일 때의 벌점",
        "s",
        "벌점",
        (
            Series("L1: 0에서 꺾인다", scale, one * np.abs(scale)),
            Series("L2: 0에서 평평하다", scale, two * scale**2),
            Series("지금의 w", np.array([1.0, 1.0]), np.array([one, two]), points=True),
        ),
    )


DEMO = Demo(
    regularization,
    asks=("Omega1", "Omega2", "J1", "J2"),
    draw=draw,
    mistakes=(
        Mistake(
            "Omega1", "c * np.sum(w)", "절댓값을 빠뜨렸습니다. 부호가 다른 가중치가 서로 지웁니다."
        ),
        Mistake("Omega1", "np.sum(np.abs(w))", "벌점의 세기 λ를 곱하지 않았습니다."),
        Mistake("Omega2", "c * np.sum(w**2)", "½을 빠뜨렸습니다."),
        Mistake(
            "Omega2",
            "c / 2 * np.sqrt(np.sum(w**2))",
            "L2 규제에는 노름이 아니라 노름의 제곱을 더합니다.",
        ),
        Mistake("J2", "J + Omega1", "L2가 아니라 L1 벌점을 더했습니다."),
    ),
    worked=(
        Worked(
            {}, {"Omega2": 1.25, "J2": 2.25}, "손계산: (0.1/2)·(3² + 4²) = 0.05·25 = 1.25, 1 + 1.25"
        ),
        Worked({}, {"Omega1": 0.7, "J1": 1.7}, "손계산: 0.1·(3 + 4) = 0.7, 1 + 0.7"),
        Worked(
            {"lam": 2, "m": 4},
            {"Omega1": 3.5, "Omega2": 6.25},
            "손계산: c = 2/4 = 0.5, 0.5·7, 0.25·25",
        ),
        Worked(
            {"lam": 2, "m": 4, "convention": "pytorch"},
            {"Omega1": 14.0, "Omega2": 25.0},
            "손계산: m으로 나누지 않으면 c = 2이므로 2·7, (2/2)·25",
        ),
    ),
    picture=picture,
    limits={"J": (-1e6, 1e6), "w": (-1e6, 1e6), "lam": (0, 1e6), "m": (1, 1e9)},
    choices={"convention": ("ng", "pytorch")},
)
