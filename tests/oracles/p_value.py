"""scipy.stats.binomtest, and z by its square, the chi-square of both sides."""

from typing import Any

AGAINST = "SciPy"


def expected(_torch: Any, p: Any) -> Any:
    from scipy import stats

    k, n = int(p["k"]), int(p["k"] + p["m"])
    squared = stats.chisquare([k, n - k]).statistic
    return {
        "z": squared**0.5 * (1 if 2 * k > n else -1),
        "one": stats.binomtest(k, n, alternative="greater").pvalue,
        "p": stats.binomtest(k, n).pvalue,
    }
