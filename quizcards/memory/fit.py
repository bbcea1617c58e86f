"""The learner's own weights: the regularised loss of the log, made small by Adam.

The loss and its regularisation are those of fsrs-rs (6.6, `training.rs`): cross-entropy in which
newer reviews count more, and a pull towards the start by the spread of the weights among learners.
The walk is our own: its steps are measured in that spread, its batches are few and wide, and so a
million reviews take seconds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizcards.demos.optimization.adam import adam
from quizcards.memory import fsrs
from quizcards.memory.gradient import loss_and_gradient
from quizcards.memory.history import History

FEWEST = 8
"""With fewer targets than this there is nothing to fit."""
ENOUGH = 64
"""With fewer targets than this only the first four weights are fitted."""
EARLIER = 0.8
"""The share of the targets that a trial fits; it is judged by the later ones."""
NEEDED = math.ceil(FEWEST / EARLIER)

# The spread of each weight among learners (fsrs-rs 6.6).
SPREAD = np.array((
    6.43, 9.66, 17.58, 27.85, 0.57, 0.28, 0.6, 0.12, 0.39, 0.18, 0.33,
    0.3, 0.09, 0.16, 0.57, 0.25, 1.03, 0.31, 0.32, 0.14, 0.27,
))  # fmt: skip
# The first four differ by factors, so that their steps are measured in the defaults themselves.
UNIT = np.array((*fsrs.DEFAULT_WEIGHTS[:4], *SPREAD[4:]))
EPOCHS = 3
BATCHES = 20
WIDEST = 8192
"""The most cards in a batch: its arrays then stay in the processor's cache."""
SHARE = 0.9
RATE, BETA1, BETA2 = 0.25, 0.7, 0.9  # the walk is short, so its averages reach back over few steps

Progress = Callable[[float], None]
"""Is told which share of the work is done."""


@dataclass(frozen=True)
class Trial:
    """Weights fitted to the earlier reviews, judged by the later ones against the weights used so
    far (log-loss).
    """

    weights: tuple[float, ...]
    """Fitted to all reviews, if they won."""
    held_out: int
    """How many reviews judged."""
    loss: float
    loss_before: float

    @property
    def has_won(self) -> bool:
        return self.loss < self.loss_before


def fit(log: History, progress: Progress = lambda _: None) -> tuple[float, ...]:
    """Return the weights that suit a log: the defaults for a short one, only the first four fitted
    for one not long enough.
    """
    targets = log.targets
    start = np.array(fsrs.DEFAULT_WEIGHTS)
    if len(targets) < FEWEST:
        return fsrs.DEFAULT_WEIGHTS
    start[:4] = first_stabilities(log)
    weights = start if len(targets) < ENOUGH else _descend(log, start, progress)
    return tuple(weights.round(6).tolist())


def importance(log: History) -> Any:
    """Return how much each review counts: 0.25 for the oldest target, 1 for the newest, other
    reviews not at all.
    """
    targets = log.targets
    counts = np.zeros(len(log.grade))
    counts[targets] = 0.25 + 0.75 * np.linspace(0, 1, len(targets)) ** 3
    return counts


def first_stabilities(log: History) -> Any:
    """Return w0..w3: the stabilities under which each card's first target was most likely, after
    its first grade.

    Each is searched on a grid, with a pull towards its default by their ratio (a spread of e). A
    grade without a card takes the ratio of its neighbours.
    """
    grid = np.geomspace(0.01, fsrs.UPPER_BOUNDS[0], 400)
    defaults = np.array(fsrs.DEFAULT_WEIGHTS[:4])
    _, first = np.unique(log.card[log.targets], return_index=True)
    rows, counts = log.targets[first], importance(log)
    first_grade = log.grade[log.by_card[log.starts[log.card[rows]]]]
    ratios = {}
    for grade, default in enumerate(defaults, 1):
        answered = rows[first_grade == grade]
        if len(answered):
            gaps, which = np.unique(log.elapsed[answered], return_inverse=True)
            passed = np.bincount(which, counts[answered] * (log.grade[answered] > 1))
            lapsed = np.bincount(which, counts[answered] * (log.grade[answered] == 1))
            recall = fsrs.retrievability(gaps, grid[:, None])
            loss = (
                np.log(grid / default) ** 2 - np.log(recall) @ passed - np.log1p(-recall) @ lapsed
            )
            ratios[grade] = math.log(grid[np.argmin(loss)] / default)
    found = defaults * np.exp(np.interp((1, 2, 3, 4), list(ratios), list(ratios.values())))
    return found.clip(fsrs.LOWER_BOUNDS[:4], fsrs.UPPER_BOUNDS[:4])


def _descend(log: History, start: Any, progress: Progress) -> Any:
    """Walk from `start` down the regularised loss: Adam over batches of cards, at a rate that falls
    along a cosine.
    """
    batches = log.batches(max(BATCHES, len(log.counts) // WIDEST), SHARE)
    counts, steps = importance(log), EPOCHS * len(batches)
    weights, m, v = start, np.zeros_like(start), np.zeros_like(start)
    for t in range(1, steps + 1):
        _, slopes = loss_and_gradient(batches[t % len(batches)], weights, counts)
        g = UNIT * (slopes + 2 * (weights - start) / SPREAD**2 / len(batches))
        rate = RATE / 2 * (1 + math.cos(math.pi * (t - 1) / steps))
        weights = UNIT * adam(weights / UNIT, g, m, v, t, rate, BETA1, BETA2)
        m, v = (
            BETA1 * m + (1 - BETA1) * g,
            BETA2 * v + (1 - BETA2) * g**2,
        )  # the averages that adam took, for the next step
        weights = weights.clip(fsrs.LOWER_BOUNDS, fsrs.UPPER_BOUNDS)
        progress(t / steps)
    return weights


def trial(log: History, in_use: Sequence[float], progress: Progress = lambda _: None) -> Trial:
    """Fit the earlier reviews, judge by the later ones, and if that wins over the weights in use,
    fit them all.

    The log needs NEEDED targets.
    """
    first = first_held_out(log)
    later = log.targets[log.targets >= first]
    fitted = fit(log.before(first), lambda share: progress(share / 2))
    loss, loss_before = (log_loss(log, weights, later) for weights in (fitted, in_use))
    if loss < loss_before:
        fitted = fit(log, lambda share: progress((1 + share) / 2))
    progress(1.0)
    return Trial(fitted, len(later), loss, loss_before)


def first_held_out(log: History) -> int:
    """Return the row from which on a trial judges by the targets."""
    return int(log.targets[int(EARLIER * len(log.targets))])


def log_loss(log: History, weights: Sequence[float], rows: Any) -> float:
    """Return the mean cross-entropy of these targets, each expected from all that came before
    it.
    """
    log_recall = log.log_recalls(weights)[rows]
    return -float(np.mean(np.where(log.grade[rows] > 1, log_recall, np.log1p(-np.exp(log_recall)))))
