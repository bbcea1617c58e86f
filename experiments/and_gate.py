"""Logistic regression on the AND gate: all points right, and weights that never stop growing
(logistic-regression-gd).

The four points of AND, gradient descent on the mean binary cross-entropy with learning rate 1,
w = (0, 0) and b = 0 at the start.
"""

from __future__ import annotations

import numpy as np

RATE = 1.0
LOOKS = (5_000, 50_000)
X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([0.0, 0.0, 0.0, 1.0])


def run() -> dict[str, float]:
    """Return after so many steps how many of the four points are right, and the size of w."""
    w, b = np.zeros(2), 0.0
    seen: dict[str, float] = {}
    for step in range(1, LOOKS[-1] + 1):
        dz = 1 / (1 + np.exp(-(w @ X + b))) - Y
        w, b = w - RATE * X @ dz / 4, b - RATE * np.mean(dz)
        if step in LOOKS:
            right = int(np.sum((w @ X + b > 0) == (Y > 0.5)))
            seen |= {
                f"steps_{step}": step,
                f"right_{step}": right,
                f"norm_{step}": float(np.linalg.norm(w)),
            }
    return seen
