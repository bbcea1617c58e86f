"""Every draft of k tokens, where it is refused, and what is drawn in its place."""

from itertools import product
from typing import Any

AGAINST = "an enumeration"


def expected(_torch: Any, p: Any) -> Any:
    target, draft, k = p["p"].tolist(), p["q"].tolist(), p["k"]
    tokens = range(len(target))
    missing = [max(t - d, 0) for t, d in zip(target, draft, strict=True)]
    first = [0.0] * len(target)
    length = 0.0
    for guessed in product(tokens, repeat=k):
        chance = 1.0  # of this draft, taken up to here
        for place, token in enumerate(guessed):
            chance *= draft[token]
            taken = chance * min(1, target[token] / draft[token])
            rest = 1.0
            for later in guessed[place + 1 :]:
                rest *= draft[later]
            length += (chance - taken) * rest * (place + 1)
            if place == 0:
                first[token] += taken * rest
                for other in tokens:
                    first[other] += (chance - taken) * rest * missing[other] / sum(missing)
            chance = taken
        length += chance * (k + 1)  # all are taken, and the large model gives one more
    return {"P": first, "m": length}
