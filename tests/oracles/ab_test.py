"""statsmodels' test of two proportions; the size at which SciPy's normal has the power wanted."""

from typing import Any

AGAINST = "statsmodels, SciPy"


def expected(_torch: Any, p: Any) -> Any:
    from scipy import optimize, stats
    from statsmodels.stats.proportion import proportions_ztest

    counts, sizes = (p["k2"], p["k1"]), (p["n2"], p["n1"])
    z, _ = proportions_ztest(counts, sizes)
    variance = sum(k / n * (1 - k / n) for k, n in zip(counts, sizes, strict=True))
    effect = abs(p["k2"] / p["n2"] - p["k1"] / p["n1"])

    def lacking(size: float) -> float:
        power = stats.norm.cdf(effect / (variance / size) ** 0.5 - p["za"])
        return float(power - stats.norm.cdf(p["zb"]))

    need = optimize.brentq(lacking, 1, 1e7, xtol=1e-12, rtol=1e-15, maxiter=1000)
    return {"z": z, "need": need}
