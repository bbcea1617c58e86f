"""torch.nn.functional.logsigmoid, with gradients by autograd."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    better, worse = (
        torch.tensor(p[name], dtype=torch.float64, requires_grad=True) for name in ("r_w", "r_l")
    )
    loss = result(torch, {"r_w": better, "r_l": worse, "margin": p["margin"]})
    g_w, g_l = torch.autograd.grad(loss, (better, worse))
    return {"p": torch.exp(-loss), "loss": loss, "g_w": g_w, "g_l": g_l}


def result(torch: Any, p: Any) -> Any:
    return -torch.nn.functional.logsigmoid(p["r_w"] - p["r_l"] - p["margin"])
