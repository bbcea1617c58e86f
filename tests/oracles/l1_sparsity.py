"""ISTA with the gradient by autograd and F.softshrink as the proximal step."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    X, y = (torch.tensor(p[name], dtype=torch.float64) for name in ("X", "y"))
    lr = len(y) / torch.linalg.matrix_norm(X, ord=2) ** 2
    w = torch.zeros(X.shape[1], dtype=torch.float64, requires_grad=True)
    (first,) = torch.autograd.grad(torch.nn.functional.mse_loss(X @ w, y) / 2, w)
    for _ in range(p["steps"]):
        (dw,) = torch.autograd.grad(torch.nn.functional.mse_loss(X @ w, y) / 2, w)
        w = (
            torch.nn.functional.softshrink(w - lr * dw, float(lr * p["lam"]))
            .detach()
            .requires_grad_()
        )
    return {"lam_max": first.abs().max(), "w": w, "zeros": torch.sum(w == 0)}
