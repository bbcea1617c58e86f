"""numpy.cov, scipy.stats.pearsonr, and within groups what regressing on the groups leaves over."""

from typing import Any

AGAINST = "SciPy"


def expected(_torch: Any, p: Any) -> Any:
    import numpy as np
    from scipy import stats

    x, y = p["x"].ravel(), p["y"].ravel()
    groups = np.repeat(np.eye(len(p["x"])), p["x"].shape[1], axis=0)
    left = [one - groups @ np.linalg.lstsq(groups, one, rcond=None)[0] for one in (x, y)]
    return {
        "cov": np.cov(x, y)[0, 1],
        "r": stats.pearsonr(x, y).statistic,
        "within": stats.pearsonr(*left).statistic,
    }


def result(torch: Any, p: Any) -> Any:
    centred = [p[name] - p[name].mean(dim=1, keepdim=True) for name in ("x", "y")]
    return torch.cosine_similarity(*(one.flatten() for one in centred), dim=0)
