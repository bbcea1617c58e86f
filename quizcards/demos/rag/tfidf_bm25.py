"""TF-IDF와 BM25: 낱말의 횟수로 문서에 점수를 매기기 (Manning et al. 2008, §11.4.3)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

COUNTS = np.array([[2.0, 0.0, 2.0], [0.0, 1.0, 3.0], [0.0, 4.0, 4.0], [0.0, 0.0, 4.0]])
QUERY = np.array([1.0, 1.0, 1.0])


def tfidf_bm25(F=COUNTS, q=QUERY, k1=1.2, b=0.75):
    n = np.shape(F)[0]  # 문서의 수. F의 행은 문서, 열은 낱말
    df = np.sum(F > 0, axis=0)  # 그 낱말이 나오는 문서의 수
    idf = np.log(n / df)  # 드문 낱말일수록 크고, 모든 문서에 나오면 0
    tfidf = (F * idf) @ q  # TF-IDF: 횟수에 비례한다
    lengths = np.sum(F, axis=1, keepdims=True)  # 문서의 길이
    norm = 1 - b + b * lengths / np.mean(lengths)  # 평균보다 긴 문서는 1보다 크다
    tf = F * (k1 + 1) / (F + k1 * norm)  # 횟수가 늘어도 k₁ + 1을 넘지 못한다
    bm25 = (tf * idf) @ q  # BM25
    return bm25


def draw(rng):
    # one rare word, one more frequent, and a third that only makes documents longer
    counts = [
        [[2, 0, 1], [0, 3, 3], [0, 1, 6], [0, 0, 4]],
        [[3, 0, 2], [0, 2, 4], [0, 4, 5], [0, 0, 4]],
        [[4, 1, 3], [0, 2, 1], [0, 0, 2], [0, 0, 3]],
        [[2, 0, 6], [0, 1, 2], [0, 2, 2], [0, 0, 1]],
    ][rng.integers(4)]
    return {
        "F": np.array(rng.permutation(counts), dtype=float),
        "q": np.array([1.0, 1.0, 0.0]),
        "k1": rng.choice([1.0, 1.5, 2.0]),
        "b": rng.choice([0.6, 0.75, 0.8]),
    }


def picture(trace: Trace) -> Curves:
    counts = np.linspace(0, 10, 41)
    k1, b = trace["k1"], trace["b"]

    def saturated(length):
        return counts * (k1 + 1) / (counts + k1 * (1 - b + b * length) + 1e-12)

    return Curves(
        "낱말의 횟수가 점수에 주는 몫: TF-IDF는 직선, BM25는 k₁ + 1에서 멈춘다",
        "문서에 나온 횟수",
        "몫",
        (
            Series("TF-IDF", counts[:21], counts[:21]),
            Series("BM25 평균 길이", counts, saturated(1)),
            Series("BM25 두 배 길이", counts, saturated(2)),
        ),
    )


DEMO = Demo(
    tfidf_bm25,
    asks={
        "idf": "낱말들의 idf",
        "tfidf": "문서들의 TF-IDF 점수",
        "bm25": "문서들의 BM25 점수",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "df", "np.sum(F, axis=0)", "나온 횟수를 더했습니다. 나오는 문서의 수를 세야 합니다."
        ),
        Mistake("idf", "np.log(df / n)", "분자와 분모를 바꾸어 음수가 되었습니다."),
        Mistake("idf", "n / df", "로그를 취하지 않았습니다."),
        Mistake("tfidf", "F @ q", "idf를 곱하지 않았습니다."),
        Mistake("tfidf", "((F > 0) * idf) @ q", "횟수를 보지 않고 나왔는지만 보았습니다."),
        Mistake("norm", "1", "문서의 길이를 정규화하지 않았습니다."),
        Mistake(
            "norm",
            "b + (1 - b) * lengths / np.mean(lengths)",
            "b와 1 − b를 바꾸었습니다.",
        ),
        Mistake("tf", "F / norm", "횟수가 포화되지 않습니다."),
    ),
    worked=(
        Worked(
            {"F": [[2, 0], [1, 2], [0, 4], [0, 1]], "q": [1, 1], "k1": 1, "b": 0},
            {
                "idf": [np.log(2), np.log(4 / 3)],
                "tfidf": [
                    2 * np.log(2),
                    np.log(2) + 2 * np.log(4 / 3),
                    4 * np.log(4 / 3),
                    np.log(4 / 3),
                ],
                "bm25": [
                    4 / 3 * np.log(2),
                    np.log(2) + 4 / 3 * np.log(4 / 3),
                    8 / 5 * np.log(4 / 3),
                    np.log(4 / 3),
                ],
            },
            "손계산: b = 0이고 k₁ = 1이면 횟수 1, 2, 4의 몫이 1, 4/3, 8/5",
        ),
        Worked(
            {"F": [[3, 0, 1, 2], [1, 2, 0, 0], [0, 0, 5, 1]], "q": [1, 0, 1, 1]},
            {
                "idf": [
                    0.4054651081081644,
                    1.09861228866811,
                    0.4054651081081644,
                    0.4054651081081644,
                ],
                "tfidf": [2.432790648648986, 0.4054651081081644, 2.4327906486489868],
            },
            "scikit-learn 1.9.1 TfidfTransformer(smooth_idf=False, norm=None), 더해진 1을 뺀 것",
        ),
    ),
    picture=picture,
    limits={"F": (0, 1e6), "q": (0, 1), "k1": (0.01, 100), "b": (0, 1)},
    words={"lengths": "길이", "norm": "길이 보정"},
    lines={
        "F": "문서(행)마다 낱말(열)의 횟수 F",
        "q": "질의에 있는 낱말이면 1인 q",
        "k1": "포화의 상수 k₁",
        "b": "길이 정규화의 상수 b",
        "n": "",
        "df": "",
        "idf": "idf는 문서 수를 그 낱말이 나오는 문서 수로 나눈 값의 자연로그입니다.",
        "tfidf": "",
        "lengths": "",
        "norm": "",
        "tf": "",
        "bm25": "",
    },
)
