"""The learner's own weights: the regularised loss of the log, made small by Fisher scoring.

The loss and its regularisation are those of fsrs-rs (6.6, `training.rs`): cross-entropy in which
newer reviews count more, and a pull towards the start by the spread of the weights among learners.
The way down is our own: a few steps of the second order over the whole log, to its end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from quizcards.memory import fit7, fsrs
from quizcards.memory.arrays import FloatArray, IntArray, keep_freed_memory
from quizcards.memory.descent import Progress, descend_by_parts, regularised
from quizcards.memory.gradient import Batch, Expansion, expanded
from quizcards.memory.history import History

MIN_TARGETS = 8
"""With fewer targets than this there is nothing to fit."""
MIN_TARGETS_ALL = 64
"""With fewer targets than this only the first four weights are fitted."""
EARLIER = 0.8
"""The share of the targets that a trial fits; it is judged by the later ones."""
NEEDED = math.ceil(MIN_TARGETS / EARLIER)
"""The targets that a trial needs."""

# The spread of each weight among learners (fsrs-rs 6.6).
SPREAD = np.array((
    6.43, 9.66, 17.58, 27.85, 0.57, 0.28, 0.6, 0.12, 0.39, 0.18, 0.33,
    0.3, 0.09, 0.16, 0.57, 0.25, 1.03, 0.31, 0.32, 0.14, 0.27,
))  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """Weights fitted to the earlier reviews of a log, judged by the later ones.

    Their rivals are the weights used so far, and both losses are log-losses.
    """

    weights: tuple[float, ...]
    """Fitted to all reviews, if they won."""
    tried: tuple[float, ...]
    """Fitted to the earlier ones."""
    held_out: int
    """How many reviews judged."""
    loss: float
    loss_before: float

    @property
    def has_won(self) -> bool:
        return self.loss < self.loss_before


def fit(log: History, progress: Progress = lambda _: None) -> tuple[float, ...]:
    """Return the 21 weights that suit a log, each within its bounds.

    They are the defaults for a log shorter than MIN_TARGETS; for one shorter than MIN_TARGETS_ALL
    only the first four are fitted. `progress` is called with the share of the work done.
    """
    targets = log.targets
    if len(targets) < MIN_TARGETS:
        return fsrs.DEFAULT_WEIGHTS
    weights = np.array(fsrs.DEFAULT_WEIGHTS)
    weights[:4] = first_stabilities(log)
    if len(targets) >= MIN_TARGETS_ALL:
        weights = _descend(log, weights, progress)
    return tuple(weights.round(6).tolist())


def importance(log: History) -> FloatArray:
    """Return how much each review of a log counts.

    That is 0.25 for the oldest target, 1 for the newest, and 0 for what is no target.
    """
    targets = log.targets
    counts = np.zeros(len(log.grade))
    counts[targets] = 0.25 + 0.75 * np.linspace(0, 1, len(targets)) ** 3
    return counts


def first_stabilities(log: History) -> FloatArray:
    """Return w0..w3, in days: the likeliest stabilities after each first grade.

    They are judged by each card's first target. Each is searched on a grid, with a pull towards its
    default by their ratio (a spread of e). A grade without a card takes the ratio of its
    neighbours.
    """
    grid = np.geomspace(0.01, fsrs.UPPER_BOUNDS[0], 400)
    defaults = np.array(fsrs.DEFAULT_WEIGHTS[:4])
    _, first = np.unique(log.card[log.targets], return_index=True)
    rows = log.targets[first]
    counts = importance(log)
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
    ratio = np.interp((1, 2, 3, 4), list(ratios), list(ratios.values()))
    found: FloatArray = defaults * np.exp(ratio)
    return found.clip(fsrs.LOWER_BOUNDS[:4], fsrs.UPPER_BOUNDS[:4])


def _descend(log: History, start: FloatArray, progress: Progress) -> FloatArray:
    """Walk from `start` down the regularised loss."""
    keep_freed_memory()
    counts = importance(log)

    def expand(among: Sequence[Batch], place: FloatArray) -> Expansion:
        weights = _weights(place)
        by_place = np.array((*weights[:4], *SPREAD[4:]))
        parts = [expanded(batch, weights, counts) for batch in among]
        off = (weights - start) / SPREAD
        return regularised(parts, off, np.diag(by_place / SPREAD), np.diag(by_place))

    low, high = _place(np.array(fsrs.LOWER_BOUNDS)), _place(np.array(fsrs.UPPER_BOUNDS))
    batches = log.batches()
    parts = [batches[:1], batches] if len(batches) > 1 else [batches]
    return _weights(descend_by_parts(expand, parts, _place(start), low, high, progress))


def _place(weights: FloatArray) -> FloatArray:
    """Return weights as the walk has them, in units of their spread.

    The first four differ by factors from learner to learner: it has their logarithms.
    """
    return np.array((*np.log(weights[:4]), *(weights / SPREAD)[4:]))


def _weights(place: FloatArray) -> FloatArray:
    return np.array((*np.exp(place[:4]), *(place * SPREAD)[4:]))


@dataclass(frozen=True)
class Comparison:
    """How much better one model foretells the later reviews of a log than another.

    `difference` is how much smaller its log-loss is, `low` and `high` are the ends of the 95 %
    interval of that.
    """

    difference: float
    low: float
    high: float


FITS: Mapping[str, Callable[[History, Progress], tuple[float, ...]]] = {
    "fsrs-6": fit,
    "fsrs-7": fit7.fit,
}
"""By the names of the models."""


def trial(
    log: History,
    in_use: Sequence[float],
    progress: Progress = lambda _: None,
    model: str = "fsrs-6",
) -> Trial:
    """Fit the earlier reviews and judge by the later ones; if that wins, fit them all.

    The rival are the weights `in_use`. The log needs NEEDED targets.
    """
    fits = FITS[model]
    first = first_held_out(log)
    later = log.targets[log.targets >= first]
    tried = fits(log.before(first), lambda share: progress(share / 2))
    loss = log_loss(log, tried, later, model)
    loss_before = log_loss(log, in_use, later, model)
    fitted = tried
    if loss < loss_before:
        fitted = fits(log, lambda share: progress((1 + share) / 2))
    progress(1.0)
    return Trial(fitted, tried, len(later), loss, loss_before)


def compare(log: History, trials: Mapping[str, Trial], model: str, than: str) -> Comparison:
    """Return how much better a model foretells the later reviews than another, both as tried.

    The losses differ review by review; the interval is over cards, of which each may be surprising
    as a whole. One card alone says nothing: its interval holds every difference of less than one.
    """
    later = log.targets[log.targets >= first_held_out(log)]
    by_model = {name: losses(log, trials[name].tried, later, name) for name in (model, than)}
    gained = by_model[than] - by_model[model]
    difference = float(gained.mean())
    by_card = np.bincount(log.card[later], gained - difference)
    cards = np.unique(log.card[later]).size
    if cards == 1:
        return Comparison(difference, difference - 1, difference + 1)
    error = math.sqrt(float(by_card @ by_card) * cards / (cards - 1)) / len(later)
    return Comparison(difference, difference - 1.96 * error, difference + 1.96 * error)


def first_held_out(log: History) -> int:
    """Return the row from which on a trial judges by the targets."""
    return int(log.targets[int(EARLIER * len(log.targets))])


def log_loss(
    log: History,
    weights: Sequence[float] | FloatArray,
    rows: IntArray,
    model: str = "fsrs-6",
) -> float:
    """Return the mean cross-entropy of these targets, in nats.

    Each is expected from all that came before it.
    """
    return float(np.mean(losses(log, weights, rows, model)))


def losses(
    log: History, weights: Sequence[float] | FloatArray, rows: IntArray, model: str
) -> FloatArray:
    """Return the cross-entropy of each of these targets."""
    log_recall = log.log_recalls(weights, model)[rows]
    log_forgotten = np.log1p(-np.exp(log_recall))
    return -np.where(log.grade[rows] > 1, log_recall, log_forgotten)
