"""소프트맥스(softmax)와 교차 엔트로피(cross-entropy)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

LOGITS = np.array([1.0, 2.0, 3.0])
ONE_HOT = np.array([0.0, 0.0, 1.0])


def softmax(z=LOGITS, y=ONE_HOT, T=1.0):
    s = z / T  # 온도(temperature)로 나눈다. 보통 T = 1
    c = np.max(s)
    u = np.exp(s - c)  # 최댓값을 빼도 p는 같고 오버플로만 막는다
    total = np.sum(u)
    p = u / total  # 합이 1인 확률
    log_p = s - c - np.log(total)  # ln p를 나눗셈 없이
    J = -np.sum(y * log_p)  # 교차 엔트로피: 정답 클래스의 −ln p
    dz = (p - y) / T  # 로짓에 대한 기울기 ∂J/∂z
    return p


def draw(rng):
    # e^(z/T) are small whole numbers with a sum that divides well
    T, whole = [(1, [1, 3, 4]), (1, [1, 2, 5]), (1, [2, 3, 5]), (2, [1, 2, 3])][rng.integers(4)]
    z = rng.permutation(np.log(np.array(whole) ** T))
    return {"z": z, "y": np.eye(3)[rng.integers(3)], "T": T}


def picture(trace: Trace) -> Curves:
    T = np.geomspace(0.2, min(5 * max(1.0, trace["T"]), 100.0), 41)
    p = np.array([DEMO.run({**trace.inputs, "T": one})["p"] for one in T])
    classes = tuple(Series(f"클래스 {k + 1}", T, p[:, k]) for k in range(p.shape[1]))
    now = Series("지금의 p", np.full(p.shape[1], trace["T"]), trace["p"], points=True)
    return Curves(
        "온도 T와 확률: 낮으면 한쪽으로 쏠리고 높으면 고르게 퍼진다", "T", "p", (*classes, now)
    )


DEMO = Demo(
    softmax,
    asks={
        "p": "온도 T의 softmax가 주는 확률 p",
        "J": "정답 y에 대한 교차 엔트로피 J",
        "dz": "로짓 z에 대한 교차 엔트로피의 기울기 dz",
    },
    draw=draw,
    mistakes=(
        Mistake("p", "z / np.sum(z)", "지수를 취하지 않고 로짓의 비율을 구했습니다."),
        Mistake(
            "p", "1 / (1 + np.exp(-z))", "원소마다 sigmoid를 씌웠습니다. 그러면 합이 1이 아닙니다."
        ),
        Mistake(
            "p",
            "np.exp(-s) / np.sum(np.exp(-s))",
            "로짓의 부호를 바꾸었습니다. 로짓이 클수록 확률이 큽니다.",
        ),
        Mistake("J", "-np.sum(y * p)", "정답 클래스의 확률에 로그를 씌우지 않았습니다."),
        Mistake("J", "-np.sum(log_p)", "모든 클래스의 −ln p를 더했습니다. 정답 클래스만 남습니다."),
        Mistake("J", "-np.sum(y * np.log2(p))", "밑이 2인 로그가 아니라 자연로그입니다."),
        Mistake("dz", "p / T", "정답(one-hot) y를 빼지 않았습니다."),
        Mistake("dz", "(y - p) / T", "부호가 반대입니다. 정답의 로짓은 기울기가 음수입니다."),
        Mistake("dz", "-y / p", "z가 아니라 p에 대한 기울기 ∂J/∂p입니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "p": [0.09003057317038046, 0.24472847105479764, 0.6652409557748218],
                "J": 0.4076059644443806,
                "dz": [0.09003057317038046, 0.24472847105479764, -0.3347590442251782],
            },
            "PyTorch 2.13.0 F.softmax, F.cross_entropy와 autograd",
        ),
        Worked(
            {"z": [1001, 1002, 1003]},
            {"p": [0.09003057317038046, 0.24472847105479764, 0.6652409557748218]},
            "PyTorch 2.13.0 F.softmax: 모든 로짓에 1000을 더해도 같다",
        ),
        Worked(
            {"z": [2, 0], "y": [1, 0]},
            {"p": [0.8807970779778823, 0.11920292202211755]},
            "K = 2이면 sigmoid: σ(±2)",
        ),
        Worked(
            {"z": np.log([1.0, 2.0, 5.0]), "y": [0, 1, 0]},
            {"p": [1 / 8, 1 / 4, 5 / 8], "J": np.log(4.0), "dz": [1 / 8, -3 / 4, 5 / 8]},
            "손계산: eᶻ = (1, 2, 5), 합 8",
        ),
    ),
    picture=picture,
    limits={"z": (-1e4, 1e4), "y": (0, 1), "T": (0.01, 100)},
    words={
        "total": "합",
        "log_p": "ln p",
    },
    lines={
        "T": "온도 T",
        "s": "",
        "c": "",
        "u": "",
        "total": "",
        "log_p": "",
        "p": "p는 온도 T의 softmax입니다.",
    },
)
