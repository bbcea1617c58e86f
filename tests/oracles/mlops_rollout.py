"""The number of requests at which the power is what was asked, sought by scipy.optimize."""

from typing import Any

AGAINST = "SciPy"


def expected(_torch: Any, p: Any) -> Any:
    from scipy import optimize, stats

    def missing(n: float) -> float:
        old, new = (stats.binom.std(1, p[name]) / n**0.5 for name in ("p0", "p1"))
        alarm = p["p0"] + p["z_a"] * old
        return float((p["p1"] - alarm) / new - p["z_b"])

    n = optimize.brentq(missing, 1e-3, 1e7, xtol=1e-13, rtol=1e-14)
    return {"n": n, "N": n / p["w"]}
