"""One ReLU unit with a given gradient from above, by autograd, and one step of torch.optim.SGD."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x = torch.tensor(p["x"], dtype=torch.float64)
    w, b = (torch.tensor(p[name], dtype=torch.float64, requires_grad=True) for name in ("w", "b"))
    z = w * x + b
    z.retain_grad()
    a = torch.relu(z)
    J = (p["da"] * a).mean()
    J.backward()
    found = {
        "z": z.detach(),
        "a": a.detach(),
        "dz": z.grad * len(x),
        "dw": w.grad.clone(),
        "db": b.grad.clone(),
    }
    torch.optim.SGD([w, b], lr=p["lr"]).step()
    return found | {"w": w.detach(), "b": b.detach()}


def result(torch: Any, p: Any) -> Any:
    return torch.relu(p["w"] * p["x"] + p["b"])
