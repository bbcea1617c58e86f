"""의미 엔트로피: 여러 번 뽑은 답을 뜻으로 묶어 잰 불확실성 (Farquhar et al. 2024)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

MEANINGS = np.array([1.0, 1.0, 1.0, 2.0, 3.0])


def hallucination_entropy(c=MEANINGS):
    p = np.mean(np.equal(c, c[:, None]), axis=1)  # 답마다: 그 뜻으로 답한 비율
    H = -np.mean(np.log(p))  # 의미 엔트로피: 답마다의 −ln p를 평균한 것
    U = H / np.log(np.size(c))  # 모두 다를 때를 1로 둔 값
    return U


def draw(rng):
    sizes = [[5, 1], [4, 2], [4, 1, 1], [3, 2, 1], [3, 1, 1, 1], [2, 2, 1, 1]][rng.integers(6)]
    return {"c": rng.permutation(np.repeat(np.arange(1.0, len(sizes) + 1), sizes))}


def picture(trace: Trace) -> Bars:
    size = np.size(trace["c"])
    return Bars(
        "의미 엔트로피: 뜻이 모두 같으면 0, 모두 다르면 ln N",
        (
            ("모두 같은 뜻", 0.0),
            ("지금의 답들", float(trace["H"])),
            ("모두 다른 뜻", float(np.log(size))),
        ),
    )


DEMO = Demo(
    hallucination_entropy,
    asks={
        "H": "의미 엔트로피 H",
        "U": "모두 다를 때를 1로 둔 의미 엔트로피",
    },
    draw=draw,
    mistakes=(
        Mistake("H", "np.log(np.size(c))", "답을 뜻으로 묶지 않고 모두 다르다고 셌습니다."),
        Mistake("H", "-np.sum(np.log(p))", "답의 수로 나누지 않았습니다."),
        Mistake("H", "-np.sum(p * np.log(p))", "답마다 더하면서 비율을 또 곱했습니다."),
        Mistake("H", "1 - np.max(p)", "가장 많은 뜻이 아닌 비율이지 엔트로피가 아닙니다."),
        Mistake("H", "-np.log(np.mean(p))", "로그를 취하기 전에 평균했습니다."),
        Mistake("U", "H / np.size(c)", "답의 수가 아니라 그 로그로 나눕니다."),
    ),
    worked=(
        Worked(
            {},
            {"H": 0.9502705392332347, "U": 0.9502705392332347 / np.log(5)},
            "SciPy 1.17.1 stats.entropy([3, 1, 1])",
        ),
        Worked(
            {"c": [1, 1, 2, 2]},
            {"p": [0.5, 0.5, 0.5, 0.5], "H": np.log(2), "U": 0.5},
            "손계산: 뜻 둘이 반반이면 ln 2, 모두 다르면 ln 4 = 2 ln 2",
        ),
        Worked(
            {"c": [1, 2, 3, 4, 5]},
            {"H": np.log(5), "U": 1.0},
            "손계산: 뜻이 모두 다르면 ln 5",
        ),
    ),
    picture=picture,
    limits={"c": (1, 1000)},
    lines={
        "c": "답마다 뜻의 번호",
        "p": "p는 답마다, 그와 뜻이 같은 답(자기도 넣어)의 비율입니다.",
        "H": "H는 뜻의 확률로 구한 엔트로피이고, 답마다의 −ln p를 평균한 것과 같습니다.",
    },
)
