"""One step of torch.optim.SGD with a group of parameters for the body and one for the head."""

from typing import Any


def loss(torch: Any, x: Any, y: Any, W: Any, v: Any) -> Any:
    return (v @ torch.relu(W @ x) - y) ** 2 / 2


def expected(torch: Any, p: Any) -> Any:
    x, y, W, v = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "y", "W", "v"))
    W.requires_grad_()
    v.requires_grad_()
    groups = [{"params": [W], "lr": p["lr_body"]}, {"params": [v], "lr": p["lr_head"]}]
    optimizer = torch.optim.SGD(groups)
    loss(torch, x, y, W, v).backward()
    dv, dW = v.grad.clone(), W.grad.clone()
    optimizer.step()
    return {"dv": dv, "dW": dW, "v": v, "W": W, "L": loss(torch, x, y, W, v)}


def result(torch: Any, p: Any) -> Any:
    x, y, W, v = (p[name] for name in ("x", "y", "W", "v"))
    dW, dv = torch.autograd.grad(loss(torch, x, y, W, v), (W, v), create_graph=True)
    return loss(torch, x, y, W - p["lr_body"] * dW, v - p["lr_head"] * dv)
