"""What weight decay does to two weights in Adam: as L2 in the gradient, and decoupled.

The data's gradient is noise around 0, N(0, 1²) for one weight and N(0, 0.001²) for the other;
learning rate 0.001, decay 0.1, the paper's β₁, β₂ and ε. Both weights begin at 1. `shrunk_*` is by
how much they are smaller after 1,000 steps, the mean over 200 learners; `step_*` the mean step at
which L2 in Adam moves a weight that is held at 1, over the last 500 of 5,000 steps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEARNERS = 200
SEED = 0
STEPS, HELD_STEPS, LAST = 1_000, 5_000, 500
NOISE = np.array([1.0, 0.001])
RATE, DECAY, BETA1, BETA2, EPS = 0.001, 0.1, 0.9, 0.999, 1e-8


def run() -> dict[str, float]:
    """Return the means for the weight with the large gradients and for the one with the small."""
    mixed, decoupled = (1 - weights(STEPS, is_decoupled)[0] for is_decoupled in (False, True))
    steps = -weights(HELD_STEPS, False, held=True)[1]
    kinds = {"shrunk_l2": mixed, "shrunk_adamw": decoupled, "step_l2": steps}
    found = {}
    for name, values in kinds.items():
        found[f"{name}_large"], found[f"{name}_small"] = map(float, values.mean(axis=0))
    return {**found, "step_decoupled": RATE * DECAY}


def weights(
    count: int, is_decoupled: bool, held: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weights after so many steps, and the mean of the last 500 updates."""
    rng = np.random.default_rng(SEED)
    w = np.ones((LEARNERS, 2))
    m, v, total = np.zeros_like(w), np.zeros_like(w), np.zeros_like(w)
    for t in range(1, count + 1):
        g = rng.normal(size=w.shape) * NOISE + (0.0 if is_decoupled else DECAY) * w
        m = BETA1 * m + (1 - BETA1) * g
        v = BETA2 * v + (1 - BETA2) * g**2
        update = -RATE * (m / (1 - BETA1**t)) / (np.sqrt(v / (1 - BETA2**t)) + EPS)
        total += update if t > count - LAST else 0.0
        if not held:
            w = w * (1 - RATE * DECAY if is_decoupled else 1.0) + update
    return w, total / LAST
