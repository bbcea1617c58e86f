"""SciPy's binomial and beta distributions, and statsmodels' z interval of the tosses."""

from typing import Any

AGAINST = "SciPy, statsmodels"


def expected(_torch: Any, p: Any) -> Any:
    from scipy import stats
    from statsmodels.stats.weightstats import zconfint

    k, n = int(p["k"]), int(p["n"])
    # of the tosses themselves, 0 and 1, with the deviation divided by n
    low, _ = zconfint([1] * k + [0] * (n - k), alpha=2 * stats.norm.sf(1.96), ddof=0)
    posterior = stats.beta(k + p["a"], n - k + p["b"])
    return {
        "se": stats.binom(n, k / n).std() / n,
        "low": low,
        "mean": posterior.mean(),
        "sd": posterior.std(),
    }
