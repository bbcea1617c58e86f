"""범주형 인코딩: one-hot과 타깃 인코딩, 자기 라벨 빼기 (Micci-Barreca 2001)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

ONE_HOT = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
Y = np.array([1.0, 1.0, 0.0, 0.0])


def categorical_encoding(X=ONE_HOT, y=Y, s=1.0):
    mu = np.mean(y)  # 전체 평균: 표본이 적은 범주를 끌어당기는 곳
    n = np.sum(X, axis=0)  # 범주마다 표본 수. X는 행마다 자기 범주만 1인 one-hot
    sums = X.T @ y  # 범주마다 타깃의 합
    code = (sums + s * mu) / (n + s)  # 타깃 인코딩: 범주의 평균과 전체 평균의 가중 평균
    encoded = X @ code  # 행마다 자기 범주의 값
    loo = (X @ sums - y + s * mu) / (X @ n - 1 + s)  # 자기 라벨을 뺀 타깃 인코딩
    return loo


def draw(rng):
    first = rng.integers(4, 6)  # the other category has fewer
    X = np.repeat(np.eye(2), [first, 6 - first], axis=0)
    y = np.array([*rng.permutation([0, 1] + [1] * (first - 2)), *rng.permutation([0, 1, 0, 0])])
    return {"X": X, "y": y[:6].astype(float), "s": rng.choice([1.0, 2.0, 4.0])}


def picture(trace: Trace) -> Curves:
    s = np.linspace(0.05, 20, 60)
    n, sums, mu = trace["n"], trace["sums"], trace["mu"]
    drawn = [j for j in range(min(len(n), 3)) if n[j] > 0]
    return Curves(
        "평활 s를 키우면 표본이 적은 범주부터 전체 평균으로 끌려간다",
        "s",
        "값",
        (
            *(
                Series(f"범주 {j + 1} (표본 {n[j]:g}개)", s, (sums[j] + s * mu) / (n[j] + s))
                for j in drawn
            ),
            Series("전체 평균", s[::4], np.full(15, float(mu))),
        ),
    )


DEMO = Demo(
    categorical_encoding,
    asks={
        "code": "평활을 넣은 범주마다의 타깃 인코딩 값",
        "loo": "범주의 합과 수에서만 자기를 빼고 구한 행마다의 타깃 인코딩 값",
    },
    draw=draw,
    mistakes=(
        Mistake("code", "sums / (n + s)", "전체 평균을 더하지 않아 0으로 끌어당겼습니다."),
        Mistake("code", "sums / n", "전체 평균을 섞지 않은 범주의 평균입니다."),
        Mistake("code", "(sums + mu) / (n + 1)", "평활의 세기 s를 쓰지 않았습니다."),
        Mistake("code", "n / np.sum(n)", "타깃의 평균이 아니라 범주의 빈도입니다."),
        Mistake("loo", "encoded", "자기 라벨을 빼지 않아 라벨이 샙니다."),
        Mistake(
            "loo",
            "(X @ sums - y + s * mu) / (X @ n + s)",
            "합에서만 빼고 표본 수에서는 빼지 않았습니다.",
        ),
        Mistake(
            "loo",
            "(X @ sums + s * mu) / (X @ n - 1 + s)",
            "표본 수에서만 빼고 합에서는 빼지 않았습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {
                "code": [0.625, 0.25],
                "encoded": [0.625, 0.625, 0.625, 0.25],
                "loo": [0.5, 0.5, 5 / 6, 0.5],
            },
            "손계산: 2.5/4, 0.5/2, 자기를 빼면 1.5/3, 2.5/3, 0.5/1",
        ),
        Worked(
            {"X": [[1, 0], [0, 1], [1, 0], [1, 0], [0, 1]], "y": [3, 1, 4, 8, 2], "s": 2},
            {"mu": 3.6, "code": [4.4399999999999995, 2.55]},
            "scikit-learn 1.9.1 TargetEncoder(smooth=2.0, target_type='continuous')",
        ),
    ),
    picture=picture,
    limits={"X": (0, 1), "y": (-1e6, 1e6), "s": (0, 1e6)},
    words={
        "sums": "범주마다 타깃의 합",
    },
    lines={
        "X": "범주를 one-hot으로 적은 X(행은 표본)",
        "y": "타깃 y",
        "s": "평활의 세기 s(라벨이 전체 평균인 가상의 표본 수)",
        "mu": "",
        "n": "",
        "sums": "",
        "code": "",
        "encoded": "",
        "loo": "",
    },
)
