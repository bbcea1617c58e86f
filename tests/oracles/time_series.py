"""The recursion run step by step in torch; what each shock does to its end is autograd's."""

from typing import Any


def expected(torch: Any, p: Any) -> Any:
    h = p["h"]
    x, mu, phi, sigma = (
        torch.tensor(p[name], dtype=torch.float64) for name in ("x", "mu", "phi", "sigma")
    )
    end, variance = forecast(torch, x, mu, phi, sigma, h)
    beyond, _ = forecast(torch, x + 1, mu, phi, sigma, h)
    return {
        "rho": beyond - end,
        "forecast": end,
        "v": variance,
        "half": 1.96 * variance.sqrt(),
        "high": end + 1.96 * variance.sqrt(),
    }


def result(torch: Any, p: Any) -> Any:
    end, variance = forecast(torch, *(p[name] for name in ("x", "mu", "phi", "sigma", "h")))
    return end + 1.96 * variance.sqrt()


def forecast(torch: Any, x: Any, mu: Any, phi: Any, sigma: Any, h: Any) -> Any:
    """Return where the series is expected after h steps, and the variance of the error."""
    shocks = torch.zeros(int(h), dtype=torch.float64, requires_grad=True)
    for shock in shocks:
        x = mu + phi * (x - mu) + shock
    (slopes,) = torch.autograd.grad(x, shocks, create_graph=True)
    return x, (sigma * slopes).square().sum()
