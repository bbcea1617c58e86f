"""How much of what standardising does is scaling and how much is centring (input-normalization).

Linear regression with an intercept on two independent features with means 5 and 300 and standard
deviations 1 and 50, of which only these moments matter: the Hessian of half the mean squared
error is the mean of xxᵀ with x = (1, x₁, x₂), so that nothing is drawn. For the original
features, centred ones, scaled ones, and both: its condition number, and after how many steps of
gradient descent with the best fixed learning rate, 2/(smallest + largest eigenvalue), the cost is
closer than 10⁻⁶ to its least. The target is 1 + 2z₁ + 3z₂, with z the standardised features, and
every weight is 0 at the start. Along each eigenvector the error shrinks by a known factor a step,
so that the steps are found without taking them.
"""

from __future__ import annotations

import numpy as np

MEANS = np.array([5.0, 300.0])
SPREADS = np.array([1.0, 50.0])
TARGET = np.array([2.0, 3.0])
INTERCEPT = 1.0
NEAR = 1e-6


def run() -> dict[str, float]:
    """Return the condition number and the steps for each way to prepare the features."""
    prepared = {
        "original": (MEANS, SPREADS),
        "centred": (0 * MEANS, SPREADS),
        "scaled": (MEANS / SPREADS, SPREADS / SPREADS),
        "standardised": (0 * MEANS, SPREADS / SPREADS),
    }
    found: dict[str, float] = {}
    for name, (means, spreads) in prepared.items():
        found[f"condition_{name}"], found[f"steps_{name}"] = _difficulty(means, spreads)
    return found


def _difficulty(means: np.ndarray, spreads: np.ndarray) -> tuple[float, int]:
    first_moments = np.array([1.0, *means])
    hessian = np.outer(first_moments, first_moments) + np.diag([0.0, *spreads**2])
    weights = TARGET / spreads
    goal = np.array([INTERCEPT - weights @ means, *weights])
    eigenvalues, directions = np.linalg.eigh(hessian)
    error = directions.T @ goal
    factors = 1 - 2 / (eigenvalues[0] + eigenvalues[-1]) * eigenvalues

    def excess(steps: int) -> float:
        return float(np.sum(eigenvalues * (error * factors**steps) ** 2) / 2)

    low, high = 0, 1
    while excess(high) >= NEAR:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if excess(middle) < NEAR else (middle, high)
    return float(eigenvalues[-1] / eigenvalues[0]), high
