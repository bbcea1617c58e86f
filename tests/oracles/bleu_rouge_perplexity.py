"""exp of torch's binary cross-entropy against 1; n-grams as words in a Counter."""

from collections import Counter
from typing import Any


def expected(torch: Any, p: Any) -> Any:
    probabilities = torch.tensor(p["p"], dtype=torch.float64)
    entropy = torch.nn.functional.binary_cross_entropy
    candidate, reference = (
        [f"w{word:g}" for word in p[name]] for name in ("candidate", "reference")
    )
    precision = [matched(candidate, reference, n) / (len(candidate) + 1 - n) for n in (1, 2)]
    penalty = torch.tensor(1 - len(reference) / len(candidate), dtype=torch.float64)
    mean = torch.tensor(precision, dtype=torch.float64).log().mean().exp()
    return {
        "ppl": entropy(probabilities, torch.ones_like(probabilities)).exp(),
        "p1": precision[0],
        "p2": precision[1],
        "rouge": matched(candidate, reference, 1) / len(reference),
        "bleu": mean * penalty.clamp(max=0).exp(),
    }


def matched(candidate: list[str], reference: list[str], n: int) -> int:
    """Return how many n-grams are in both, each as often as in the one that has it less."""
    said, wanted = (Counter(grams(text, n)) for text in (candidate, reference))
    return (said & wanted).total()


def grams(text: list[str], n: int) -> list[str]:
    return [" ".join(text[at : at + n]) for at in range(len(text) + 1 - n)]
