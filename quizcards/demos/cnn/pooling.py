"""최대 풀링과 평균 풀링, 그리고 그 역전파 (Goodfellow et al., Deep Learning §9.3)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import HeatMap
from quizcards.trace.tracer import Trace

MAP = np.array(
    [[1.0, 3.0, 2.0, 1.0], [4.0, 2.0, 0.0, 5.0], [6.0, 1.0, 1.0, 2.0], [2.0, 3.0, 8.0, 5.0]]
)
UPSTREAM = np.array([[1.0, 2.0], [4.0, 8.0]])


def pooling(X=MAP, dY=UPSTREAM):
    R = np.eye(np.shape(X)[0] // 2)[np.arange(np.shape(X)[0]) // 2]  # 두 행이 한 창에 든다
    C = np.eye(np.shape(X)[1] // 2)[np.arange(np.shape(X)[1]) // 2]  # 두 열도
    M = np.maximum(  # 창마다 네 칸의 최댓값
        np.maximum(X[0::2, 0::2], X[0::2, 1::2]), np.maximum(X[1::2, 0::2], X[1::2, 1::2])
    )
    A = R.T @ X @ C / 4  # 창마다 네 칸의 평균
    gap = np.mean(X)  # 전역 평균 풀링: 채널 하나가 수 하나로
    won = X == R @ M @ C.T  # 창에서 이긴 칸
    up = R @ dY @ C.T  # 창의 기울기를 네 칸에 펼친다
    D_M = np.where(won, up, 0)  # 최대 풀링의 역전파: 이긴 칸이 다 받는다
    D_A = up / 4  # 평균 풀링의 역전파: 네 칸이 고르게 나눈다
    return M


def draw(rng):
    # the cells of a window differ by four's remainder, so that none tie, not even one misread;
    # the first is neither the largest nor the smallest
    fours = rng.permutation([0, rng.integers(4), 3])
    first = 4.0 * rng.integers(1, 3) + 2
    return {
        "X": np.array([first, *(4.0 * fours + [1, 3, 4])]).reshape(2, 2),
        "dY": rng.choice([2.0, -4.0, 8.0, -12.0], size=(1, 1)),
    }


def picture(trace: Trace) -> HeatMap:
    rows, columns = np.shape(trace["X"])
    shown = {"X": "X", "최대": "D_M", "평균": "D_A"}
    return HeatMap(
        "입력 X와, 최대 풀링과 평균 풀링이 되돌려 주는 기울기",
        np.vstack([trace[name] for name in shown.values()]),
        tuple(f"{name} {i + 1}행" for name in shown for i in range(rows)),
        tuple(f"{j + 1}열" for j in range(columns)),
    )


DEMO = Demo(
    pooling,
    asks={
        "M": "2×2 최대 풀링의 출력 M",
        "A": "2×2 평균 풀링의 출력 A",
        "D_M": "2×2 최대 풀링을 거쳐 X가 받는 기울기",
        "D_A": "2×2 평균 풀링을 거쳐 X가 받는 기울기",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "M",
            "np.minimum(np.minimum(X[0::2, 0::2], X[0::2, 1::2]),"
            " np.minimum(X[1::2, 0::2], X[1::2, 1::2]))",
            "최댓값이 아니라 최솟값을 골랐습니다.",
        ),
        Mistake("M", "R.T @ X @ C / 4", "최댓값이 아니라 평균을 냈습니다."),
        Mistake("M", "X[0::2, 0::2]", "창의 왼쪽 위 칸만 뽑았습니다."),
        Mistake("A", "R.T @ X @ C", "합입니다. 창의 칸 수인 4로 나눕니다."),
        Mistake("A", "R.T @ X @ C / 2", "창의 한 변으로 나누었습니다. 칸 수인 4로 나눕니다."),
        Mistake(
            "A",
            "np.maximum(np.maximum(X[0::2, 0::2], X[0::2, 1::2]),"
            " np.maximum(X[1::2, 0::2], X[1::2, 1::2]))",
            "평균이 아니라 최댓값을 골랐습니다.",
        ),
        Mistake("D_M", "up", "이긴 칸만이 아니라 네 칸 모두에 주었습니다."),
        Mistake("D_M", "up / 4", "네 칸에 고르게 나누었습니다. 그것은 평균 풀링입니다."),
        Mistake("D_M", "1.0 * won", "위에서 내려온 기울기를 곱하지 않았습니다."),
        Mistake("D_A", "up", "창의 칸 수인 4로 나누지 않았습니다."),
        Mistake("D_A", "np.where(won, up, 0)", "이긴 칸에 다 주었습니다. 그것은 최대 풀링입니다."),
        Mistake("D_A", "up / 2", "창의 한 변으로 나누었습니다. 칸 수인 4로 나눕니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "M": [[4, 5], [6, 8]],
                "A": [[2.5, 2], [3, 4]],
                "gap": 2.875,
                "D_M": [[0, 0, 0, 0], [1, 0, 0, 2], [4, 0, 0, 0], [0, 0, 8, 0]],
                "D_A": [
                    [0.25, 0.25, 0.5, 0.5],
                    [0.25, 0.25, 0.5, 0.5],
                    [1, 1, 2, 2],
                    [1, 1, 2, 2],
                ],
            },
            "손계산: 첫 창 [1 3; 4 2]의 최댓값 4, 평균 10/4, 모두의 합이 46이라 46/16 = 2.875",
        ),
        Worked(
            {"X": [[3, 1, 4, 1], [5, 9, 2, 6]], "dY": [[-1, 0.5]]},
            {
                "M": [[9, 6]],
                "A": [[4.5, 3.25]],
                "D_M": [[0, 0, 0, 0], [0, -1, 0, 0.5]],
                "D_A": [[-0.25, -0.25, 0.125, 0.125], [-0.25, -0.25, 0.125, 0.125]],
            },
            "PyTorch 2.13.0 F.max_pool2d, F.avg_pool2d와 autograd",
        ),
    ),
    picture=picture,
    limits={"X": (-1e6, 1e6), "dY": (-1e6, 1e6)},
    words={
        "won": "이긴 칸",
        "up": "펼친 기울기",
    },
    lines={
        "dY": "풀링의 출력이 받은 기울기 ∂J/∂Y",
        "R": "",
        "C": "",
        "M": "",
        "A": "",
        "won": "",
        "up": "",
        "D_M": "",
        "D_A": "",
    },
)
