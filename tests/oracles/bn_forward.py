"""F.batch_norm in training: the biased variance normalises."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x, gamma, beta = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "gamma", "beta"))
    batch_norm = torch.nn.functional.batch_norm
    x_hat = batch_norm(x[:, None], None, None, training=True, eps=p["eps"])
    y = batch_norm(x[:, None], None, None, gamma[None], beta[None], training=True, eps=p["eps"])
    return {"mu": x.mean(), "var": x.var(correction=0), "x_hat": x_hat[:, 0], "y": y[:, 0]}


def result(torch: Any, p: Any) -> Any:
    gamma, beta = p["gamma"][None], p["beta"][None]
    return torch.nn.functional.batch_norm(
        p["x"][:, None], None, None, gamma, beta, training=True, eps=p["eps"].item()
    )
