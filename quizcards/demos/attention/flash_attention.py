"""온라인 softmax: 점수를 블록으로 나눠 보며 정확히 어텐션한다 (Dao et al. 2022, §3.1)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

SCORES = np.log([2.0, 1.0, 4.0, 3.0])
VALUES = np.array([5.0, 10.0, 20.0, 0.0])


def flash_attention(s=SCORES, v=VALUES, block=2):
    m = s[0]  # 지금까지 본 점수의 최댓값
    total = 0.0  # 지금까지의 분모: e^(s − m)의 합
    mixed = 0.0  # 지금까지의 분자: e^(s − m)·v의 합
    for j in range(1, int(np.ceil(np.size(s) / block)) + 1):
        m_new = np.maximum(m, np.max(s[(j - 1) * block : j * block]))
        scale = np.exp(m - m_new)  # 최댓값이 커졌으면 앞의 것을 그만큼 줄인다
        u = np.exp(s[(j - 1) * block : j * block] - m_new)
        part = u @ v[(j - 1) * block : j * block]
        total = scale * total + np.sum(u)
        mixed = scale * mixed + part
        m = m_new
    y = mixed / total  # 나누기는 마지막에 한 번: softmax를 한꺼번에 한 것과 같다
    return y


def draw(rng):
    # e^s are whole numbers, and the largest score is in the second block
    first, second = (
        rng.choice([[1, 2], [2, 1], [3, 1], [1, 3]]),
        rng.choice([[4, 2], [1, 6], [5, 4]]),
    )
    return {
        "s": np.log(np.concatenate([first, second]).astype(float)),
        "v": rng.permutation([0.0, 6.0, 12.0, 30.0]),
        "block": 2,
    }


def picture(trace: Trace) -> Bars:
    bars = []
    size = np.size(trace["s"])
    for end in range(trace["block"], size + trace["block"], trace["block"]):
        seen = {"s": trace["s"][:end], "v": trace["v"][:end]}
        bars.append((f"키 {min(end, size)}까지", float(flash_attention(**seen))))
    weights = np.exp(trace["s"] - np.max(trace["s"]))
    whole = float(weights @ trace["v"] / np.sum(weights))
    return Bars("블록을 볼 때마다 고쳐 가는 출력", (*bars, ("한꺼번에 softmax", whole)))


DEMO = Demo(
    flash_attention,
    asks={
        "total": "모든 블록을 본 다음의 분모",
        "y": "어텐션의 출력 y",
    },
    draw=draw,
    mistakes=(
        Mistake("scale", "1.0", "최댓값이 바뀌었는데 앞의 합을 고치지 않았습니다."),
        Mistake(
            "scale", "np.exp(m_new - m)", "거꾸로 고쳤습니다. 최댓값이 커지면 앞의 합은 줄어듭니다."
        ),
        Mistake(
            "u",
            "np.exp(s[(j - 1) * block : j * block] - m)",
            "새 최댓값이 아니라 옛 최댓값을 뺐습니다.",
        ),
        Mistake(
            "u",
            "np.exp(s[(j - 1) * block : j * block])",
            "새 블록에서는 최댓값을 빼지 않아 앞의 합과 기준이 다릅니다.",
        ),
        Mistake(
            "part",
            "u @ v[(j - 1) * block : j * block] / np.sum(u)",
            "블록마다 분모로 나누었습니다. 나누기는 마지막에 한 번만 합니다.",
        ),
        Mistake("y", "mixed", "분모로 나누지 않았습니다."),
        Mistake("y", "mixed / np.size(s)", "분모가 아니라 키의 수로 나누었습니다."),
    ),
    worked=(
        Worked(
            {},
            {"total": 2.5, "y": 10.0},
            "손계산: eˢ = (2, 1, 4, 3)이라 분모는 10/4, 출력은 (10 + 10 + 80 + 0)/10",
        ),
        Worked(
            {"s": [1000, 1001, 1002], "v": [1, 0, 0], "block": 1},
            {"y": 0.09003057317038046},
            "PyTorch 2.13.0 F.softmax: 점수가 1000을 넘어도 넘치지 않는다",
        ),
    ),
    picture=picture,
    limits={"s": (-1e4, 1e4), "v": (-1e6, 1e6), "block": (1, 64)},
    words={
        "part": "블록의 분자",
        "m_new": "m′",
        "total": "분모",
        "mixed": "분자",
        "block": "블록의 크기",
        "scale": "배율",
    },
    lines={
        "m": "",
        "m_new": "점수를 블록으로 나누어 차례로 보며 최댓값 m을 고쳐 갑니다.",
        "scale": "최댓값이 커지면 앞의 분모와 분자를 새 기준에 맞춥니다.",
        "u": "블록마다 점수에서 새 최댓값을 빼고 지수를 취해 더합니다.",
        "part": "",
        "total": "",
        "mixed": "",
        "s": "점수 s",
        "v": "밸류 v",
    },
)
