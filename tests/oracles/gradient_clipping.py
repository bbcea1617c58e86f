"""torch.nn.utils.clip_grad_norm_ and clip_grad_value_ on the gradient of a parameter."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    found = {}
    for name in ("norm", "value"):
        w = torch.zeros(len(p["g"]), dtype=torch.float64, requires_grad=True)
        w.grad = torch.tensor(p["g"], dtype=torch.float64)
        norm = getattr(torch.nn.utils, f"clip_grad_{name}_")([w], p["c"])
        found[f"by_{name}"] = w.grad
        if name == "norm":
            found["norm"] = norm
    return found


def result(torch: Any, p: Any) -> Any:
    return p["g"] * torch.clamp(p["c"] / (torch.linalg.norm(p["g"]) + p["eps"]), max=1)
