"""규제(regularization): 비용에 가중치의 크기를 벌점으로 더하기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Contour, Curves, Series
from quizcards.trace.tracer import Trace

FEATURES = np.array([[1.0, 1.0], [1.0, -1.0]])
TARGETS = np.array([-2.0, 6.0])
WEIGHTS = np.array([3.0, -4.0])


def regularization(X=FEATURES, y=TARGETS, w=WEIGHTS, lam=0.1, convention="pytorch"):
    J = np.mean((X @ w - y) ** 2)  # 데이터 손실: 예측의 오차를 잰다
    if convention == "ng":
        c = lam / np.size(y)  # Ng: 벌점도 샘플 수 m으로 나눈다
    else:
        c = lam  # PyTorch의 weight_decay: 나누지 않는다
    Omega1 = c * np.sum(np.abs(w))  # L1 벌점: 절댓값의 합
    Omega2 = c / 2 * np.sum(w**2)  # L2 벌점: 제곱합의 절반
    J1 = J + Omega1  # 벌점은 데이터를 보지 않는다
    J2 = J + Omega2
    return J2


def draw(rng):
    size = rng.choice(np.arange(2, 8), size=2, replace=False)
    rows = ([[1, 0], [0, 1]], [[1, 1], [1, -1]], [[1, 0], [1, 1]], [[0, 1], [1, -1]])
    X = np.array(rows[rng.integers(len(rows))], dtype=float)
    w = (size * rng.permutation([1, -1])).astype(float)
    error = rng.choice([1, 2, 3], size=2) * rng.choice([-1, 1], size=2)
    return {
        "X": X,
        "y": X @ w - error,
        "w": w,
        "lam": rng.choice([0.4, 0.8, 1.2]),
        "convention": rng.choice(["pytorch", "ng"]),
    }


def picture(trace: Trace) -> Contour | Curves:
    """With two weights the surface of the data loss, and where each penalty together with it is
    least; otherwise the penalties.
    """
    if len(trace["w"]) != 2:
        return _penalties(trace)
    X, y, c = trace["X"], trace["y"], trace["c"]
    free = np.linalg.lstsq(X, y, rcond=None)[0]
    one, two = _least(trace, "J1"), _least(trace, "J2")
    reach = 1.2 * max(np.sum(np.abs(free)), np.sum(np.abs(one)), 1.0)
    axis = np.linspace(-reach, reach, 61)
    angle = np.linspace(0, 2 * np.pi, 121)
    along, up = np.cos(angle), np.sin(angle)
    diamond = np.sum(np.abs(one)) / (np.abs(along) + np.abs(up))
    circle = np.sqrt(np.sum(two**2))
    path1, path2 = np.transpose([free, one]), np.transpose([free, two])
    return Contour(
        f"데이터 손실의 등고선이 벌점의 마름모와 원에 닿는 곳 (벌점의 세기 {c:.3g})",
        "w₁",
        "w₂",
        axis,
        axis,
        np.mean((axis[:, None] * X[:, 0] + axis[:, None, None] * X[:, 1] - y) ** 2, axis=-1),
        (
            Series("L1 벌점이 같은 마름모", diamond * along, diamond * up),
            Series("L2 벌점이 같은 원", circle * along, circle * up),
            Series("벌점 없는 해에서 L1 해로", path1[0], path1[1], points=True),
            Series("벌점 없는 해에서 L2 해로", path2[0], path2[1], points=True),
        ),
    )


def _least(trace: Trace, name: str):
    """Return the two weights for which the data loss and a penalty together are least.

    With L1 each weight is positive, negative or 0, and the loss is a parabola for each choice.
    """
    X, y, c = trace["X"], trace["y"], trace["c"]
    H, g = 2 * X.T @ X / len(y), 2 * X.T @ y / len(y)
    if name == "J2":
        return np.linalg.lstsq(H + c * np.eye(2), g, rcond=None)[0]
    found = []
    for signs in np.ndindex(3, 3):
        sign = np.array(signs) - 1
        kept = np.abs(sign)
        u = kept * np.linalg.lstsq(H * np.outer(kept, kept), kept * g - c * sign, rcond=None)[0]
        found.append(u)
    totals = [np.mean((X @ u - y) ** 2) + c * np.sum(np.abs(u)) for u in found]
    return found[int(np.argmin(totals))]


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
    asks={
        "Omega1": "L1 벌점",
        "Omega2": "½을 곱한 L2 벌점",
        "J1": "데이터 손실(MSE)에 L1 벌점을 더한 비용",
        "J2": "데이터 손실(MSE)과 ½을 곱한 L2 벌점을 더한 비용",
    },
    draw=draw,
    mistakes=(
        Mistake("J", "np.sum((X @ w - y) ** 2)", "MSE는 합이 아니라 평균입니다."),
        Mistake(
            "Omega1", "c * np.sum(w)", "절댓값을 빠뜨렸습니다. 부호가 다른 가중치가 서로 지웁니다."
        ),
        Mistake("Omega1", "np.sum(np.abs(w))", "벌점의 세기 λ를 곱하지 않았습니다."),
        Mistake("Omega1", "c / 2 * np.sum(w**2)", "L1이 아니라 L2 벌점입니다."),
        Mistake("Omega2", "c * np.sum(w**2)", "½을 빠뜨렸습니다."),
        Mistake(
            "Omega2",
            "c / 2 * np.sqrt(np.sum(w**2))",
            "L2 규제에는 노름이 아니라 노름의 제곱을 더합니다.",
        ),
        Mistake("Omega2", "c / 2 * np.sum(np.abs(w))", "L2가 아니라 L1처럼 절댓값을 더했습니다."),
        Mistake("J2", "J + Omega1", "L2가 아니라 L1 벌점을 더했습니다."),
    ),
    worked=(
        Worked(
            {},
            {"J": 1.0, "Omega2": 1.25, "J2": 2.25},
            "손계산: Xw = (−1, 7), 오차 (1, 1), (0.1/2)·(3² + 4²) = 0.05·25 = 1.25, 1 + 1.25",
        ),
        Worked({}, {"Omega1": 0.7, "J1": 1.7}, "손계산: 0.1·(3 + 4) = 0.7, 1 + 0.7"),
        Worked(
            {"y": [9, -3]},
            {"J": 100.0, "Omega2": 1.25},
            "손계산: 오차 (−10, 10). 벌점은 그대로",
        ),
        Worked(
            {"X": np.ones((4, 2)), "y": np.zeros(4), "lam": 2, "convention": "ng"},
            {"J": 1.0, "Omega1": 3.5, "Omega2": 6.25},
            "손계산: 오차는 모두 −1, c = 2/4 = 0.5, 0.5·7, 0.25·25",
        ),
        Worked(
            {"X": np.ones((4, 2)), "y": np.zeros(4), "lam": 2},
            {"Omega1": 14.0, "Omega2": 25.0},
            "손계산: m으로 나누지 않으면 c = 2이므로 2·7, (2/2)·25",
        ),
    ),
    picture=picture,
    limits={"X": (-1e3, 1e3), "y": (-1e6, 1e6), "w": (-1e6, 1e6), "lam": (0, 1e6)},
    choices={
        "convention": {"pytorch": "벌점은 샘플 수로 나누지 않음", "ng": "벌점도 샘플 수로 나눔"},
    },
    lines={
        "J": "",
        "c": "",
        "Omega1": "",
        "Omega2": "",
    },
)
