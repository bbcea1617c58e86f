"""One word of one document at a time, from lists of words in place of counts."""

import math
from typing import Any

AGAINST = "enumeration"


def expected(torch: Any, p: Any) -> Any:
    documents = [[word for word, n in enumerate(row) for _ in range(int(n))] for row in p["F"]]
    words = range(len(p["q"]))
    mean = sum(map(len, documents)) / len(documents)
    idf = [math.log(len(documents) / sum(word in one for one in documents)) for word in words]
    query = [word for word in words if p["q"][word]]

    def bm25(document: list[int], word: int) -> Any:
        f = document.count(word)
        grown = f + p["k1"] * (1 - p["b"] + p["b"] * len(document) / mean)
        return idf[word] * f * (p["k1"] + 1) / grown

    scores = {
        "idf": idf,
        "tfidf": [sum(one.count(word) * idf[word] for word in query) for one in documents],
        "bm25": [sum(bm25(one, word) for word in query) for one in documents],
    }
    return {name: torch.tensor(each, dtype=torch.float64) for name, each in scores.items()}
