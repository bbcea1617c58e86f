"""Adam shrinks by L2 what has small gradients, AdamW shrinks all alike (l2-regularization, adam).

Two coordinates start at w = 1 and get 1,000 gradients that are noise only: N(0, 1²) and N(0,
0.001²). α = 0.001, λ = 0.1, β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸, as in PyTorch. 1,000 runs of Adam
without penalty, of Adam with λw in the gradient, and of AdamW, which first multiplies w by 1 −
αλ, all with the same noise. Returned is how much smaller w is at the end than without penalty:
the mean over the runs and its standard error.
"""

from __future__ import annotations

import numpy as np

SEED = 0
RUNS = 1_000
STEPS = 1_000
SIZES = (1.0, 0.001)
RATE = 0.001
DECAY = 0.1


def run() -> dict[str, float]:
    """Return for each method and size of the gradients how much more w has shrunk."""
    noise = np.random.default_rng(SEED).normal(size=(STEPS, RUNS, 2)) * SIZES
    plain = _adam(noise, 0.0, 0.0)
    found: dict[str, float] = {}
    for name, ends in (
        ("adam_l2", _adam(noise, DECAY, 0.0)),
        ("adamw", _adam(noise, 0.0, DECAY)),
    ):
        shrunk = plain - ends
        for size, column in zip(("large", "small"), shrunk.T, strict=True):
            found[f"{name}_{size}"] = float(np.mean(column))
            found[f"{name}_{size}_error"] = float(np.std(column) / np.sqrt(RUNS))
    return found


def _adam(noise: np.ndarray, penalty: float, decay: float) -> np.ndarray:
    """Return where w is after the last step."""
    w, m, v = np.ones(noise.shape[1:]), 0.0, 0.0
    for t, gradient in enumerate(noise, start=1):
        g = gradient + penalty * w
        w = w * (1 - RATE * decay)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        w = w - RATE * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w
