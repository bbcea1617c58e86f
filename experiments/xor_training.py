"""How often a small ReLU network fails to learn XOR (neural-network, hidden-layer-dimension).

A network has 2 inputs, one hidden layer of ReLU units and one sigmoid output. Both weight
matrices are drawn by He (N(0, 2/n), n the inputs of the layer), the biases start at 0. It learns
the four points of XOR at once: 5,000 steps of gradient descent on the mean binary cross-entropy,
learning rate 0.5. It has failed when one of the four points is still on the wrong side of 0.5.
Of 1,000 networks the share has a standard error of 1.3 points at 80 %, 0.6 points at 4 %.
"""

from __future__ import annotations

import numpy as np

SEED = 0
NETWORKS = 1_000
STEPS = 5_000
RATE = 0.5
HIDDEN = (2, 8)
X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([0.0, 1.0, 1.0, 0.0])


def run() -> dict[str, float]:
    """Return the share of failures for each number of hidden units."""
    failed = {f"failed_{hidden}": _failed(hidden) for hidden in HIDDEN}
    return {"networks": NETWORKS, "steps": STEPS, "rate": RATE, **failed}


def _failed(hidden: int) -> float:
    rng = np.random.default_rng(SEED)
    w1 = rng.normal(size=(NETWORKS * hidden, 2)) * np.sqrt(2 / 2)
    w2 = rng.normal(size=(NETWORKS, hidden, 1)) * np.sqrt(2 / hidden)
    b1, b2 = np.zeros((NETWORKS * hidden, 1)), np.zeros((NETWORKS, 1))
    for _ in range(STEPS):
        a1 = np.maximum(0, w1 @ X + b1).reshape(NETWORKS, hidden, 4)
        dz2 = (1 / (1 + np.exp(-(np.sum(w2 * a1, axis=1) + b2))) - Y) / 4
        dz1 = (dz2[:, None] * w2 * (a1 > 0)).reshape(-1, 4)
        w2 = w2 - RATE * np.sum(a1 * dz2[:, None], axis=2, keepdims=True)
        b2 = b2 - RATE * np.sum(dz2, axis=1, keepdims=True)
        w1 = w1 - RATE * dz1 @ X.T
        b1 = b1 - RATE * np.sum(dz1, axis=1, keepdims=True)
    a1 = np.maximum(0, w1 @ X + b1).reshape(NETWORKS, hidden, 4)
    right = (np.sum(w2 * a1, axis=1) + b2 > 0) == (Y > 0.5)
    return float(1 - np.mean(np.all(right, axis=1)))
