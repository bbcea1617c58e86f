"""torch.optim.SGD with weight_decay, and the gradient of the same penalty by autograd."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w = torch.tensor(p["w"], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=p["lr"], weight_decay=p["lam"])
    for _ in range(p["steps"]):
        (dw,) = torch.autograd.grad(p["g"] * w + p["lam"] / 2 * w**2, w)
        optimizer.zero_grad()
        (p["g"] * w).backward()
        optimizer.step()
    return {"dw": dw, "w": w}


def result(torch: Any, p: Any) -> Any:
    w = p["w"]
    for _ in range(p["steps"]):
        (dw,) = torch.autograd.grad(p["g"] * w + p["lam"] / 2 * w**2, w, create_graph=True)
        w = w - p["lr"] * dw
    return w
