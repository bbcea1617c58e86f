"""BPE 토큰화: 가장 자주 나온 쌍을 합친다 (Sennrich et al. 2016, §3.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

# low lower lowest: l = 1, o = 2, w = 3, e = 4, r = 5, s = 6, t = 7, between words 0
CORPUS = np.array([1, 2, 3, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 6, 7])


def tokenization_bpe(corpus=CORPUS, merges=2):
    x = corpus  # 글자 하나가 토큰 하나, 0은 단어 사이. 같은 글자가 잇달아 나오지 않는 말뭉치
    for merge in range(merges):
        pair = np.where(x[:-1] * x[1:] > 0, 100 * x[:-1] + x[1:], 0)  # 이웃한 a, b를 100a + b로
        times = np.sum(pair[:, None] == pair, axis=0) * (pair > 0)  # 쌍마다 나온 횟수
        count = np.max(times)
        best = np.min(pair[times == np.max(times)])  # 가장 자주 나온 쌍. 같으면 번호가 작은 쌍
        hit = np.append((pair == best) * (pair > 0), 0)  # 그 쌍이 시작하는 자리
        new = np.max(corpus) + merge + 1  # 어휘에 더하는 새 토큰의 번호
        x = np.where(hit == 1, new, x)[np.roll(hit, 1) == 0]  # a를 새 토큰으로 바꾸고 b를 없앤다
    length = np.count_nonzero(x)
    return length


def draw(rng):
    # a stem of three letters in three or four words, the letters numbered anew
    endings = [[], [4, 5], [4, 6, 7], [6, 7], [7, 4, 5], [5, 6]]
    words = [[1, 2, 3, *endings[i]] for i in rng.permutation(6)[: rng.integers(3, 5)]]
    number = [0, *(1 + rng.permutation(7))]
    letters = [number[letter] for word in words for letter in [*word, 0]]
    return {"corpus": np.array(letters[:-1]), "merges": 2}


def picture(trace: Trace) -> Curves:
    start = trace["corpus"]
    runs = [DEMO.run({"corpus": start, "merges": n}) for n in range(1, 9)]
    size = [np.size(np.unique(start[start > 0])) + n for n in range(9)]
    lengths = [np.sum(start > 0), *(run["length"] for run in runs)]
    return Curves(
        "병합할수록 어휘는 커지고 토큰은 줄어든다",
        "어휘의 크기",
        "토큰 수",
        (Series("말뭉치의 토큰 수", size, lengths),),
    )


DEMO = Demo(
    tokenization_bpe,
    asks={
        "count": "마지막으로 병합한 쌍이 나온 횟수",
        "length": "병합을 마친 말뭉치의 토큰 수(단어 사이의 0은 빼고)",
    },
    draw=draw,
    mistakes=(
        Mistake("count", "np.sum(pair > 0)", "가장 자주 나온 쌍이 아니라 모든 쌍을 셌습니다."),
        Mistake(
            "count",
            "np.size(np.unique(pair[pair > 0]))",
            "쌍이 나온 횟수가 아니라 쌍의 종류를 셌습니다.",
        ),
        Mistake("count", "2 * np.max(times)", "쌍이 아니라 쌍에 든 토큰을 셌습니다."),
        Mistake("length", "np.size(x)", "단어 사이의 0까지 셌습니다."),
        Mistake("length", "np.count_nonzero(corpus)", "병합하기 전의 글자를 셌습니다."),
        Mistake(
            "length",
            "np.count_nonzero(corpus) - merges",
            "병합 한 번에 토큰이 하나만 줄지 않습니다.",
        ),
        Mistake(
            "length", "np.count_nonzero(corpus) - count", "마지막 병합에서 줄어든 만큼만 뺐습니다."
        ),
    ),
    worked=(
        Worked(
            {},
            {"x": [9, 0, 9, 4, 5, 0, 9, 4, 6, 7], "count": 3, "length": 8},
            "손계산: lo 3번, lo+w 3번을 합치면 low, low·e·r, low·e·s·t",
        ),
        Worked(
            {"corpus": [1, 2, 3, 0, 1, 2, 3, 0, 4, 2, 3, 5], "merges": 2},
            {"count": 2, "length": 5},
            "손계산: 2·3이 3번이라 6, 1·6이 2번이라 7. 남는 것은 7 / 7 / 4·6·5",
        ),
    ),
    picture=picture,
    limits={"corpus": (0, 50), "merges": (1, 20)},
    words={"corpus": "말뭉치", "merges": "병합 횟수"},
    lines={
        "corpus": "말뭉치(글자의 번호, 0은 단어 사이)",
        "x": "",
        "pair": "가장 자주 이웃한 쌍을 합칩니다. 횟수가 같으면 번호가 작은 쌍이 먼저입니다.",
        "times": "",
        "count": "",
        "best": "",
        "hit": "",
        "new": "새 토큰에는 말뭉치의 가장 큰 번호 다음부터 차례로 번호를 붙입니다.",
        "length": "",
    },
)
