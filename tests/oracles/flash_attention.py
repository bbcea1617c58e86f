"""The softmax of all scores at once."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    tensors = {name: torch.tensor(p[name], dtype=torch.float64) for name in "sv"}
    log_total = torch.logsumexp(tensors["s"], dim=0) - torch.amax(tensors["s"])
    return {"y": result(torch, tensors), "total": torch.exp(log_total)}


def result(torch: Any, p: Any) -> Any:
    return torch.softmax(p["s"], dim=0) @ p["v"]
