"""Linear discriminant analysis of scikit-learn by least squares, and its PCA."""

from typing import Any

import numpy as np
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    A, B = (np.array(p[name], dtype=float) for name in ("A", "B"))
    X, y = np.vstack((A, B)), np.repeat([0, 1], [len(A), len(B)])
    model = LinearDiscriminantAnalysis(solver="lsqr", store_covariance=True).fit(X, y)
    w = model.coef_[0] / len(X)

    def separation(axis: Any) -> Any:
        a, b = A @ axis, B @ axis
        return (a.mean() - b.mean()) ** 2 / (len(a) * a.var() + len(b) * b.var())

    found = {
        "S_W": len(X) * model.covariance_,
        "w": w,
        "pca": separation(PCA(1, svd_solver="full").fit(X).components_[0]),
        "lda": separation(w),
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}


def result(torch: Any, p: Any) -> Any:
    apart = p["B"].mean(dim=0) - p["A"].mean(dim=0)
    A, B = p["A"] - p["A"].mean(dim=0), p["B"] - p["B"].mean(dim=0)
    return apart @ torch.linalg.inv(A.T @ A + B.T @ B) @ apart
