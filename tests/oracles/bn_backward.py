"""The gradients of F.batch_norm by autograd, also those of the mean and the variance on the way."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x, dy = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "dy"))
    gamma, beta = (
        torch.full((1,), number, dtype=torch.float64, requires_grad=True)
        for number in (p["gamma"], 0.0)
    )
    x.requires_grad_()
    y = torch.nn.functional.batch_norm(
        x[:, None], None, None, gamma, beta, training=True, eps=p["eps"]
    )[:, 0]
    dx, dgamma, dbeta = torch.autograd.grad(y, (x, gamma, beta), dy)
    mu, var = (statistic.detach().requires_grad_() for statistic in (x.mean(), x.var(correction=0)))
    y = p["gamma"] * (x - mu) / torch.sqrt(var + p["eps"])
    dmu, dvar = torch.autograd.grad(y, (mu, var), dy)
    return {"dx": dx, "dgamma": dgamma[0], "dbeta": dbeta[0], "dmu": dmu, "dvar": dvar}


def result(torch: Any, p: Any) -> Any:
    x = p["x"][:, None]
    y = torch.nn.functional.batch_norm(
        x, None, None, p["gamma"][None], training=True, eps=p["eps"].item()
    )
    return torch.autograd.grad(y[:, 0], p["x"], p["dy"], create_graph=True)[0]
