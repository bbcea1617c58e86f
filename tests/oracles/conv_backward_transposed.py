"""autograd through conv1d, and conv_transpose1d."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x, w, dy = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "w", "dy"))
    w.requires_grad_()
    J = result(torch, {**p, "x": x, "w": w, "dy": dy})
    (dw,) = torch.autograd.grad(J, w)
    transposed = torch.nn.functional.conv_transpose1d
    dx = transposed(dy[None, None], w[None, None], stride=p["stride"])[0, 0]
    return {"J": J, "dw": dw, "dx": dx}


def result(torch: Any, p: Any) -> Any:
    conv1d = torch.nn.functional.conv1d
    return conv1d(p["x"][None, None], p["w"][None, None], stride=p["stride"])[0, 0] @ p["dy"]
