"""One step of torch.optim.Adam from a given state."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w, g, m, v = (torch.tensor(p[name], dtype=torch.float64) for name in ("w", "g", "m", "v"))
    w.grad = g
    optimizer = torch.optim.Adam([w], lr=p["lr"], betas=(p["beta1"], p["beta2"]), eps=p["eps"])
    optimizer.state[w] = {"step": torch.tensor(p["t"] - 1.0), "exp_avg": m, "exp_avg_sq": v}
    optimizer.step()
    return {"m": m, "v": v, "w": w}


def result(torch: Any, p: Any) -> Any:
    w, m, v = (p[name].clone() for name in ("w", "m", "v"))
    w.grad = p["g"].clone()
    betas = (p["beta1"].item(), p["beta2"].item())
    optimizer = torch.optim.Adam(
        [w], lr=p["lr"].item(), betas=betas, eps=p["eps"].item(), differentiable=True
    )
    optimizer.state[w] = {
        "step": torch.tensor(p["t"] - 1.0, dtype=torch.float64),
        "exp_avg": m,
        "exp_avg_sq": v,
    }
    optimizer.step()
    return w
