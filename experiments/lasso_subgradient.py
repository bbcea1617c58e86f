"""Plain subgradient steps on the Lasso come near 0 and not to it (l1-sparsity).

The 100 samples, the 10 features and λ = 0.2 are those of the demo l1-sparsity, whose solution
has 7 coefficients that are exactly 0. 20,000 steps from 0 with the subgradient of the penalty,
λ·sign(w), and learning rate 0.01.
"""

from __future__ import annotations

import numpy as np

from quizcards.demos.regularization.l1_sparsity import DEMO, FEATURES, TARGETS

LAMBDA = 0.2
RATE = 0.01
STEPS = 20_000


def run() -> dict[str, float]:
    """Return how many coefficients should be 0, how large they are, and how many are 0."""
    should_be_zero = DEMO.run({"lam": LAMBDA})["w"] == 0
    w = np.zeros(FEATURES.shape[1])
    for _ in range(STEPS):
        slope = FEATURES.T @ (FEATURES @ w - TARGETS) / len(TARGETS)
        w = w - RATE * (slope + LAMBDA * np.sign(w))
    return {
        "should_be_zero": int(np.sum(should_be_zero)),
        "largest_of_them": float(np.max(np.abs(w[should_be_zero]))),
        "one_step": RATE * LAMBDA,
        "exactly_zero": int(np.sum(w == 0)),
    }
