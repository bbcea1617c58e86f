"""The variance of a mean by the covariance matrix of all trees; SciPy's binomial distribution."""

from typing import Any

import numpy as np
from scipy.stats import binom

AGAINST = "NumPy, SciPy"


def expected(torch: Any, p: Any) -> Any:
    trees = int(p["trees"])
    covariance = p["var"] * (p["rho"] + (1 - p["rho"]) * np.eye(trees))
    out = binom.pmf(0, p["n"], 1 / p["n"])
    found = {"variance": np.mean(covariance), "out": out, "voters": trees * out}
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in found.items()}
