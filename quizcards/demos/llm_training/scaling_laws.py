"""스케일링 법칙: 같은 계산량을 파라미터와 토큰에 나누기 (Besiroglu et al. 2024)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


# The constants are those fitted anew by Besiroglu et al.: as printed by Hoffmann et al. they put
# the optimum of Chinchilla's compute at 32B, at odds with their own twenty tokens a parameter.
def scaling_laws(N=70e9, C=5.88e23, E=1.8172, A=482.01, B=2085.43, alpha=0.3478, beta=0.3658):
    D = C / (6 * N)  # 토큰마다 파라미터 하나에 6 FLOPs: 순전파 2, 역전파 4
    L = E + A / N**alpha + B / D**beta  # 줄일 수 없는 손실 + 작은 모델의 몫 + 적은 데이터의 몫
    G = (alpha * A / (beta * B)) ** (1 / (alpha + beta))
    N_opt = G * (C / 6) ** (beta / (alpha + beta))  # 이 계산량에서 손실이 가장 작은 파라미터 수
    L_opt = E + A / N_opt**alpha + B / (C / (6 * N_opt)) ** beta
    gap = L - L_opt  # 나누기를 잘못해서 더한 손실
    return gap


def draw(rng):
    # exponents of a half: both terms by square roots
    N, D = rng.choice([[1e6, 4e8], [4e6, 1e8], [1e8, 4e8], [4e8, 1e10], [1e8, 1e10]])
    return {
        "N": N,
        "C": 6 * N * D,
        "E": rng.choice([1.5, 2.0]),
        "A": rng.choice([500.0, 1000.0]),
        "B": rng.choice([2000.0, 4000.0]),
        "alpha": 0.5,
        "beta": 0.5,
    }


def picture(trace: Trace) -> Curves:
    here, best = np.log10([trace["N"], trace["N_opt"]])
    sizes = np.linspace(min(here, best - 1.5), max(here, best + 1.5), 61)
    losses = [DEMO.traced({**trace.inputs, "N": 10**size}, {})["L"] for size in sizes]
    return Curves(
        "계산량이 같을 때: 너무 작아도 너무 커도 손실이 크다",
        "파라미터 수의 log₁₀",
        "손실",
        (
            Series("C = 6ND가 같은 모델", sizes, losses),
            Series("이 모델과 가장 좋은 모델", [here, best], [trace["L"], trace["L_opt"]], True),
        ),
    )


DEMO = Demo(
    scaling_laws,
    asks={
        "D": "학습할 토큰 수 D",
        "L": "예측한 손실 L",
        "N_opt": "손실이 가장 작은 파라미터 수",
    },
    draw=draw,
    mistakes=(
        Mistake("D", "C / N", "토큰마다 파라미터 하나에 6 FLOPs가 든다는 것을 빠뜨렸습니다."),
        Mistake("D", "C / (2 * N)", "순전파의 2 FLOPs만 세었습니다. 역전파까지 6입니다."),
        Mistake("D", "20 * N", "주어진 계산량이 아니라 파라미터의 20배로 정했습니다."),
        Mistake("L", "A / N**alpha + B / D**beta", "줄일 수 없는 손실 E를 빠뜨렸습니다."),
        Mistake("L", "E + A / N**alpha", "데이터의 몫을 빠뜨렸습니다."),
        Mistake("L", "E + A / D**alpha + B / N**beta", "파라미터 수와 토큰 수를 바꾸었습니다."),
        Mistake("N_opt", "(C / 6) ** (beta / (alpha + beta))", "A와 B의 비를 빠뜨렸습니다."),
        Mistake("N_opt", "G * C ** (beta / (alpha + beta))", "계산량을 6으로 나누지 않았습니다."),
        Mistake(
            "N_opt", "C / 6 / (G * (C / 6) ** (beta / (alpha + beta)))", "토큰 수를 구했습니다."
        ),
    ),
    worked=(
        Worked(
            {},
            {"D": 1.4e12},
            "Hoffmann et al. 2022, Chinchilla: 파라미터 70B, 토큰 1.4T",
        ),
        Worked(
            {"N": 1e8, "C": 6e16, "E": 2, "A": 2e3, "B": 4e3, "alpha": 0.5, "beta": 0.5},
            {"D": 1e8, "L": 2.6, "N_opt": 5e7},
            "손계산: 2000/10⁴ + 4000/10⁴ = 0.6, 최적은 (2000/4000)·√10¹⁶",
        ),
    ),
    picture=picture,
    limits={"N": (1e3, 1e15), "C": (1e6, 1e30), "E": (0, 100), "A": (0.01, 1e6), "B": (0.01, 1e6)}
    | dict.fromkeys(("alpha", "beta"), (0.05, 2)),
    words={"gap": "손실의 차", "N_opt": "N*", "L_opt": "L*"},
    lines={
        "N": "파라미터 수 N",
        "C": "계산량 C(FLOPs)",
        "gap": "",
    },
)
