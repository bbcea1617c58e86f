"""The mean of as many balls, whose moments are those of a binomial."""

from typing import Any

AGAINST = "SciPy"


def expected(_torch: Any, p: Any) -> Any:
    from scipy import stats

    low, high = p["x"]
    step = (high - low) / p["n"]
    drawn = stats.binom(p["n"], p["c"][1] / p["c"].sum())
    return {
        "mu": low + step * drawn.mean(),
        "se": abs(step) * drawn.std(),
        "skew_n": drawn.stats("s") * (1 if step > 0 else -1),
    }


def result(_torch: Any, p: Any) -> Any:
    share = p["c"] / p["c"].sum()
    first, second, third = (share @ p["x"] ** k for k in (1, 2, 3))
    spread = second - first**2
    central = third - 3 * first * second + 2 * first**3
    return central / spread**1.5 / p["n"] ** 0.5
