"""합성곱의 역전파와 전치 합성곱 (Dumoulin & Visin 2016, §4)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

SIGNAL = np.array([1.0, 3.0, 2.0, 4.0, 1.0])
FILTER = np.array([1.0, -1.0, 2.0])
UPSTREAM = np.array([3.0, 5.0])


def conv_backward_transposed(x=SIGNAL, w=FILTER, dy=UPSTREAM, stride=2):
    at = stride * np.arange(np.size(dy))[:, None] + np.arange(np.size(w))  # 출력마다 보는 칸
    C = np.sum((at[:, :, None] == np.arange(np.size(x))) * w[:, None], axis=1)  # 행마다 필터
    y = C @ x
    J = y @ dy  # ∂J/∂y가 dy인 손실
    dw = dy @ x[at]  # 출력마다 본 입력에 dy를 곱해 모두 더한다
    dx = C.T @ dy  # C의 전치를 곱한다: dy를 x의 길이로 늘리는 전치 합성곱
    return J


def draw(rng):
    # two windows of three with one cell in common
    return {
        "x": rng.permutation([1.0, 2.0, 3.0, 4.0, 5.0]),
        "w": rng.permutation([[1.0, -1.0, 2.0], [2.0, 1.0, -3.0], [-1.0, 3.0, 1.0]])[0],
        "dy": rng.permutation([2.0, 3.0, 4.0, -2.0])[:2],
        "stride": 2,
    }


def picture(trace: Trace) -> HeatMap:
    parts = trace["dy"][:, None] * trace["C"]
    return HeatMap(
        "출력마다 dy를 곱한 필터를 본 자리에 놓고 더한 dx",
        np.vstack([parts, trace["dx"]]),
        (*(f"출력 {i + 1}" for i in range(len(parts))), "dx"),
        tuple(f"x{j + 1}" for j in range(np.size(trace["x"]))),
    )


DEMO = Demo(
    conv_backward_transposed,
    asks={
        "dw": "합성곱 필터의 기울기 dw",
        "dx": "합성곱 입력의 기울기 dx(dy의 전치 합성곱)",
    },
    draw=draw,
    mistakes=(
        Mistake("dw", "np.sum(x[at], axis=0)", "위에서 온 기울기 dy를 곱하지 않았습니다."),
        Mistake("dw", "np.sum(dy) * w", "입력이 아니라 필터를 곱했습니다."),
        Mistake("dw", "dy @ x[at][:, ::-1]", "입력의 순서를 뒤집었습니다. dw는 뒤집지 않습니다."),
        Mistake("dw", "dy @ x[at] / np.size(dy)", "더하지 않고 출력의 수로 평균을 냈습니다."),
        Mistake("dx", "np.sum(C, axis=0)", "위에서 온 기울기 dy를 곱하지 않았습니다."),
        Mistake("dx", "C.T @ y", "dy가 아니라 순전파의 출력을 되돌렸습니다."),
        Mistake(
            "dx",
            "np.sum((at[:, :, None] == np.arange(np.size(x))) * w[::-1][:, None], axis=1).T @ dy",
            "필터를 뒤집어 놓았습니다. 본 자리에 그대로 놓으면 뒤집지 않습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"J": 6, "dw": [13, 29, 11], "dx": [3, -3, 11, -5, 10]},
            "손계산: dw = 3·[1 3 2] + 5·[2 4 1], dx의 셋째 칸은 3·2 + 5·1 = 11",
        ),
        Worked(
            {"x": [2, 0, -1, 1], "w": [0.5, 3], "dy": [1, -2, 4], "stride": 1},
            {"dw": [-2, 6], "dx": [0.5, 2, -4, 12]},
            "PyTorch 2.13.0 F.conv1d의 autograd와 F.conv_transpose1d",
        ),
    ),
    picture=picture,
    limits={"x": (-1e3, 1e3), "w": (-1e3, 1e3), "dy": (-1e3, 1e3), "stride": (1, 2)},
    words={"stride": "스트라이드"},
    lines={
        "w": "필터 w",
        "dy": "출력이 받은 기울기 dy",
        "C": "",
        "at": "필터를 패딩 없이 왼쪽 끝부터 스트라이드만큼 옮기며 곱해 더한 것이 출력 y입니다.",
        "y": "",
        "J": "",
        "dw": "",
        "dx": "",
    },
)
