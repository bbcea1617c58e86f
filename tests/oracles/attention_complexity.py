"""The same weights as an n×n matrix, whose rows are divided by their sums."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    tensors = {name: torch.tensor(p[name], dtype=torch.float64) for name in "QKV"}
    return {"Y": result(torch, tensors)}


def result(torch: Any, p: Any) -> Any:
    query, key = (torch.nn.functional.elu(p[name]) + 1 for name in "QK")
    weights = query @ key.T
    return weights / weights.sum(dim=1, keepdim=True) @ p["V"]
