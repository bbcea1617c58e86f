"""Where the slopes of PyTorch's log probabilities are zero, found by SciPy, and its beta's mean."""

from typing import Any

AGAINST = "PyTorch, SciPy"


def expected(torch: Any, p: Any) -> Any:
    from scipy import optimize, stats

    k, n = float(p["k"]), float(p["n"])
    a, b = (torch.tensor(float(p[name]), dtype=torch.float64) for name in ("a", "b"))

    def top(*, has_prior: bool) -> float:
        def slope(at: float) -> float:
            theta = torch.tensor(at, dtype=torch.float64, requires_grad=True)
            log = torch.distributions.Binomial(int(n), probs=theta).log_prob(torch.tensor(k))
            if has_prior:
                log = log + torch.distributions.Beta(a, b).log_prob(theta)
            (found,) = torch.autograd.grad(log, theta)
            return float(found)

        return float(optimize.brentq(slope, 1e-6, 1 - 1e-6, xtol=1e-15, rtol=1e-15))

    return {
        "mle": top(has_prior=False),
        "MAP": top(has_prior=True),
        "mean": stats.beta(k + float(a), n - k + float(b)).mean(),
    }
