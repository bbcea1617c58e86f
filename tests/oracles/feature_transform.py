"""SciPy's Box-Cox transform, skewness and log-likelihood."""

from typing import Any

AGAINST = "SciPy 1.17"


def expected(torch: Any, p: Any) -> Any:
    from scipy import special, stats

    t = special.boxcox(p["x"], p["lam"])
    computed = {"t": t, "skew": stats.skew(t), "L": stats.boxcox_llf(p["lam"], p["x"])}
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in computed.items()}
