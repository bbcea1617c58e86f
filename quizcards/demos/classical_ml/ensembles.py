"""여러 분류기의 다수결이 맞을 확률 (Dietterich 2000, §1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def ensembles(n=3, p=0.7, rho=0.5):
    ways = n  # n개 가운데 k개를 고르는 방법의 수, k = 1부터
    vote = 0.0
    for k in range(1, n + 1):
        exactly = ways * p**k * (1 - p) ** (n - k)  # 꼭 k개만 맞을 확률
        counted = (k > n / 2) * exactly  # 절반이 넘게 맞는 경우만 센다
        vote = vote + counted
        ways = ways * (n - k) / (k + 1)
    together = rho * p + (1 - rho) * vote  # ρ의 확률로 모두 똑같이 답할 때의 다수결
    return together


def draw(rng):
    return {
        "n": int(rng.choice([3, 5])),
        "p": rng.choice([0.6, 0.7, 0.8, 0.9]),
        "rho": rng.choice([0.2, 0.4, 0.6]),
    }


def picture(trace: Trace) -> Curves:
    p, rho = trace["p"], trace["rho"]
    sizes = np.arange(1, 32, 2)
    apart = [DEMO.traced({"n": int(n), "p": p, "rho": rho}, {})["vote"] for n in sizes]
    alike = [rho * p + (1 - rho) * vote for vote in apart]
    return Curves(
        f"하나가 맞을 확률이 {number(p)}일 때: 같이 틀릴수록 모아도 덜 달라진다",
        "분류기의 수",
        "다수결이 맞을 확률",
        (
            Series("서로 독립", sizes, np.array(apart)),
            Series(f"상관 {number(rho)}", sizes, np.array(alike)),
            Series("하나", sizes, np.full(len(sizes), p)),
        ),
    )


DEMO = Demo(
    ensembles,
    asks={
        "vote": "오차가 서로 독립일 때 다수결이 맞을 확률",
        "together": "상관이 ρ일 때 다수결이 맞을 확률",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "exactly", "p**k * (1 - p) ** (n - k)", "어느 k개가 맞는지의 수를 곱하지 않았습니다."
        ),
        Mistake("exactly", "ways * p**k", "나머지가 틀릴 확률을 곱하지 않았습니다."),
        Mistake("counted", "(k > 0) * exactly", "하나라도 맞으면 맞는다고 셌습니다."),
        Mistake("counted", "(k == n) * exactly", "모두 맞는 경우만 셌습니다."),
        Mistake("together", "rho * vote + (1 - rho) * p", "ρ와 1 − ρ를 바꾸었습니다."),
        Mistake("together", "vote", "상관을 빠뜨렸습니다. 독립일 때의 값입니다."),
        Mistake("together", "(1 - rho) * vote", "모두 똑같이 답하는 경우를 빠뜨렸습니다."),
    ),
    worked=(
        Worked(
            {},
            {"vote": 0.784, "together": 0.742},
            "손계산: 3·0.7²·0.3 + 0.7³ = 0.441 + 0.343; 0.5·0.7 + 0.5·0.784",
        ),
        Worked(
            {"n": 21, "p": 0.7, "rho": 0},
            {"vote": 0.973610059298716, "together": 0.973610059298716},
            "SciPy 1.17.1 scipy.stats.binom.sf(10, 21, 0.7)",
        ),
    ),
    picture=picture,
    limits={"n": (1, 501), "p": (0, 1), "rho": (0, 1)},
    words={
        "together": "상관이 있을 때의 다수결",
        "rho": "상관 ρ",
        "ways": "고르는 방법의 수",
        "exactly": "꼭 k개만 맞을 확률",
        "counted": "더할 확률",
        "vote": "독립일 때의 다수결",
    },
    lines={
        "n": "분류기의 수 n",
        "p": "하나하나가 맞을 확률 p",
        "rho": "둘의 맞음과 틀림의 상관 ρ(ρ의 확률로 모두 똑같이, 아니면 서로 독립으로 답함)",
        "ways": "",
        "exactly": "",
        "counted": "",
        "vote": "",
        "together": "",
    },
)
