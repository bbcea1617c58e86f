"""Chunks listed one by one as ranges of tokens, and every answer looked for in each of them."""

from typing import Any

AGAINST = "enumeration"


def expected(torch: Any, p: Any) -> Any:
    document = range(p["n"])
    chunks = [document[: p["size"]]]
    while chunks[-1].stop < len(document):
        begin = chunks[-1].start + p["size"] - p["overlap"]
        chunks.append(document[begin : begin + p["size"]])
    answers = [document[i : i + p["answer"]] for i in range(p["n"] - p["answer"] + 1)]
    cut = [
        not any(one.start <= answer.start and answer.stop <= one.stop for one in chunks)
        for answer in answers
    ]
    return {
        "chunks": torch.tensor(len(chunks)),
        "tokens": torch.tensor(sum(map(len, chunks))),
        "cut": torch.tensor(cut, dtype=torch.float64).mean(),
    }
