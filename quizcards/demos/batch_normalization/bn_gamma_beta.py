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


def draw(rng):
    return {
        "x": rng.choice(np.arange(-3.0, 10.0), size=4, replace=False),
        "gamma": rng.choice([0.5, 2, 3]),
        "beta": rng.choice([-2, -1, 1, 2]),
        "channels": rng.choice([3, 16, 32, 64, 128]),
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
    asks=("y", "gamma0", "beta0", "n_params"),
    draw=draw,
    mistakes=(
        Mistake("y", "gamma * (x_hat + beta)", "β는 γ를 곱한 뒤에 더합니다."),
        Mistake("y", "beta * x_hat + gamma", "γ와 β를 바꾸었습니다."),
        Mistake(
            "gamma0", "var + eps", "제곱근을 잊었습니다. γ는 분산이 아니라 표준편차여야 합니다."
        ),
        Mistake("gamma0", "1 / np.sqrt(var + eps)", "나눈 만큼 다시 곱해야 되돌아옵니다."),
        Mistake(
            "beta0", "mu / np.sqrt(var + eps)", "β는 γ를 곱한 뒤에 더하므로 μ를 나누지 않습니다."
        ),
        Mistake("n_params", "4 * channels", "이동평균과 이동 분산은 학습되는 파라미터가 아닙니다."),
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
)
