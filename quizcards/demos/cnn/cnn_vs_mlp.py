"""합성곱과 완전연결층에 옮긴 입력을 넣기 (Goodfellow et al., Deep Learning §9.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

SIGNAL = np.array([0.0, 2.0, 1.0, 0.0, 0.0, 0.0])
FILTER = np.array([1.0, 2.0, -1.0])
WEIGHTS = np.array([[1.0, 0.0, 2.0, 0.0, 1.0, 3.0], [0.0, 1.0, -1.0, 2.0, 3.0, 0.0]])


def cnn_vs_mlp(x=SIGNAL, w=FILTER, W=WEIGHTS, shift=2):
    n = np.size(x)
    C = w[0] * np.eye(n, k=-1) + w[1] * np.eye(n) + w[2] * np.eye(n, k=1)  # 행마다 같은 필터
    y = C @ x
    pool = np.max(y)  # 최대 풀링: 특징 맵에서 가장 큰 값
    S = np.eye(n, k=-shift)  # 오른쪽으로 shift칸 옮기는 행렬
    x_s = S @ x
    y_s = C @ x_s  # 특징 맵도 그만큼 옮겨 간다: 등변
    pool_s = np.max(y_s)  # 가장 큰 값은 그대로이다: 불변
    h = W @ x
    h_s = W @ x_s  # 완전연결층: 자리마다 가중치가 달라 딴 값이 된다
    return y_s


def draw(rng):
    # what is moved stays inside with what the filter makes of it on either side
    return {
        "x": np.array([0.0, *rng.permutation([1.0, 2.0, 3.0, 4.0])[:2], 0.0, 0.0, 0.0]),
        "w": rng.permutation([[1.0, 2.0, -1.0], [2.0, 1.0, -3.0], [1.0, 3.0, -2.0]])[0],
        "W": rng.permutation(WEIGHTS, axis=1),
        "shift": int(rng.integers(1, 3)),
    }


def picture(trace: Trace) -> HeatMap:
    return HeatMap(
        "입력 x를 옮기면 합성곱의 출력 y도 똑같이 옮겨진다",
        np.vstack([trace["x"], trace["x_s"], trace["y"], trace["y_s"]]),
        ("x", "옮긴 x", "y", "옮긴 x의 y"),
        tuple(str(i + 1) for i in range(np.size(trace["x"]))),
    )


DEMO = Demo(
    cnn_vs_mlp,
    asks={
        "y_s": "옮긴 입력에 대한 합성곱의 출력 yₛ",
        "h_s": "옮긴 입력에 대한 완전연결층의 출력 hₛ",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "C",
            "w[2] * np.eye(n, k=-1) + w[1] * np.eye(n) + w[0] * np.eye(n, k=1)",
            "필터를 뒤집어 곱했습니다. 딥러닝의 합성곱은 뒤집지 않습니다.",
        ),
        Mistake("x_s", "S.T @ x", "입력을 왼쪽으로 옮겼습니다."),
        Mistake("y_s", "y", "옮기기 전의 출력입니다. 입력을 옮기면 출력도 옮겨 갑니다."),
        Mistake("h_s", "h", "옮기기 전의 값입니다. 완전연결층은 이동에 불변이 아닙니다."),
        Mistake("h_s", "W @ y_s", "옮긴 입력이 아니라 합성곱의 출력을 넣었습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "y": [-2, 3, 4, 1, 0, 0],
                "y_s": [0, 0, -2, 3, 4, 1],
                "pool": 4,
                "pool_s": 4,
                "h_s": [1, 7],
            },
            "손계산: y₂ = 2·2 − 1·1 = 3, y₃ = 1·2 + 2·1 = 4, 두 칸 옮긴 x는 [0 0 0 2 1 0]",
        ),
        Worked(
            {"x": [0, 1, 4, 0, 0, 0], "w": [0.5, -1, 2], "shift": 1},
            {"y_s": [0, 2, 7, -3.5, 2, 0]},
            "PyTorch 2.13.0 F.conv1d, padding 1",
        ),
    ),
    picture=picture,
    limits={"x": (-1e3, 1e3), "w": (-1e3, 1e3), "W": (-1e3, 1e3), "shift": (0, 6)},
    lines={
        "w": "합성곱 필터 w",
        "W": "완전연결층의 가중치 W",
        "shift": "오른쪽으로 옮기는 칸 수",
        "n": "",
        "C": "y의 i번째는 필터의 가운데를 x의 i번째에 맞추고 곱해 더한 값이고, 밖은 0입니다.",
        "S": "",
        "x_s": "xₛ는 x를 오른쪽으로 옮긴 것이고, 빈 자리는 0입니다.",
        "y_s": "",
        "h_s": "",
    },
)
