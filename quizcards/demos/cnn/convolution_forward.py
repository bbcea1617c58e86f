"""합성곱층의 순전파: 필터를 옮기며 곱해 더한다 (Dumoulin & Visin 2016, §2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

IMAGE = np.array([[1.0, 2.0, 5.0, 5.0], [1.0, 1.0, 5.0, 6.0], [0.0, 1.0, 4.0, 5.0], [1.0] * 4])
FILTER = np.array([[-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]])


def convolution_forward(X=IMAGE, W=FILTER, b=1.0, stride=1, padding=0):
    P = np.pad(X, padding)  # 둘레에 0을 두른다
    f = np.shape(W)[0]
    m = (np.shape(X)[0] + 2 * padding - f) // stride + 1  # 출력의 한 변: 내림
    Y = np.zeros((m, m))
    for t in range(m * m):
        i = t // m * stride  # 필터의 왼쪽 위가 놓이는 행
        j = t % m * stride  # 필터의 왼쪽 위가 놓이는 열
        patch = P[i : i + f, j : j + f]
        y = np.sum(patch * W) + b  # 겹친 칸끼리 곱해 더한다 (상호상관)
        Y = Y + y * np.eye(m)[t // m][:, None] * np.eye(m)[t % m]  # 그 칸에 적는다
    return Y


def draw(rng):
    # a border of zeros leaves four products to the first corner, six or nine to the others
    filters = [
        [[-1, 0, 1], [-1, 0, 1], [-2, 0, 1]],
        [[1, 2, 1], [0, 0, 0], [-1, -2, -1]],
        [[0, 1, 0], [2, 0, -1], [0, 3, 0]],
    ]
    return {
        "X": rng.integers(0, 4, size=(4, 4)).astype(float),
        "W": np.array(filters[rng.integers(3)], dtype=float),
        "b": rng.choice([1.0, 2.0, 3.0]),
        "stride": 2,
        "padding": 1,
    }


def picture(trace: Trace) -> HeatMap:
    size, pad = len(trace["X"]), trace["padding"]
    seen = np.zeros((size + 2 * pad, size + 2 * pad))
    for i, j in zip(trace.values("i"), trace.values("j"), strict=True):
        seen[i : i + trace["f"], j : j + trace["f"]] += 1
    names = tuple(str(k + 1) for k in range(size))
    return HeatMap(
        "입력의 칸마다 그 칸을 보는 출력의 수",
        seen[pad : pad + size, pad : pad + size],
        tuple(f"{name}행" for name in names),
        tuple(f"{name}열" for name in names),
    )


DEMO = Demo(
    convolution_forward,
    asks={"Y": "합성곱층의 출력 Y"},
    draw=draw,
    mistakes=(
        Mistake("y", "np.sum(patch * W)", "편향 b를 더하지 않았습니다."),
        Mistake(
            "y",
            "np.sum(patch * W[::-1, ::-1]) + b",
            "필터를 뒤집었습니다. 딥러닝의 합성곱은 뒤집지 않는 상호상관입니다.",
        ),
        Mistake("y", "np.mean(patch * W) + b", "더하지 않고 평균을 냈습니다."),
        Mistake(
            "patch",
            "P[t // m : t // m + f, t % m : t % m + f]",
            "필터를 한 칸씩 옮겼습니다. 스트라이드만큼 옮깁니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"Y": [[13, 13], [9, 10]]},
            "손계산: 왼쪽 위는 (5 + 5 + 4) − (1 + 1 + 0) + 1 = 13, 왼쪽 아래는 10 − 2 + 1 = 9",
        ),
        Worked(
            {"stride": 2, "padding": 1},
            {"Y": [[4, 9], [4, 10]]},
            "PyTorch 2.13.0 F.conv2d",
        ),
    ),
    picture=picture,
    limits={
        "X": (-1e6, 1e6),
        "W": (-1e6, 1e6),
        "b": (-1e6, 1e6),
        "stride": (1, 4),
        "padding": (0, 3),
    },
    words={
        "patch": "겹친 칸",
        "stride": "스트라이드",
        "padding": "패딩",
        "i": "창의 첫 행",
        "j": "창의 첫 열",
        "m": "출력의 한 변",
    },
    lines={
        "P": "",
        "f": "",
        "m": "X의 둘레에 0을 패딩만큼 두르고, 필터를 왼쪽 위에서부터 스트라이드만큼씩 옮깁니다.",
        "i": "",
        "j": "",
        "patch": "",
        "y": "y = 겹친 칸끼리 W와 곱해 모두 더한 값 + b",
        "Y": "",
        "W": "필터 W",
        "b": "편향 b",
    },
)
