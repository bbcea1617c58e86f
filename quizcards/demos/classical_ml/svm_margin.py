"""SVM의 마진과 hinge 손실 (Hastie et al. 2009, §12.2)."""

import numpy as np

from quizcards.trace.arrays import FloatArray
from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Boundary, Curves, Series
from quizcards.trace.tracer import Trace

POINTS = np.array([[2, 0], [2, 2], [1, 1], [0, 0], [0, 2], [-1, 1]], dtype=float)
LABELS = np.array([1.0, 1, 1, -1, -1, -1])
WEIGHTS = np.array([1.0, 0.0])


def svm_margin(X=POINTS, y=LABELS, w=WEIGHTS, b=-1.0, C=0.5):
    f = X @ w + b  # 점수: 부호가 예측, 0이면 결정 경계 위
    m = y * f  # 함수 마진: 음수면 틀렸고, 1 이상이면 마진 위나 밖에서 맞혔다
    width = 2 / np.sqrt(np.sum(w**2))  # f = 1과 f = −1 사이의 폭
    xi = np.maximum(0, 1 - m)  # hinge 손실: 마진에서 모자라는 만큼
    near = np.sum(m <= 1 + 1e-9)  # 마진 위나 안의 점: 최적해라면 서포트 벡터는 이 가운데 있다
    J = np.sum(w**2) / 2 + C * np.sum(xi)  # 마진을 넓히는 항 + C × 어긴 만큼
    return J


def draw(rng):
    # ‖w‖ is ½ or 2.5; of one class a point is wrong and one inside the margin, the other is outside
    w = rng.permutation([0.3, 0.4]) * rng.choice([1, 5]) * rng.choice([-1, 1], size=2)
    y = rng.choice([-1, 1]) * np.array([1.0, 1.0, -1.0])
    b = rng.choice([-0.5, 0.5, 1.5])
    m = np.array([rng.choice([-1.5, -1.0]), 0.5, rng.choice([1.5, 2.0, 2.5])])
    along = (y * m - b) / np.sum(w**2)
    across = rng.integers(-2, 3, size=3) / np.sqrt(np.sum(w**2))
    X = along[:, None] * w + across[:, None] * np.array([-w[1], w[0]])
    order = rng.permutation(3)
    return {
        "X": np.round(X, 2)[order],
        "y": y[order],
        "w": w,
        "b": b,
        "C": rng.choice([2.0, 4.0, 5.0]),
    }


def picture(trace: Trace) -> Boundary | Curves:
    """With two features the points between the margins, otherwise the loss that one of them has."""
    X, y, w, b = (trace[name] for name in ("X", "y", "w", "b"))
    if np.shape(X)[1] != 2:
        m = np.linspace(-2, 3, 51)
        lines = (
            Series("hinge", m, np.maximum(0, 1 - m)),
            Series("틀린 수(0/1)", m, np.where(m < 0, 1.0, 0.0)),
        )
        return Curves("맞혀도 마진이 1보다 작으면 벌점을 받는다", "마진 y·f", "손실", lines)
    reach = 1.5 * np.max(np.abs(X)) + 0.5
    axis = np.linspace(-reach, reach, 61)
    groups = [
        Series(f"y = {number(sign)}", X[y == sign, 0], X[y == sign, 1], points=True)
        for sign in (1, -1)
        if np.any(y == sign)
    ]
    edges = [Series(f"f = {number(level)}", *_line(w, b - level, axis)) for level in (1, -1)]
    return Boundary(
        "결정 경계와 양쪽의 마진: 제 마진에 못 미친 점만 벌점을 받는다",
        "x₁",
        "x₂",
        axis,
        axis,
        np.clip((w[0] * axis + w[1] * axis[:, None] + b + 1) / 2, 0, 1),
        tuple(groups),
        tuple(edge for edge in edges if len(edge.x)),
        line="결정 경계 f = 0",
    )


def _line(w: FloatArray, b: float, axis: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the points of wᵀx + b = 0 that lie in the square of this side."""
    across = abs(w[0]) > abs(w[1])
    other = -(b + w[int(across)] * axis) / w[int(not across)]
    inside = np.abs(other) <= axis[-1]
    points = axis[inside], other[inside]
    return points[::-1] if across else points


DEMO = Demo(
    svm_margin,
    asks={
        "m": "점마다의 함수 마진 y·f",
        "width": "마진의 폭(f = 1과 f = −1 사이의 거리)",
        "xi": "점마다의 hinge 손실 ξ",
        "J": "소프트 마진 SVM의 목적 함수 J",
    },
    draw=draw,
    mistakes=(
        Mistake("m", "f", "라벨을 곱하지 않은 점수입니다."),
        Mistake("m", "y * (X @ w)", "편향 b를 더하지 않았습니다."),
        Mistake("m", "y * f / np.sqrt(np.sum(w**2))", "‖w‖로 나누었습니다. 그것은 거리입니다."),
        Mistake("width", "1 / np.sqrt(np.sum(w**2))", "경계에서 한쪽까지의 거리입니다."),
        Mistake("width", "2 / np.sum(w**2)", "‖w‖가 아니라 그 제곱으로 나누었습니다."),
        Mistake("width", "2 * np.sqrt(np.sum(w**2))", "나누지 않고 곱했습니다."),
        Mistake("xi", "np.maximum(0, -m)", "틀린 점에만 벌점을 주었습니다. 퍼셉트론의 손실입니다."),
        Mistake("xi", "1 - m", "0에서 자르지 않아 마진 밖의 점이 음수가 되었습니다."),
        Mistake("xi", "np.maximum(0, 1 - m) ** 2", "제곱했습니다. 그것은 squared hinge입니다."),
        Mistake("xi", "np.maximum(0, 1 - f)", "라벨을 곱하지 않은 점수로 계산했습니다."),
        Mistake("J", "np.sum(w**2) / 2 + np.sum(xi)", "C를 곱하지 않았습니다."),
        Mistake("J", "C * np.sum(w**2) / 2 + np.sum(xi)", "C를 다른 항에 곱했습니다."),
        Mistake("J", "np.sum(w**2) + C * np.sum(xi)", "½을 곱하지 않았습니다."),
        Mistake("J", "C * np.sum(xi)", "마진을 넓히는 항을 빠뜨렸습니다."),
    ),
    worked=(
        Worked(
            {},
            {"width": 2.0, "xi": [0, 0, 1, 0, 0, 0], "near": 5, "J": 1.0},
            "손계산: α = 1/8, 1/8, 1/2, 3/8, 3/8, 0이면 w = Σαyx, 쌍대 1.5 − ½ = 1",
        ),
        Worked(
            {"w": [2, 0], "C": 10},
            {"width": 1.0, "m": [3, 3, 1, 1, 1, 3], "J": 2.0},
            "scikit-learn 1.9.1 SVC(kernel='linear', C=10, tol=1e-12)의 coef_와 intercept_",
        ),
        Worked(
            {"X": [[3], [1], [-2]], "y": [1, -1, -1], "w": [0.5], "b": 0, "C": 2},
            {"m": [1.5, -0.5, 1], "width": 4.0, "xi": [0, 1.5, 0], "J": 3.125},
            "손계산: 0.25/2 + 2·1.5",
        ),
    ),
    picture=picture,
    limits={
        "X": (-1e6, 1e6),
        "y": (-1, 1),
        "w": (-1e6, 1e6),
        "b": (-1e6, 1e6),
        "C": (0, 1e6),
    },
    words={"f": "점수", "m": "마진", "width": "폭", "xi": "ξ", "near": "마진 위나 안의 점"},
    lines={
        "X": "점(한 행이 하나) X",
        "y": "라벨 y",
        "m": "",
        "width": "",
        "xi": "",
        "near": "",
        "J": "",
    },
)
