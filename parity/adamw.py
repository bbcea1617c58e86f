"""One step of torch.optim.AdamW, or of Adam with weight_decay, from a given state."""


def expected(torch, p):
    w, g, m, v = (torch.tensor(p[name], dtype=torch.float64) for name in ("w", "g", "m", "v"))
    w.grad = g
    kind = torch.optim.AdamW if p["method"] == "adamw" else torch.optim.Adam
    optimizer = kind([w], lr=p["lr"], betas=(p["beta1"], p["beta2"]), eps=p["eps"], weight_decay=p["lam"])
    optimizer.state[w] = {"step": torch.tensor(p["t"] - 1.0), "exp_avg": m, "exp_avg_sq": v}
    optimizer.step()
    return {"m": m, "v": v, "w": w}
