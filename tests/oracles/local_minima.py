"""PyTorch's values for the demo local-minima: SGD with momentum, whose buffer is −v / lr."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w = torch.tensor(p["w"], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=p["lr"], momentum=p["mu"])
    if p["mu"]:
        optimizer.state[w]["momentum_buffer"] = torch.tensor(-p["v"] / p["lr"], dtype=torch.float64)
    for _ in range(p["steps"]):
        optimizer.zero_grad()
        (w**4 - 3 * w**2 + w).backward()
        optimizer.step()
    return {"w": w, "f": w**4 - 3 * w**2 + w}
