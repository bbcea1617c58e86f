"""How well the expected recall foretells what happened: log-loss, RMSE(bins), AUC and calibration.

Every function takes arrays over the reviews judged: `passed` (bool) and `expected` (the recall
expected, in (0, 1)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizcards.memory.history import History

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
"""Of the bins of expected recall: finer where the scheduler keeps most cards."""


@dataclass(frozen=True)
class Score:
    """How good predictions are: two that are better when smaller, and one that is better when
    greater.
    """

    log_loss: float
    rmse_bins: float
    auc: float | None
    """The chance that a review that passed was expected to more than one that failed; None if all
    went the same way.
    """


@dataclass(frozen=True)
class Bin:
    """The reviews whose expected recall lies in one range: how many, the mean recall expected, the
    share that passed.
    """

    low: float
    high: float
    count: int
    expected: float
    actual: float


@dataclass(frozen=True)
class Evaluation:
    """A set of weights on a log, beside always expecting the average."""

    reviews: int
    average: float
    model: Score
    baseline: Score
    bins: tuple[Bin, ...]


def evaluate(log: History, weights: Sequence[float]) -> Evaluation:
    """Judge weights by every target of a log, which must have one."""
    targets = log.targets
    passed, expected = log.grade[targets] > 1, np.exp(log.log_recalls(weights)[targets])
    average, groups = float(passed.mean()), groups_of(log)[targets]
    return Evaluation(
        len(targets),
        average,
        score(passed, expected, groups),
        score(passed, np.full(len(targets), average), groups),
        calibration(passed, expected),
    )


def score(passed: Any, expected: Any, groups: Any) -> Score:
    return Score(
        cross_entropy(passed, expected), rmse_bins(passed, expected, groups), auc(passed, expected)
    )


def cross_entropy(passed: Any, expected: Any) -> float:
    """Return the mean of −log of the probability given to what happened (the log-loss)."""
    given = np.where(passed, expected, 1 - expected)
    return -float(np.mean(np.log(given)))


def groups_of(log: History) -> Any:
    """Return for each review the number of its group: alike in gap, in reviews and in lapses so
    far.

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
    columns = [
        np.floor(np.log(np.maximum(column, least)) / np.log(factor))
        for column, factor, least in (
            (log.elapsed, 3.62, 1),
            (place + 1, 1.89, 1),
            (lapses, 1.73, 0.5),
        )
    ]
    return np.unique(np.stack(columns), axis=1, return_inverse=True)[1].ravel()


def rmse_bins(passed: Any, expected: Any, groups: Any) -> float:
    """Return the root of the mean square, over reviews, of their group's mean recall less its mean
    expected recall.
    """
    counts = np.bincount(groups)
    off = np.bincount(groups, passed - expected)
    return float(np.sqrt(np.sum(off**2 / np.maximum(counts, 1)) / len(passed)))


def auc(passed: Any, expected: Any) -> float | None:
    """Return the area under the ROC curve, ties counting half: by the ranks of those that passed
    (Mann and Whitney 1947).
    """
    n = np.count_nonzero(passed)
    if n in (0, len(passed)):
        return None
    _, which, counts = np.unique(expected, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[which]
    return float((ranks[passed].sum() - n * (n + 1) / 2) / (n * (len(passed) - n)))


def calibration(passed: Any, expected: Any) -> tuple[Bin, ...]:
    """Return the bins that hold a review, from the least expected recall to the greatest."""
    which = np.clip(np.searchsorted(EDGES, expected, side="right") - 1, 0, len(EDGES) - 2)
    bins = []
    for i in np.unique(which):
        inside = which == i
        means = float(expected[inside].mean()), float(passed[inside].mean())
        bins.append(Bin(EDGES[i], EDGES[i + 1], int(inside.sum()), *means))
    return tuple(bins)
