"""시그모이드(sigmoid): 0/1이 아니라 0과 1 사이의 실수."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

LOGITS = np.array([0.0, 0.2, 2.0, -2.0, 6.0])


def sigmoid(z=LOGITS, threshold=0.5):
    a = 1 / (1 + np.exp(-z))  # 0과 1 사이. 0이나 1이 되지는 않는다
    y_hat = np.where(a >= threshold, 1, 0)  # 둘로 나누는 것은 임곗값(threshold)
    logit = np.log(a / (1 - a))  # 역함수: z로 되돌아간다
    return a


def draw(rng):
    # a threshold that one of the points reaches with z or with a, not with both
    thresholds = [(0.3, 1 / 2), (0.25, 1 / 2), (0.8, 3), (0.85, 4)]
    threshold, odds = thresholds[rng.integers(len(thresholds))]
    others = [1 / rng.choice([4, 5, 6]), rng.choice([7, 8, 9])]
    return {"z": np.log(rng.permutation([odds, *others])), "threshold": threshold}


def picture(trace: Trace) -> Curves:
    points = np.sort(trace["z"])
    reach = max(6.0, float(np.max(np.abs(points))))
    z = np.linspace(-reach, reach, 81)
    return Curves(
        "σ(z)와 임곗값",
        "z",
        "a",
        (
            Series("σ(z)", z, DEMO.run({"z": z})["a"]),
            Series("임곗값", [-reach, reach], [trace["threshold"]] * 2),
            Series("입력한 점", points, np.sort(trace["a"]), points=True),
        ),
    )


DEMO = Demo(
    sigmoid,
    asks={
        "a": "z마다 sigmoid의 값 a",
        "y_hat": "임곗값으로 나눈 예측 ŷ",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "a", "1 / (1 + np.exp(z))", "지수의 부호가 반대입니다. z가 클수록 1에 가까워야 합니다."
        ),
        Mistake(
            "a",
            "np.exp(z) / np.sum(np.exp(z))",
            "softmax로 계산했습니다. sigmoid는 원소마다 따로입니다.",
        ),
        Mistake(
            "a", "np.exp(-z) / (1 + np.exp(-z)) ** 2", "σ(z)가 아니라 미분 σ′(z)을 구했습니다."
        ),
        Mistake(
            "y_hat", "np.where(z >= threshold, 1, 0)", "임곗값은 z가 아니라 확률 a에 적용합니다."
        ),
        Mistake("y_hat", "np.where(a >= 0.5, 1, 0)", "임곗값이 0.5가 아닙니다."),
        Mistake(
            "y_hat", "np.where(a >= threshold, 0, 1)", "거꾸로 나누었습니다. 임곗값 이상이 1입니다."
        ),
    ),
    worked=(
        Worked(
            {},
            {
                "a": [
                    0.5,
                    0.549833997312478,
                    0.8807970779778823,
                    0.11920292202211755,
                    0.9975273768433653,
                ],
                "y_hat": [1, 1, 1, 0, 1],
                "logit": [0, 0.2, 2, -2, 6],
            },
            "PyTorch 2.13.0 torch.sigmoid, 그 역함수 logit(σ(z)) = z",
        ),
        Worked(
            {"z": np.log([1 / 3, 3.0, 9.0])},
            {"a": [0.25, 0.75, 0.9]},
            "손계산: eᶻ = k이면 σ(z) = k/(k + 1). σ(−z) = 1 − σ(z)",
        ),
    ),
    picture=picture,
    limits={"z": (-30, 30), "threshold": (0, 1)},
    words={
        "threshold": "임곗값",
    },
)
