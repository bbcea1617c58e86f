"""미니배치(mini-batch): 전체 기울기를 일부로 추정하기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Histogram
from quizcards.trace.tracer import Trace

X = np.array([1.0, 2.0, 3.0, 4.0])
Y = np.array([2.0, 4.0, 6.0, 9.0])


def mini_batch(x=X, y=Y, w=1.0, B=2):
    g = (w * x - y) * x  # 샘플마다의 기울기 (½제곱오차)
    dw = np.mean(g)  # 배치 경사하강법: 전체의 평균
    var = np.mean((g - dw) ** 2)  # 샘플 기울기의 분산
    noise = np.sqrt(var / B)  # B개 평균의 표준편차(복원추출)
    steps = (np.size(x) + B - 1) // B  # 한 에폭의 갱신 횟수: 올림
    for t in range(steps):
        batch = g[t * B : (t + 1) * B]  # 다음 B개
        dw_batch = np.mean(batch)  # 전체 기울기의 불편추정값
    return dw


def draw(rng):
    x = rng.choice(np.arange(1.0, 5.0), size=4, replace=False)
    error = rng.choice([-3, -2, -1, 1, 2, 3], size=4)
    w = rng.choice([1, 2, 3])
    return {"x": x, "y": w * x - error, "w": w, "B": 2}


def picture(trace: Trace) -> Histogram:
    rng = np.random.default_rng(0)
    groups = [("전체 기울기 dw", [trace["dw"]])]
    for size in (1, 4, 16):
        samples = rng.choice(trace["g"], size=(4000, size)).mean(axis=1)
        groups.append((f"B = {size}, 표준편차 {np.std(samples):.2f}", samples))
    return Histogram("무작위로 뽑은 미니배치 4,000개의 기울기", tuple(groups))


DEMO = Demo(
    mini_batch,
    asks={
        "dw": "데이터 전체에서 평균한 ½제곱오차의 기울기 dw",
        "dw_batch": "둘째 미니배치에서 평균한 ½제곱오차의 기울기",
    },
    draw=draw,
    mistakes=(
        Mistake("g", "w * x - y", "오차만 남았습니다. w로 미분하면 x가 곱해집니다."),
        Mistake("g", "2 * (w * x - y) * x", "½제곱오차를 미분하면 2가 약분됩니다."),
        Mistake("dw", "np.sum(g)", "합이 아니라 평균입니다."),
        Mistake(
            "dw_batch",
            "np.sum(batch) / np.size(x)",
            "전체 개수가 아니라 미니배치의 개수로 나눕니다.",
        ),
        Mistake("dw_batch", "np.mean(g)", "전체의 평균입니다. 이 미니배치의 것만 평균합니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "g": [-1, -4, -9, -20],
                "dw": -8.5,
                "dw_batch": -14.5,
                "steps": 2,
                "var": 52.25,
                "noise": 26.125**0.5,
            },
            "손계산: (7.5² + 4.5² + 0.5² + 11.5²)/4 = 52.25, (−9 − 20)/2 = −14.5",
        ),
        Worked(
            {"x": np.ones(1000), "y": np.arange(1000), "B": 64},
            {"steps": 16},
            "손계산: ⌈1000/64⌉ = 15 + 1",
        ),
    ),
    picture=picture,
    limits={"B": (1, 1e6)} | dict.fromkeys(("x", "y", "w"), (-1e6, 1e6)),
    words={
        "batch": "미니배치의 기울기",
    },
    lines={
        "g": "예측은 ŷ = w·x입니다.",
        "batch": "앞에서부터 B개씩 미니배치로 나눕니다.",
        "dw_batch": "",
        "B": "배치 크기 B",
    },
)
