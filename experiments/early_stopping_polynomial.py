"""What early stopping saves with noise, and that without noise it saves nothing (early-stopping).

A polynomial of degree 9 is fitted to the 10 points of the demo overfitting (x evenly spaced from
−1 to 1, the truth sin(π(x + 1))) by gradient descent on half the mean squared error: learning
rate 0.5, all coefficients 0 at the start. After t steps the prediction is linear in the 10
values, so that the mean squared error over 200 validation points of the noiseless curve and over
all noise (N(0, 0.3²) on each value, or none) is exact: no draws, and no steps to take. Its root
is looked at after 1 to 10,000,000 steps, 20 times a power of ten.
"""

from __future__ import annotations

import numpy as np

from quizcards.demos.regularization.overfitting import X_TEST, X_TRAIN, Y_TEST

DEGREE = 9
RATE = 0.5
NOISE = 0.3
LONGEST = 10_000_000
LOOKS = np.unique(np.round(np.geomspace(1, LONGEST, 141)))


def run() -> dict[str, float]:
    """Return when the validation error is least, how large it is then, and at the end."""
    found: dict[str, float] = {}
    for name, noise in (("noisy", NOISE), ("clean", 0.0)):
        errors = np.array([_validation(steps, noise) for steps in LOOKS])
        best = int(np.argmin(errors))
        found[f"{name}_best_step"] = LOOKS[best]
        found[f"{name}_best"] = float(errors[best])
        found[f"{name}_end"] = float(errors[-1])
    return found


def _validation(steps: float, noise: float) -> float:
    """Return the root of the mean squared validation error after so many steps."""
    X, X_new = (np.vander(x, DEGREE + 1) for x in (X_TRAIN, X_TEST))
    curvatures, directions = np.linalg.eigh(X.T @ X / len(X))
    gone = -np.expm1(steps * np.log1p(-RATE * curvatures)) / curvatures
    smoother = X_new @ directions @ np.diag(gone) @ directions.T @ X.T / len(X)
    bias = smoother @ np.sin(np.pi * (X_TRAIN + 1)) - Y_TEST
    return float(np.sqrt(np.mean(bias**2 + noise**2 * np.sum(smoother**2, axis=1))))
