"""지도·비지도·강화학습: 라벨로, 라벨 없이, 보상으로 (Sutton & Barto 2018, §2.5)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

X, Y = np.array([1.0, 2, 4, 5, 9, 12]), np.array([0.0, 0, 1, 1, 1, 1])
PAY, Q = np.array([1.0, 2]), np.zeros(2)


def learning_paradigms(x=X, y=Y, pay=PAY, Q=Q, steps=3):
    mu0 = np.sum((1 - y) * x) / np.sum(1 - y)  # 지도: 라벨이 0인 점과 1인 점의 평균
    mu1 = np.sum(y * x) / np.sum(y)
    supervised = (mu0 + mu1) / 2  # 그 가운데가 경계
    c0 = np.min(x)  # 비지도: 두 중심을 양 끝에 두고 시작
    c1 = np.max(x)
    for t in range(steps):
        near = np.abs(x - c1) < np.abs(x - c0)  # 오른쪽 중심에 더 가까운 점
        c0 = np.sum((1 - near) * x) / np.sum(1 - near)  # 중심을 제 점들의 평균으로
        c1 = np.sum(near * x) / np.sum(near)
    unsupervised = (c0 + c1) / 2  # 두 무리의 경계
    for t in range(steps):
        picked = np.where(
            np.arange(np.size(Q)) == np.argmax(Q), 1, 0
        )  # 강화: 가장 좋아 보이는 행동
        Q = Q + 0.5 * picked * (pay - Q)  # 고른 행동의 보상만 보고, 그 값을 반만큼 옮긴다
    return Q


# four and two of them: 2-means keeps these from the first step on
POINTS = ([1, 2, 4, 5, 9, 12], [0, 2, 3, 3, 9, 11], [1, 3, 4, 4, 10, 12])


def draw(rng):
    x = np.array(POINTS[rng.integers(3)], dtype=float) + rng.integers(0, 3)
    y = (np.arange(6) >= rng.choice([2, 5])).astype(float)
    order = rng.permutation(6)
    pay = np.array([[2, 4], [4, 2], [2, 6], [6, 2]][rng.integers(4)], dtype=float)
    return {"x": x[order], "y": y[order], "pay": pay, "Q": np.full(2, 10.0), "steps": 3}


def picture(trace: Trace) -> Curves:
    def upright(name: str, at: float) -> Series:
        return Series(name, np.array([at, at]), np.array([-0.2, 1.2]))

    return Curves(
        "같은 점들을 라벨로 가른 경계와 라벨 없이 가른 경계",
        "x",
        "라벨 y",
        (
            upright("지도: 라벨로", trace["supervised"]),
            upright("비지도: 라벨 없이", trace["unsupervised"]),
            Series("샘플", trace["x"], trace["y"], points=True),
        ),
    )


DEMO = Demo(
    learning_paradigms,
    asks={
        "supervised": "라벨로 구한 두 클래스의 평균의 가운데(경계)",
        "unsupervised": "라벨을 쓰지 않은 2-평균의 두 중심의 가운데(경계)",
        "Q": "세 번 고른 뒤 두 행동의 값 Q",
    },
    draw=draw,
    mistakes=(
        Mistake("supervised", "np.mean(x)", "클래스를 나누지 않고 모두 평균했습니다."),
        Mistake("supervised", "mu1", "클래스 1의 평균만 구했습니다."),
        Mistake(
            "supervised",
            "(np.min(x) + np.max(x)) / 2",
            "라벨을 보지 않고 양 끝의 가운데를 구했습니다.",
        ),
        Mistake("unsupervised", "supervised", "비지도인데 라벨을 썼습니다."),
        Mistake(
            "unsupervised",
            "(np.min(x) + np.max(x)) / 2",
            "중심을 제 점들의 평균으로 옮기지 않았습니다.",
        ),
        Mistake("unsupervised", "np.mean(x)", "무리를 나누지 않고 모두 평균했습니다."),
        Mistake("Q", "Q + 0.5 * (pay - Q)", "고르지 않은 행동의 보상까지 보았습니다."),
        Mistake("Q", "Q + picked * (pay - Q)", "반이 아니라 보상의 값까지 한 번에 옮겼습니다."),
        Mistake("Q", "Q + 0.5 * picked * pay", "보상에서 지금 값을 빼지 않았습니다."),
        Mistake(
            "picked",
            "np.where(np.arange(np.size(Q)) == np.argmin(Q), 1, 0)",
            "값이 가장 낮아 보이는 행동을 골랐습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {
                "mu0": 1.5,
                "mu1": 7.5,
                "supervised": 4.5,
                "c0": 3.0,
                "c1": 10.5,
                "unsupervised": 6.75,
                "Q": [0.875, 0.0],
            },
            "손계산: (1.5 + 7.5)/2, (3 + 10.5)/2, 1 − 0.5³. 값이 0인 둘째는 고르지 않는다",
        ),
        Worked(
            {"Q": [10, 10], "pay": [2, 4]},
            {"Q": [6.0, 5.5]},
            "손계산: 10 → 6, 10 → 7, 값이 큰 둘째가 다시 7 → 5.5",
        ),
    ),
    picture=picture,
    limits={"x": (-1e3, 1e3), "y": (0, 1), "pay": (-1e6, 1e6), "Q": (-1e6, 1e6), "steps": (1, 50)},
    words={
        "pay": "보상",
        "steps": "",
        "near": "오른쪽 표시",
        "mu0": "μ₀",
        "mu1": "μ₁",
        "c0": "c₀",
        "c1": "c₁",
        "supervised": "경계",
        "unsupervised": "무리의 경계",
        "picked": "고른 행동",
    },
    lines={
        "x": "샘플 x",
        "y": "샘플의 라벨 y",
        "pay": "행동마다 고를 때 받는 보상",
        "Q": "처음에 어림한 두 행동의 값 Q",
        "mu0": "",
        "mu1": "",
        "supervised": "",
        "near": "두 중심은 가장 작은 x와 가장 큰 x에서 출발합니다.",
        "c0": "",
        "c1": "",
        "unsupervised": "",
        "picked": "값이 가장 커 보이는 행동을 골라(같으면 앞의 것) 그 값만 보상 쪽으로 "
        "반만큼 옮깁니다.",
    },
)
