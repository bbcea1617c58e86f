"""torch.optim.SGD on (w − target)²."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w = torch.tensor(p["w"], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=p["lr"])
    for _ in range(p["steps"]):
        optimizer.zero_grad()
        ((w - p["target"]) ** 2).backward()
        optimizer.step()
    return {"g": w.grad, "w": w.detach(), "J": (w.detach() - p["target"]) ** 2}


def result(torch: Any, p: Any) -> Any:
    w = p["w"].clone()
    optimizer = torch.optim.SGD([w], lr=p["lr"], differentiable=True)
    for _ in range(p["steps"]):
        (w.grad,) = torch.autograd.grad((w - p["target"]) ** 2, w, create_graph=True)
        optimizer.step()
    return w
