"""학습률 스케줄: 워밍업 다음 코사인으로 줄이기 (Loshchilov & Hutter 2017)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def lr_schedule(steps=13, warmup=3, base=0.1, floor=0.0, schedule="cosine"):
    t = np.arange(1, steps + 1)  # 스텝의 번호: 1부터
    ramp = np.minimum(1, t / warmup)  # 워밍업: 직선으로 1까지
    s = np.maximum(0, t - warmup) / (steps - warmup)  # 워밍업 뒤로 지나온 비율: 0에서 1까지
    if schedule == "cosine":
        decay = (1 + np.cos(np.pi * s)) / 2  # 반 주기: 1에서 0까지
    elif schedule == "linear":
        decay = 1 - s
    elif schedule == "step":
        decay = np.where(s < 1 / 2, 1.0, 0.1)  # 절반에서 10분의 1로
    else:
        decay = 1 / np.sqrt(np.maximum(1, t / warmup))  # 원래의 Transformer: 1/√t
    lr = ramp * (floor + (base - floor) * decay)  # 스텝마다의 학습률
    return lr


def draw(rng):
    # three steps after the warmup: the cosine is 3/4, 1/4 and 0 there
    warmup = rng.integers(2, 4)
    return {
        "steps": warmup + 3,
        "warmup": warmup,
        "base": rng.choice([0.4, 0.8, 1.2, 2.0]),
        "floor": rng.choice([0.04, 0.1, 0.2]),
        "schedule": "cosine",
    }


def picture(trace: Trace) -> Curves:
    t = trace["t"]
    names = {"cosine": "코사인", "linear": "직선", "step": "계단", "rsqrt": "1/√t"}
    lines = tuple(
        Series(called, t, DEMO.run({**trace.inputs, "schedule": one})["lr"])
        for one, called in names.items()
    )
    now = Series("지금의 스케줄", t, trace["lr"], points=True)
    return Curves("스텝마다의 학습률: 올렸다가 줄인다", "스텝", "학습률", (*lines, now))


DEMO = Demo(
    lr_schedule,
    asks={
        "decay": "스텝마다 코사인으로 줄인 비율(1에서 0까지)",
        "lr": "첫 스텝부터 끝까지 스텝마다의 학습률",
    },
    draw=draw,
    mistakes=(
        Mistake("ramp", "np.minimum(1, (t - 1) / warmup)", "스텝을 0부터 세었습니다."),
        Mistake("ramp", "np.ones(steps)", "워밍업을 하지 않았습니다."),
        Mistake("s", "t / steps", "워밍업이 끝난 다음부터 세어야 합니다."),
        Mistake("decay", "1 - s", "코사인이 아니라 직선으로 줄였습니다."),
        Mistake(
            "decay", "np.cos(np.pi * s / 2)", "4분의 1 주기입니다. 반 주기를 0과 1 사이로 옮깁니다."
        ),
        Mistake("decay", "np.cos(np.pi * s)", "1을 더해 2로 나누지 않아 음수가 됩니다."),
        Mistake("lr", "ramp * base * decay", "최저 학습률을 빠뜨렸습니다."),
        Mistake("lr", "ramp * (floor + base * decay)", "최댓값이 최저 학습률만큼 커졌습니다."),
        Mistake("lr", "floor + (base - floor) * decay", "워밍업을 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {"steps": 6, "warmup": 3, "base": 1.2, "floor": 0.2},
            {"decay": [1, 1, 1, 0.75, 0.25, 0], "lr": [0.4, 0.8, 1.2, 0.95, 0.45, 0.2]},
            "손계산: 1.2의 1/3, 2/3, 3/3. 그 뒤 cos 60° = ½, cos 120° = −½, cos 180° = −1",
        ),
    ),
    picture=picture,
    limits={"steps": (2, 1000), "warmup": (1, 999), "base": (1e-8, 10), "floor": (0, 10)},
    choices={
        "schedule": {
            "cosine": "워밍업 다음 코사인으로 줄입니다",
            "linear": "워밍업 다음 직선으로 줄입니다",
            "step": "워밍업 다음 절반에서 10분의 1로 줄입니다",
            "rsqrt": "워밍업 다음 1/√t로 줄입니다",
        }
    },
    words={
        "steps": "전체 스텝",
        "warmup": "워밍업 스텝",
        "base": "최고 학습률",
        "floor": "최저 학습률",
        "ramp": "올린 비율",
        "decay": "줄인 비율",
    },
    lines={
        "steps": "전체 스텝의 수",
        "warmup": "직선으로 올리는 워밍업 스텝의 수",
        "base": "최고 학습률",
        "floor": "마지막 스텝의 최저 학습률",
        "t": "첫 스텝의 번호는 1이고, 워밍업의 마지막 스텝에서 최고 학습률이 됩니다.",
        "ramp": "",
        "s": "",
        "decay": "",
        "lr": "",
    },
)
