"""조기 종료와 L2의 닮은꼴: 이차 근사에서 남는 비율 비교."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

CURVATURES = np.array([1.0, 0.1, 0.01])


def early_stopping_l2(h=CURVATURES, lr=0.1, tau=50):
    r1 = 1 - (1 - lr * h) ** tau  # 0에서 τ스텝 가면 최적값의 이만큼
    lam = 1 / (lr * tau)  # 오래 학습할수록 약한 L2에 해당
    r2 = h / (h + lam)  # L2의 해는 최적값의 이만큼
    gap = r1 - r2  # αhτ가 작은 방향에서는 거의 같다
    return r1


def draw(rng):
    return {
        "h": rng.choice([1.0, 0.5, 2 / 5], size=2, replace=False),
        "lr": rng.choice([0.1, 0.2, 0.5]),
        "tau": rng.integers(2, 4),
    }


def picture(trace: Trace) -> Curves:
    lr, tau, lam = trace["lr"], trace["tau"], trace["lam"]
    h = np.geomspace(lam / 100, min(100 * lam, 1 / lr), 81)
    return Curves(
        f"곡률이 h인 방향에서 남는 비율 (τ = {tau}, λ = {lam:.4g})",
        "log₁₀ h",
        "비율",
        (
            Series("조기 종료", np.log10(h), 1 - (1 - lr * h) ** tau),
            Series("L2", np.log10(h), h / (h + lam)),
        ),
    )


DEMO = Demo(
    early_stopping_l2,
    asks={
        "r1": "곡률 h마다, 0에서 출발한 τ스텝의 경사하강이 최적값에 다가간 비율",
        "lam": "τ스텝의 조기 종료와 닮은 효과를 내는 L2의 세기 λ",
        "r2": "곡률 h마다, 그 λ를 쓴 L2의 해가 최적값에서 차지하는 비율",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "r1", "(1 - lr * h) ** tau", "남은 오차의 비율입니다. 1에서 빼야 걸어간 비율입니다."
        ),
        Mistake("r1", "1 - (1 - h) ** tau", "학습률을 곱하지 않았습니다."),
        Mistake("r1", "lr * h * tau", "처음의 기울기로 끝까지 걸었다고 보았습니다."),
        Mistake("lam", "lr * tau", "역수를 취하지 않았습니다. 오래 학습할수록 λ는 작아집니다."),
        Mistake("lam", "1 / tau", "학습률을 곱하지 않았습니다."),
        Mistake("lam", "tau / lr", "학습률과 τ를 곱하지 않고 나누었습니다."),
        Mistake("r2", "lam / (h + lam)", "줄어든 비율입니다. 남는 비율은 h / (h + λ)입니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "r1": [0.9948462247926799, 0.39499393286246365, 0.04879437180296875],
                "lam": 0.2,
                "r2": [5 / 6, 1 / 3, 1 / 21],
            },
            "PyTorch 2.13.0 torch.optim.SGD 50스텝(½h(w − 1)², "
            "w = 0에서)과 손계산 1/1.2, 0.1/0.3, 0.01/0.21",
        ),
        Worked(
            {"h": [1, 0.5], "lr": 0.5, "tau": 2},
            {"r1": [0.75, 0.4375], "lam": 1.0},
            "손계산: 1 − ½², 1 − ¾²",
        ),
    ),
    picture=picture,
    limits={"h": (0, 1), "lr": (1e-6, 1), "tau": (1, 1e6)},
)
