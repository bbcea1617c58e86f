"""Two sorted lists of documents, of which each adds to the score of what it has."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    score = torch.zeros(len(p["sparse"]), dtype=torch.float64)
    for name in ("sparse", "dense"):
        order = torch.tensor(p[name], dtype=torch.float64).argsort(descending=True)
        reciprocal = (p["k"] + torch.arange(1, len(order) + 1, dtype=torch.float64)).reciprocal()
        score.index_add_(0, order, reciprocal)
    return {"rrf": score}
