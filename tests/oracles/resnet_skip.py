"""The same branches with and without what they are added to, differentiated by autograd."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w, v = (torch.tensor(p[name], dtype=torch.float64) for name in ("w", "v"))
    found = {}
    for output, slope, shortcut in (("h", "g", 1.0), ("p", "g_p", 0.0)):
        x = torch.tensor(p["x"], dtype=torch.float64, requires_grad=True)
        found[output] = through(torch, x, w, v, shortcut)
        (found[slope],) = torch.autograd.grad(found[output], x)
    return found


def result(torch: Any, p: Any) -> Any:
    return through(torch, p["x"], p["w"], p["v"], 1.0)


def through(torch: Any, x: Any, w: Any, v: Any, shortcut: float) -> Any:
    for first, second in zip(w, v, strict=True):
        x = shortcut * x + second * torch.relu(first * x)
    return x
