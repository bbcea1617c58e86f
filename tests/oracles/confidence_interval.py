"""scipy.stats.t.interval at the level whose quantile is given."""

from typing import Any

AGAINST = "SciPy"


def expected(_torch: Any, p: Any) -> Any:
    import numpy as np
    from scipy import stats

    freedom = len(p["x"]) - 1
    level = 1 - 2 * stats.t.sf(p["t"], freedom)
    se = stats.sem(p["x"])
    low, high = stats.t.interval(level, freedom, loc=np.mean(p["x"]), scale=se)
    return {"s": stats.tstd(p["x"]), "se": se, "low": low, "high": high}


def result(torch: Any, p: Any) -> Any:
    return p["x"].mean() + p["t"] * torch.std(p["x"]) / len(p["x"]) ** 0.5
