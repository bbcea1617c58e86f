"""공분산과 상관계수, 그리고 무리 안에서의 상관(심슨의 역설)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

X = np.array([[1.0, 2.0, 3.0], [5.0, 6.0, 7.0]])
Y = np.array([[6.0, 7.0, 8.0], [1.0, 2.0, 3.0]])


def covariance_correlation(x=X, y=Y):
    dx = x - np.mean(x)  # 전체 평균에서 벗어난 것. 행은 무리
    dy = y - np.mean(y)
    cov = np.sum(dx * dy) / (np.size(x) - 1)  # 공분산: 함께 커지면 양수. 단위가 있다
    r = np.sum(dx * dy) / np.sqrt(np.sum(dx**2) * np.sum(dy**2))  # 상관계수: −1에서 1까지
    wx = x - np.mean(x, axis=1, keepdims=True)  # 자기 무리의 평균에서 벗어난 것
    wy = y - np.mean(y, axis=1, keepdims=True)
    within = np.sum(wx * wy) / np.sqrt(np.sum(wx**2) * np.sum(wy**2))  # 무리 안의 상관
    return within


def draw(rng):
    # up within both groups, and the group with the larger x has the smaller y
    x = [np.arange(1.0, 4.0), rng.integers(4, 7) + np.arange(3.0)]
    y = rng.permutation([[0.0, 1, 2], [0, 2, 1], [0, 1, 5], [1, 0, 2], [0, 3, 3]])
    return {"x": np.array(x), "y": np.array([rng.integers(6, 10) + y[0], 1 + y[1]])}


def picture(trace: Trace) -> Curves:
    x, y = trace["x"], trace["y"]
    slope = np.sum(trace["dx"] * trace["dy"]) / max(float(np.sum(trace["dx"] ** 2)), 1e-12)
    ends = np.array([np.min(x), np.max(x)])
    groups = [Series(f"무리 {i + 1}", x[i], y[i], points=True) for i in range(len(x))]
    line = Series("모두 합친 회귀선", ends, np.mean(y) + slope * (ends - np.mean(x)))
    return Curves(
        f"합치면 상관이 {number(trace['r'], 3)}, 무리 안에서는 {number(trace['within'], 3)}",
        "x",
        "y",
        (*groups, line),
    )


DEMO = Demo(
    covariance_correlation,
    asks={
        "cov": "모두 합친 표본공분산",
        "r": "모두 합친 상관계수",
        "within": "무리마다 평균을 뺀 다음의 상관계수",
    },
    draw=draw,
    mistakes=(
        Mistake("cov", "np.sum(dx * dy) / np.size(x)", "n − 1이 아니라 n으로 나누었습니다."),
        Mistake("cov", "np.sum(dx * dy)", "곱을 더하기만 하고 나누지 않았습니다."),
        Mistake("cov", "np.sum(x * y) / (np.size(x) - 1)", "평균을 빼지 않고 곱했습니다."),
        Mistake("r", "np.sum(dx * dy) / np.sum(dx**2)", "상관계수가 아니라 회귀선의 기울기입니다."),
        Mistake(
            "r",
            "np.sum(x * y) / np.sqrt(np.sum(x**2) * np.sum(y**2))",
            "평균을 빼지 않은 코사인 유사도입니다.",
        ),
        Mistake(
            "r",
            "(np.sum(dx * dy) / np.sqrt(np.sum(dx**2) * np.sum(dy**2))) ** 2",
            "제곱한 것은 결정계수입니다. 상관계수에는 부호가 있습니다.",
        ),
        Mistake("wx", "x - np.mean(x)", "x에서 자기 무리가 아니라 전체의 평균을 뺐습니다."),
        Mistake("wy", "y - np.mean(y)", "y에서 자기 무리가 아니라 전체의 평균을 뺐습니다."),
        Mistake("within", "r", "무리를 나누지 않은 상관계수입니다."),
    ),
    worked=(
        Worked(
            {},
            {"cov": -5.2, "r": -26 / np.sqrt(28 * 41.5), "within": 1.0},
            "손계산: 곱의 합 −26, 제곱합 28과 41.5, 무리 안에서는 직선",
        ),
        Worked(
            {"x": [[1, 2, 4], [5, 7, 8]], "y": [[6, 9, 8], [1, 4, 2]]},
            {"cov": -6.0, "r": -0.6793662204867575, "within": 0.5},
            "SciPy 1.17.1 stats.pearsonr, NumPy np.cov; 무리의 평균을 뺀 다음 한 번 더",
        ),
    ),
    picture=picture,
    limits={"x": (-1e6, 1e6), "y": (-1e6, 1e6)},
    words={"within": "무리 안의 상관"},
    lines={
        "x": "무리(행)마다 x",
        "y": "무리(행)마다 y",
        "dx": "",
        "dy": "",
        "cov": "",
        "r": "",
        "wx": "",
        "wy": "",
    },
)
