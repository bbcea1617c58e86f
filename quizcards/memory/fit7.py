"""The learner's own weights of FSRS-7: the regularised loss of the log, walked as that of FSRS-6.

The loss and the pull towards the defaults are those of srs-benchmark (2026): newer reviews count
more than under FSRS-6. It does not pull the first four weights, and stops its walk early instead;
ours goes to the end, so that here they are pulled, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quizcards.memory import fsrs7
from quizcards.memory.arrays import FloatArray, keep_freed_memory
from quizcards.memory.descent import Progress, descend_by_parts, regularised
from quizcards.memory.gradient import Batch, Expansion
from quizcards.memory.gradient7 import expanded
from quizcards.memory.history import History

# The spread of each weight among learners (fsrs-rs); of the first four that of their logarithms.
SPREAD = np.array((
    2, 2, 2, 2, 0.523, 0.2528, 0.4329, 0.2966, 0.2139, 0.2889, 0.1862, 0.175, 0.3812, 0.3013,
    0.9104, 0.3234, 0.2448, 0.3273, 0.1842, 0.1735, 0.4608, 0.311, 0.864, 0.0418, 0.2596, 0.0798,
    0.0682, 0.1282, 0.1397, 0.1407, 0.1489, 0.2, 0.15, 0.15,
))  # fmt: skip
PULL = 0.3333
"""How much a weight that is off by its spread counts beside the reviews."""
BATCH = 20_000
"""Reviews: of more, the derivatives of a turn outgrow the caches of the processor."""
PART = 5_000
"""The fewest reviews of the cards that lead near the end."""
LOG_MOST = float(np.log(fsrs7.UPPER_BOUNDS[3]))
"""Of the first four weights, but the first of them."""
WHOLE = 4.0
"""The place of a weight that went the whole way to it: a step of one moves it by a factor of e or
so."""


def fit(log: History, progress: Progress = lambda _: None) -> tuple[float, ...]:
    """Return the 34 weights that suit a log, each within its bounds.

    The fewer its reviews, the nearer they are to the defaults. `progress` is called with the share
    of the work done.
    """
    keep_freed_memory()
    counts = importance(log) / PULL
    start = np.array(fsrs7.DEFAULT_WEIGHTS)

    def expand(among: Sequence[Batch], place: FloatArray) -> Expansion:
        weights = _weights(place)
        off_slopes = np.eye(len(place))
        off_slopes[:4, :4] = _first_slopes(place[:4]) / SPREAD[:4, None]
        by_off = SPREAD * (*weights[:4], *np.ones(len(place) - 4))
        parts = [expanded(batch, weights, counts) for batch in among]
        off = _scaled(weights) - _scaled(start)
        return regularised(parts, off, off_slopes, by_off[:, None] * off_slopes)

    low, high = _scaled(np.array(fsrs7.LOWER_BOUNDS)), _scaled(np.array(fsrs7.UPPER_BOUNDS))
    low[:4] = np.log(fsrs7.LOWER_BOUNDS[0]), 0, 0, 0
    high[:4] = np.log(fsrs7.UPPER_BOUNDS[0]), WHOLE, WHOLE, WHOLE
    every, parts = 1, [log.batches("fsrs-7", BATCH)]
    while len(log.grade) >= 4 * every * PART:  # each time the part a fourth of the one before
        every *= 4
        parts.insert(0, log.batches("fsrs-7", BATCH, every))
    weights = _weights(descend_by_parts(expand, parts, _place(start), low, high, progress))
    return tuple(fsrs7.bounded(weights.round(6).tolist()))


def importance(log: History) -> FloatArray:
    """Return how much each review of a log counts.

    That is 0.0667 for the oldest target, 1 for the newest, and 0 for what is no target.
    """
    targets = log.targets
    counts = np.zeros(len(log.grade))
    counts[targets] = 0.0667 + 0.9333 * np.linspace(0, 1, len(targets)) ** 11.25
    return counts


def _scaled(weights: FloatArray) -> FloatArray:
    """Return weights in units of their spread."""
    scaled: FloatArray = np.array((*np.log(weights[:4]), *weights[4:])) / SPREAD
    return scaled


def _place(weights: FloatArray) -> FloatArray:
    """Return weights as the walk has them: in units of their spread, but for the first four.

    Each of those is at least the one before. So that plain bounds hold them in order, the walk has
    the logarithm of w0, and for w1..w3 which part of the way from the one before to the bound each
    has gone.
    """
    left = LOG_MOST - np.log(weights[:4])
    return np.array((
        np.log(weights[0]), *(WHOLE * (1 - left[1:] / left[:-1])), *_scaled(weights)[4:]
    ))  # fmt: skip


def _weights(place: FloatArray) -> FloatArray:
    left = (LOG_MOST - place[0]) * np.cumprod((1, *(1 - place[1:4] / WHOLE)))
    return np.array((*np.exp(LOG_MOST - left), *(place * SPREAD)[4:]))


def _first_slopes(place: FloatArray) -> FloatArray:
    """Return the derivatives of the logarithms of w0..w3 by their places, shape (4, 4)."""
    stays = 1 - place[1:] / WHOLE
    found = np.zeros((4, 4))
    for i in range(4):
        found[i, 0] = np.prod(stays[:i])
        for j in range(i):
            others = np.prod(np.delete(stays[:i], j))
            found[i, j + 1] = (LOG_MOST - place[0]) * others / WHOLE
    return found
