"""scipy.stats.entropy of the counts of numpy.unique."""

from typing import Any

AGAINST = "SciPy"


def expected(_torch: Any, p: Any) -> Any:
    import numpy as np
    from scipy import stats

    _, counts = np.unique(p["c"], return_counts=True)
    return {
        "H": stats.entropy(counts),
        "U": stats.entropy(counts, base=len(p["c"])),
    }
