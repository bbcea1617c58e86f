"""The tails of scipy.stats.binom, and for gradients the log-masses of torch.distributions."""

from typing import Any

AGAINST = "SciPy"


def expected(_torch: Any, p: Any) -> Any:
    from scipy import stats

    n, least = p["n"], p["n"] - p["m"]  # heads
    return {
        "alpha": stats.binom.sf(least - 1, n, p["p0"]),
        "power": stats.binom.sf(least - 1, n, p["p1"]),
        "beta": stats.binom.cdf(least - 1, n, p["p1"]),
    }


def result(torch: Any, p: Any) -> Any:
    missed = torch.arange(int(p["n"] - p["m"]), dtype=torch.float64)
    heads = torch.distributions.Binomial(int(p["n"]), probs=p["p1"])
    return heads.log_prob(missed).exp().sum() + 0 * p["p0"]
