"""배치 정규화(batch normalization) 추론: 이동 통계(running statistics)로 정규화."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

BATCH = np.array([1.0, 2.0, 3.0, 4.0])


def bn_inference(
    x=3.0,
    batch=BATCH,
    running_mean=0.0,
    running_var=1.0,
    momentum=0.1,
    gamma=1.0,
    beta=0.0,
    eps=1e-5,
):
    mu = np.mean(batch)  # 학습 중 한 미니배치의 평균
    var = np.sum((batch - mu) ** 2) / (np.size(batch) - 1)  # 모집단 추정: m − 1로 나눈다(불편분산)
    running_mean = (
        1 - momentum
    ) * running_mean + momentum * mu  # PyTorch의 momentum은 새 값의 비중
    running_var = (1 - momentum) * running_var + momentum * var
    x_hat = (x - running_mean) / np.sqrt(running_var + eps)  # 추론: 함께 들어온 샘플과 무관하다
    y = gamma * x_hat + beta
    return y


def draw(rng):
    # the running variance becomes 9
    offsets, running_var = (([-6, 0, 3, 3], 8), ([-9, 3, 3, 3], 6))[rng.integers(2)]
    running_mean, moved = rng.choice([1, 2, 3]), rng.choice([-1, 1])
    batch = running_mean + 10 * moved + rng.choice([-1, 1]) * rng.permutation(offsets)
    return {
        "x": running_mean + moved + rng.choice([-6, -3, 3, 6]),
        "batch": batch.astype(float),
        "running_mean": running_mean,
        "running_var": running_var,
        "eps": 1e-12,
    }


def picture(trace: Trace) -> Curves:
    """Fresh batches from a normal distribution with the batch's own mean and variance, one after
    the other.
    """
    rng = np.random.default_rng(0)
    mean, var = trace["mu"], trace["var"]
    count = round(min(max(5 / max(trace["momentum"], 0.025), 20), 200))
    kept = [(trace.inputs["running_mean"], trace.inputs["running_var"])]
    for _ in range(count):
        batch = mean + np.sqrt(var) * rng.normal(size=len(trace["batch"]))
        run = DEMO.run(
            {
                **trace.inputs,
                "batch": batch,
                "running_mean": kept[-1][0],
                "running_var": kept[-1][1],
            }
        )
        kept.append((run["running_mean"], run["running_var"]))
    seen, ends = np.arange(count + 1), np.array([0, count])
    means, variances = np.transpose(kept)
    return Curves(
        "배치를 거듭하면 이동 통계가 참값에 다가간다",
        "배치 수",
        "통계",
        (
            Series("이동평균", seen, means),
            Series("이동 분산", seen, variances),
            Series(f"참 평균 {mean:.3g}", ends, np.array([mean, mean])),
            Series(f"참 분산 {var:.3g}", ends, np.array([var, var])),
        ),
    )


DEMO = Demo(
    bn_inference,
    asks={
        "running_mean": "이 배치를 반영한 이동평균",
        "running_var": "이 배치를 반영한 이동 분산",
        "y": "추론할 때 x의 배치 정규화 출력 y",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "var",
            "np.mean((batch - mu) ** 2)",
            "이동 분산에는 m − 1로 나눈 불편분산이 들어갑니다.",
        ),
        Mistake(
            "running_mean",
            "momentum * running_mean + (1 - momentum) * mu",
            "PyTorch의 momentum은 이전 값이 아니라 새 값의 비중입니다.",
        ),
        Mistake("running_mean", "mu", "이동평균 대신 마지막 배치의 값을 그대로 썼습니다."),
        Mistake(
            "running_mean", "(1 - momentum) * running_mean", "이 배치의 값을 더하지 않았습니다."
        ),
        Mistake(
            "running_var",
            "momentum * running_var + (1 - momentum) * var",
            "PyTorch의 momentum은 이전 값이 아니라 새 값의 비중입니다.",
        ),
        Mistake("running_var", "var", "이동 분산 대신 이 배치의 값을 그대로 썼습니다."),
        Mistake(
            "x_hat",
            "(x - mu) / np.sqrt(var + eps)",
            "추론에서는 배치의 통계가 아니라 이동 통계를 씁니다.",
        ),
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
    words={
        "batch": "이 배치",
        "running_mean": "이동평균",
        "running_var": "이동 분산",
        "eps": "",
    },
    lines={
        "mu": "μ는 이 배치의 평균입니다.",
        "var": "σ²은 이 배치의 불편분산입니다.",
        "momentum": "PyTorch의 momentum",
        "x_hat": "",
    },
)
