"""PCA of scikit-learn, which goes by the singular values of the centred data."""

from typing import Any

import numpy as np
from sklearn.decomposition import PCA

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    X, k = np.array(p["X"], dtype=float), p["k"]
    whole, model = PCA(svd_solver="full").fit(X), PCA(k, svd_solver="full").fit(X)
    back = model.inverse_transform(model.transform(X))
    found = {
        "S": whole.get_covariance(),
        "lam": whole.explained_variance_[::-1].copy(),
        "ratio": np.sum(model.explained_variance_ratio_),
        "X_hat": back,
        "error": np.sum((X - back) ** 2) / (len(X) - 1),
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}


def result(torch: Any, p: Any) -> Any:
    s = torch.linalg.svdvals(p["X"] - p["X"].mean(dim=0))
    return (s[: p["k"]] ** 2).sum() / (s**2).sum()
