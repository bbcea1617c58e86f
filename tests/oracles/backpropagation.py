"""PyTorch's values for the demo backpropagation."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x, y = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "y"))
    w1, b1, w2, b2 = (
        torch.tensor(p[name], dtype=torch.float64, requires_grad=True)
        for name in ("w1", "b1", "w2", "b2")
    )
    z1 = w1 * x + b1
    a1 = torch.relu(z1)
    z2 = w2 * a1 + b2
    L = torch.nn.functional.mse_loss(z2, y) / 2
    names = ("dz2", "dw2", "db2", "da1", "dz1", "dw1", "db1")
    gradients = torch.autograd.grad(L, (z2, w2, b2, a1, z1, w1, b1))
    return {"z1": z1, "a1": a1, "y_hat": z2, "L": L, **dict(zip(names, gradients, strict=True))}


def result(torch: Any, p: Any) -> Any:
    a1 = torch.relu(p["w1"] * p["x"] + p["b1"])
    return torch.nn.functional.mse_loss(p["w2"] * a1 + p["b2"], p["y"]) / 2
