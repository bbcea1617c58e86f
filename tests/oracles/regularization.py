"""The penalties from torch.linalg.vector_norm, and the cost with them."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w = torch.tensor(p["w"], dtype=torch.float64)
    c = p["lam"] / p["m"] if p["convention"] == "ng" else p["lam"]
    Omega1 = c * torch.linalg.vector_norm(w, ord=1)
    Omega2 = c / 2 * torch.linalg.vector_norm(w, ord=2) ** 2
    return {"Omega1": Omega1, "Omega2": Omega2, "J1": p["J"] + Omega1, "J2": p["J"] + Omega2}


def result(torch: Any, p: Any) -> Any:
    c = p["lam"] / p["m"] if p["convention"] == "ng" else p["lam"]
    return p["J"] + c / 2 * torch.linalg.vector_norm(p["w"], ord=2) ** 2
