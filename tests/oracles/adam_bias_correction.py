"""The state and the last step of torch.optim.Adam with learning rate 1 on given gradients."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    w, m, v = (torch.tensor(number, dtype=torch.float64) for number in (0.0, p["m"], p["v"]))
    optimizer = torch.optim.Adam([w], lr=1.0, betas=(p["beta1"], p["beta2"]), eps=p["eps"])
    optimizer.state[w] = {"step": torch.tensor(0.0), "exp_avg": m, "exp_avg_sq": v}
    for g in p["g"]:
        w.grad = torch.tensor(g, dtype=torch.float64)
        w.zero_()  # so that nothing of the step is lost in rounding
        optimizer.step()
    return {"m": m, "v": v, "ratio": -w}
