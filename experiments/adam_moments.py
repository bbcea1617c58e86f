"""What Adam's two averages estimate: gradients drawn from N(0.5, 1) for 5,000 steps.

The paper's β₁ = 0.9 and β₂ = 0.999; the means over 20,000 learners, after bias correction. One
learner's m̂ scatters by √(0.1/1.9) = 0.23, so only the mean shows what it estimates.
"""

from __future__ import annotations

import numpy as np

LEARNERS = 20_000
STEPS = 5_000
SEED = 0


def run() -> dict[str, float]:
    """Return the means of m̂ and v̂, and how far one m̂ scatters."""
    rng = np.random.default_rng(SEED)
    m, v = np.zeros(LEARNERS), np.zeros(LEARNERS)
    for _ in range(STEPS):
        g = rng.normal(0.5, 1.0, size=LEARNERS)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
    m_hat, v_hat = m / (1 - 0.9**STEPS), v / (1 - 0.999**STEPS)
    return {
        "m_hat": float(m_hat.mean()),
        "v_hat": float(v_hat.mean()),
        "m_hat_scatter": float(m_hat.std()),
    }
