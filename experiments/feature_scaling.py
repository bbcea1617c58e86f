"""How much standardising helps gradient descent, and how much of it is centring (input-
normalization).

Linear regression with an intercept on 1,000 samples of two independent features, N(5, 1²) and
N(300, 50²). The intercept is a third feature of ones. For the original features, centred ones,
scaled ones, and both: the condition number of the Hessian of half the mean squared error, and
after how many steps of gradient descent with the best fixed learning rate, 2/(smallest + largest
eigenvalue), the cost is closer than 10⁻⁶ to its least. The targets are 1 + 2z₁ + 3z₂ plus N(0,
1) noise, with z the standardised features; every weight is 0 at the start. Along each
eigenvector the error shrinks by a known factor a step, so that the steps are found without
taking them.
"""

from __future__ import annotations

import numpy as np

SEED = 0
SAMPLES = 1_000
MEANS = np.array([5.0, 300.0])
SPREADS = np.array([1.0, 50.0])
NEAR = 1e-6


def run() -> dict[str, float]:
    """Return the condition number and the steps for each way to prepare the features."""
    rng = np.random.default_rng(SEED)
    features = MEANS + SPREADS * rng.normal(size=(SAMPLES, 2))
    z = (features - MEANS) / SPREADS
    targets = 1 + z @ [2.0, 3.0] + rng.normal(size=SAMPLES)
    mean, spread = np.mean(features, axis=0), np.std(features, axis=0)
    prepared = {
        "original": features,
        "centred": features - mean,
        "scaled": features / spread,
        "standardised": (features - mean) / spread,
    }
    found: dict[str, float] = {"near": NEAR}
    for name, columns in prepared.items():
        found[f"condition_{name}"], found[f"steps_{name}"] = _difficulty(columns, targets)
    return found


def _difficulty(columns: np.ndarray, targets: np.ndarray) -> tuple[float, int]:
    X = np.column_stack([np.ones(len(columns)), columns])
    eigenvalues, directions = np.linalg.eigh(X.T @ X / len(X))
    goal = np.linalg.lstsq(X, targets, rcond=None)[0]
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
