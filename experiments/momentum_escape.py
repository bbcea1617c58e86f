"""From how many starts momentum escapes the shallow valley of f(w) = w⁴ − 3w² + w.

8,001 starts lie evenly between −2 and 2; PyTorch's form, learning rate 0.01, 5,000 steps. f has its
shallow minimum at 1.131 and its deep one at −1.301. `escaped_μ` is the share of the starts from
which gradient descent ends in the shallow valley and momentum in the deep one; `lost_μ` the share
of those from which gradient descent ends in the deep valley and momentum in the shallow one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STARTS = np.linspace(-2.0, 2.0, 8001)
RATE = 0.01
STEPS = 5_000
MOMENTA = (0.5, 0.9, 0.95, 0.99)


def run() -> dict[str, float]:
    """Return the two shares for each momentum."""
    is_shallow = ends(0.0) > 0
    found = {}
    for mu in MOMENTA:
        deep = ends(mu) < 0
        found[f"escaped_{mu:g}"] = float(np.mean(deep[is_shallow]))
        found[f"lost_{mu:g}"] = float(np.mean(~deep[~is_shallow]))
    return found


def ends(mu: float) -> NDArray[np.float64]:
    """Return where each start ends."""
    w, v = STARTS.copy(), np.zeros_like(STARTS)
    for _ in range(STEPS):
        v = mu * v + 4 * w**3 - 6 * w + 1
        w = w - RATE * v
    return w
