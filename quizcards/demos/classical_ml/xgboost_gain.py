"""XGBoost의 분할 이득: 손실의 2차 근사 (Chen & Guestrin 2016, §2.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

Y = np.array([0.0, 0, 0, 1, 1, 1])
P = np.array([0.5, 0.5, 0.5, 0.5, 0.5, 0.5])


def xgboost_gain(y=Y, p=P, cut=3, lam=1.0, gamma=0.1):
    g = p - y  # 로그 손실을 로짓으로 미분한 기울기
    h = p * (1 - p)  # 한 번 더 미분한 것
    left = np.arange(np.size(y)) < cut  # 앞의 cut개가 왼쪽
    G = np.sum(g)
    H = np.sum(h)
    G_L = np.sum(left * g)
    H_L = np.sum(left * h)
    G_R = G - G_L
    H_R = H - H_L
    w = -G_L / (H_L + lam)  # 왼쪽 잎의 가장 좋은 값, 로짓에 더한다
    split = G_L**2 / (H_L + lam) + G_R**2 / (H_R + lam)
    gain = (split - G**2 / (H + lam)) / 2 - gamma  # 0보다 커야 나눈다
    return gain


def draw(rng):
    # at a probability of a half a gradient is ±1/2 and a curvature 1/4: a hand can add them
    labels = ([0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 0, 1], [0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 1, 1])
    y = np.array(labels[rng.integers(4)], dtype=float)
    if rng.integers(2):
        y = 1 - y
    return {
        "y": y,
        "p": np.full(len(y), 0.5),
        "cut": int(rng.integers(2, 4)),
        "lam": rng.choice([0.5, 1.0, 2.0]),
        "gamma": rng.choice([0.05, 0.1]),
    }


def picture(trace: Trace) -> Curves:
    w = np.linspace(-3, 3, 121)
    lam, best = trace["lam"], np.array([trace["w"]])
    leaves = ((trace["G_L"], trace["H_L"]), (trace["G_R"], trace["H_R"]))
    losses = [G * w + (H + lam) * w**2 / 2 for G, H in leaves]
    lowest = trace["G_L"] * best + (trace["H_L"] + lam) * best**2 / 2
    return Curves(
        "2차로 근사한 잎의 손실은 포물선이고 꼭짓점이 −G/(H + λ)이다",
        "잎의 값 w",
        "Gw + ½(H + λ)w²",
        (
            Series("왼쪽 잎", w, losses[0]),
            Series("오른쪽 잎", w, losses[1]),
            Series("왼쪽의 꼭짓점", best, lowest, points=True),
        ),
    )


DEMO = Demo(
    xgboost_gain,
    asks={
        "w": "왼쪽 잎의 가장 좋은 값 w",
        "gain": "이 분할의 이득(γ까지 뺀 것)",
    },
    draw=draw,
    mistakes=(
        Mistake("w", "G_L / (H_L + lam)", "부호를 빠뜨렸습니다. 기울기의 반대로 갑니다."),
        Mistake("w", "-G_L / H_L", "분모에 λ를 더하지 않았습니다."),
        Mistake("w", "-G_L / np.sum(left)", "이계도함수의 합이 아니라 샘플의 수로 나눴습니다."),
        Mistake(
            "h", "np.ones(np.size(y))", "제곱 오차의 1을 썼습니다. 로그 손실은 p(1 − p)입니다."
        ),
        Mistake(
            "split", "(G_L + G_R) ** 2 / (H_L + H_R + lam)", "두 잎을 따로 계산하지 않았습니다."
        ),
        Mistake("split", "G_L**2 / H_L + G_R**2 / H_R", "분모에 λ를 더하지 않았습니다."),
        Mistake("gain", "split / 2 - gamma", "나누기 전의 점수를 빼지 않았습니다."),
        Mistake("gain", "(split - G**2 / (H + lam)) / 2", "γ를 빼지 않았습니다."),
        Mistake("gain", "split - G**2 / (H + lam) - gamma", "½을 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"w": -6 / 7, "gain": 9 / 7 - 0.1},
            "손계산: G_L = 1.5, H_L = 0.75, w = −1.5/1.75; ½·(2·2.25/1.75 − 0) − 0.1",
        ),
        Worked(
            {"y": [1, 0, 1, 1], "p": [0.3, 0.6, 0.8, 0.5], "cut": 2, "lam": 2.0, "gamma": 0.0},
            {"w": 0.1 / 2.45, "gain": (0.01 / 2.45 + 0.49 / 2.41 - 0.64 / 2.86) / 2},
            "손계산: G는 −0.1과 −0.7, H는 0.45와 0.41; 합은 −0.8과 0.86",
        ),
    ),
    picture=picture,
    limits={
        "y": (0, 1),
        "p": (0.001, 0.999),
        "cut": (1, 100),
        "lam": (0, 1e6),
        "gamma": (0, 1e6),
    },
    words={
        "lam": "λ",
        "cut": "왼쪽 샘플의 수",
        "g": "기울기 g",
        "h": "이계도함수 h",
        "left": "왼쪽 표시",
        "G": "기울기의 합 G",
        "H": "이계도함수의 합 H",
        "G_L": "왼쪽 기울기의 합",
        "H_L": "왼쪽 이계도함수의 합",
        "G_R": "오른쪽 기울기의 합",
        "H_R": "오른쪽 이계도함수의 합",
        "split": "나눈 뒤의 점수",
    },
    lines={
        "y": "기준 특성의 순서로 늘어놓은 라벨 y",
        "p": "지금 모델이 말하는 확률 p(로그 손실)",
        "cut": "왼쪽에 가는 앞쪽 샘플의 수",
        "lam": "잎의 값에 매기는 L2 규제 λ",
        "gamma": "잎이 하나 늘 때의 비용 γ",
        "g": "",
        "h": "",
        "left": "",
        "G": "",
        "H": "",
        "G_L": "",
        "H_L": "",
        "G_R": "",
        "H_R": "",
        "w": "",
        "split": "",
        "gain": "",
    },
)
