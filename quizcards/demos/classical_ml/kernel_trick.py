"""커널 트릭: 특성을 펼치지 않고 펼친 공간의 내적과 거리를 잰다 (Bishop 2006, §6.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

ONE, OTHER = np.array([1.0, 2.0]), np.array([3.0, 1.0])

# neither the inner product nor the distance of these is 1, and they differ
PAIRS = (
    ((1, 2), (3, 2)),
    ((1, 3), (3, 1)),
    ((1, -1), (3, 1)),
    ((2, 3), (3, 1)),
    ((1, 2), (4, 1)),
    ((1, 3), (2, 2)),
    ((2, -1), (3, 2)),
    ((2, 3), (-1, 3)),
)


def kernel_trick(x=ONE, z=OTHER, gamma=0.2):
    k = (x @ z) ** 2  # 2차 다항 커널: 원래 공간의 내적을 제곱
    phi_x = x[:, None] * x  # 펼친 특성: 제곱과 곱 xᵢxₖ를 모두
    phi_z = z[:, None] * z
    lifted = np.sum(phi_x * phi_z)  # 펼친 뒤의 내적: k와 같은 수
    apart = (x @ x) ** 2 - 2 * k + (z @ z) ** 2  # 펼친 공간의 거리 제곱도 커널만으로
    gap = np.sum((x - z) ** 2)
    rbf = np.exp(-gamma * gap)  # RBF 커널: 같으면 1, 멀수록 0
    return rbf


def draw(rng):
    x, z = rng.permutation(np.array(PAIRS[rng.integers(len(PAIRS))], dtype=float))
    return {"x": x, "z": z, "gamma": rng.choice([0.1, 0.2, 0.5])}


def picture(trace: Trace) -> Curves:
    gamma = trace["gamma"]
    reach = 3 / np.sqrt(gamma) if gamma > 0 else 3.0
    apart = np.linspace(0, reach, 61)
    return Curves(
        "RBF 커널: γ가 크면 아주 가까운 점만 닮았다고 본다",
        "두 점 사이의 거리",
        "k(x, z)",
        tuple(
            Series(f"γ의 {times}배" if times != "1" else "γ", apart, np.exp(-g * apart**2))
            for times, g in (("¼", gamma / 4), ("1", gamma), ("4", 4 * gamma))
        ),
    )


DEMO = Demo(
    kernel_trick,
    asks={
        "k": "2차 다항 커널 (xᵀz)²의 값",
        "apart": "커널 (xᵀz)²으로 펼친 공간에서 두 점 사이의 거리의 제곱",
        "rbf": "RBF 커널의 값",
    },
    draw=draw,
    mistakes=(
        Mistake("k", "x @ z", "제곱하지 않은 내적입니다. 선형 커널입니다."),
        Mistake("k", "np.sum((x * z) ** 2)", "더하기 전에 제곱해서 섞인 항이 빠졌습니다."),
        Mistake("k", "(1 + x @ z) ** 2", "1을 더했습니다. 낮은 차수의 항까지 든 커널입니다."),
        Mistake("k", "(x @ x) * (z @ z)", "두 점의 길이만 곱했습니다."),
        Mistake("apart", "np.sum((x - z) ** 2)", "펼치기 전의 거리입니다."),
        Mistake("apart", "np.sum((x - z) ** 2) ** 2", "원래 거리의 제곱을 한 번 더 제곱했습니다."),
        Mistake("apart", "(x @ x) ** 2 - k + (z @ z) ** 2", "k에 2를 곱하지 않았습니다."),
        Mistake("apart", "(x @ x) ** 2 + (z @ z) ** 2", "두 점의 커널 값을 빼지 않았습니다."),
        Mistake("rbf", "np.exp(-gamma * np.sqrt(gap))", "거리를 제곱하지 않았습니다."),
        Mistake("rbf", "np.exp(-gap / (2 * gamma**2))", "γ를 너비 σ로 보았습니다."),
        Mistake("rbf", "np.exp(-gap)", "γ를 곱하지 않았습니다."),
        Mistake("rbf", "np.exp(-gamma * (x @ z))", "거리가 아니라 내적을 넣었습니다."),
    ),
    worked=(
        Worked(
            {},
            {"k": 25.0, "phi_x": [[1, 2], [2, 4]], "lifted": 25.0, "apart": 75.0, "gap": 5.0},
            "손계산: 1·9 + 2·3 + 2·3 + 4·1 = 25 = 5², 25 − 50 + 100 = 75",
        ),
        Worked(
            {"x": [0.5, -1, 2], "z": [1, 1.5, 0.25], "gamma": 0.3},
            {"k": 0.25, "lifted": 0.25, "rbf": 0.056769844552570566},
            "scikit-learn 1.9.1 sklearn.metrics.pairwise",
        ),
    ),
    picture=picture,
    limits={"x": (-1e3, 1e3), "z": (-1e3, 1e3), "gamma": (0, 1e6)},
    words={"phi_x": "펼친 x", "phi_z": "펼친 z", "apart": "펼친 거리²", "gap": "거리²"},
    lines={
        "k": "",
        "phi_x": "",
        "phi_z": "",
        "lifted": "",
        "apart": "",
        "gap": "",
        "rbf": "",
    },
)
