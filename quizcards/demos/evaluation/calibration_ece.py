"""확률 보정: Brier 점수, ECE, 온도 스케일링 (Guo et al. 2017, §2, §4.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

P, Y = np.array([0.9, 0.9, 0.8, 0.2, 0.1]), np.array([1.0, 0, 1, 0, 1])


def calibration_ece(p=P, y=Y, T=2.0, bins=2):
    z = np.log(p / (1 - p))  # 로짓
    q = 1 / (1 + np.exp(-z / T))  # 온도 T로 나눈 확률: T > 1이면 0.5 쪽으로 누그러진다
    brier = np.mean((q - y) ** 2)  # Brier 점수: 확률의 제곱오차
    cell = np.minimum(np.floor(q * bins), bins - 1)  # 0과 1 사이를 bins칸으로 나눈다
    inside = cell == np.arange(bins)[:, None]  # 칸(행)마다 어느 샘플이 들었는지
    gap = np.abs(inside @ (q - y))  # 칸에서 확률의 합과 양성 수의 차
    ece = np.sum(gap) / np.size(p)  # 칸에 든 비율 × |평균 확률 − 양성 비율|의 합
    return ece


def draw(rng):
    # odds of 9, 4, a quarter and a ninth, of which a hand knows the root
    high = rng.permutation([[0.9, 0.9, 0.8], [0.9, 0.8, 0.8], [0.9, 0.9, 0.9]][rng.integers(3)])
    p = np.concatenate((high, rng.choice([0.1, 0.2], size=2)))
    y = np.concatenate((rng.permutation([1, 1, 0]), rng.permutation([1, 0])))
    order = rng.permutation(len(p))
    return {"p": p[order], "y": y[order].astype(float), "T": 2.0, "bins": 2}


def picture(trace: Trace) -> Curves:
    before = DEMO.traced({**trace.inputs, "T": 1.0}, {})
    return Curves(
        "신뢰도 그림: 대각선에 가까울수록 보정되어 있다",
        "칸의 평균 확률",
        "양성 비율",
        (
            _reliability("온도로 나누기 전", before),
            _reliability("나눈 뒤", trace),
            Series("완벽한 보정", np.array([0.0, 1]), np.array([0.0, 1])),
        ),
    )


def _reliability(name, run):
    """Return the mean probability and the share of positives of each bin that is not empty."""
    inside = [run["cell"] == b for b in np.unique(run["cell"])]
    means = [[np.mean(values[one]) for one in inside] for values in (run["q"], run["y"])]
    return Series(name, *map(np.array, means), points=True)


DEMO = Demo(
    calibration_ece,
    asks={
        "brier": "로짓을 온도로 나눈 다음의 Brier 점수",
        "ece": "로짓을 온도로 나눈 다음의 ECE",
    },
    draw=draw,
    mistakes=(
        Mistake("q", "1 / (1 + np.exp(-z))", "온도로 나누지 않았습니다."),
        Mistake("q", "1 / (1 + np.exp(-z * T))", "로짓을 온도로 나누지 않고 곱했습니다."),
        Mistake("q", "p / T", "로짓이 아니라 확률을 온도로 나누었습니다."),
        Mistake("brier", "np.mean(np.abs(q - y))", "제곱하지 않고 절댓값을 평균했습니다."),
        Mistake(
            "brier",
            "-np.mean(y * np.log(q) + (1 - y) * np.log(1 - q))",
            "Brier 점수가 아니라 교차 엔트로피입니다.",
        ),
        Mistake("gap", "inside @ (q - y)", "칸의 차에 절댓값을 씌우지 않았습니다."),
        Mistake(
            "gap",
            "inside @ np.abs(q - y)",
            "칸에서 더하기 전에 샘플마다 절댓값을 씌웠습니다.",
        ),
        Mistake(
            "ece",
            "np.mean(gap / np.sum(inside, axis=1))",
            "칸에 든 샘플 수를 보지 않고 칸을 같은 무게로 평균했습니다.",
        ),
    ),
    worked=(
        Worked(
            {"T": 1},
            {"brier": 0.342, "ece": 0.26},
            "손계산: (0.1² + 0.9² + 0.2² + 0.2² + 0.9²)/5, (|2.6 − 2| + |0.3 − 1|)/5",
        ),
        Worked(
            {},
            {"q": [3 / 4, 3 / 4, 2 / 3, 1 / 3, 1 / 4], "brier": 203 / 720, "ece": 7 / 60},
            "손계산: 오즈 9, 9, 4, 1/4, 1/9의 제곱근이 3, 3, 2, 1/2, 1/3; (1/6 + 5/12)/5",
        ),
    ),
    picture=picture,
    limits={"p": (0.001, 0.999), "y": (0, 1), "T": (0.05, 100), "bins": (1, 100)},
    words={
        "bins": "칸의 수",
        "z": "로짓 z",
        "cell": "칸",
        "inside": "칸에 든 샘플",
        "gap": "칸의 차",
        "brier": "Brier 점수",
        "ece": "ECE",
    },
    lines={
        "p": "모델이 말한 확률 p",
        "y": "실제로 양성인지 y",
        "T": "온도 T",
        "z": "",
        "q": "",
        "brier": "",
        "cell": "칸은 0부터 1까지를 같은 너비로 나눕니다.",
        "inside": "",
        "gap": "",
        "ece": "",
    },
)
