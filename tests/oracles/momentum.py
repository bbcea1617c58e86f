"""torch.optim.SGD with momentum.

The course's convention is PyTorch's with a learning rate 1 − β times as large.
"""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w = torch.tensor(p["w"], dtype=torch.float64, requires_grad=True)
    share = 1 - p["beta"] if p["convention"] == "ng" else 1.0
    optimizer = torch.optim.SGD([w], lr=p["lr"] * share, momentum=p["beta"])
    buffer = torch.tensor(p["v"] / share, dtype=torch.float64)
    optimizer.state[w] = {"momentum_buffer": buffer}
    for _ in range(p["steps"]):
        optimizer.zero_grad()
        ((w - p["target"]) ** 2).backward()
        optimizer.step()
    return {"g": w.grad, "v": buffer * share, "w": w.detach()}


def result(torch: Any, p: Any) -> Any:
    w, v = p["w"], p["v"]
    share = 1 - p["beta"] if p["convention"] == "ng" else 1.0
    for _ in range(p["steps"]):
        (g,) = torch.autograd.grad((w - p["target"]) ** 2, w, create_graph=True)
        v = p["beta"] * v + share * g
        w = w - p["lr"] * v
    return w
