"""PyTorch's values for the demo logistic-regression-graph."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x1, x2, y = (torch.tensor(p[name], dtype=torch.float64) for name in ("x1", "x2", "y"))
    w1, w2, b = (
        torch.tensor(p[name], dtype=torch.float64, requires_grad=True) for name in ("w1", "w2", "b")
    )
    z = w1 * x1 + w2 * x2 + b
    a = torch.sigmoid(z)
    L = torch.nn.functional.binary_cross_entropy(a, y)
    da, dz, dw1, dw2, db = torch.autograd.grad(L, (a, z, w1, w2, b))
    return {"z": z, "a": a, "L": L, "da": da, "dz": dz, "dw1": dw1, "dw2": dw2, "db": db}


def result(torch: Any, p: Any) -> Any:
    z = p["w1"] * p["x1"] + p["w2"] * p["x2"] + p["b"]
    return torch.nn.functional.binary_cross_entropy(torch.sigmoid(z), p["y"])
