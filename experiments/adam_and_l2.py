"""What weight decay does to two weights in Adam: as L2 in the gradient, and decoupled.

The data's gradient is noise around 0, N(0, 1²) for one weight and N(0, 0.001²) for the other;
learning rate 0.001, decay 0.1, the paper's β₁, β₂ and ε. Both weights begin at 1. `shrunk_*` is by
how much they are smaller after 1,000 steps than without decay in the same noise, the mean over
1,000 learners, and `*_error` its standard error; `step_*` the mean step at which L2 in Adam moves a
weight that is held at 1, over the last 500 of 5,000 steps.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

LEARNERS = 1_000
SEED = 0
STEPS, HELD_STEPS, LAST = 1_000, 5_000, 500
NOISE = np.array([1.0, 0.001])
RATE, DECAY, BETA1, BETA2, EPS = 0.001, 0.1, 0.9, 0.999, 1e-8

Method = Literal["none", "l2", "adamw"]


def run() -> dict[str, float]:
    """Return the means for the weight with the large gradients and for the one with the small."""
    plain = weights(STEPS, "none")[0]
    mixed, decoupled = (plain - weights(STEPS, method)[0] for method in ("l2", "adamw"))
    steps = -weights(HELD_STEPS, "l2", held=True)[1]
    kinds = {"shrunk_l2": mixed, "shrunk_adamw": decoupled, "step_l2": steps}
    found = {}
    for name, values in kinds.items():
        errors = values.std(axis=0) / np.sqrt(LEARNERS)
        for size, mean, error in zip(("large", "small"), values.mean(axis=0), errors, strict=True):
            found[f"{name}_{size}"], found[f"{name}_{size}_error"] = float(mean), float(error)
    return {**found, "step_decoupled": RATE * DECAY}


def weights(
    count: int, method: Method, held: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weights after so many steps, and the mean of the last 500 updates."""
    rng = np.random.default_rng(SEED)
    w = np.ones((LEARNERS, 2))
    m, v, total = np.zeros_like(w), np.zeros_like(w), np.zeros_like(w)
    penalty = DECAY if method == "l2" else 0.0
    kept = 1 - RATE * DECAY if method == "adamw" else 1.0
    for t in range(1, count + 1):
        g = rng.normal(size=w.shape) * NOISE + penalty * w
        m = BETA1 * m + (1 - BETA1) * g
        v = BETA2 * v + (1 - BETA2) * g**2
        update = -RATE * (m / (1 - BETA1**t)) / (np.sqrt(v / (1 - BETA2**t)) + EPS)
        total += update if t > count - LAST else 0.0
        if not held:
            w = w * kept + update
    return w, total / LAST
