"""The pairwise kernels of scikit-learn, and the features that it makes of pairs."""

from typing import Any

import numpy as np
from sklearn.metrics.pairwise import polynomial_kernel, rbf_kernel
from sklearn.preprocessing import PolynomialFeatures

AGAINST = "scikit-learn"


def expected(torch: Any, p: Any) -> Any:
    both = np.array([p["x"], p["z"]], dtype=float)
    poly = polynomial_kernel(both, degree=2, gamma=1, coef0=0)
    pairs = PolynomialFeatures((2, 2), include_bias=False).fit(both)
    # it has each product of two features once, and the inner product twice
    twice = np.where(np.max(pairs.powers_, axis=1) == 1, np.sqrt(2), 1)
    x, z = pairs.transform(both) * twice
    found = {
        "k": poly[0, 1],
        "lifted": x @ z,
        "apart": np.sum((x - z) ** 2),
        "rbf": rbf_kernel(both, gamma=p["gamma"])[0, 1],
    }
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}


def result(torch: Any, p: Any) -> Any:
    return torch.exp(-p["gamma"] * torch.dist(p["x"], p["z"]) ** 2)
