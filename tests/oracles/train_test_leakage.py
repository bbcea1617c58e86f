"""The expected maximum of p binomial counts, from their distribution in SciPy."""

from typing import Any

from scipy.stats import binom

AGAINST = "SciPy"


def expected(torch: Any, p: Any) -> Any:
    n, candidates = p["n"], p["p"]
    below = [binom.cdf(k, n, p["q"]) ** candidates for k in range(-1, n + 1)]
    most = sum(k * (below[k + 1] - below[k]) for k in range(n + 1)) / n
    return {"leaked": torch.tensor(most), "gap": torch.tensor(most - p["q"])}
