"""SFT의 손실 마스크: 프롬프트를 가리고 답의 토큰만 평균한다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

TOKENS = np.array([0, 2, 1, 2, 0])
# each row the odds of the next token, as their logarithms
LOGITS = np.log(
    [[1.0, 2.0, 1.0], [1.0, 1.0, 1.0], [1.0, 1.0, 2.0], [1.0, 2.0, 1.0], [1.0, 1.0, 1.0]]
)


def sft_loss_mask(Z=LOGITS, tokens=TOKENS, prompt=3):
    target = tokens[1:]  # i번째 자리는 i + 1번째 토큰을 예측한다
    mask = np.where(np.arange(1, np.size(tokens)) < prompt, 0, 1)  # 예측할 토큰이 답이면 1
    logp = Z - np.log(np.sum(np.exp(Z), axis=1, keepdims=True))  # log softmax
    hot = np.where(np.abs(target[:, None] - np.arange(np.shape(Z)[1])) < 0.5, 1, 0)  # 원-핫
    nll = -np.sum(hot * logp[:-1], axis=1)  # 다음 토큰의 음의 로그가능도. 마지막 자리는 버린다
    loss = np.sum(mask * nll) / np.sum(mask)  # 답의 토큰만 평균한다
    return loss


def draw(rng):
    # a prompt of two or three tokens and an answer of two or three
    prompt = rng.integers(2, 4)
    length = prompt + rng.integers(2, 4)
    scores = [[0, 1, 2], [2, 0, 1], [1, 2, 0], [0, 1, 3], [3, 0, 1], [1, 3, 0], [0, 2, 3]]
    return {
        "Z": np.array(rng.permutation(scores)[:length], dtype=float),
        "tokens": np.cumsum(rng.integers(1, 3, length)) % 3,  # never the same twice in a row
        "prompt": prompt,
    }


def picture(trace: Trace) -> Bars:
    rows = enumerate(zip(trace["mask"], trace["nll"], strict=True), 2)
    bars = tuple((f"토큰 {i} {'답' if kept else '프롬프트(가림)'}", x) for i, (kept, x) in rows)
    return Bars("토큰마다의 손실과, 답만 평균한 손실", (*bars, ("답의 평균", trace["loss"])))


DEMO = Demo(
    sft_loss_mask,
    asks={
        "nll": "다음 토큰마다의 음의 로그가능도",
        "loss": "프롬프트를 가린 손실",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "hot",
            "np.where(np.abs(tokens[:-1][:, None] - np.arange(np.shape(Z)[1])) < 0.5, 1, 0)",
            "한 칸 밀지 않고 자기 자리의 토큰을 맞히게 했습니다.",
        ),
        Mistake("nll", "-np.sum(hot * Z[:-1], axis=1)", "로짓에 softmax를 씌우지 않았습니다."),
        Mistake(
            "nll", "-np.sum(hot * logp[1:], axis=1)", "자기 자리의 로짓으로 자기를 예측했습니다."
        ),
        Mistake("loss", "np.mean(nll)", "프롬프트의 토큰까지 평균했습니다."),
        Mistake("loss", "np.sum(mask * nll)", "답의 토큰 수로 나누지 않았습니다."),
        Mistake("loss", "np.mean(mask * nll)", "가린 토큰까지 세어 나누었습니다."),
        Mistake(
            "mask",
            "np.where(np.arange(1, np.size(tokens)) < prompt + 1, 0, 1)",
            "답의 첫 토큰까지 가렸습니다. 프롬프트의 마지막 자리가 그 토큰을 예측합니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {
                "nll": [2 * np.log(2), np.log(3), np.log(2), 2 * np.log(2)],
                "loss": 1.5 * np.log(2),
            },
            "손계산: 확률이 1/4, 1/3, 1/2, 1/4이고 뒤의 둘이 답이라 (ln 2 + ln 4) / 2",
        ),
        Worked(
            {"Z": [[0, 0], [0, np.log(3)], [0, 0]], "tokens": [0, 1, 1], "prompt": 1},
            {"nll": [np.log(2), np.log(4 / 3)], "loss": np.log(8 / 3) / 2},
            "손계산: 프롬프트가 한 토큰이면 둘 다 답이라 (ln 2 + ln 4/3) / 2",
        ),
    ),
    picture=picture,
    limits={"Z": (-100, 100), "tokens": (0, 50), "prompt": (1, 50)},
    words={
        "prompt": "프롬프트의 길이",
        "tokens": "토큰",
        "target": "다음 토큰",
        "mask": "마스크",
        "logp": "ln p",
        "hot": "원-핫",
        "nll": "토큰마다의 손실",
    },
    lines={
        "Z": "로짓 Z(자리마다 한 행)",
        "tokens": "토큰의 번호(0부터, 앞이 프롬프트, 뒤가 답)",
        "target": "자리마다 바로 다음 토큰을 예측합니다.",
        "mask": "프롬프트의 토큰을 예측한 손실은 가립니다.",
        "logp": "",
        "hot": "",
        "nll": "",
        "loss": "",
    },
)
