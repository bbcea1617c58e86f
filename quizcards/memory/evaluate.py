"""How well the expected recall foretells what happened: log-loss, RMSE(bins), AUC and calibration.

Arrays are over the reviews judged, of shape (reviews,): `passed` says which were recalled, and
`expected` is the recall expected, in (0, 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quizcards.memory.arrays import BoolArray, FloatArray, IntArray
from quizcards.memory.history import History

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
"""Of the bins of expected recall: finer where the scheduler keeps most cards."""


@dataclass(frozen=True)
class Score:
    """How good predictions are: loss and RMSE are better when smaller, the AUC when greater."""

    log_loss: float
    """In nats a review."""
    rmse_bins: float
    auc: float | None
    """The chance that a review that passed was expected to more than one that failed.

    None if all went the same way.
    """


@dataclass(frozen=True)
class Bin:
    """The reviews whose expected recall lies between `low` and `high`."""

    low: float
    high: float
    count: int
    expected: float
    """The mean recall expected."""
    actual: float
    """The share that passed."""


@dataclass(frozen=True)
class Evaluation:
    """A set of weights on a log, beside always expecting the average."""

    reviews: int
    average: float
    """The share of the reviews that passed."""
    model: Score
    baseline: Score
    """Of always expecting the average."""
    bins: tuple[Bin, ...]


def evaluate(
    log: History, weights: Sequence[float] | FloatArray, model: str = "fsrs-6"
) -> Evaluation:
    """Judge weights of a model by every target of a log, which must have one."""
    targets = log.targets
    passed = log.grade[targets] > 1
    expected = np.exp(log.log_recalls(weights, model)[targets])
    average = float(passed.mean())
    groups = groups_of(log)[targets]
    return Evaluation(
        reviews=len(targets),
        average=average,
        model=score(passed, expected, groups),
        baseline=score(passed, np.full(len(targets), average), groups),
        bins=calibration(passed, expected),
    )


def score(passed: BoolArray, expected: FloatArray, groups: IntArray) -> Score:
    """Return all scores of predictions; `groups` numbers the group of each review for the RMSE."""
    return Score(
        cross_entropy(passed, expected), rmse_bins(passed, expected, groups), auc(passed, expected)
    )


def cross_entropy(passed: BoolArray, expected: FloatArray) -> float:
    """Return the mean of −log of the probability given to what happened (the log-loss)."""
    given = np.where(passed, expected, 1 - expected)
    return -float(np.mean(np.log(given)))


def groups_of(log: History) -> IntArray:
    """Return for each review of a log its group: alike in gap, in reviews and in lapses so far.

    The ranges grow by factors, as in srs-benchmark's RMSE(bins): 3.62 for the days, 1.89 for the
    reviews of the card with this one, 1.73 for the lapses before it that did not come on the same
    day.
    """
    place = np.empty_like(log.card)
    place[log.by_card] = np.arange(len(log.card)) - np.repeat(log.starts, log.counts)
    is_lapse = ((log.grade == 1) & (log.elapsed >= 1))[log.by_card]
    before = np.cumsum(is_lapse) - is_lapse
    lapses = np.empty_like(before)
    lapses[log.by_card] = before - np.repeat(
        before[np.minimum(log.starts, len(before) - 1)], log.counts
    )
    ranges = [
        np.floor(np.log(np.maximum(values, least)) / np.log(factor))
        for values, factor, least in (
            (log.elapsed, 3.62, 1),
            (place + 1, 1.89, 1),
            (lapses, 1.73, 0.5),
        )
    ]
    _, group = np.unique(np.stack(ranges), axis=1, return_inverse=True)
    return group.ravel()


def rmse_bins(passed: BoolArray, expected: FloatArray, groups: IntArray) -> float:
    """Return the RMSE(bins) of srs-benchmark.

    That is the root of the mean square, over reviews, of their group's share that passed less its
    mean expected recall.
    """
    counts = np.bincount(groups)
    off = np.bincount(groups, passed - expected)
    return float(np.sqrt(np.sum(off**2 / np.maximum(counts, 1)) / len(passed)))


def auc(passed: BoolArray, expected: FloatArray) -> float | None:
    """Return the area under the ROC curve, ties counting half; None if all went the same way.

    It is computed from the ranks of those that passed (Mann and Whitney 1947).
    """
    n = np.count_nonzero(passed)
    if n in (0, len(passed)):
        return None
    _, which, counts = np.unique(expected, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[which]
    return float((ranks[passed].sum() - n * (n + 1) / 2) / (n * (len(passed) - n)))


def calibration(passed: BoolArray, expected: FloatArray) -> tuple[Bin, ...]:
    """Return the bins that hold a review, from the least expected recall to the greatest."""
    which = np.clip(np.searchsorted(EDGES, expected, side="right") - 1, 0, len(EDGES) - 2)
    bins = []
    for i in np.unique(which):
        inside = which == i
        bins.append(
            Bin(
                low=EDGES[i],
                high=EDGES[i + 1],
                count=int(inside.sum()),
                expected=float(expected[inside].mean()),
                actual=float(passed[inside].mean()),
            )
        )
    return tuple(bins)
