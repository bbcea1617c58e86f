"""SciPy's quartiles, scores and median absolute deviation."""

from typing import Any

AGAINST = "SciPy 1.17"


def expected(torch: Any, p: Any) -> Any:
    from scipy import stats

    x = p["x"]
    q1, q3 = (stats.scoreatpercentile(x, per) for per in (25, 75))
    mad = stats.median_abs_deviation(x)
    computed = {
        "z": stats.zscore(x),
        "low": q1 - p["k"] * stats.iqr(x),
        "high": q3 + p["k"] * stats.iqr(x),
        "mad": mad,
        "robust": 0.6745 * (x - stats.scoreatpercentile(x, 50)) / mad,
    }
    return {name: torch.tensor(value) for name, value in computed.items()}
