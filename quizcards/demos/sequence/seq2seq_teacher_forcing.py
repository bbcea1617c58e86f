"""교사 강요: 디코더에 정답을 넣을 때와 제 출력을 넣을 때의 손실."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

# a row for each token: how probable each next token is; token 0 stands before the first
NEXT = np.array([[0.2, 0.3, 0.5], [0.1, 0.1, 0.8], [0.6, 0.1, 0.3]])
ANSWER = np.array([1, 2, 0])


def seq2seq_teacher_forcing(P=NEXT, y=ANSWER):
    k = np.rint(y).astype(int)  # 맞혀야 할 정답의 번호
    given = np.array([0, k[0], k[1]])  # 교사 강요의 입력: 시작 토큰 0 다음에는 정답
    g1 = np.argmax(P[0])  # 추론의 첫 출력: 확률이 가장 큰 토큰
    g2 = np.argmax(P[g1])  # 그 출력을 넣어 낸 다음 출력
    own = np.array([0, g1, g2])  # 추론의 입력: 시작 토큰 다음에는 제 출력
    forced = -np.mean(np.log(P[given, k]))  # 맞혀야 할 것은 언제나 정답
    free = -np.mean(np.log(P[own, k]))
    gap = free - forced  # 손실의 차이: 추론 − 교사 강요
    return gap


def draw(rng):
    # each token is the likeliest after another one, and so is each answer but the first: what
    # comes out first is another one
    rows = np.array([[0.5, 0.4, 0.1], [0.6, 0.3, 0.1], [0.7, 0.2, 0.1], [0.8, 0.15, 0.05]])
    likely = rng.choice([[1, 2, 0], [2, 0, 1]])
    P = np.array([np.roll(row, at) for row, at in zip(rng.permutation(rows), likely, strict=False)])
    first = (likely[0] + rng.integers(1, 3)) % 3
    return {"P": P, "y": np.array([first, likely[first], likely[likely[first]]])}


def picture(trace: Trace) -> Curves:
    n = len(trace["y"])
    steps = np.arange(1, n + 1)
    fed = (("정답을 넣을 때", "given"), ("제 출력을 넣을 때", "own"))
    lines = tuple(
        Series(name, steps, np.cumsum(-np.log(trace["P"][trace[inputs], trace["k"]])), points=True)
        for name, inputs in fed
    )
    return Curves("손실의 합: 한 번 어긋난 뒤로 벌어진다", "자리", "손실의 합", lines)


DEMO = Demo(
    seq2seq_teacher_forcing,
    asks={
        "forced": "교사 강요로 잰 평균 손실",
        "free": "제 출력을 넣을 때의 평균 손실",
    },
    draw=draw,
    mistakes=(
        Mistake("forced", "-np.mean(np.log(P[own, k]))", "정답이 아니라 제 출력을 넣었습니다."),
        Mistake("forced", "-np.mean(np.log(P[0, k]))", "자리마다 시작 토큰을 넣었습니다."),
        Mistake("forced", "-np.sum(np.log(P[given, k]))", "토큰 수로 나누지 않았습니다."),
        Mistake("forced", "np.mean(1 - P[given, k])", "로그를 취하지 않았습니다."),
        Mistake("free", "-np.mean(np.log(P[given, k]))", "제 출력이 아니라 정답을 넣었습니다."),
        Mistake(
            "free",
            "-np.mean(np.log(np.max(P[own], axis=1)))",
            "정답이 아니라 뽑힌 토큰의 확률을 썼습니다.",
        ),
        Mistake("free", "-np.sum(np.log(P[own, k]))", "토큰 수로 나누지 않았습니다."),
        Mistake("g2", "np.argmax(P[k[0]])", "제 출력이 아니라 정답을 넣어 다음을 냈습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "forced": -np.log(0.3 * 0.8 * 0.6) / 3,
                "free": -np.log(0.3 * 0.3 * 0.2) / 3,
                "gap": np.log(8) / 3,
            },
            "손계산: 첫 출력이 정답 1이 아니라 2라서, 그 뒤 정답의 확률이 0.8, 0.6이 아닌 0.3, 0.2",
        ),
    ),
    picture=picture,
    limits={"P": (1e-6, 1), "y": (0, 50)},
    words={
        "forced": "교사 강요의 손실",
        "free": "추론의 손실",
        "gap": "손실의 차",
        "given": "교사 강요의 입력",
        "own": "추론의 입력",
    },
    lines={
        "P": "토큰(행) 다음에 올 토큰(열)의 확률 P",
        "y": "정답 토큰의 번호 y",
        "k": "토큰의 번호는 0부터이고, 시작 토큰은 0번입니다.",
        "given": "",
        "g1": "제 출력은 확률이 가장 큰 토큰입니다.",
        "g2": "",
        "own": "시작 토큰 다음부터는 바로 앞의 출력을 넣습니다.",
        "forced": "",
        "free": "",
    },
    holds=lambda run: np.allclose(np.sum(run["P"], axis=1), 1),
)
