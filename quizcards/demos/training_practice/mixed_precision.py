"""혼합 정밀도: 손실 스케일링으로 작은 기울기 살리기 (Micikevicius et al. 2018)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

GRADIENT = np.array([1e-8, 1e-3])


def mixed_precision(g=GRADIENT, S=1024.0, format="fp16"):  # noqa: A002
    if format == "fp16":
        bits = 10  # 가수의 비트
        low = -14  # 가장 작은 정상수의 지수
        top = 65504.0  # 가장 큰 수
    elif format == "bf16":
        bits = 7
        low = -126  # FP32와 같은 범위
        top = 3.3895313892515355e38
    else:
        bits = 3  # FP8 E4M3
        low = -6
        top = 448.0
    scaled = S * g  # 손실에 S를 곱하면 기울기에도 곱해진다
    k = np.maximum(np.floor(np.log2(np.abs(scaled))), low)  # 지수
    step = 2.0 ** (k - bits)  # 그 지수에서 이웃한 두 수의 간격
    stored = np.round(scaled / step) * step  # 가까운 수로 반올림. 너무 작으면 0
    fits = np.abs(stored) <= top  # 0이면 무한대가 된다
    restored = stored / S  # FP32로 되돌려 나눈 다음 갱신에 쓴다
    return restored


def draw(rng):
    # in eight bits: one number between 2 and 4, one above; both are rounded up, not to a whole
    S = rng.choice([16.0, 32.0, 64.0])
    lower = rng.choice([2.7, 2.2, 3.2, 3.7])
    upper = rng.choice([4.8, 5.4, 6.9, 7.3, 9.7, 11.6, 13.8])
    return {"g": rng.permutation([lower, upper]) / S, "S": S, "format": "fp8"}


def picture(trace: Trace) -> Curves:
    sizes = np.arange(-60, 19)
    series = []
    for name, called in (("fp16", "FP16"), ("bf16", "BF16")):
        run = DEMO.run({"g": 1.3 * 2.0**sizes, "S": 1.0, "format": name})
        error = np.abs(run["restored"] / run.inputs["g"] - 1)
        kept = np.where(run["fits"], error, 1.0)
        series.append(Series(called, sizes, np.log10(np.maximum(kept, 1e-6))))
    near = np.clip(np.log2(np.abs(trace["scaled"])), -60, 18)
    error = np.abs(trace["restored"] / trace["g"] - 1)
    kept = np.log10(np.clip(np.where(trace["fits"], error, 1.0), 1e-6, 1))
    now = Series("지금의 S·g", near, kept, points=True)
    return Curves(
        "반올림의 상대 오차(log₁₀): FP16은 작은 쪽에서도 큰 쪽에서도 모두 잃는다",
        "log₂ 크기",
        "log₁₀ 오차",
        (*series, now),
    )


DEMO = Demo(
    mixed_precision,
    asks={
        "step": "손실 스케일을 곱한 기울기 둘레에서 표현할 수 있는 수의 간격",
        "stored": "손실 스케일을 곱해 저장한 기울기",
        "restored": "저장한 기울기를 스케일로 나누어 되돌린 것",
    },
    draw=draw,
    mistakes=(
        Mistake("scaled", "g", "손실 스케일 S를 곱하지 않았습니다."),
        Mistake("step", "2.0 ** (k - bits + 1)", "가수의 비트를 하나 적게 세었습니다."),
        Mistake("step", "2.0 ** (low - bits) + 0 * k", "가장 작은 지수에서의 간격입니다."),
        Mistake("stored", "np.floor(scaled / step) * step", "반올림하지 않고 버렸습니다."),
        Mistake("stored", "np.round(scaled)", "정수로 반올림했습니다. 간격의 배수로 반올림합니다."),
        Mistake("restored", "stored", "스케일로 나누어 되돌리지 않았습니다."),
        Mistake("restored", "stored * S", "나누어야 하는데 한 번 더 곱했습니다."),
    ),
    worked=(
        Worked(
            {"g": [0.3, -0.7], "S": 16, "format": "fp8"},
            {"step": [0.5, 1], "stored": [5, -11], "restored": [0.3125, -0.6875]},
            "손계산: 4.8은 2²과 2³ 사이라 간격 2²⁻³, −11.2는 2³과 2⁴ 사이라 2³⁻³",
        ),
        Worked(
            {"g": [1e-8, 1.0], "S": 1},
            {"stored": [0, 1], "restored": [0, 1]},
            "NumPy 2 np.float16(1e-8) = 0: 가장 작은 간격 2⁻²⁴의 절반보다 작다",
        ),
    ),
    picture=picture,
    limits={"g": (-1e6, 1e6), "S": (1, 2.0**24)},
    choices={
        "format": {
            "fp16": "FP16의 가수는 10비트, 가장 작은 지수는 −14입니다",
            "bf16": "BF16의 가수는 7비트, 가장 작은 지수는 −126입니다",
            "fp8": "FP8(E4M3)의 가수는 3비트, 가장 작은 지수는 −6입니다",
        }
    },
    words={
        "bits": "가수의 비트",
        "low": "가장 작은 지수",
        "k": "지수",
        "scaled": "S·g",
        "step": "간격",
        "stored": "저장값",
        "restored": "되돌린 기울기",
        "fits": "담기는가",
    },
    lines={
        "g": "기울기 g",
        "S": "손실 스케일 S",
        "bits": "",
        "low": "",
        "top": "",
        "scaled": "",
        "k": "",
        "step": "",
        "stored": "",
        "fits": "",
        "restored": "",
    },
)
