"""Hidden units that start alike stay alike (two-layer-network).

A network of 2 inputs, 3 sigmoid units and one sigmoid output, every weight and bias 0 at the
start, learns the four points of OR at once: 1,000 steps of gradient descent on the mean binary
cross-entropy, learning rate 0.5. All six weights from the inputs end at one value.
"""

from __future__ import annotations

import numpy as np

UNITS = 3
STEPS = 1_000
RATE = 0.5
X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([[0.0, 1.0, 1.0, 1.0]])


def run() -> dict[str, float]:
    """Return the smallest and the largest of the six weights."""
    w1, b1 = np.zeros((UNITS, 2)), np.zeros((UNITS, 1))
    w2, b2 = np.zeros((1, UNITS)), np.zeros((1, 1))
    for _ in range(STEPS):
        a1 = 1 / (1 + np.exp(-(w1 @ X + b1)))
        dz2 = (1 / (1 + np.exp(-(w2 @ a1 + b2))) - Y) / 4
        dz1 = w2.T @ dz2 * a1 * (1 - a1)
        w2, b2 = w2 - RATE * dz2 @ a1.T, b2 - RATE * np.sum(dz2)
        w1, b1 = w1 - RATE * dz1 @ X.T, b1 - RATE * np.sum(dz1, axis=1, keepdims=True)
    ends = {"smallest": float(np.min(w1)), "largest": float(np.max(w1))}
    return {"steps": STEPS, "rate": RATE, **ends}
