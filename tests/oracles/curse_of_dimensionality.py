"""SciPy: the largest of d uniform coordinates, and the gap of two of them, as distributions."""

from typing import Any

from scipy.special import gamma
from scipy.stats import beta, triang

AGAINST = "SciPy"


def expected(torch: Any, p: Any) -> Any:
    d = p["d"]
    largest, gap = beta(d, 1), triang(0)  # |x − y| is triangular
    second, fourth = gap.moment(2), gap.moment(4)
    found = {
        "inner": largest.cdf(p["r"]),
        "ball": torch.pi ** (d / 2) / gamma(d / 2 + 1) / 2**d,
        "mean": d * second,
        "spread": (d * (fourth - second**2)) ** 0.5 / (d * second),
        "side": largest.ppf(p["share"]),
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
