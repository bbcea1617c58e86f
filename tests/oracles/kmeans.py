"""KMeans of scikit-learn by Lloyd's rounds, and its silhouette."""

import warnings
from typing import Any

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    x, c = (np.array(p[name], dtype=float)[:, None] for name in ("x", "c"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it stopped before it converged, as it was told to
        model = KMeans(len(c), init=c, n_init=1, max_iter=p["rounds"], tol=0, algorithm="lloyd")
        model.fit(x)
    found = {
        "c": model.cluster_centers_[:, 0],
        "inertia": model.inertia_,
        "s": silhouette_score(x, model.labels_),
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
