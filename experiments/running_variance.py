"""How far the last batch, the running average and all batches are from the variance (bn-inference).

10,000 times 100 batches of 32 values from N(0, 3²). After the last one the true variance 9 is
estimated by the unbiased variance of the last batch, by the running average of the variances
(PyTorch: from 1, weight 0.1 for the new one), and by the mean of all 100 variances. Returned are
the mean absolute errors. The variance of 32 normal values is drawn as 9·χ²₃₁/31, which is its
distribution.
"""

from __future__ import annotations

import numpy as np

SEED = 0
REPEATS = 10_000
BATCHES = 100
SIZE = 32
VARIANCE = 9.0
MOMENTUM = 0.1


def run() -> dict[str, float]:
    """Return the mean absolute error of each estimate; the largest standard error is the last's."""
    free = SIZE - 1
    drawn = np.random.default_rng(SEED).chisquare(free, size=(BATCHES, REPEATS))
    variances = VARIANCE * drawn / free
    running = np.ones(REPEATS)
    for variance in variances:
        running = (1 - MOMENTUM) * running + MOMENTUM * variance
    estimates = {"last": variances[-1], "running": running, "all": variances.mean(axis=0)}
    found: dict[str, float] = {}
    for name, estimate in estimates.items():
        errors = np.abs(estimate - VARIANCE)
        found[name] = float(np.mean(errors))
        found[f"{name}_error"] = float(np.std(errors) / np.sqrt(REPEATS))
    return found
