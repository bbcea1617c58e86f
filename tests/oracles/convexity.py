"""PyTorch's values for the demo convexity: slopes and curvatures by differentiating twice."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    z = torch.tensor(p["z"], dtype=torch.float64, requires_grad=True)
    y = torch.full_like(z, p["y"])
    BCE = torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="none")
    SE = (torch.sigmoid(z) - y) ** 2
    found = {"BCE": BCE, "SE": SE}
    for name, loss in list(found.items()):
        (dz,) = torch.autograd.grad(loss.sum(), z, create_graph=True)
        (curvature,) = torch.autograd.grad(dz.sum(), z)
        found |= {f"dz_{name}": dz, f"curvature_{name}": curvature}
    return found


def result(torch: Any, p: Any) -> Any:
    loss = ((torch.sigmoid(p["z"]) - p["y"]) ** 2).sum()
    (slope,) = torch.autograd.grad(loss, p["z"], create_graph=True)
    return torch.autograd.grad(slope.sum(), p["z"], create_graph=True)[0]
