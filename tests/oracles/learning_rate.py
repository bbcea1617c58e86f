"""PyTorch's values for the demo learning-rate: one SGD for each rate."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    return {"w": torch.stack([_descended(torch, p, float(lr)) for lr in p["lr"]])}


def _descended(torch: Any, p: Any, lr: Any) -> Any:
    w = torch.tensor(p["w"], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    for _ in range(p["steps"]):
        optimizer.zero_grad()
        (p["H"] / 2 * (w - p["target"]) ** 2).backward()
        optimizer.step()
    return w.detach()
