"""torch.linalg.vector_norm, and the gradient of the L2 norm by autograd."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    v = torch.tensor(p["v"], dtype=torch.float64, requires_grad=True)
    L2 = torch.linalg.vector_norm(v, ord=2)
    (unit,) = torch.autograd.grad(L2, v)
    return {
        "L1": torch.linalg.vector_norm(v, ord=1),
        "L2": L2,
        "L_inf": torch.linalg.vector_norm(v, ord=float("inf")),
        "unit": unit,
    }


def result(torch: Any, p: Any) -> Any:
    return torch.linalg.vector_norm(p["v"], ord=2)
