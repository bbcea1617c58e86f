"""mse_loss, and the penalties from torch.linalg.vector_norm added to it."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    X, y, w = (torch.tensor(p[name], dtype=torch.float64) for name in ("X", "y", "w"))
    J = torch.nn.functional.mse_loss(X @ w, y)
    Omega1 = _factor(p) * torch.linalg.vector_norm(w, ord=1)
    Omega2 = _factor(p) / 2 * torch.linalg.vector_norm(w, ord=2) ** 2
    return {"J": J, "Omega1": Omega1, "Omega2": Omega2, "J1": J + Omega1, "J2": J + Omega2}


def result(torch: Any, p: Any) -> Any:
    J = torch.nn.functional.mse_loss(p["X"] @ p["w"], p["y"])
    return J + _factor(p) / 2 * torch.linalg.vector_norm(p["w"], ord=2) ** 2


def _factor(p: Any) -> Any:
    return p["lam"] / len(p["y"]) if p["convention"] == "ng" else p["lam"]
