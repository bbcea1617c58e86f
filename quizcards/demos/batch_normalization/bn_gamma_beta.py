"""배치 정규화의 γ와 β: 출력의 폭과 위치, 그리고 항등변환(identity)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Histogram
from quizcards.trace.tracer import Trace

BATCH = np.array([1.0, 2.0, 3.0, 4.0])


def bn_gamma_beta(x=BATCH, gamma=2.0, beta=1.0, channels=64, eps=1e-5):
    mu = np.mean(x)
    var = np.mean((x - mu) ** 2)
    x_hat = (x - mu) / np.sqrt(var + eps)  # 늘 평균 0, 분산 1
    y = gamma * x_hat + beta  # 평균은 β, 표준편차는 γ가 된다
    gamma0 = np.sqrt(var + eps)  # γ가 이 값이고
    beta0 = mu  # β가 이 값이면
    x_tilde = gamma0 * x_hat + beta0  # x가 그대로 돌아온다(항등변환)
    n_params = 2 * channels  # 채널마다 γ와 β 하나씩
    return y


OFFSETS = ([-5, 1, 1, 3], [5, -1, -1, -3], [-10, 2, 2, 6], [10, -2, -2, -6])
"""Around a mean with standard deviation 3 or 6, and neither the median nor the middle is 0."""


def draw(rng):
    offsets = rng.permutation(OFFSETS[rng.integers(len(OFFSETS))])
    return {
        "x": rng.choice([1, 2, 4, 5]) + offsets.astype(float),
        "gamma": rng.choice([3, 6]),
        "beta": rng.choice([-2, -1, 1, 2]),
        "channels": rng.choice([3, 16, 32, 64, 128]),
        "eps": 1e-12,
    }


def picture(trace: Trace) -> Histogram:
    groups = (
        ("BN 전 x", trace["x"]),
        ("정규화 x̂", trace["x_hat"]),
        (f"γ = {trace['gamma']:g}, β = {trace['beta']:g}", trace["y"]),
        ("γ = √(σ² + ε), β = μ", trace["x_tilde"]),
    )
    return Histogram("γ와 β가 정하는 출력의 분포", groups)


ROOT5 = 5**0.5

DEMO = Demo(
    bn_gamma_beta,
    asks={
        "y": "배치 정규화의 출력 y",
        "gamma0": "x가 그대로 나오게 하는 γ",
        "beta0": "x가 그대로 나오게 하는 β",
        "n_params": "배치 정규화 층에서 학습되는 파라미터의 수",
    },
    draw=draw,
    mistakes=(
        Mistake("y", "gamma * (x_hat + beta)", "β는 γ를 곱한 뒤에 더합니다."),
        Mistake("y", "beta * x_hat + gamma", "γ와 β를 바꾸었습니다."),
        Mistake("y", "gamma * x_hat", "β를 더하지 않았습니다."),
        Mistake(
            "gamma0", "var + eps", "제곱근을 잊었습니다. γ는 분산이 아니라 표준편차여야 합니다."
        ),
        Mistake("gamma0", "1 / np.sqrt(var + eps)", "나눈 만큼 다시 곱해야 되돌아옵니다."),
        Mistake("gamma0", "mu", "그것은 β입니다. γ는 표준편차를 되돌립니다."),
        Mistake(
            "beta0", "mu / np.sqrt(var + eps)", "β는 γ를 곱한 뒤에 더하므로 μ를 나누지 않습니다."
        ),
        Mistake("beta0", "-mu", "부호가 반대입니다. 정규화할 때 뺀 μ를 다시 더합니다."),
        Mistake("beta0", "np.sqrt(var + eps)", "그것은 γ입니다. β는 평균을 되돌립니다."),
        Mistake("n_params", "4 * channels", "이동평균과 이동 분산은 학습되는 파라미터가 아닙니다."),
        Mistake("n_params", "channels", "채널마다 γ와 β 두 개입니다."),
        Mistake("n_params", "2", "층에 하나씩이 아니라 채널마다 하나씩입니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "y": [
                    -1.6832708399378542,
                    0.10557638668738178,
                    1.8944236133126178,
                    3.6832708399378538,
                ],
                "x_tilde": [1, 2, 3, 4],
                "n_params": 128,
            },
            "PyTorch 2.13.0 F.batch_norm(training=True, eps=1e-5), BatchNorm2d(64)의 파라미터 수",
        ),
        Worked(
            {"eps": 1e-12},
            {"y": 1 + 2 * np.array([-3, -1, 1, 3]) / ROOT5, "gamma0": ROOT5 / 2, "beta0": 2.5},
            "손계산(ε ≈ 0): μ = 2.5, σ² = 5/4, x̂ = (x − 2.5)·2/√5",
        ),
    ),
    picture=picture,
    limits={"eps": (1e-12, 1), "channels": (1, 1e6)}
    | dict.fromkeys(("x", "gamma", "beta"), (-1e6, 1e6)),
    lines={
        "mu": "μ는 미니배치의 평균입니다.",
        "var": "σ²은 미니배치의 분산입니다.",
        "x_hat": "x̂은 x를 정규화한 값입니다.",
    },
    words={
        "channels": "채널 수",
        "eps": "",
    },
)
