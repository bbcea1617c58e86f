"""The series of all walks, by torch.linalg.matrix_power."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    tensors = {name: torch.tensor(p[name], dtype=torch.float64) for name in ("A", "s", "alpha")}
    return {"p": result(torch, {**p, **tensors})}


def result(torch: Any, p: Any) -> Any:
    moves = p["A"] / p["A"].sum(dim=1, keepdim=True)
    walks = [torch.linalg.matrix_power(p["alpha"] * moves, n) for n in range(p["steps"] + 1)]
    returned = torch.stack(walks[:-1]).sum(dim=0) * (1 - p["alpha"])
    return p["s"] @ (returned + walks[-1])
