"""가우시안 판별 분석: 클래스의 분포를 배워 경계를 얻는다 (Hastie et al. 2009, §4.3)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

X, Y = np.array([1.0, 3, 5, 7, 9]), np.array([0.0, 0, 0, 1, 1])


def generative_vs_discriminative(x=X, y=Y, q=6.0):
    prior = np.mean(y)  # 사전확률 p(y = 1)
    mu0 = np.sum((1 - y) * x) / np.sum(1 - y)  # 클래스마다 x의 평균
    mu1 = np.sum(y * x) / np.sum(y)
    var = np.mean((x - np.where(y > 0.5, mu1, mu0)) ** 2)  # 두 클래스가 함께 쓰는 분산
    w = (mu1 - mu0) / var  # 로그 오즈는 x의 1차식이고 이것이 기울기
    boundary = (mu0 + mu1) / 2 + np.log((1 - prior) / prior) / w  # p(y = 1 | x) = 0.5인 x
    p = 1 / (1 + np.exp(-w * (q - boundary)))  # 베이즈 정리로 얻은 p(y = 1 | q)
    return p


CLASSES = (
    ([-2, -2, 2, 2], [-2, 2]),
    ([-3, 0, 0, 3], [-3, 3]),
    ([-2, 0, 2], [0]),
    ([-2, -1, 1, 2], [-1, 1]),
)


def draw(rng):
    many, few = (np.array(away, dtype=float) for away in CLASSES[rng.integers(4)])
    middle, gap = rng.integers(4, 7), rng.choice([-6, -4, 4, 6])
    x = np.concatenate((middle + many, middle + gap + few))
    y = np.concatenate((np.zeros(len(many)), np.ones(len(few))))
    order = rng.permutation(len(x))
    turn = rng.integers(2)  # now and then the class of 1 is the larger
    q = middle + gap / 2 + rng.choice([-1, 1])
    return {"x": x[order], "y": np.abs(turn - y)[order], "q": q}


def picture(trace: Trace) -> Curves:
    x = np.linspace(np.min(trace["x"]) - 2, np.max(trace["x"]) + 2, 121)

    def joint(prior, mu):
        return (
            prior
            * np.exp(-((x - mu) ** 2) / (2 * trace["var"]))
            / np.sqrt(2 * np.pi * trace["var"])
        )

    curves = joint(1 - trace["prior"], trace["mu0"]), joint(trace["prior"], trace["mu1"])
    return Curves(
        "두 클래스의 p(x, y)를 배우면 둘이 만나는 곳이 경계이다",
        "x",
        "p(x, y)",
        (
            Series("y = 0", x, curves[0]),
            Series("y = 1", x, curves[1]),
            Series("샘플", trace["x"], np.zeros(np.size(trace["x"])), points=True),
        ),
    )


DEMO = Demo(
    generative_vs_discriminative,
    asks={
        "var": "클래스마다 평균만 다른 정규분포로 볼 때 분산의 최대가능도 추정",
        "boundary": "y = 1일 확률이 0.5가 되는 x(경계)",
        "p": "x = q에서 y = 1일 확률",
    },
    draw=draw,
    mistakes=(
        Mistake("prior", "0.5", "클래스의 비율(사전확률)을 보지 않았습니다."),
        Mistake("var", "np.var(x)", "클래스의 평균이 아니라 전체 평균에서 잰 분산입니다."),
        Mistake(
            "var",
            "np.sum((x - np.where(y > 0.5, mu1, mu0)) ** 2) / (np.size(x) - 2)",
            "최대가능도 추정은 n − 2가 아니라 n으로 나눕니다.",
        ),
        Mistake(
            "var",
            "np.mean(np.abs(x - np.where(y > 0.5, mu1, mu0)))",
            "제곱하지 않고 절댓값을 평균했습니다.",
        ),
        Mistake("w", "(mu1 - mu0) / np.sqrt(var)", "분산이 아니라 표준편차로 나누었습니다."),
        Mistake(
            "boundary",
            "(mu0 + mu1) / 2 - np.log((1 - prior) / prior) / w",
            "경계를 드문 클래스가 아니라 많은 클래스 쪽으로 옮겼습니다.",
        ),
        Mistake("boundary", "np.mean(x)", "전체 평균입니다. 두 클래스 평균의 가운데가 아닙니다."),
        Mistake("p", "1 / (1 + np.exp(w * (q - boundary)))", "y = 0일 확률입니다."),
        Mistake("p", "prior", "x를 보기 전의 사전확률입니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "mu0": 3.0,
                "mu1": 8.0,
                "var": 2.0,
                "w": 2.5,
                "boundary": 5.5 + np.log(1.5) / 2.5,
                "p": 1 / (1 + 1.5 * np.exp(-1.25)),
            },
            "손계산: (4 + 0 + 4 + 1 + 1)/5, (3 + 8)/2 + ln(0.6/0.4)·2/5, 2.5·0.5 − ln 1.5",
        ),
    ),
    picture=picture,
    limits={"x": (-1e3, 1e3), "y": (0, 1), "q": (-1e3, 1e3)},
    words={
        "prior": "사전확률",
        "var": "분산",
        "w": "기울기",
        "boundary": "경계",
        "mu0": "μ₀",
        "mu1": "μ₁",
    },
    lines={
        "x": "샘플 x",
        "y": "샘플의 클래스 y",
        "q": "확률을 구할 x인 q",
        "prior": "클래스의 사전확률은 샘플의 비율로 추정합니다.",
        "mu0": "",
        "mu1": "",
        "var": "클래스마다 x가 정규분포이고, 두 클래스가 함께 쓰는 분산은 최대가능도로 추정합니다.",
        "w": "",
        "boundary": "",
        "p": "",
    },
)
