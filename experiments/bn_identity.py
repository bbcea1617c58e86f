"""With fixed γ and β a batch comes back only about (bn-gamma-beta).

10,000 batches of 32 values from N(5, 3²) are normalised by their own mean and (biased) variance,
ε = 10⁻⁵, and then γ = 3 and β = 5, the true standard deviation and mean, are applied. Returned
is the mean absolute difference from the values before.
"""

from __future__ import annotations

import numpy as np

SEED = 0
BATCHES = 10_000
SIZE = 32
MEAN = 5.0
SPREAD = 3.0
EPS = 1e-5


def run() -> dict[str, float]:
    """Return the mean absolute difference, and its standard error."""
    x = MEAN + SPREAD * np.random.default_rng(SEED).normal(size=(BATCHES, SIZE))
    x_hat = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + EPS)
    apart = np.mean(np.abs(SPREAD * x_hat + MEAN - x), axis=1)
    return {
        "apart": float(np.mean(apart)),
        "apart_error": float(np.std(apart) / np.sqrt(BATCHES)),
    }
