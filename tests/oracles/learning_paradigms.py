"""NearestCentroid and KMeans of scikit-learn; the bandit by how often each arm was pulled."""

from typing import Any

import numpy as np
from sklearn.cluster import KMeans
from sklearn.neighbors import NearestCentroid

AGAINST = "scikit-learn, closed form"


def expected(torch: Any, p: Any) -> Any:
    x = np.array(p["x"])[:, None]
    labelled = NearestCentroid().fit(x, np.array(p["y"]).astype(int)).centroids_
    ends = np.array([x.min(axis=0), x.max(axis=0)])
    found = KMeans(2, init=ends, n_init=1, max_iter=p["steps"], tol=0).fit(x).cluster_centers_
    pulls = [0, 0]
    for _ in range(p["steps"]):
        pulls[int(values(p, pulls)[1] > values(p, pulls)[0])] += 1
    return {
        "supervised": torch.tensor(labelled.mean()),
        "unsupervised": torch.tensor(found.mean()),
        "Q": torch.tensor(values(p, pulls), dtype=torch.float64),
    }


def values(p: Any, pulls: list[int]) -> list[float]:
    """Halve the way from where each value started to its pay once a pull."""
    return [r + (q - r) / 2**n for q, r, n in zip(p["Q"], p["pay"], pulls, strict=True)]
