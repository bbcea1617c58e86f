"""Word2Vec: skip-gram과 네거티브 샘플링의 한 스텝 (Mikolov et al. 2013b, 식 4)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

# dot products of ln 3, −ln 3 and 0 with the centre word
CENTRE = np.array([1.0, 0.0])
NEIGHBOUR = np.array([np.log(3), 1.0])
RANDOM = np.array([[-np.log(3), 2.0], [0.0, -1.0]])


def word2vec(v=CENTRE, u=NEIGHBOUR, N=RANDOM, lr=1.0):
    s = u @ v  # 진짜 이웃과 중심 단어의 내적
    S = N @ v  # 무작위로 뽑은 가짜 단어들과 중심 단어의 내적
    p = 1 / (1 + np.exp(-s))  # 진짜 쌍이라고 볼 확률. 1이어야 한다
    q = 1 / (1 + np.exp(-S))  # 가짜 쌍마다의 확률. 0이어야 한다
    loss = -np.log(p) - np.sum(np.log(1 - q))  # 이진 교차 엔트로피의 합
    dv = (p - 1) * u + q @ N  # 진짜 쪽으로 당기고 가짜에서 민다
    v = v - lr * dv  # 중심 벡터의 경사하강 한 스텝
    return v


def draw(rng):
    along = rng.permutation(np.log([3.0, 4.0, 1 / 3, 1.0]))[:3]
    # the fakes lie together and away from the neighbour: none is pulled along by another word
    across = np.append(rng.choice([2.0, 4.0]), rng.permutation([-1.0, -2.0]))
    across = rng.choice([-1, 1]) * across
    words = np.stack([along, across], axis=1)
    flip = rng.permutation(2)
    return {
        "v": np.array([1.0, 0.0])[flip],
        "u": words[0][flip],
        "N": words[1:][:, flip],
        "lr": rng.choice([1.0, 2.0]),
    }


def picture(trace: Trace) -> Bars:
    def probabilities(when: str, v: object) -> tuple[tuple[str, float], ...]:
        run = DEMO.traced({**trace.inputs, "v": v}, {})
        fakes = tuple((f"가짜 {k} {when}", q) for k, q in enumerate(run["q"], 1))
        return ((f"진짜 {when}", run["p"]), *fakes)

    return Bars(
        "진짜 쌍이라고 볼 확률: 진짜는 오르고 가짜는 내려간다",
        (*probabilities("전", trace.inputs["v"]), *probabilities("후", trace["v"])),
    )


DEMO = Demo(
    word2vec,
    asks={
        "loss": "네거티브 샘플링의 손실 L",
        "dv": "중심 벡터에 대한 네거티브 샘플링 손실의 기울기",
        "v": "한 스텝 뒤의 중심 벡터 v",
    },
    draw=draw,
    mistakes=(
        Mistake("loss", "-np.log(p) - np.sum(np.log(q))", "가짜 쌍의 확률은 0이어야 합니다."),
        Mistake("loss", "-np.log(p)", "가짜 쌍의 손실을 더하지 않았습니다."),
        Mistake("loss", "-np.log(p) - np.mean(np.log(1 - q))", "가짜 쌍을 평균했습니다."),
        Mistake("loss", "np.log(p) + np.sum(np.log(1 - q))", "손실은 음의 로그가능도입니다."),
        Mistake("dv", "(p - 1) * u", "가짜 단어에서 오는 기울기를 더하지 않았습니다."),
        Mistake("dv", "p * u + q @ N", "진짜 쌍의 정답 1을 빼지 않았습니다."),
        Mistake("dv", "(p - 1) * u + (q - 1) @ N", "가짜 쌍의 정답은 1이 아니라 0입니다."),
        Mistake("v", "v + lr * dv", "기울기를 빼지 않고 더했습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "p": 0.75,
                "q": [0.25, 0.5],
                "loss": np.log(4 / 3) + np.log(4 / 3) + np.log(2),
                "dv": [-np.log(3) / 2, -0.25],
                "v": [1 + np.log(3) / 2, 0.25],
            },
            "손계산: 내적이 ln 3, −ln 3, 0이라 확률이 3/4, 1/4, 1/2. 둘째 성분 −0.25 + 0.5 − 0.5",
        ),
        Worked(
            {
                "v": [0.3, -0.8],
                "u": [1.1, 0.4],
                "N": [[-0.5, 0.9], [0.7, 0.2], [0, 1.5]],
                "lr": 0.5,
            },
            {
                "loss": 2.019820049160737,
                "dv": [-0.3361289963784448, 0.5164411675167836],
                "v": [0.46806449818922236, -1.0582205837583918],
            },
            "PyTorch 2.13.0 F.logsigmoid와 autograd",
        ),
    ),
    picture=picture,
    limits={"v": (-5, 5), "u": (-5, 5), "N": (-5, 5), "lr": (0, 2)},
    words={
        "loss": "L",
    },
    lines={
        "v": "중심 단어의 벡터 v",
        "u": "진짜 이웃의 벡터 u",
        "N": "가짜 단어의 벡터(한 행이 하나) N",
        "s": "",
        "S": "",
        "p": "",
        "q": "",
        "loss": "",
        "dv": "",
    },
)
