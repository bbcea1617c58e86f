"""SciPy's distributions: how far a point of the grid lies from the good range, and trials."""

from typing import Any

from scipy.stats import binom, uniform

AGAINST = "SciPy"


def expected(torch: Any, p: Any) -> Any:
    gap = uniform(0, 1 / p["values"])
    needed = 1
    while binom.sf(0, needed, p["good"]) < p["sure"]:
        needed += 1
    found = {
        "grid": gap.cdf(p["good"]),
        "random": binom.sf(0, int(p["values"]) ** int(p["axes"]), p["good"]),
        "needed": needed,
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
