"""A log as arrays: what fitting and evaluation read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from quizcards.memory.gradient import Answers, lay_out, log_recalls


@dataclass(frozen=True)
class History:
    """The reviews of a log: arrays in time order, one element a review, and how those of one card
    are found.
    """

    card: Any
    """Which card, 0 .. number of cards - 1."""
    grade: Any
    elapsed: Any
    """Study days since the card's review before; 0 for its first."""
    by_card: Any
    """The rows of the log, those of each card together and in time order."""
    counts: Any
    """How many reviews each card has."""

    @property
    def starts(self) -> Any:
        """Where in `by_card` each card's reviews begin."""
        return np.cumsum(self.counts) - self.counts

    @property
    def targets(self) -> Any:
        """The rows that tell something about memory: not the first answer to a card, nor another on
        the same day.
        """
        return np.flatnonzero(self.elapsed >= 1)

    def before(self, row: int) -> History:
        """Return the history as it was before this review."""
        past = self.by_card[self.by_card < row]
        counts = np.bincount(self.card[:row], minlength=len(self.counts))
        return History(self.card[:row], self.grade[:row], self.elapsed[:row], past, counts)

    def batches(self, number: int, share: float = 1.0) -> list[list[Answers]]:
        """Lay the log out in batches, each with about as many cards of every length.

        Histories are cut after the turn by which `share` of all reviews has come: the few longest
        ones cost as much as all others together.
        """
        longest_first = np.argsort(-self.counts, kind="stable")
        # cards with more than k reviews
        lasting = len(self.counts) - np.cumsum(np.bincount(self.counts))[:-1]
        longest = 1 + np.searchsorted(np.cumsum(lasting), share * len(self.grade))
        starts, counts = self.starts[longest_first], np.minimum(self.counts, longest)[longest_first]
        step = min(number, int(np.count_nonzero(counts)))
        return [
            lay_out(self.grade, self.elapsed, self.by_card, starts[i::step], counts[i::step])
            for i in range(step)
        ]

    def log_recalls(self, weights: Any) -> Any:
        """Return the logarithm of the recall that these weights expect at each review; NaN at those
        that are no target.
        """
        found = np.full(len(self.grade), np.nan)
        for turns in self.batches(1):
            for answers, values in zip(turns, log_recalls(turns, weights), strict=True):
                found[answers.row] = values
        return found


def history(card: Any, grade: Any, day: Any) -> History:
    """Return the history of a log given as columns in time order: card (any whole numbers), grade
    1..4, study day.
    """
    _, card = np.unique(card, return_inverse=True)
    by_card = np.argsort(card, kind="stable")
    counts = np.bincount(card)
    # the greatest day so far of each card, for all cards at once: a clock may go back, the study
    # day does not
    days = np.asarray(day)[by_card]
    shift = card[by_card] * (days.max(initial=0) + 1)
    days = np.maximum.accumulate(days + shift) - shift
    sorted_elapsed = np.diff(days, prepend=0)
    sorted_elapsed[np.cumsum(counts) - counts] = 0
    elapsed = np.empty_like(sorted_elapsed)
    elapsed[by_card] = sorted_elapsed
    return History(card, np.asarray(grade), elapsed, by_card, counts)
