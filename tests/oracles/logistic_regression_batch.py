"""PyTorch's values for the demo logistic-regression-batch.

Samples are in rows, as nn.Linear wants them.
"""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    X, Y = (torch.tensor(p[name], dtype=torch.float64) for name in ("X", "Y"))
    w, b = (torch.tensor(p[name], dtype=torch.float64, requires_grad=True) for name in ("w", "b"))
    optimizer = torch.optim.SGD([w, b], lr=p["lr"])
    Z = torch.nn.functional.linear(X.T, w.reshape(1, -1), b.reshape(1)).flatten()
    J = torch.nn.functional.binary_cross_entropy_with_logits(Z, Y)
    J.backward()
    optimizer.step()
    return {"Z": Z, "A": torch.sigmoid(Z), "J": J, "dw": w.grad, "db": b.grad, "w": w, "b": b}


def result(torch: Any, p: Any) -> Any:
    Z = torch.nn.functional.linear(p["X"].T, p["w"][None], p["b"][None])[:, 0]
    J = torch.nn.functional.binary_cross_entropy_with_logits(Z, p["Y"])
    return p["w"] - p["lr"] * torch.autograd.grad(J, p["w"], create_graph=True)[0]
