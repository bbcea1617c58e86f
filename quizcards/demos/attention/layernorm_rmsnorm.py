"""층 정규화: 토큰마다 특성을 정규화한다 (Ba et al. 2016, §3; Zhang & Sennrich 2019, §4)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

TOKENS = np.array([[1.0, 2.0, 6.0], [4.0, 4.0, 10.0]])
GAIN = np.array([1.0, 1.0, 2.0])
SHIFT = np.array([0.0, 1.0, 0.0])


def layernorm_rmsnorm(X=TOKENS, gamma=GAIN, beta=SHIFT, kind="layer", eps=1e-5):
    if kind == "layer":
        mu = np.mean(X, axis=1, keepdims=True)  # 행(토큰)마다 특성의 평균
        var = np.mean((X - mu) ** 2, axis=1, keepdims=True)
    elif kind == "batch":
        mu = np.mean(X, axis=0, keepdims=True)  # 열(특성)마다 배치의 평균
        var = np.mean((X - mu) ** 2, axis=0, keepdims=True)
    else:
        mu = np.zeros((1, 1))  # RMSNorm: 평균을 빼지 않는다
        var = np.mean(X**2, axis=1, keepdims=True)  # 분산 대신 제곱의 평균
    X_hat = (X - mu) / np.sqrt(var + eps)
    if kind == "rms":
        Y = gamma * X_hat  # β도 없다
    else:
        Y = gamma * X_hat + beta  # 특성마다 배우는 배율과 이동
    return Y


def draw(rng):
    # a token whose variance, or mean square, is the square of a whole number
    kind = rng.choice(["layer", "rms"])
    tokens = {
        "layer": [[1.0, 1.0, 7.0, 7.0], [2.0, 2.0, 6.0, 6.0], [0.0, 10.0, 10.0, 0.0]],
        "rms": [[1.0, 1.0, 7.0, 7.0], [1.0, 3.0, 3.0, 9.0], [1.0, 5.0, 5.0, 7.0]],
    }[kind]
    return {
        "X": rng.permutation(rng.choice(tokens))[None] * rng.choice([1.0, 2.0]),
        "gamma": rng.permutation([1.0, 2.0, 3.0, 4.0]),
        "beta": rng.permutation([-1.0, 1.0, 2.0, 3.0]),
        "kind": kind,
        "eps": 1e-12,
    }


def picture(trace: Trace) -> HeatMap:
    tokens, features = np.shape(trace["X"])
    kinds = {"BN": "batch", "LN": "layer", "RMS": "rms"}
    runs = {name: DEMO.run({**trace.inputs, "kind": kind}) for name, kind in kinds.items()}
    return HeatMap(
        "같은 입력을 정규화한 X̂: BN은 열마다, LN과 RMSNorm은 행마다",
        np.vstack([trace["X"], *(run["X_hat"] for run in runs.values())]),
        tuple(f"{name} 토큰 {i + 1}" for name in ["입력", *kinds] for i in range(tokens)),
        tuple(f"특성 {j + 1}" for j in range(features)),
    )


DEMO = Demo(
    layernorm_rmsnorm,
    asks={
        "X_hat": "정규화한 X̂",
        "Y": "이 정규화의 파라미터까지 적용한 출력 Y",
    },
    draw=draw,
    mistakes=(
        Mistake("var", "np.std(X, axis=1, keepdims=True)", "분산이 아니라 표준편차를 넣었습니다."),
        Mistake(
            "var",
            "np.sum((X - mu) ** 2, axis=1, keepdims=True)",
            "제곱의 합입니다. 특성의 수로 나눕니다.",
        ),
        Mistake(
            "var",
            "np.sum((X - mu) ** 2, axis=1, keepdims=True) / (np.shape(X)[1] - 1)",
            "n − 1로 나누었습니다. LayerNorm은 n으로 나눕니다.",
        ),
        Mistake("X_hat", "(X - mu) / (var + eps)", "제곱근을 씌우지 않았습니다."),
        Mistake(
            "X_hat",
            "(X - np.mean(X, axis=1, keepdims=True) * (kind == 'rms')) / np.sqrt(var + eps)",
            "평균을 뺄지 말지가 반대입니다. 빼는 것은 LayerNorm, 안 빼는 것은 RMSNorm입니다.",
        ),
        Mistake("Y", "X_hat", "배우는 배율 γ를 곱하지 않았습니다."),
        Mistake("Y", "gamma * (X_hat + beta)", "β까지 γ를 곱했습니다. 곱한 다음 더합니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "Y": [
                    [-0.9258191078240388, 0.5370904460879806, 2.7774573234721163],
                    [-0.7071063392452236, 0.2928936607547764, 2.8284253569808944],
                ]
            },
            "PyTorch 2.13.0 F.layer_norm",
        ),
        Worked(
            {"kind": "rms"},
            {
                "Y": [
                    [0.2705007914365436, 0.5410015828730872, 3.246009497238523],
                    [0.6030226206302334, 0.6030226206302334, 3.015113103151167],
                ]
            },
            "PyTorch 2.13.0 F.rms_norm",
        ),
        Worked(
            {"X": [[1, 1, 7]], "kind": "rms", "eps": 1e-12},
            {"X_hat": [[1 / 17**0.5, 1 / 17**0.5, 7 / 17**0.5]]},
            "손계산(ε ≈ 0): 제곱의 평균이 (1 + 1 + 49)/3 = 17",
        ),
    ),
    picture=picture,
    limits={"X": (-1e6, 1e6), "gamma": (-1e3, 1e3), "beta": (-1e3, 1e3), "eps": (1e-12, 1)},
    choices={
        "kind": {
            "layer": "LayerNorm으로 정규화합니다.",
            "batch": "BatchNorm으로 정규화합니다.",
            "rms": "RMSNorm으로 정규화합니다.",
        },
    },
    words={"eps": ""},
    lines={
        "mu": "",
        "var": "",
        "X_hat": "",
    },
)
