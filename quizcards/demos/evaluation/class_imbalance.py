"""클래스 불균형: 클래스 가중치, 되돌린 확률, SMOTE 한 점 (Chawla et al. 2002)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

COUNTS = np.array([90.0, 10.0])
HERE, NEAR = np.array([1.0, 2.0]), np.array([3.0, 6.0])


def class_imbalance(n=COUNTS, q=0.5, x0=HERE, x1=NEAR, lam=0.25):
    N = np.sum(n)  # 표본의 수. 앞이 음성(다수), 뒤가 양성(소수)
    accuracy = np.max(n) / N  # 모두 다수 클래스라고 답해도 얻는 정확도
    w = N / (np.size(n) * n)  # 클래스 가중치: 표본 수에 반비례
    pi = n[1] / N  # 실제 양성의 비율
    p = q * pi / (q * pi + (1 - q) * (1 - pi))  # 가중 학습의 확률 q를 실제 비율로 되돌림
    s = x0 + lam * (x1 - x0)  # SMOTE: 이웃한 소수 표본과의 사이에 만든 점
    return s


def draw(rng):
    return {
        "n": np.array([rng.choice([60, 70, 80, 90]), rng.choice([10, 20, 30])], dtype=float),
        "q": rng.choice([0.6, 0.7, 0.75, 0.8]),
        "x0": np.array(rng.integers(1, 4, size=2), dtype=float),
        "x1": np.array(rng.integers(5, 9, size=2), dtype=float),
        "lam": rng.choice([0.2, 0.25, 0.4]),
    }


def picture(trace: Trace) -> Curves:
    q = np.linspace(0, 1, 61)
    negative, positive = trace["n"][:2]
    p = q * positive / (q * positive + (1 - q) * negative)
    return Curves(
        "균형을 맞춰 학습한 모델의 확률은 실제 확률보다 부풀어 있다",
        "q",
        "p",
        (
            Series("실제 비율로 되돌린 확률", q, p),
            Series("그대로 믿으면", q[::3], q[::3]),
            Series("이 실행", np.array([trace["q"]]), np.array([trace["p"]]), points=True),
        ),
    )


DEMO = Demo(
    class_imbalance,
    asks={
        "w": "두 클래스의 몫이 같고 표본 전체의 평균이 1인 음성과 양성의 클래스 가중치",
        "p": "균형을 맞춰 학습한 모델의 확률 q를 실제 비율로 되돌린 양성의 확률",
        "s": "SMOTE가 만드는 새 점",
    },
    draw=draw,
    mistakes=(
        Mistake("w", "N / n", "클래스의 수로 나누지 않았습니다."),
        Mistake("w", "n / N", "비례하게 주었습니다. 적은 클래스가 커야 합니다."),
        Mistake("w", "1 - n / N", "1에서 비율을 뺐습니다. 표본 수에 반비례해야 합니다."),
        Mistake("p", "q * pi", "확률에 양성의 비율을 곱하기만 했습니다."),
        Mistake(
            "p",
            "q * (1 - pi) / (q * (1 - pi) + (1 - q) * pi)",
            "음성과 양성의 수를 바꾸어 확률이 더 부풀었습니다.",
        ),
        Mistake("p", "q * pi / ((1 - q) * (1 - pi))", "확률이 아니라 오즈(odds)입니다."),
        Mistake("s", "x0 + lam * x1", "이웃과의 차이가 아니라 이웃을 더했습니다."),
        Mistake("s", "x1 + lam * (x1 - x0)", "두 점의 사이가 아니라 바깥에 만들었습니다."),
        Mistake("s", "lam * x0 + (1 - lam) * x1", "λ와 1 − λ를 바꾸었습니다."),
    ),
    worked=(
        Worked(
            {},
            {"accuracy": 0.9, "w": [5 / 9, 5.0], "p": 0.1, "s": [1.5, 3.0]},
            "손계산: 100/(2·90), 100/(2·10), 0.5·10/(0.5·10 + 0.5·90), 1 + 0.25·2, 2 + 0.25·4",
        ),
        Worked(
            {"n": [7, 3], "q": 0.75},
            {"w": [0.7142857142857143, 1.6666666666666667], "p": 0.5625},
            "scikit-learn 1.9.1 compute_class_weight('balanced'), 확률은 손으로 2.25/4",
        ),
    ),
    picture=picture,
    limits={
        "n": (1, 1e9),
        "q": (0, 1),
        "x0": (-1e6, 1e6),
        "x1": (-1e6, 1e6),
        "lam": (0, 1),
    },
    lines={
        "n": "음성과 양성의 표본 수 n",
        "q": "두 클래스의 가중치 합을 같게 하여 학습한 모델의 확률 q",
        "x0": "소수 클래스의 점 x₀",
        "x1": "그 이웃 x₁",
        "N": "",
        "accuracy": "",
        "w": "",
        "pi": "",
        "p": "",
        "s": "",
    },
)
