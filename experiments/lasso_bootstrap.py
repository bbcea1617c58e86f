"""Which of two almost equal features the Lasso keeps depends on the sample (l1-sparsity).

100 samples of x₁ ~ N(0, 1) and x₂ = 0.9999·x₁ + √(1 − 0.9999²)·N(0, 1), and y = x₁ + x₂ + N(0,
0.5²). 1,000 bootstrap samples; on each the Lasso with loss ½·mean square and λ = 0.2, whose
solution in two variables is exact (each coefficient is positive, negative or 0, and the loss a
parabola for each choice), and Ridge with the same loss and (λ/2)‖w‖². A share of 1,000 has a
standard error of at most 1.6 points.
"""

from __future__ import annotations

import numpy as np

SEED = 0
SAMPLES = 100
BOOTSTRAPS = 1_000
CORRELATION = 0.9999
LAMBDA = 0.2
SIGNS = np.array([(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1)])


def run() -> dict[str, float]:
    """Return how often the Lasso keeps each feature alone, and how far Ridge tells them apart."""
    rng = np.random.default_rng(SEED)
    first, other = rng.normal(size=(2, SAMPLES))
    X = np.column_stack([first, CORRELATION * first + np.sqrt(1 - CORRELATION**2) * other])
    y = X @ [1.0, 1.0] + 0.5 * rng.normal(size=SAMPLES)
    lasso, ridge = [], []
    for _ in range(BOOTSTRAPS):
        drawn = rng.integers(SAMPLES, size=SAMPLES)
        hessian, slope = X[drawn].T @ X[drawn] / SAMPLES, X[drawn].T @ y[drawn] / SAMPLES
        lasso.append(_lasso(hessian, slope))
        ridge.append(np.linalg.solve(hessian + LAMBDA * np.eye(2), slope))
    kept = np.array(lasso) != 0
    apart = np.abs(np.diff(ridge, axis=1))
    return {
        "first_alone": float(np.mean(kept[:, 0] & ~kept[:, 1])),
        "second_alone": float(np.mean(~kept[:, 0] & kept[:, 1])),
        "both": float(np.mean(kept[:, 0] & kept[:, 1])),
        "ridge_apart_at_most": float(np.max(apart)),
        "ridge_least": float(np.min(ridge)),
    }


def _lasso(hessian: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Return the least of ½wᵀHw − gᵀw + λ(|w₁| + |w₂|), among the nine choices of signs."""
    best, least = np.zeros(2), 0.0
    for sign in SIGNS:
        kept = sign != 0
        w = np.zeros(2)
        if np.any(kept):
            part = hessian[np.ix_(kept, kept)]
            w[kept] = np.linalg.solve(part, slope[kept] - LAMBDA * sign[kept])
        total = w @ hessian @ w / 2 - slope @ w + LAMBDA * np.sum(np.abs(w))
        if total < least:
            best, least = w, total
    return best
