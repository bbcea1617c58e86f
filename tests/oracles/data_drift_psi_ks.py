"""A two-sample test of SciPy on the numbers of the bins, and two divergences."""

from typing import Any

import numpy as np

AGAINST = "SciPy 1.17"


def expected(torch: Any, p: Any) -> Any:
    from scipy import stats

    m, n = (p[name].astype(int) for name in ("m", "n"))
    bins = range(len(m))
    found = stats.ks_2samp(np.repeat(bins, m), np.repeat(bins, n))
    computed = {
        "PSI": stats.entropy(m, n) + stats.entropy(n, m),
        "KS": found.statistic,
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in computed.items()}
