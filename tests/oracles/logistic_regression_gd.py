"""PyTorch's values for the demo logistic-regression-gd."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x, y = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "y"))
    w, b = (torch.tensor(p[name], dtype=torch.float64, requires_grad=True) for name in ("w", "b"))
    optimizer = torch.optim.SGD([w, b], lr=p["lr"])
    z = torch.dot(w, x) + b
    z.retain_grad()
    L = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
    L.backward()
    optimizer.step()
    return {"a": torch.sigmoid(z), "L": L, "dz": z.grad, "dw": w.grad, "db": b.grad, "w": w, "b": b}


def result(torch: Any, p: Any) -> Any:
    L = torch.nn.functional.binary_cross_entropy_with_logits(
        torch.dot(p["w"], p["x"]) + p["b"], p["y"]
    )
    return p["w"] - p["lr"] * torch.autograd.grad(L, p["w"], create_graph=True)[0]
