"""perplexity, 2-gram까지의 BLEU, ROUGE-1 (Papineni et al. 2002, Lin 2004)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

PROBABILITIES = np.array([0.5, 0.25, 0.25, 0.5, 0.125])
CANDIDATE = np.array([1.0, 2.0, 3.0, 3.0])
REFERENCE = np.array([1.0, 2.0, 3.0, 4.0, 5.0])

# what is generated repeats a word, is shorter, and breaks two words apart
SENTENCES = (
    ([1, 2, 2, 3], [1, 2, 3, 4, 5, 6]),
    ([2, 3, 2, 2, 1], [1, 2, 3, 2, 4, 5]),
    ([1, 2, 3, 3], [1, 2, 3, 4, 5]),
    ([1, 2, 1, 1], [1, 2, 1, 3, 4]),
    ([3, 4, 4, 5, 1], [1, 2, 3, 4, 5, 6]),
)


def bleu_rouge_perplexity(p=PROBABILITIES, candidate=CANDIDATE, reference=REFERENCE):
    nll = -np.mean(np.log(p))  # p는 모델이 참조문의 단어마다 준 확률
    ppl = np.exp(nll)  # perplexity: 확률의 기하평균의 역수
    words = np.unique(reference)
    C1 = np.sum(candidate[:, None] == words, axis=0)  # 생성문에 나온 횟수
    R1 = np.sum(reference[:, None] == words, axis=0)  # 참조문에 나온 횟수
    m1 = np.sum(np.minimum(C1, R1))  # 참조문에 나온 만큼만 맞은 것으로 센다
    p1 = m1 / np.size(candidate)  # 1-gram 정밀도
    C2 = 100 * candidate[:-1] + candidate[1:]  # 이웃한 두 단어를 수 하나로
    R2 = 100 * reference[:-1] + reference[1:]
    pairs = np.unique(R2)
    both = np.minimum(np.sum(C2[:, None] == pairs, axis=0), np.sum(R2[:, None] == pairs, axis=0))
    p2 = np.sum(both) / np.size(C2)  # 2-gram 정밀도
    rouge = m1 / np.size(reference)  # ROUGE-1: 참조문의 단어 가운데, 곧 재현율
    bp = np.exp(np.minimum(0, 1 - np.size(reference) / np.size(candidate)))  # 짧으면 벌점
    bleu = bp * np.sqrt(p1 * p2)  # 정밀도의 기하평균에 벌점을 곱한다
    return bleu


def draw(rng):
    candidate, reference = SENTENCES[rng.integers(len(SENTENCES))]
    renamed = np.append(0, rng.permutation(6) + 1.0)
    return {
        "p": np.append(0.125, rng.choice([0.5, 0.25], size=len(reference) - 1)),
        "candidate": renamed[candidate],
        "reference": renamed[reference],
    }


def picture(trace: Trace) -> Bars:
    return Bars(
        "BLEU는 정밀도의 기하평균에 벌점을 곱한 것, ROUGE-1은 재현율",
        (
            ("1-gram 정밀도", trace["p1"]),
            ("2-gram 정밀도", trace["p2"]),
            ("길이 벌점", trace["bp"]),
            ("BLEU", trace["bleu"]),
            ("ROUGE-1", trace["rouge"]),
        ),
    )


DEMO = Demo(
    bleu_rouge_perplexity,
    asks={
        "ppl": "참조문의 perplexity",
        "rouge": "생성문의 ROUGE-1 재현율",
        "bleu": "2-gram까지 본 생성문의 BLEU",
    },
    draw=draw,
    mistakes=(
        Mistake("ppl", "1 / np.mean(p)", "확률의 산술평균을 썼습니다. 로그를 평균합니다."),
        Mistake("ppl", "np.exp(-nll)", "확률의 기하평균입니다. 그 역수가 perplexity입니다."),
        Mistake("ppl", "nll", "평균 음의 로그가능도에 지수를 취하지 않았습니다."),
        Mistake("m1", "np.sum(C1)", "되풀이한 단어를 참조문에 나온 횟수로 자르지 않았습니다."),
        Mistake("p1", "m1 / np.size(reference)", "생성문이 아니라 참조문의 길이로 나누었습니다."),
        Mistake("rouge", "m1 / np.size(candidate)", "생성문의 길이로 나눈 것은 정밀도입니다."),
        Mistake("rouge", "np.sum(both) / np.size(R2)", "ROUGE-1이 아니라 ROUGE-2입니다."),
        Mistake("bp", "1.0", "참조문보다 짧은 데에 벌점을 주지 않았습니다."),
        Mistake(
            "bp",
            "np.exp(1 - np.size(candidate) / np.size(reference))",
            "두 길이를 바꾸어 나누었습니다.",
        ),
        Mistake("bleu", "bp * p1 * p2", "기하평균이 아니라 곱을 썼습니다. 제곱근을 씌웁니다."),
        Mistake("bleu", "bp * p1", "2-gram 정밀도를 보지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "ppl": 2 ** (9 / 5),
                "p1": 3 / 4,
                "p2": 2 / 3,
                "rouge": 3 / 5,
                "bleu": np.exp(-1 / 4) * np.sqrt(1 / 2),
            },
            "손계산: 확률의 곱이 2⁻⁹, 맞은 단어 셋과 두 단어 둘, 벌점 exp(1 − 5/4)",
        ),
        Worked(
            {
                "candidate": [1, 1, 1, 1, 1, 1, 1],
                "reference": [1, 2, 3, 4, 1, 5],
            },
            {"p1": 2 / 7, "bp": 1.0, "bleu": 0.0},
            "Papineni et al. 2002, §2.1: the만 일곱 번 쓰면 2/7, 길이가 더 길면 벌점 1",
        ),
    ),
    picture=picture,
    limits={"p": (1e-6, 1), "candidate": (0, 99), "reference": (0, 99)},
    words={
        "words": "단어의 종류",
        "pairs": "2-gram의 종류",
        "both": "맞은 2-gram 수",
        "nll": "평균 음의 로그확률",
        "candidate": "생성문",
        "reference": "참조문",
    },
    lines={
        "p": "모델이 참조문의 단어마다 준 확률 p",
        "candidate": "단어의 번호로 쓴 생성문",
        "reference": "참조문",
        "nll": "",
        "words": "",
        "C1": "",
        "R1": "",
        "m1": "",
        "p1": "",
        "C2": "",
        "R2": "",
        "pairs": "",
        "both": "",
        "p2": "",
        "bp": "길이 벌점은 생성문이 짧으면 exp(1 − 참조문의 길이 / 생성문의 길이)입니다.",
        "bleu": "",
        "rouge": "",
    },
)
