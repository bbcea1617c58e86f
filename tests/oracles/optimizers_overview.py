"""The paths of torch.optim on J = ½Σhw².

The course's momentum is PyTorch's with a learning rate 1 − β times as large.
"""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w, h = (torch.tensor(p[name], dtype=torch.float64) for name in ("w", "h"))
    w.requires_grad_()
    lr, beta = p["lr"], p["beta"]
    optimizer = {
        "sgd": lambda: torch.optim.SGD([w], lr=lr),
        "momentum": lambda: torch.optim.SGD([w], lr=lr * (1 - beta), momentum=beta),
        "rmsprop": lambda: torch.optim.RMSprop([w], lr=lr, alpha=beta, eps=p["eps"]),
        "adam": lambda: torch.optim.Adam([w], lr=lr, betas=(beta, p["beta2"]), eps=p["eps"]),
    }[p["optimizer"]]()
    for _ in range(p["steps"]):
        optimizer.zero_grad()
        (h * w**2).sum().div(2).backward()
        optimizer.step()
    return {"g": w.grad, "w": w.detach(), "J": (h * w.detach() ** 2).sum() / 2}
