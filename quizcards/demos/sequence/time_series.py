"""AR(1)의 자기상관과 예측: 정상이면 평균으로 돌아간다."""

import numpy as np

from quizcards.trace.arrays import FloatArray
from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def time_series(x=14.0, mu=10.0, phi=0.5, sigma=1.0, h=2):
    rho = phi**h  # h칸 떨어진 값과의 자기상관 (|φ| < 1이면 정상)
    forecast = mu + rho * (x - mu)  # h칸 뒤의 예측: 평균에서 벗어난 만큼 줄여 간다
    kept = phi ** np.arange(h)  # 그사이의 충격이 h칸 뒤에 남는 몫. 마지막 충격은 1
    v = sigma**2 * np.sum(kept**2)  # 예측 오차의 분산
    half = 1.96 * np.sqrt(v)  # 95% 예측 구간의 반너비
    high = forecast + half
    return high


def draw(rng):
    mu = rng.choice([10.0, 20.0, 50.0])
    return {
        "x": mu + rng.choice([4.0, 8.0, 10.0]) * rng.choice([-1, 1]),
        "mu": mu,
        "phi": rng.choice([0.5, 0.8, -0.5]),
        "sigma": rng.choice([1.0, 2.0, 3.0]),
        "h": rng.integers(2, 4),
    }


def picture(trace: Trace) -> Curves:
    ahead = np.arange(13)

    def upper(phi: float) -> FloatArray:
        given = {**trace.inputs, "phi": phi}
        return np.array([DEMO.traced({**given, "h": int(h)}, {})["high"] for h in ahead])

    high = upper(trace["phi"])
    middle = trace["mu"] + trace["phi"] ** ahead * (trace["x"] - trace["mu"])
    return Curves(
        "예측과 95% 예측 구간: 정상이면 폭이 멈추고 랜덤워크면 계속 벌어진다",
        "몇 칸 뒤",
        "x",
        (
            Series("예측", ahead, middle, points=True),
            Series("구간의 위", ahead, high),
            Series("구간의 아래", ahead, 2 * middle - high),
            Series("φ = 1이면 위", ahead, upper(1.0)),
        ),
    )


DEMO = Demo(
    time_series,
    asks={
        "rho": "h칸 떨어진 값과의 자기상관",
        "forecast": "h칸 뒤의 예측값",
        "v": "h칸 뒤 예측 오차의 분산",
    },
    draw=draw,
    mistakes=(
        Mistake("rho", "phi", "한 칸 떨어진 자기상관입니다. h칸이면 h제곱입니다."),
        Mistake("rho", "phi * h", "제곱하지 않고 h를 곱했습니다."),
        Mistake("rho", "phi ** (h + 1)", "한 칸을 더 갔습니다."),
        Mistake("forecast", "x", "마지막 값을 그대로 냈습니다. 그것은 랜덤워크의 예측입니다."),
        Mistake("forecast", "mu + rho * x", "마지막 값에서 평균을 빼지 않았습니다."),
        Mistake("forecast", "rho * (x - mu)", "평균을 더하지 않았습니다."),
        Mistake("v", "sigma**2", "한 칸 앞의 분산입니다. 그사이의 충격을 모두 더합니다."),
        Mistake("v", "sigma**2 * h", "충격이 줄지 않는 랜덤워크의 분산입니다."),
        Mistake("v", "sigma**2 * np.sum(kept)", "남는 몫을 제곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"rho": 0.25, "forecast": 11.0, "v": 1.25},
            "손계산: 0.5² = 1/4, 10 + 4/4, 1 + 0.5²",
        ),
        Worked(
            {"x": 3.0, "mu": 1.0, "phi": -0.7, "sigma": 1.5, "h": 4},
            {"forecast": 1.4802, "v": 4.15743525},
            "statsmodels 0.15.0 SARIMAX(1, 0, 0)의 get_forecast",
        ),
    ),
    picture=picture,
    limits={
        "x": (-1e6, 1e6),
        "mu": (-1e6, 1e6),
        "phi": (-1, 1),
        "sigma": (0, 1e6),
        "h": (1, 1000),
    },
    words={
        "forecast": "예측",
        "half": "구간의 반너비",
        "high": "구간의 위 끝",
        "kept": "남는 몫",
        "sigma": "σ",
    },
    lines={
        "x": "마지막 값 x",
        "mu": "평균 μ",
        "phi": "AR(1)의 계수 φ",
        "sigma": "충격의 표준편차 σ",
        "h": "앞으로 볼 칸 수 h",
        "rho": "",
        "forecast": "",
        "kept": "",
        "v": "",
        "half": "",
        "high": "",
    },
)
