"""배치 정규화(batch normalization) 추론: 이동 통계(running statistics)로 정규화."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

BATCH = np.array([1.0, 2.0, 3.0, 4.0])


def bn_inference(x=3.0, batch=BATCH, running_mean=0.0, running_var=1.0, momentum=0.1, gamma=1.0, beta=0.0, eps=1e-5):
    mu = np.mean(batch)  # 학습 중 한 미니배치의 평균
    var = np.sum((batch - mu) ** 2) / (np.size(batch) - 1)  # 모집단을 추정하므로 m − 1로 나눈다(불편 분산)
    running_mean = (1 - momentum) * running_mean + momentum * mu  # PyTorch의 momentum은 새 값의 비중
    running_var = (1 - momentum) * running_var + momentum * var
    x_hat = (x - running_mean) / np.sqrt(running_var + eps)  # 추론: 함께 들어온 샘플과 무관하다
    y = gamma * x_hat + beta
    return y


def draw(rng):
    batch = rng.integers(-3, 9, size=4).astype(float)
    return {
        "x": rng.integers(2, 9),
        "batch": batch,
        "running_mean": rng.choice([0.5, 1, 2]),
        "running_var": rng.choice([2, 3]),
    }


def picture(trace: Trace) -> Bars:
    batch_only = (trace["x"] - trace["mu"]) / np.sqrt(np.var(trace["batch"]) + trace["eps"])
    return Bars(
        f"같은 입력 x = {trace['x']:g}의 정규화 결과",
        (
            ("이동 통계로 (추론)", float(trace["x_hat"])),
            ("마지막 배치의 통계로", float(batch_only)),
            ("혼자 든 배치의 통계로", 0.0),
        ),
    )


DEMO = Demo(
    bn_inference,
    asks=("running_mean", "running_var", "y"),
    draw=draw,
    mistakes=(
        Mistake(
            "running_mean",
            "momentum * running_mean + (1 - momentum) * mu",
            "PyTorch의 momentum은 옛값이 아니라 새 값의 비중입니다.",
        ),
        Mistake("running_mean", "mu", "이동평균 대신 마지막 배치의 값을 그대로 썼습니다."),
        Mistake("var", "np.mean((batch - mu) ** 2)", "이동 분산에는 m − 1로 나눈 불편 분산이 들어갑니다."),
        Mistake("x_hat", "(x - mu) / np.sqrt(var + eps)", "추론에서는 배치의 통계가 아니라 이동 통계를 씁니다."),
    ),
    worked=(
        Worked(
            {},
            {"running_mean": 0.25, "running_var": 16 / 15, "y": 2.6626635693113703},
            "PyTorch 2.13.0 nn.BatchNorm1d: train() 한 번 뒤 eval()",
        ),
        Worked({"x": 0.25}, {"y": 0.0}, "손계산: x가 running mean 0.1·2.5와 같으면 x̂ = 0"),
    ),
    picture=picture,
    limits={"running_var": (0, 1e6), "momentum": (0, 1), "eps": (1e-12, 1)}
    | dict.fromkeys(("x", "batch", "running_mean", "gamma", "beta"), (-1000000.0, 1000000.0)),
)
