"""섀플리 값: 두 특성이 예측에 준 몫을 순서를 평균하여 나누기 (Lundberg & Lee 2017)."""

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace


def shapley_values(x1=1.0, x2=1.0, z1=0.0, z2=0.0, w1=2.0, w2=3.0, w12=4.0):
    f0 = w1 * z1 + w2 * z2 + w12 * z1 * z2  # 아무 특성도 모를 때: 기준 입력 z의 예측
    f1 = w1 * x1 + w2 * z2 + w12 * x1 * z2  # 특성 1만 알 때
    f2 = w1 * z1 + w2 * x2 + w12 * z1 * x2  # 특성 2만 알 때
    f12 = w1 * x1 + w2 * x2 + w12 * x1 * x2  # 둘 다 알 때: 설명할 예측
    phi1 = ((f1 - f0) + (f12 - f2)) / 2  # 특성 1이 먼저 올 때와 나중에 올 때의 평균
    phi2 = ((f2 - f0) + (f12 - f1)) / 2  # 특성 2도 마찬가지
    y = f0 + phi1 + phi2  # 기준 예측에 몫을 더하면 예측이 된다
    return y


def draw(rng):
    w1, w2 = rng.permutation([2, 3, 5])[:2]
    return {
        "x1": float(rng.integers(3, 6)),
        "x2": float(rng.integers(4, 7)),
        "z1": float(rng.integers(1, 3)),
        "z2": float(rng.integers(1, 3)),
        "w1": float(w1),
        "w2": float(w2),
        "w12": float(rng.choice([-1, 1, 2])),
    }


def picture(trace: Trace) -> Bars:
    return Bars(
        "기준 예측에서 출발해 특성의 몫을 더하면 예측이 된다",
        (
            ("기준 f₀", float(trace["f0"])),
            ("특성 1의 몫", float(trace["phi1"])),
            ("특성 2의 몫", float(trace["phi2"])),
            ("예측", float(trace["y"])),
        ),
    )


DEMO = Demo(
    shapley_values,
    asks={"phi1": "특성 1의 섀플리 값 φ₁", "phi2": "특성 2의 섀플리 값 φ₂"},
    draw=draw,
    mistakes=(
        Mistake("phi1", "f1 - f0", "특성 1이 먼저 올 때만 보았습니다. 두 순서를 평균합니다."),
        Mistake("phi1", "f12 - f2", "특성 1이 나중에 올 때만 보았습니다. 두 순서를 평균합니다."),
        Mistake("phi1", "w1 * x1", "계수에 값을 곱했습니다. 기준과 상호작용이 빠졌습니다."),
        Mistake("phi1", "f1 - f0 + f12 - f2", "두 순서의 몫을 더하고 반으로 나누지 않았습니다."),
        Mistake("phi2", "f2 - f0", "특성 2가 먼저 올 때만 보았습니다. 두 순서를 평균합니다."),
        Mistake("phi2", "f12 - f1", "특성 2가 나중에 올 때만 보았습니다. 두 순서를 평균합니다."),
        Mistake("phi2", "w2 * x2", "계수에 값을 곱했습니다. 기준과 상호작용이 빠졌습니다."),
        Mistake("phi2", "f12 - phi1", "기준 예측 f₀을 빼지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"f12": 9.0, "phi1": 4.0, "phi2": 5.0, "y": 9.0},
            "손계산: (2 + (9 − 3))/2, (3 + (9 − 2))/2",
        ),
        Worked(
            {"x1": 3, "x2": 2, "z1": 1, "z2": 4, "w1": 1, "w2": -2, "w12": 0.5},
            {"phi1": 5.0, "phi2": 2.0},
            "손계산: (3 − 1)·(1 + 0.5·(2 + 4)/2), (2 − 4)·(−2 + 0.5·(3 + 1)/2)",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("x1", "x2", "z1", "z2", "w1", "w2", "w12"), (-1000.0, 1000.0)),
    lines={
        "x1": "설명할 입력의 x₁",
        "x2": "x₂",
        "z1": "기준 입력의 z₁",
        "z2": "z₂",
        "w1": "모델 w₁x₁ + w₂x₂ + w₁₂x₁x₂의 w₁",
        "w2": "w₂",
        "w12": "w₁₂",
        "f0": "",
        "f1": "",
        "f2": "",
        "f12": "모르는 특성 자리에는 기준 입력의 값을 넣습니다.",
        "phi1": "",
        "phi2": "",
        "y": "",
    },
)
