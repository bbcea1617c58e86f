"""PCA: 공분산의 고유벡터로 줄이고 되돌린다 (Bishop 2006, §12.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

POINTS = np.array([[7, 8], [1, 2], [5, 6], [3, 4], [5, 4], [3, 6]], dtype=float)


def pca(X=POINTS, k=1):
    mu = np.mean(X, axis=0)
    Xc = X - mu  # 중심화: 특성마다 평균을 뺀다
    S = Xc.T @ Xc / (np.shape(X)[0] - 1)  # 공분산 행렬
    lam = np.linalg.eigvalsh(S)  # 고윳값: 축마다의 분산, 작은 것부터
    ratio = np.sum(lam[-k:]) / np.sum(lam)  # 설명 분산 비율: 남긴 k개 축의 몫
    V = np.linalg.eigh(S)[1][:, -k:]  # 고윳값이 큰 고유벡터 k개: 주성분의 방향
    Z = Xc @ V  # 줄인 좌표: 축에 내린 그림자
    X_hat = Z @ V.T + mu  # 되돌린 점
    error = np.sum((X - X_hat) ** 2) / (np.shape(X)[0] - 1)  # 복원 오차: 버린 고윳값의 합
    return ratio


def draw(rng):
    # four points on two axes at right angles, so that these are the principal ones
    u = rng.permutation([2.0, 1.0]) * np.array([1, rng.choice([-1, 1])])
    across = np.array([-u[1], u[0]])
    a, b = rng.choice([[2, 1], [3, 1], [3, 2], [1, 2], [1, 3]])
    offsets = np.array([a * u, -a * u, b * across, -b * across])
    return {"X": rng.permutation(offsets + rng.integers(4, 9, size=2)), "k": 1}


def picture(trace: Trace) -> Curves:
    X, mu, V = trace["X"], trace["mu"], trace["V"]
    if np.shape(X)[1] != 2:
        lam = trace["lam"][::-1]
        axes = np.arange(np.size(lam) + 1)
        kept = np.append(0, np.cumsum(lam)) / np.sum(lam)
        line = Series("누적 비율", axes, kept, points=True)
        return Curves("축을 더 남길수록: 누적 설명 분산 비율", "남긴 축의 수", "비율", (line,))
    v = V[:, -1]
    reach = 1.1 * np.max(np.abs(trace["Xc"] @ v))
    axis = mu + np.array([-reach, reach])[:, None] * v
    back = trace["X_hat"]
    return Curves(
        "첫 주성분의 축과 그 위에 내린 점",
        "x₁",
        "x₂",
        (
            Series("데이터", X[:, 0], X[:, 1], points=True),
            Series("축 위로 되돌린 점", back[:, 0], back[:, 1], points=True),
            Series("첫 주성분", axis[:, 0], axis[:, 1]),
        ),
    )


DEMO = Demo(
    pca,
    asks={
        "lam": "공분산 행렬의 고윳값(작은 것부터, 공분산은 n − 1로 나눈 것)",
        "ratio": "첫 주성분의 설명 분산 비율",
        "error": "첫 주성분만 남길 때의 복원 오차(제곱합을 n − 1로 나눈 것)",
    },
    draw=draw,
    mistakes=(
        Mistake("Xc", "X", "평균을 빼지 않았습니다."),
        Mistake("S", "np.corrcoef(X.T)", "공분산이 아니라 상관 행렬입니다."),
        Mistake("lam", "np.sort(np.diag(S))", "고윳값이 아니라 원래 특성의 분산입니다."),
        Mistake("lam", "np.sqrt(np.linalg.eigvalsh(S))", "제곱근을 씌웠습니다. 표준편차입니다."),
        Mistake("ratio", "1 - np.sum(lam[-k:]) / np.sum(lam)", "버린 축의 몫입니다."),
        Mistake("ratio", "np.sum(lam[-k:])", "전체 분산으로 나누지 않았습니다."),
        Mistake("V", "np.linalg.eigh(S)[1][:, :k]", "고윳값이 가장 작은 축을 남겼습니다."),
        Mistake("error", "np.sum(Xc**2) / (np.shape(X)[0] - 1)", "남긴 축의 분산까지 셌습니다."),
        Mistake("error", "np.sum((X - X_hat) ** 2)", "n − 1로 나누지 않았습니다."),
        Mistake("error", "np.sqrt(np.sum(lam[:-k]))", "제곱근을 씌웠습니다."),
    ),
    worked=(
        Worked(
            {},
            {"S": [[4.4, 3.6], [3.6, 4.4]], "lam": [0.8, 8.0], "ratio": 10 / 11, "error": 0.8},
            "손계산: 고윳값 4.4 ± 3.6, 축에서 벗어난 두 점이 2씩이라 4/5",
        ),
        Worked(
            {"X": [[2, 0, 1], [0, 1, 3], [4, 2, 0], [1, 5, 2], [3, 3, 3]], "k": 2},
            {"ratio": 0.9088043246079368, "error": 0.7204458355972978},
            "scikit-learn 1.9.1 PCA(n_components=2)",
        ),
    ),
    picture=picture,
    limits={"X": (-1e6, 1e6), "k": (1, 100)},
    words={"k": "", "mu": "평균", "Xc": "중심화한 X", "S": "공분산", "lam": "고윳값", "V": "축"},
    lines={
        "X": "점(한 행이 하나) X",
        "mu": "",
        "Xc": "",
        "S": "",
        "lam": "",
        "ratio": "",
        "V": "",
        "Z": "",
        "X_hat": "",
        "error": "",
    },
)
