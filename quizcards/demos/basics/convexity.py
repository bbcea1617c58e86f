"""볼록성(convexity): sigmoid 뒤에 교차 엔트로피와 제곱오차를 쓸 때."""

import math

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

LOGITS = np.array([-8.0, -4.0, 0.0])


def convexity(z=LOGITS, y=1.0):
    a = 1 / (1 + np.exp(-z))
    BCE = -(y * np.log(a) + (1 - y) * np.log(1 - a))
    SE = (a - y) ** 2
    s = a * (1 - a)  # sigmoid의 미분
    dz_BCE = a - y  # s가 약분되어 크게 틀릴수록 ±1에 가깝다
    dz_SE = 2 * (a - y) * s  # s가 남아 크게 틀리면 오히려 0에 가깝다
    curvature_BCE = s  # 이계도함수가 언제나 양수라 볼록하다
    curvature_SE = 2 * s * (s + (a - y) * (1 - 2 * a))  # 음수인 곳이 있어 볼록하지 않다
    return curvature_SE


def draw(rng):
    odds = rng.choice([1 / 4, 1 / 3, 3, 4], size=2, replace=False)  # a = odds / (odds + 1)
    return {"z": np.log(odds), "y": rng.integers(0, 2)}


def picture(trace: Trace) -> Curves:
    y, points = trace["y"], np.sort(trace["z"])
    reach = max(8.0, float(np.max(np.abs(points))))
    z = np.linspace(-reach, reach, 81)
    curves, now = DEMO.run({"z": z, "y": y}), DEMO.run({"z": points, "y": y})
    return Curves(
        f"정답이 y = {y:g}일 때: 제곱오차는 크게 틀린 쪽이 평평하다",
        "z",
        "L",
        (
            Series("BCE", z, curves["BCE"]),
            Series("제곱오차", z, curves["SE"]),
            Series("입력한 z", points, now["SE"], points=True),
        ),
    )


DEMO = Demo(
    convexity,
    asks={
        "dz_BCE": "교차 엔트로피 손실의 z에 대한 기울기",
        "dz_SE": "제곱오차 (a − y)²의 z에 대한 기울기",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "dz_BCE", "(a - y) * s", "sigmoid의 미분을 한 번 더 곱했습니다. 이미 약분되었습니다."
        ),
        Mistake("dz_BCE", "y - a", "부호가 반대입니다. 예측에서 정답을 뺍니다."),
        Mistake(
            "dz_BCE",
            "-y / a + (1 - y) / (1 - a)",
            "z가 아니라 a로 미분한 값입니다. a(1 − a)를 곱해야 합니다.",
        ),
        Mistake(
            "dz_SE",
            "2 * (a - y)",
            "z가 아니라 a로 미분한 값입니다. sigmoid의 미분 s를 곱해야 합니다.",
        ),
        Mistake("dz_SE", "(a - y) * s", "제곱을 미분할 때 나오는 2를 빠뜨렸습니다."),
        Mistake("dz_SE", "2 * (y - a) * s", "부호가 반대입니다. 예측에서 정답을 뺍니다."),
    ),
    worked=(
        Worked(
            {"z": np.log([1 / 3, 1.0, 3.0])},
            {
                "dz_BCE": [-3 / 4, -1 / 2, -1 / 4],
                "dz_SE": [-9 / 32, -1 / 4, -3 / 32],
                "curvature_BCE": [3 / 16, 1 / 4, 3 / 16],
                "curvature_SE": [-9 / 128, 1 / 8, 15 / 128],
            },
            "손계산: a = (1/4, 1/2, 3/4), y = 1이면 곡률은 2a(1 − a)²(3a − 1)로 묶인다",
        ),
        Worked(
            {"z": np.log([3.0]), "y": 0},
            {
                "BCE": [math.log(4)],
                "SE": [9 / 16],
                "dz_BCE": [3 / 4],
                "dz_SE": [9 / 32],
                "curvature_SE": [-9 / 128],
            },
            "손계산: a = 3/4. z와 y를 함께 뒤집으면 기울기는 부호만 바뀌고 곡률은 같다",
        ),
    ),
    picture=picture,
    limits={"z": (-30, 30), "y": (0, 1)},
    words={
        "curvature_BCE": "교차 엔트로피의 이계도함수",
        "curvature_SE": "제곱오차의 이계도함수",
    },
)
