"""The loss differentiated by PyTorch, and the lowest points of its parabolas."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    z = torch.logit(torch.tensor(p["p"], dtype=torch.float64)).requires_grad_()
    y = torch.tensor(p["y"], dtype=torch.float64)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum")
    (g,) = torch.autograd.grad(loss, z, create_graph=True)
    (h,) = torch.autograd.grad(g.sum(), z)
    g = g.detach()

    def lowest(among: Any) -> Any:
        def objective(w: float) -> Any:
            return (g * w + h * w**2 / 2)[among].sum() + p["lam"] * w**2 / 2

        # the parabola through three of its points
        below, middle, above = (objective(w) for w in (-1.0, 0.0, 1.0))
        bend, slope = (above + below) / 2 - middle, (above - below) / 2
        return -slope / (2 * bend), middle - slope**2 / (4 * bend)

    cut = int(p["cut"])
    (w, left), (_, right), (_, whole) = map(
        lowest, (slice(None, cut), slice(cut, None), slice(None))
    )
    return {"g": g, "h": h, "w": w, "gain": whole - left - right - p["gamma"]}
