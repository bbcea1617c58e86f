"""F.batch_norm with γ and β, also with those that undo it, and the parameters of nn.BatchNorm2d."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    x, gamma, beta = (torch.tensor(p[name], dtype=torch.float64) for name in ("x", "gamma", "beta"))

    def batch_norm(gamma: Any, beta: Any) -> Any:
        return torch.nn.functional.batch_norm(
            x[:, None], None, None, gamma, beta, training=True, eps=p["eps"]
        )[:, 0]

    gamma0 = torch.sqrt(x.var(correction=0) + p["eps"])
    return {
        "y": batch_norm(gamma[None], beta[None]),
        "gamma0": gamma0,
        "x_tilde": batch_norm(gamma0[None], x.mean()[None]),
        "n_params": sum(one.numel() for one in torch.nn.BatchNorm2d(p["channels"]).parameters()),
    }


def result(torch: Any, p: Any) -> Any:
    gamma, beta = p["gamma"][None], p["beta"][None]
    return torch.nn.functional.batch_norm(
        p["x"][:, None], None, None, gamma, beta, training=True, eps=p["eps"].item()
    )
