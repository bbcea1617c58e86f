"""서버 한 대의 대기열 M/M/1: 이용률이 1에 가까워지면 지연이 치솟는다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def serving_queue(rho=0.8, mu=10.0, p=0.99):
    lam = rho * mu  # 1초에 오는 요청 수: 이용률 ρ는 서버가 일하는 시간의 비율
    W = 1 / (mu - lam)  # 평균 지연: 기다림 + 처리
    W_q = W - 1 / mu  # 처리 시간을 뺀 평균 대기 시간
    L = lam * W  # 리틀의 법칙: 시스템에 있는 요청의 평균 수
    t_p = -np.log(1 - p) * W  # p분위 지연: 지연은 평균 W인 지수분포
    return t_p


def draw(rng):
    return {
        "rho": rng.choice([0.6, 0.75, 0.8, 0.9]),
        "mu": rng.choice([5.0, 10.0, 20.0]),
        "p": rng.choice([0.9, 0.95, 0.99]),
    }


def picture(trace: Trace) -> Curves:
    shares = np.linspace(0.05, 0.95, 46)
    runs = [DEMO.traced({**trace.inputs, "rho": share}, {}) for share in shares.tolist()]
    now = Series("지금의 평균", [trace["rho"]], [trace["W"]], points=True)
    return Curves(
        "이용률과 지연: 1에 가까워질수록 치솟는다",
        "이용률 ρ",
        "지연(초)",
        (
            Series("평균", shares, [run["W"] for run in runs]),
            Series(f"{trace['p']:.4g} 분위", shares, [run["t_p"] for run in runs]),
            now,
        ),
    )


DEMO = Demo(
    serving_queue,
    asks={
        "W": "요청 하나의 평균 지연 W(초)",
        "L": "시스템에 있는 요청의 평균 수 L",
        "t_p": "지연의 p분위수(초)",
    },
    draw=draw,
    mistakes=(
        Mistake("W", "1 / mu", "처리 시간만 세고 기다린 시간을 빠뜨렸습니다."),
        Mistake("W", "1 / lam", "요청이 오는 간격입니다."),
        Mistake("W", "lam / (mu * (mu - lam))", "기다린 시간만 세고 처리 시간을 빠뜨렸습니다."),
        Mistake("L", "rho", "이용률입니다. 기다리는 요청까지 세어야 합니다."),
        Mistake("L", "mu * W", "처리율이 아니라 도착률에 지연을 곱합니다."),
        Mistake("L", "lam * W_q", "처리 중인 요청을 빠뜨렸습니다. 기다리는 요청만 센 수입니다."),
        Mistake("t_p", "p * W", "분위를 평균에 곱했습니다. 지수분포의 꼬리는 깁니다."),
        Mistake("t_p", "-np.log(p) * W", "p가 아니라 1 − p의 로그를 씁니다."),
    ),
    worked=(
        Worked(
            {},
            {"W": 0.5, "L": 4.0, "t_p": 2.3025850929940455},
            "SciPy 1.17.1 stats.expon.ppf(0.99, scale=0.5), W와 L은 손계산 1/(10 − 8), 8/2",
        ),
        Worked(
            {"rho": 0.75, "mu": 4, "p": 0.75},
            {"lam": 3.0, "W": 1.0, "W_q": 0.75, "L": 3.0, "t_p": np.log(4)},
            "손계산: 1/(4 − 3) = 1, 지수분포의 꼬리 1/4에서 t = ln 4",
        ),
    ),
    picture=picture,
    limits={"rho": (0.001, 0.999), "mu": (0.001, 1e4), "p": (0.01, 0.9999)},
    lines={
        "rho": "이용률 ρ",
        "mu": "1초에 처리할 수 있는 요청 수 μ",
        "p": "분위 p",
        "lam": "λ = ρ μ는 1초에 오는 요청 수입니다.",
        "W": "W는 기다린 시간과 처리한 시간을 더한 평균 지연입니다.",
        "W_q": "",
        "L": "",
        "t_p": "",
    },
)
