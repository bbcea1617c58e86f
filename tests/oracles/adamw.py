"""One step of torch.optim.AdamW, or of Adam with weight_decay, from a given state."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w, g, m, v = (torch.tensor(p[name], dtype=torch.float64) for name in ("w", "g", "m", "v"))
    w.grad = g
    kind = torch.optim.AdamW if p["method"] == "adamw" else torch.optim.Adam
    optimizer = kind(
        [w], lr=p["lr"], betas=(p["beta1"], p["beta2"]), eps=p["eps"], weight_decay=p["lam"]
    )
    optimizer.state[w] = {"step": torch.tensor(p["t"] - 1.0), "exp_avg": m, "exp_avg_sq": v}
    optimizer.step()
    return {"m": m, "v": v, "w": w}


def result(torch: Any, p: Any) -> Any:
    w, m, v = (p[name].clone() for name in ("w", "m", "v"))
    w.grad = p["g"].clone()
    kind = torch.optim.AdamW if p["method"] == "adamw" else torch.optim.Adam
    numbers = {"lr": p["lr"].item(), "eps": p["eps"].item(), "weight_decay": p["lam"].item()}
    optimizer = kind(
        [w], betas=(p["beta1"].item(), p["beta2"].item()), differentiable=True, **numbers
    )
    optimizer.state[w] = {
        "step": torch.tensor(p["t"] - 1.0, dtype=torch.float64),
        "exp_avg": m,
        "exp_avg_sq": v,
    }
    optimizer.step()
    return w
