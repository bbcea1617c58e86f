"""드롭아웃(inverted dropout): 무작위로 끄고 keep_prob으로 나누기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

ACTIVATIONS = np.array([1.0, 2.0, 3.0, 4.0])
UNIFORM = np.array([0.31, 0.92, 0.45, 0.07])


def dropout(a=ACTIVATIONS, u=UNIFORM, keep_prob=0.8, mode="train"):
    p = 1 - keep_prob  # PyTorch nn.Dropout의 p는 버릴 확률
    mask = np.where(u < keep_prob, 1.0, 0.0)  # u는 0~1 난수: 스텝마다 다시 뽑는다
    if mode == "train":
        a_tilde = a * mask / keep_prob  # 나눠서 기댓값을 a로 맞춘다
    else:
        a_tilde = a  # 추론에서는 아무것도 하지 않는다
    var = a**2 * p / keep_prob  # 평균은 a 그대로, 흩어짐은 이만큼
    return a_tilde


def draw(rng):
    keep_prob = rng.choice([0.4, 0.8])
    kept = rng.permutation([True, False, rng.random() < 0.5])
    u = np.where(kept, rng.uniform(0, keep_prob, 3), rng.uniform(keep_prob, 1, 3))
    return {
        "a": rng.choice([2.0, 4.0, 6.0, 8.0], size=3),
        "u": np.where(kept, np.floor(100 * u), np.ceil(100 * u)) / 100,
        "keep_prob": keep_prob,
    }


def picture(trace: Trace) -> HeatMap:
    a, keep_prob = trace["a"], trace["keep_prob"]
    masks = np.random.default_rng(0).random((2000, np.size(a))) < keep_prob
    outputs = a * masks / keep_prob
    return HeatMap(
        "마스크를 뽑을 때마다 다른 출력과 그 평균",
        np.vstack([trace["a_tilde"], outputs[:4], np.mean(outputs, axis=0), a]),
        ("이번 출력", "2번째", "3번째", "4번째", "5번째", "2000번 평균", "원래 a"),
        tuple(f"유닛 {i + 1}" for i in range(np.size(a))),
    )


DEMO = Demo(
    dropout,
    asks={
        "a_tilde": "역드롭아웃(inverted dropout)을 거친 출력 ã",
        "var": "마스크를 거듭 새로 뽑을 때 유닛마다 출력 ã의 분산",
    },
    draw=draw,
    mistakes=(
        Mistake("a_tilde", "a * mask", "keep_prob으로 나누지 않아 기댓값이 작아집니다."),
        Mistake(
            "a_tilde", "a * mask * keep_prob", "나누는 대신 곱했습니다. 기댓값이 더 작아집니다."
        ),
        Mistake("a_tilde", "a * mask / p", "유지 확률이 아니라 버릴 확률로 나누었습니다."),
        Mistake("a_tilde", "a / keep_prob", "마스크를 곱하지 않아 아무 유닛도 꺼지지 않았습니다."),
        Mistake("var", "a**2 * keep_prob / p", "버릴 확률과 유지 확률을 바꾸었습니다."),
        Mistake(
            "var", "a**2 * p * keep_prob", "keep_prob으로 나누어 출력이 커진 것을 빠뜨렸습니다."
        ),
        Mistake("var", "a * np.sqrt(p / keep_prob)", "분산이 아니라 표준편차입니다."),
    ),
    worked=(
        Worked({}, {"a_tilde": [1.25, 0, 3.75, 5], "p": 0.2}, "손계산: 1/0.8, 0, 3/0.8, 4/0.8"),
        Worked(
            {},
            {"var": [0.25, 1, 2.25, 4]},
            "마스크 16가지를 모두 더한 분산: a²·(1 − 0.8)/0.8 = a²/4",
        ),
        Worked(
            {"mode": "eval"},
            {"a_tilde": [1, 2, 3, 4]},
            "PyTorch 2.13.0 nn.Dropout(0.2).eval(): 항등",
        ),
    ),
    picture=picture,
    limits={"a": (-1e6, 1e6), "u": (0, 1), "keep_prob": (0.01, 1)},
    choices={
        "mode": {"train": "학습할 때", "eval": "추론할 때"},
    },
    lines={
        "p": "",
        "mask": "mask는 u < keep_prob인 유닛이 1, 나머지는 0입니다.",
        "u": "난수 u",
        "keep_prob": "유지 확률 keep_prob",
    },
)
