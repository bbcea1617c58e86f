"""BPE 토큰화: 가장 자주 나온 쌍을 합친다 (Sennrich et al. 2016, §3.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

# low lower lowest new newer newest wide wider widest, and slowest, which is not among them:
# l = 1, o = 2, w = 3, e = 4, r = 5, s = 6, t = 7, n = 8, i = 9, d = 10, between words 0
CORPUS = np.concatenate(
    [
        [1, 2, 3, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 6, 7, 0],
        [8, 4, 3, 0, 8, 4, 3, 4, 5, 0, 8, 4, 3, 4, 6, 7, 0],
        [3, 9, 10, 4, 0, 3, 9, 10, 4, 5, 0, 3, 9, 10, 4, 6, 7],
    ]
)
WORD = np.array([6, 1, 2, 3, 4, 6, 7])


def joined(tokens, pair, new):
    """Read the tokens from the left and put a new one where the pair a, b = 100a + b stands."""
    read = [0]
    for token in tokens:
        if read[-1] * token > 0 and 100 * read[-1] + token == pair:
            read[-1] = new
        else:
            read.append(token)
    return np.array(read[1:])


def tokenization_bpe(corpus=CORPUS, word=WORD, merges=12):
    x = corpus  # 글자 하나가 토큰 하나. 글자는 1에서 50까지, 0은 단어 사이
    y = word  # 말뭉치에 없던 단어
    for k in range(1, merges + 1):
        b = np.append(x[1:], 0)  # 바로 다음 토큰
        times = np.sum((x[:, None] == x) * (b[:, None] == b), axis=0) * (x * b > 0)  # 쌍의 횟수
        count = np.max(times)
        best = np.min((100 * x + b)[times == np.max(times)])  # 가장 자주 나온 a, b를 100a + b로
        new = 50 + k  # 어휘에 더하는 새 토큰의 번호
        x = joined(x, best, new)  # 말뭉치에서 그 쌍을 모두 새 토큰으로 바꾼다
        y = joined(y, best, new)  # 새 단어에도 같은 병합을 배운 차례대로 한다
    length = np.count_nonzero(x)
    pieces = np.size(y)
    return length


def draw(rng):
    # a stem of three letters in three to five words, the letters numbered anew; the new word has
    # the stem twice
    endings = [[], [4, 5], [4, 6, 7], [6, 7], [7, 4, 5], [5, 6]]
    words = [[1, 2, 3, *endings[i]] for i in rng.permutation(6)[: rng.integers(3, 6)]]
    ends = rng.choice([4, 5, 6, 7], rng.integers(1, 6))
    word = [*ends[:1], 1, 2, 3, *ends[1:], 1, 2, 3]
    number = [0, *(1 + rng.permutation(7))]
    letters = [number[letter] for word in words for letter in [*word, 0]]
    return {
        "corpus": np.array(letters[:-1]),
        "word": np.array([number[letter] for letter in word]),
        "merges": int(rng.integers(2, 4)),
    }


def picture(trace: Trace) -> Curves:
    run = DEMO.run({**trace.inputs, "merges": 12})
    start = trace["corpus"]
    size = np.size(np.unique(start[start > 0])) + np.arange(13)
    corpus = np.array([np.count_nonzero(x) for x in run.values("x")])
    word = np.array([np.size(y) for y in run.values("y")])
    return Curves(
        "병합할수록 어휘는 커지고 토큰은 줄어든다",
        "어휘의 크기",
        "토큰 수",
        (
            Series("말뭉치", size, corpus),
            Series("처음 보는 단어", size, word),
        ),
    )


DEMO = Demo(
    tokenization_bpe,
    asks={
        "count": "마지막으로 병합한 쌍이 나온 횟수",
        "length": "병합을 마친 말뭉치의 토큰 수(단어 사이의 0은 빼고)",
        "pieces": "배운 병합을 차례대로 한, 처음 보는 단어의 토큰 수",
    },
    draw=draw,
    mistakes=(
        Mistake("count", "np.sum(x * b > 0)", "가장 자주 나온 쌍이 아니라 모든 쌍을 셌습니다."),
        Mistake(
            "count",
            "np.size(np.unique((100 * x + b)[x * b > 0]))",
            "쌍이 나온 횟수가 아니라 쌍의 종류를 셌습니다.",
        ),
        Mistake("count", "2 * np.max(times)", "쌍이 아니라 쌍에 든 토큰을 셌습니다."),
        Mistake(
            "count", "np.min(times[times > 0])", "가장 자주가 아니라 가장 드물게 나온 쌍입니다."
        ),
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
        Mistake("pieces", "np.size(word)", "배운 병합을 하지 않고 글자를 셌습니다."),
        Mistake("pieces", "1", "처음 보는 단어는 모르는 토큰 하나가 아니라 조각으로 나뉩니다."),
        Mistake(
            "pieces", "np.size(word) - merges", "병합 하나로 단어의 여러 곳이 합쳐질 수 있습니다."
        ),
    ),
    worked=(
        Worked(
            {},
            {"count": 1, "length": 14, "pieces": 2, "y": [6, 62]},
            "Hugging Face tokenizers 0.23: low, ne·w, wide·r, s·lowest 따위",
        ),
        Worked(
            {
                "corpus": [1, 2, 3, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 6, 7],
                "word": [6, 1, 2, 3],
                "merges": 2,
            },
            {"x": [52, 0, 52, 4, 5, 0, 52, 4, 6, 7], "count": 3, "length": 8, "y": [6, 52]},
            "손계산: lo 3번, lo+w 3번을 합치면 low, low·e·r, low·e·s·t, 새 단어는 s·low",
        ),
        Worked(
            {"corpus": [1, 2, 3, 0, 1, 2, 3, 0, 4, 2, 3, 5], "word": [1, 4, 2, 3], "merges": 2},
            {"count": 2, "length": 5, "y": [1, 4, 51]},
            "손계산: 2·3이 3번이라 51, 1·51이 2번이라 52. 남는 것은 52 / 52 / 4·51·5",
        ),
    ),
    picture=picture,
    limits={"corpus": (0, 50), "word": (1, 50), "merges": (1, 20)},
    words={
        "corpus": "말뭉치",
        "word": "처음 보는 단어(글자의 번호)",
        "merges": "병합 횟수",
        "times": "쌍마다의 횟수",
        "best": "가장 자주 나온 쌍(100a + b)",
        "new": "새 토큰",
    },
    lines={
        "corpus": "말뭉치(글자의 번호, 0은 단어 사이)",
        "x": "",
        "y": "",
        "b": "",
        "times": "가장 자주 이웃한 쌍을 합칩니다. 횟수가 같으면 번호가 작은 쌍이 먼저입니다.",
        "count": "",
        "best": "",
        "new": "새 토큰에는 51부터 차례로 번호를 붙입니다.",
        "length": "",
        "pieces": "",
    },
)
