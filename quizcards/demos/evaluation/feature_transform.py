"""Box-Cox 변환: 왜도와 로그 가능도 (Box & Cox 1964)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

X = np.array([1.0, 4.0, 9.0, 16.0, 100.0])


def feature_transform(x=X, lam=0.5):
    t = np.log(x) if lam == 0 else (x**lam - 1) / lam  # λ = 0이면 로그, 1이면 모양 그대로
    d = t - np.mean(t)  # 변환한 값의 편차
    var = np.mean(d**2)  # 변환한 값의 분산
    skew = np.mean(d**3) / var**1.5  # 왜도: 0이면 좌우가 고르고, 양수면 오른쪽 꼬리가 길다
    L = (lam - 1) * np.sum(np.log(x)) - np.size(x) / 2 * np.log(var)  # λ를 고를 로그 가능도
    return L


def draw(rng):
    roots = np.cumsum([rng.choice([1, 2]), *rng.permutation([1, 2, 1]), rng.choice([4, 5, 6])])
    return {"x": rng.permutation(roots.astype(float) ** 2), "lam": 0.5}


def picture(trace: Trace) -> Curves:
    lams, logs = np.linspace(-1, 1.5, 51), np.log(trace["x"])
    # scaled by the geometric mean, so that the powers of large values stay numbers
    scaled = np.exp(np.clip(np.outer(lams, logs - np.mean(logs)), -100, 100))
    moved = scaled - np.mean(scaled, axis=1, keepdims=True)
    spread = np.mean(moved**2, axis=1)
    kept = (np.abs(lams) > 1e-9) & (spread > 1e-20)
    skews = np.sign(lams[kept]) * np.mean(moved[kept] ** 3, axis=1) / spread[kept] ** 1.5
    parts = [Series("왜도", lams[kept], skews)] if np.any(kept) else []
    return Curves(
        "λ를 줄이면 오른쪽 꼬리가 당겨진다: 0을 지나는 곳이 가장 고르다",
        "λ",
        "왜도",
        (
            *parts,
            Series("왜도 0", lams[::5], np.zeros(11)),
            Series("이 실행", np.array([trace["lam"]]), np.array([trace["skew"]]), points=True),
        ),
    )


DEMO = Demo(
    feature_transform,
    asks={"t": "Box-Cox로 변환한 값들", "skew": "변환한 값의 왜도(분산은 n으로 나눔)"},
    draw=draw,
    mistakes=(
        Mistake("t", "np.log(x)", "λ가 0일 때의 변환입니다."),
        Mistake("t", "(x - 1) / lam", "λ제곱을 하지 않았습니다."),
        Mistake("t", "(x**2 - 1) / 2", "λ가 2일 때의 변환입니다. 꼬리가 더 길어집니다."),
        Mistake("d", "t", "평균을 빼지 않았습니다."),
        Mistake("skew", "np.mean(d**3)", "표준편차의 세제곱으로 나누지 않았습니다."),
        Mistake("skew", "np.mean(d**3) / var", "표준편차의 세제곱이 아니라 분산으로 나누었습니다."),
        Mistake("skew", "np.mean(d**4) / var**2", "네제곱을 평균한 첨도입니다."),
    ),
    worked=(
        Worked(
            {},
            {"t": [0.0, 2.0, 4.0, 6.0, 18.0], "var": 40.0, "skew": 288 / 40**1.5},
            "손계산: 편차 −6, −4, −2, 0, 12, (−216 − 64 − 8 + 1728)/5 = 288",
        ),
        Worked(
            {"x": [1, 2, 4, 8, 32], "lam": -0.5},
            {
                "t": [0.0, 0.585786437626905, 1.0, 1.2928932188134525, 1.6464466094067263],
                "skew": -0.329869294092291,
                "L": -8.635016115529666,
            },
            "SciPy 1.17.1 scipy.special.boxcox, scipy.stats.skew, boxcox_llf",
        ),
    ),
    picture=picture,
    limits={"x": (1e-3, 1e4), "lam": (-3, 3)},
    words={
        "skew": "왜도",
    },
    lines={
        "x": "값들 x",
        "t": "Box-Cox 변환은 λ제곱에서 1을 빼고 λ로 나눕니다.",
        "d": "",
        "var": "",
        "skew": "",
        "L": "",
    },
)
