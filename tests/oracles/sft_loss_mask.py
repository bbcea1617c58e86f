"""torch.nn.functional.cross_entropy with labels of −100 where the prompt is."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    logits = torch.tensor(p["Z"], dtype=torch.float64)
    labels = torch.tensor(p["tokens"]).long()
    each = torch.nn.functional.cross_entropy(logits[:-1], labels[1:], reduction="none")
    return {"nll": each, "loss": result(torch, {**p, "Z": logits, "tokens": labels})}


def result(torch: Any, p: Any) -> Any:
    labels = p["tokens"].detach().long().clone()
    labels[: int(p["prompt"])] = -100
    return torch.nn.functional.cross_entropy(p["Z"][:-1], labels[1:], ignore_index=-100)
