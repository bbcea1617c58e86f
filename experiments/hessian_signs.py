"""How rarely every eigenvalue of a random symmetric matrix is positive (local-minima).

The matrix is (A + Aᵀ)/2 with the n² elements of A drawn from N(0, 1), so that an element off the
diagonal has half the variance of one on it. For n = 2 the share of positive definite ones is
exactly (2 − √2)/4.
"""

from __future__ import annotations

import numpy as np

DRAWS = 1_000_000
SEED = 0
SIZES = (2, 3, 4)


def run() -> dict[str, float]:
    """Return for each size the share of matrices with positive eigenvalues only."""
    rng = np.random.default_rng(SEED)
    shares = {}
    for n in SIZES:
        a = rng.normal(size=(DRAWS, n, n))
        lowest = np.linalg.eigvalsh((a + a.transpose(0, 2, 1)) / 2)[:, 0]
        shares[f"positive_{n}"] = float(np.mean(lowest > 0))
    return shares
