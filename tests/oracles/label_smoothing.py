"""torch's cross_entropy with label_smoothing, its gradient and where it is least."""

from typing import Any


def result(torch: Any, p: Any) -> Any:
    smoothed = (1 - p["eps"]) * p["y"] + p["eps"] / len(p["z"])
    return torch.nn.functional.cross_entropy(p["z"], smoothed)


def expected(torch: Any, p: Any) -> Any:
    z = torch.tensor(p["z"], dtype=torch.float64, requires_grad=True)
    y = torch.tensor(p["y"], dtype=torch.float64)
    loss = torch.nn.functional.cross_entropy(z, y, label_smoothing=p["eps"])
    return {"J": loss, "dz": torch.autograd.grad(loss, z)[0]}
