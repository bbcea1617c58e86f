"""Ridge: L2 벌점을 붙인 선형회귀의 닫힌 해."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import symbol
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

FEATURES = np.array([[1.0, 0.9], [0.9, 1.0], [0.2, -0.1]])
TARGETS = np.array([0.9, 1.3, -0.2])


def ridge(X=FEATURES, y=TARGETS, lam=0.5):
    H = X.T @ X
    w0 = np.linalg.solve(H, X.T @ y)  # 벌점이 없을 때: 최소제곱
    w = np.linalg.solve(H + lam * np.eye(np.shape(X)[1]), X.T @ y)  # (λ/2)‖w‖²을 더했을 때
    J0 = np.sum((X @ w0 - y) ** 2) / 2
    J = np.sum((X @ w - y) ** 2) / 2  # 데이터 손실을 조금 내준다
    zeros = np.sum(w == 0)  # 정확히 0인 가중치의 수. L1과 달리 늘지 않는다
    return w


def draw(rng):
    lam = rng.choice([1, 2, 3])
    size = (2 + lam) * rng.choice([1, 2, 3], size=2, replace=False) * rng.choice([-1, 1], size=2)
    y = np.array([size[0] - size[1], size[0] + size[1]]) / 2
    return {"X": np.array([[1.0, -1.0], [1.0, 1.0]]), "y": y, "lam": lam}


def picture(trace: Trace) -> Curves:
    lams = np.geomspace(1e-3, 1e3, 61)
    paths = np.array([DEMO.run({**trace.inputs, "lam": lam})["w"] for lam in lams])
    lines = (
        Series(symbol(f"w{i + 1}"), np.log10(lams), path) for i, path in enumerate(paths.T[:4])
    )
    return Curves("λ를 키우면 해가 0에 다가간다", "log₁₀ λ", "w", tuple(lines))


DEMO = Demo(
    ridge,
    asks={
        "w0": "벌점 없는 최소제곱의 해 w₀",
        "w": "½‖Xw − y‖² + (λ/2)‖w‖²을 가장 작게 하는 w",
        "J": "이 w의 데이터 손실 ½‖Xw − y‖²",
    },
    draw=draw,
    mistakes=(
        Mistake("w0", "X.T @ y", "XᵀX의 역행렬을 곱하지 않았습니다."),
        Mistake("w0", "np.linalg.solve(H, X @ y)", "Xᵀ가 아니라 X를 y에 곱했습니다."),
        Mistake(
            "w0",
            "np.linalg.solve(H + lam * np.eye(np.shape(X)[1]), X.T @ y)",
            "벌점을 준 Ridge의 해입니다.",
        ),
        Mistake("w", "np.linalg.solve(H, X.T @ y)", "벌점을 빠뜨렸습니다. 보통의 최소제곱입니다."),
        Mistake(
            "w", "np.linalg.solve(H + lam, X.T @ y)", "λ는 모든 칸이 아니라 대각선에만 더합니다."
        ),
        Mistake("w", "w0 / (1 + lam)", "XᵀX가 단위행렬일 때만 맞습니다."),
        Mistake("J", "np.sum((X @ w - y) ** 2)", "앞에 붙은 ½을 빠뜨렸습니다."),
    ),
    worked=(
        Worked(
            {},
            {"w": [0.9182 / 2.2836, 1.3921 / 2.2836], "zeros": 0},
            "손계산(크라메르 공식): XᵀX + λI = [[2.35, 1.78], [1.78, 2.32]], Xᵀy = (2.03, 2.13)",
        ),
        Worked(
            {"X": [[1, 1], [1, -1]], "y": [3, 1], "lam": 2},
            {"w0": [2, 1], "w": [1, 0.5], "J0": 0.0, "J": 1.25},
            "손계산: XᵀX = 2I라서 Xᵀy = (4, 2)를 2와 2 + 2로 나눈다. 잔차는 (1.5, 0.5)",
        ),
        Worked(
            {"X": [[-1, 1], [0, 1], [1, 1]], "y": [10, 10, 10], "lam": 3},
            {"w0": [0, 10], "w": [0, 5], "zeros": 1},
            "손계산: 둘째 열이 절편이면 30 / 3 = 10이 30 / (3 + 3) = 5로 끌려간다",
        ),
    ),
    picture=picture,
    limits={"X": (-1e3, 1e3), "y": (-1e6, 1e6), "lam": (0, 1e6)},
    lines={
        "H": "",
        "w": "w는 ½‖Xw − y‖² + (λ/2)‖w‖²을 가장 작게 합니다.",
    },
)
