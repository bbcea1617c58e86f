"""scipy.stats, and for gradients the log-densities of torch.distributions."""

from typing import Any

AGAINST = "SciPy"


def expected(_torch: Any, p: Any) -> Any:
    from scipy import stats

    n, share, k = p["n"], p["p"], p["k"]
    of_n = stats.binom(n, share)
    return {
        "binom": of_n.pmf(k),
        "mu": of_n.mean(),
        "poisson": stats.poisson.pmf(k, of_n.mean()),
        "var": of_n.var(),
        "normal": stats.norm.pdf(k, of_n.mean(), of_n.std()),
    }


def result(torch: Any, p: Any) -> Any:
    mean = p["n"] * p["p"]
    normal = torch.distributions.Normal(mean, torch.sqrt(mean * (1 - p["p"])))
    return normal.log_prob(torch.tensor(float(p["k"]), dtype=torch.float64)).exp()
