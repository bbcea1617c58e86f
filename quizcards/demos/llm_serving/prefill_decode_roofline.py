"""루프라인: 행렬곱의 산술 강도와 그것이 정하는 속도의 상한 (Williams et al. 2009)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def prefill_decode_roofline(n=4, d=4096, b=2, P=989.0, W=3.35):
    F = 2 * n * d**2  # 토큰 n개 × (d, d) 가중치: 곱셈과 덧셈의 수
    M = b * (d**2 + 2 * n * d)  # 읽고 쓰는 바이트: 가중치 + 입력 + 출력
    A = F / M  # 산술 강도(FLOP/바이트): 한 번 읽은 것을 몇 번 쓰는가
    R = np.minimum(P, W * A)  # 낼 수 있는 속도: 연산의 지붕과 대역폭의 비탈 가운데 낮은 것
    return R


def draw(rng):
    # under the slope: the bandwidth is what limits
    return {
        "n": rng.choice([4, 8, 16, 32]),
        "d": 1000,
        "b": rng.choice([1, 2, 4]),
        "P": 400.0,
        "W": rng.choice([1.0, 2.0, 3.0]),
    }


def picture(trace: Trace) -> Curves:
    powers = np.arange(0, 13)
    rates = [DEMO.traced({**trace.inputs, "n": 2**power}, {})["R"] for power in powers.tolist()]
    now = Series("지금", [np.log2(trace["n"])], [trace["R"]], points=True)
    return Curves(
        "한 번에 넣는 토큰이 적으면 대역폭이, 많으면 연산이 상한이다",
        "log₂(한 번에 넣는 토큰 수)",
        "TFLOP/s",
        (Series("낼 수 있는 속도", powers, rates), now),
    )


DEMO = Demo(
    prefill_decode_roofline,
    asks={
        "A": "산술 강도 A(FLOP/바이트)",
        "R": "속도의 상한 R(TFLOP/s)",
    },
    draw=draw,
    mistakes=(
        Mistake("F", "n * d**2", "곱셈만 세었습니다. 곱셈과 덧셈이 하나씩입니다."),
        Mistake("M", "b * 2 * n * d", "가중치를 읽는 바이트를 빠뜨렸습니다."),
        Mistake("M", "b * n * (d**2 + 2 * d)", "토큰마다 가중치를 다시 읽는다고 세었습니다."),
        Mistake("A", "M / F", "거꾸로입니다. 연산을 바이트로 나눕니다."),
        Mistake("R", "np.maximum(P, W * A)", "둘 가운데 낮은 쪽이 상한입니다."),
        Mistake("R", "P", "대역폭을 보지 않았습니다. 산술 강도가 낮으면 연산기가 놉니다."),
        Mistake("R", "np.minimum(P, W / A)", "대역폭에 산술 강도를 곱합니다."),
    ),
    worked=(
        Worked(
            {"n": 1},
            {"A": 2048 / 2049, "R": 3.35 * 2048 / 2049},
            "손계산: 2·4096² / (2·(4096² + 2·4096)) = 4096 / 4098",
        ),
        Worked(
            {"n": 4096},
            {"A": 4096 / 3, "R": 989.0},
            "손계산: 2·4096³ / (2·3·4096²) = 4096 / 3, 3.35배하면 989보다 크다",
        ),
        Worked(
            {"n": 8, "d": 1000, "P": 300, "W": 2},
            {"A": 16e6 / 2.032e6, "R": 32e6 / 2.032e6},
            "손계산: 2·8·10⁶ FLOP, 2·(10⁶ + 16000) 바이트",
        ),
    ),
    picture=picture,
    limits={"n": (1, 1e6), "d": (1, 1e5), "b": (1, 8), "P": (0.001, 1e6), "W": (0.001, 1e4)},
    lines={
        "n": "한 번에 넣는 토큰 수 n",
        "d": "가중치는 (d, d), d",
        "b": "값 하나의 바이트 b",
        "P": "연산 성능 P(TFLOP/s)",
        "W": "메모리 대역폭 W(TB/s)",
        "F": "F는 행렬곱 하나의 FLOP 수이고, 곱셈과 덧셈을 따로 셉니다.",
        "M": "M은 가중치와 입력과 출력을 한 번씩 읽고 쓰는 바이트 수입니다.",
    },
)
