"""라벨 스무딩: 정답에 1 대신 조금 덜 주기 (Szegedy et al. 2016, §7)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

LOGITS = np.array([2.0, 1.0, 0.0])
ONE_HOT = np.array([1.0, 0.0, 0.0])


def label_smoothing(z=LOGITS, y=ONE_HOT, eps=0.1):
    K = np.shape(z)[0]
    q = (1 - eps) * y + eps / K  # 부드러운 목표: ε을 모든 클래스에 고르게 나눈다
    u = np.exp(z)
    p = u / np.sum(u)  # softmax 확률
    J = -np.sum(q * np.log(p))  # 부드러운 목표에 대한 교차 엔트로피
    dz = p - q  # 로짓에 대한 기울기: p가 q와 같으면 0
    gap = np.log((1 - eps + eps / K) / (eps / K))  # 손실이 가장 작은 로짓의 차이. 유한하다
    return J


def draw(rng):
    # ε/3 is a short decimal, and e^z are small whole numbers with a sum that divides well
    return {
        "z": rng.permutation(np.log(rng.choice([[1, 2, 5], [1, 3, 4], [2, 3, 5], [1, 1, 2]]))),
        "y": np.eye(3)[rng.integers(3)],
        "eps": rng.choice([0.15, 0.3, 0.6]),
    }


def picture(trace: Trace) -> Curves:
    gaps = np.linspace(0, 12, 61)
    y = np.zeros(np.shape(trace["y"]))
    y[0] = 1.0

    def losses(eps: float, along: list[float]) -> list[float]:
        return [float(DEMO.run({"z": gap * y, "y": y, "eps": eps})["J"]) for gap in along]

    best = min(float(trace["gap"]), 12.0)
    smooth, hard = losses(trace["eps"], [*gaps]), losses(1e-9, [*gaps])
    return Curves(
        "정답의 로짓을 나머지보다 얼마나 키울까: 스무딩하면 끝이 있다",
        "로짓의 차이",
        "손실",
        (
            Series("원-핫", gaps, hard),
            Series("라벨 스무딩", gaps, smooth),
            Series("가장 작은 곳", [best], losses(trace["eps"], [best]), points=True),
        ),
    )


DEMO = Demo(
    label_smoothing,
    asks={
        "q": "라벨 스무딩을 한 목표 q",
        "J": "목표 q에 대한 교차 엔트로피 J",
        "dz": "로짓에 대한 손실의 기울기 dz",
        "gap": "손실이 가장 작을 때 정답과 나머지의 로짓 차이",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "q",
            "(1 - eps) * y + eps / (K - 1) * (1 - y)",
            "정답을 뺀 나머지에만 나누었습니다. ε은 정답까지 모든 클래스에 나눕니다.",
        ),
        Mistake("q", "(1 - eps) * y + eps", "ε을 클래스의 수로 나누지 않았습니다."),
        Mistake("q", "(1 - eps) * y", "나머지 클래스에 나누어 주지 않아 합이 1이 아닙니다."),
        Mistake("J", "-np.sum(y * np.log(p))", "원-핫 라벨에 대한 교차 엔트로피입니다."),
        Mistake("J", "-np.sum(q * p)", "확률에 로그를 씌우지 않았습니다."),
        Mistake("dz", "p - y", "원-핫 라벨을 뺐습니다. 목표는 q입니다."),
        Mistake("dz", "q - p", "부호가 반대입니다."),
        Mistake("gap", "np.log((1 - eps) / eps)", "ε을 클래스의 수로 나누지 않았습니다."),
        Mistake("gap", "np.log((1 - eps) / (eps / K))", "정답에도 주는 ε/K를 빠뜨렸습니다."),
        Mistake("gap", "(1 - eps + eps / K) / (eps / K)", "확률의 비에 로그를 씌우지 않았습니다."),
    ),
    worked=(
        Worked(
            {"z": np.log([5.0, 2.0, 1.0]), "y": [0, 1, 0], "eps": 0.3},
            {
                "q": [0.1, 0.8, 0.1],
                "J": 0.1 * np.log(8 / 5) + 0.8 * np.log(4) + 0.1 * np.log(8),
                "dz": [0.525, -0.55, 0.025],
                "gap": np.log(8),
            },
            "손계산: p = (5, 2, 1)/8, q = 0.7y + 0.1, 확률의 비 0.8/0.1 = 8",
        ),
    ),
    picture=picture,
    limits={"z": (-100, 100), "y": (0, 1), "eps": (1e-9, 1)},
    words={"gap": "로짓의 차이"},
    lines={
        "z": "로짓 z",
        "y": "원-핫 라벨 y",
        "K": "",
        "q": "",
        "u": "",
        "p": "p는 z의 softmax입니다.",
        "J": "",
        "dz": "",
        "gap": "",
    },
)
