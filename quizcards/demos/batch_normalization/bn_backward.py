"""배치 정규화 역전파(backward): 기울기는 평균과 분산까지 통과한다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

BATCH = np.array([1.0, 2.0, 4.0])
UPSTREAM = np.array([1.0, 0.0, 0.0])


def bn_backward(x=BATCH, dy=UPSTREAM, gamma=1.0, eps=1e-5):
    m = np.size(x)
    mu = np.mean(x)
    var = np.mean((x - mu) ** 2)
    s = np.sqrt(var + eps)
    x_hat = (x - mu) / s
    dbeta = np.sum(dy)  # β는 모든 샘플에 더해졌다
    dgamma = np.sum(dy * x_hat)  # γ는 x̂에 곱해졌다
    dx_hat = gamma * dy
    dvar = -np.sum(dx_hat * x_hat) / (2 * s**2)  # 분산으로 온 기울기
    dmu = -np.sum(dx_hat) / s  # 평균으로 온 기울기
    dx = dx_hat / s + 2 * dvar * (x - mu) / m + dmu / m  # 세 경로의 합
    return dx


def draw(rng):
    # the standard deviation is 3
    x = rng.integers(0, 4) + rng.choice([-1, 1]) * np.array([-5.0, 1.0, 1.0, 3.0])
    dy = np.array([[3.0, 0, 0, 0], [6, 0, 0, 0], [3, 3, 0, 0], [3, 0, 0, 6], [-3, 0, 0, 6]])
    mixed = rng.permutation(4)
    return {
        "x": x[mixed],
        "dy": dy[rng.integers(5)][mixed],
        "gamma": rng.choice([2, 5]),
        "eps": 1e-12,
    }


def picture(trace: Trace) -> Curves:
    x, order = trace["x"], np.argsort(trace["x"])
    numeric = [
        (_loss(trace, x + step) - _loss(trace, x - step)) / 2e-5 for step in 1e-5 * np.eye(len(x))
    ]
    return Curves(
        "손실의 x에 대한 기울기",
        "x",
        "dx",
        (
            Series("중심차분", x[order], np.array(numeric)[order]),
            Series("세 경로의 합 dx", x[order], trace["dx"][order], points=True),
            Series(
                "μ, σ²을 상수로 본 dx(틀림)",
                x[order],
                (trace["dx_hat"] / trace["s"])[order],
                points=True,
            ),
        ),
    )


def _loss(trace: Trace, x):
    return np.sum(trace["dx_hat"] * (x - np.mean(x)) / np.sqrt(np.var(x) + trace["eps"]))


ROOT14 = 14**0.5

DEMO = Demo(
    bn_backward,
    asks={
        "dbeta": "β에 대한 손실의 기울기 dβ",
        "dgamma": "γ에 대한 손실의 기울기 dγ",
        "dmu": "평균 μ로 흘러오는 기울기 dμ",
        "dvar": "분산 σ²으로 흘러오는 기울기 dσ²",
    },
    draw=draw,
    mistakes=(
        Mistake("s", "var + eps", "제곱근을 잊고 분산으로 나누었습니다."),
        Mistake(
            "dbeta", "np.mean(dy)", "평균이 아니라 합입니다. β는 모든 샘플에 그대로 더해졌습니다."
        ),
        Mistake("dbeta", "np.sum(dy * x_hat)", "그것은 dγ입니다."),
        Mistake("dbeta", "gamma * np.sum(dy)", "β에는 γ가 곱해지지 않았습니다."),
        Mistake("dgamma", "np.sum(dy * x)", "γ에 곱해진 것은 x가 아니라 정규화한 x̂입니다."),
        Mistake("dgamma", "np.sum(dy)", "그것은 dβ입니다."),
        Mistake(
            "dgamma", "np.mean(dy * x_hat)", "평균이 아니라 합입니다. γ는 모든 샘플에 곱해졌습니다."
        ),
        Mistake("dx_hat", "dy", "출력의 γ를 곱하지 않았습니다."),
        Mistake(
            "dvar",
            "-np.sum(dx_hat * x_hat) / s**2",
            "(σ² + ε)^(−½)을 미분할 때 나오는 ½을 빠뜨렸습니다.",
        ),
        Mistake("dmu", "-np.sum(dx_hat)", "표준편차로 나누지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "dx": [0.22908229170096814, -0.3436200013686196, 0.11453770966765141],
                "dgamma": -1.0690415314502977,
                "dbeta": 1.0,
            },
            "PyTorch 2.13.0 F.batch_norm의 autograd",
        ),
        Worked(
            {"eps": 1e-12},
            {"dgamma": -4 / ROOT14, "dx": np.array([6, -9, 3]) / (7 * ROOT14)},
            "손계산(ε ≈ 0): s = √14/3, x̂ = (−4, −1, 5)/√14, dx = (3·dy − 1 − x̂·dγ)/(3s)",
        ),
        Worked(
            {"eps": 1e-12},
            {"dmu": -3 / ROOT14, "dvar": 9 / (7 * ROOT14)},
            "손계산(ε ≈ 0): dμ = −1/s, dσ² = −x̂₁/(2s²) = (4/√14)·(9/28)",
        ),
    ),
    picture=picture,
    limits={"eps": (1e-12, 1)} | dict.fromkeys(("x", "dy", "gamma"), (-1e6, 1e6)),
    lines={
        "m": "",
        "mu": "",
        "var": "",
        "s": "s는 x의 표준편차입니다.",
        "x_hat": "x̂은 x를 정규화한 값입니다.",
        "dx_hat": "",
        "dy": "y에 대한 손실의 기울기 dy",
    },
    words={
        "eps": "",
    },
)
