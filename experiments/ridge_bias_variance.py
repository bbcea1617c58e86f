"""Squared bias and variance of a ridge polynomial, exactly (regularization-overfitting).

The 10 points, the 200 test points and the degree 9 are those of the demo overfitting: x evenly
spaced from −1 to 1, the truth sin(π(x + 1)), noise with standard deviation 0.3 on each of the 10
values. The prediction is linear in the values, so that the mean over all noise and the variance
need no draws: bias² is the mean over the test points of (prediction without noise − truth)², the
variance that of 0.3² times the squared weights with which the 10 values enter.
"""

from __future__ import annotations

import numpy as np

from quizcards.demos.regularization.overfitting import X_TEST, X_TRAIN, Y_TEST

DEGREE = 9
NOISE = 0.3
LAMBDAS = (1e-6, 0.01, 1.0)


def run() -> dict[str, float]:
    """Return for each strength of the penalty the mean squared bias and the mean variance."""
    truth = np.sin(np.pi * (X_TRAIN + 1))
    X, X_new = (np.vander(x, DEGREE + 1) for x in (X_TRAIN, X_TEST))
    unpenalised_intercept = np.diag(np.arange(DEGREE, -1, -1) > 0).astype(float)
    found: dict[str, float] = {}
    for lam in LAMBDAS:
        smoother = X_new @ np.linalg.solve(X.T @ X + lam * unpenalised_intercept, X.T)
        found[f"bias2_{lam:g}"] = float(np.mean((smoother @ truth - Y_TEST) ** 2))
        found[f"variance_{lam:g}"] = float(NOISE**2 * np.mean(np.sum(smoother**2, axis=1)))
    return found
