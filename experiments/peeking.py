"""How often an A/A test is called a difference when it is looked at again and again (ab-test).

After each of equally many new people the z of all so far is compared with 1.96, and the first that
is larger ends the test. The density of the sum of those not ended is integrated from look to look
(Armitage, McPherson & Rowe 1969), by Gauss-Legendre quadrature: nothing is drawn.
"""

from __future__ import annotations

import numpy as np

BOUND = 1.96
LOOKS = (1, 2, 5, 14)
NODES = 60


def run() -> dict[str, float]:
    """Return for some numbers of looks how often a test without a difference was ended."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    sums, density = np.zeros(1), np.ones(1)  # at the start all sums are 0
    ended = {}
    for look in range(1, max(LOOKS) + 1):
        edge = BOUND * np.sqrt(look)
        steps = np.exp(-((edge * nodes[:, None] - sums) ** 2) / 2) / np.sqrt(2 * np.pi)
        sums, density = edge * nodes, steps @ density * edge * weights
        ended[look] = 1 - float(np.sum(density))
    return {f"ended_{looks}": ended[looks] for looks in LOOKS}
