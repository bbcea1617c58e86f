"""torch.optim.RMSprop on constant gradients.

It has ε outside the root only, so the other choice is not compared.
"""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    if p["eps_place"] == "inside":
        return {}
    w, g = (torch.tensor(p[name], dtype=torch.float64) for name in ("w", "g"))
    w.grad = g
    s = torch.full_like(w, p["s"])
    optimizer = torch.optim.RMSprop([w], lr=p["lr"], alpha=p["beta"], eps=p["eps"])
    optimizer.state[w] = {"step": torch.tensor(0.0), "square_avg": s}
    for _ in range(p["steps"]):
        optimizer.step()
    return {"s": s, "w": w}


def result(torch: Any, p: Any) -> Any:
    w, s = p["w"].clone(), p["s"].expand_as(p["w"]).clone()
    w.grad = p["g"].clone()
    numbers = {"lr": p["lr"].item(), "alpha": p["beta"].item(), "eps": p["eps"].item()}
    optimizer = torch.optim.RMSprop([w], differentiable=True, **numbers)
    optimizer.state[w] = {"step": torch.tensor(0.0), "square_avg": s}
    for _ in range(p["steps"]):
        optimizer.step()
    return w
