"""BPE 토큰화: 가장 자주 나온 쌍을 합친다 (Sennrich et al. 2016, §3.2)."""

from itertools import pairwise

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def letters(text):
    """Return the letters of a text, each a token; between words stands _."""
    return np.array(list(text.replace(" ", "_")))


def pairs(tokens):
    """Return how often two tokens stand side by side in a word, written a·b: most often first."""
    times = {}
    for a, b in pairwise(tokens):
        if "_" not in (a, b):
            times[a + "·" + b] = times.get(a + "·" + b, 0) + 1
    return dict(sorted(times.items(), key=lambda one: (-one[1], one[0])))


def joined(tokens, pair):
    """Read the tokens from the left and join two where they are the pair, written a·b."""
    read = [tokens[0]]
    for token in tokens[1:]:
        if read[-1] + "·" + token == pair:
            read[-1] = read[-1] + token
        else:
            read.append(token)
    return np.array(read)


def tokenization_bpe(
    corpus="new newer newest old older oldest slow slower newer newest", word="slowest", merges=12
):
    x = letters(corpus)  # 글자 하나가 토큰 하나, _는 단어 사이
    y = letters(word)  # 말뭉치에 없던 단어
    times = pairs(x)  # 한 단어 안에서 이웃한 두 토큰과 그 횟수
    merged = 0
    count = 0
    while merged < merges and len(times) > 0:
        best = max(times, key=times.get)  # 가장 자주 나온 쌍. 횟수가 같으면 사전에서 앞선 것
        count = times[best]
        x = joined(x, best)  # 말뭉치에서 그 쌍을 모두 새 토큰으로 바꾼다
        y = joined(y, best)  # 새 단어에도 같은 병합을 배운 차례대로 한다
        times = pairs(x)  # 병합한 말뭉치에서 다시 센다
        merged = merged + 1
    length = np.sum(x != "_")
    pieces = np.size(y)
    return length


def draw(rng):
    # a stem of three letters alone and with three or four endings; the new word has it twice
    stem = "".join(rng.choice(list(letters)) for letters in ("mnprw", "ou", "mnpt"))
    endings = rng.permutation(["ed", "al", "able", "ale", "ied"])[: rng.integers(3, 5)]
    ends = "".join(rng.choice(["a", "d", "e", "l"], rng.integers(1, 6)))
    return {
        "corpus": " ".join(rng.permutation([stem, *(stem + ending for ending in endings)])),
        "word": ends[:1] + stem + ends[1:] + stem,
        "merges": int(rng.integers(2, 4)),
    }


def picture(trace: Trace) -> Curves:
    words = np.array([np.sum(x != "_") for x in trace.values("x")])
    size = np.size(np.unique(trace.first("x"))) - 1 + np.arange(np.size(words))
    return Curves(
        "병합할수록 어휘는 커지고 토큰은 줄어든다",
        "어휘의 크기",
        "토큰 수",
        (
            Series("말뭉치", size, words),
            Series("처음 보는 단어", size, np.array([np.size(y) for y in trace.values("y")])),
        ),
    )


DEMO = Demo(
    tokenization_bpe,
    asks={
        "count": "마지막으로 병합한 쌍이 나온 횟수",
        "length": "병합을 마친 말뭉치의 토큰 수(단어 사이의 _는 빼고)",
        "pieces": "배운 병합을 차례대로 한, 처음 보는 단어의 토큰 수",
    },
    draw=draw,
    mistakes=(
        Mistake("count", "sum(times.values())", "가장 자주 나온 쌍이 아니라 모든 쌍을 셌습니다."),
        Mistake("count", "len(times)", "쌍이 나온 횟수가 아니라 쌍의 종류를 셌습니다."),
        Mistake("count", "2 * max(times.values())", "쌍이 아니라 쌍에 든 토큰을 셌습니다."),
        Mistake("count", "min(times.values())", "가장 자주가 아니라 가장 드물게 나온 쌍입니다."),
        Mistake("length", "np.size(x)", "단어 사이의 _까지 셌습니다."),
        Mistake("length", "np.sum(letters(corpus) != '_')", "병합하기 전의 글자를 셌습니다."),
        Mistake(
            "length",
            "np.sum(letters(corpus) != '_') - merges",
            "병합 한 번에 토큰이 하나만 줄지 않습니다.",
        ),
        Mistake(
            "length",
            "np.sum(letters(corpus) != '_') - count",
            "마지막 병합에서 줄어든 만큼만 뺐습니다.",
        ),
        Mistake("pieces", "np.size(letters(word))", "배운 병합을 하지 않고 글자를 셌습니다."),
        Mistake("pieces", "1", "처음 보는 단어는 모르는 토큰 하나가 아니라 조각으로 나뉩니다."),
        Mistake(
            "pieces",
            "np.size(letters(word)) - merges",
            "병합 하나로 단어의 여러 곳이 합쳐질 수 있습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"count": 2, "length": 13, "pieces": 2, "y": ["slow", "est"]},
            "Hugging Face tokenizers 0.23: old·er, old·est, slow·er, slow·est 따위",
        ),
        Worked(
            {"corpus": "low lower lowest", "word": "slow", "merges": 2},
            {
                "x": ["low", "_", "low", "e", "r", "_", "low", "e", "s", "t"],
                "count": 3,
                "length": 8,
                "y": ["s", "low"],
            },
            "손계산: l·o 3번, lo·w 3번을 합치면 low, low·e·r, low·e·s·t, 새 단어는 s·low",
        ),
        Worked(
            {"corpus": "cat cat rate", "word": "crat", "merges": 2},
            {"count": 2, "length": 5, "y": ["c", "r", "at"]},
            "손계산: a·t가 3번이라 at, c·at이 2번이라 cat. 남는 것은 cat / cat / r·at·e",
        ),
    ),
    picture=picture,
    limits={"merges": (1, 20)},
    words={
        "corpus": "말뭉치",
        "word": "처음 보는 단어",
        "merges": "병합 횟수",
        "times": "쌍마다의 횟수",
        "merged": "병합한 횟수",
        "best": "가장 자주 나온 쌍",
    },
    lines={
        "x": "",
        "y": "",
        "times": "한 단어 안에서 이웃한 두 토큰이 쌍입니다.",
        "best": "가장 자주 나온 쌍을 합칩니다. 횟수가 같으면 사전에서 앞선 쌍이 먼저입니다.",
        "count": "",
        "merged": "",
        "length": "",
        "pieces": "",
    },
)
