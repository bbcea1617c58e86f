"""The learner's own weights of FSRS-7: the regularised loss of the log, made small by Adam.

Loss, regularisation and steps are those of fsrs-rs and srs-benchmark (2026): newer reviews count
more than under FSRS-6, the pull towards the defaults is weaker, none of the weights is found before
the others, and the first four are not pulled at all. A batch has about as many reviews, but of
cards with all that came before.
"""

from __future__ import annotations

import math

import numpy as np

from quizcards.demos.optimization.adam import adam
from quizcards.memory import fsrs7
from quizcards.memory.arrays import FloatArray
from quizcards.memory.descent import Progress
from quizcards.memory.gradient7 import loss_and_gradient
from quizcards.memory.history import History

# The spread of each weight among learners (fsrs-rs); that of the first four is without end.
SPREAD = np.array((
    9999, 9999, 9999, 9999, 0.523, 0.2528, 0.4329, 0.2966, 0.2139, 0.2889, 0.1862, 0.175, 0.3812,
    0.3013, 0.9104, 0.3234, 0.2448, 0.3273, 0.1842, 0.1735, 0.4608, 0.311, 0.864, 0.0418, 0.2596,
    0.0798, 0.0682, 0.1282, 0.1397, 0.1407, 0.1489, 0.2, 0.15, 0.15,
))  # fmt: skip
BATCH = 512
"""Reviews."""
MOST_BATCHES = 60
"""Of a long log they are larger, which is hardly worse and takes a fraction of the time."""
SHARE = 0.95
"""Histories are cut after the turn by which so many of the reviews have come."""
EPOCHS = 9
PULL = 0.3333
RATE, BETA1, BETA2 = 0.0118, 0.7, 0.98
"""Of Adam; the rate falls along a cosine."""


def fit(log: History, progress: Progress = lambda _: None) -> tuple[float, ...]:
    """Return the 34 weights that suit a log, each within its bounds.

    The fewer its reviews, the nearer they are to the defaults. `progress` is called with the share
    of the work done.
    """
    counts = importance(log)
    batches = log.batches_fsrs7(min(-(-len(log.grade) // BATCH), MOST_BATCHES), SHARE)
    steps = EPOCHS * len(batches)
    start = weights = np.array(fsrs7.DEFAULT_WEIGHTS)
    m = v = np.zeros(len(start))
    for t in range(1, steps + 1):
        _, gradient = loss_and_gradient(batches[t % len(batches)], weights, counts)
        g = gradient + 2 * PULL * (weights - start) / SPREAD**2 / len(batches)
        rate = RATE / 2 * (1 + math.cos(math.pi * (t - 1) / steps))
        weights = adam(weights, g, m, v, t, rate, BETA1, BETA2)
        # the averages that adam took, for the next step
        m = BETA1 * m + (1 - BETA1) * g
        v = BETA2 * v + (1 - BETA2) * g**2
        weights = np.array(fsrs7.bounded(weights.tolist()))
        progress(t / steps)
    return tuple(fsrs7.bounded(weights.round(6).tolist()))


def importance(log: History) -> FloatArray:
    """Return how much each review of a log counts.

    That is 0.0667 for the oldest target, 1 for the newest, and 0 for what is no target.
    """
    targets = log.targets
    counts = np.zeros(len(log.grade))
    counts[targets] = 0.0667 + 0.9333 * np.linspace(0, 1, len(targets)) ** 11.25
    return counts
