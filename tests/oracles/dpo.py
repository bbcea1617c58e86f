"""logsigmoid of the difference of log-ratios, with gradients by autograd."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    p = {name: torch.tensor(value, dtype=torch.float64) for name, value in p.items()}
    p["pi_w"].requires_grad_()
    loss = result(torch, p)
    (gradient,) = torch.autograd.grad(loss, p["pi_w"])
    return {"delta": logits(p), "loss": loss, "g_w": gradient}


def logits(p: Any) -> Any:
    return p["beta"] * ((p["pi_w"] - p["pi_l"]) - (p["ref_w"] - p["ref_l"]))


def result(torch: Any, p: Any) -> Any:
    return -torch.nn.functional.logsigmoid(logits(p))
