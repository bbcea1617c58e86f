"""A log as arrays: what fitting and evaluation read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quizcards.memory.arrays import FloatArray, IntArray
from quizcards.memory.gradient import Turn, lay_out, log_recalls


@dataclass(frozen=True)
class History:
    """The reviews of a log in time order, and how those of one card are found.

    Arrays have the shape (reviews,) unless they say otherwise.
    """

    card: IntArray
    """Which card, 0 .. number of cards - 1."""
    grade: IntArray
    """1..4."""
    elapsed: IntArray
    """Study days since the card's review before; 0 for its first."""
    by_card: IntArray
    """The rows of the log, those of each card together and in time order."""
    counts: IntArray
    """How many reviews each card has, shape (cards,)."""

    @property
    def starts(self) -> IntArray:
        """Where in `by_card` each card's reviews begin."""
        return np.cumsum(self.counts) - self.counts

    @property
    def targets(self) -> IntArray:
        """The rows that tell something about memory, in time order.

        That is neither the first answer to a card nor another one on the same day.
        """
        return np.flatnonzero(self.elapsed >= 1)

    def before(self, row: int) -> History:
        """Return the history as it was before this review."""
        past = self.by_card[self.by_card < row]
        counts = np.bincount(self.card[:row], minlength=len(self.counts))
        return History(self.card[:row], self.grade[:row], self.elapsed[:row], past, counts)

    def batches(self, number: int, share: float = 1.0) -> list[list[Turn]]:
        """Lay the log out in `number` batches, each with about as many cards of every length.

        Histories are cut after the turn by which `share` of all reviews has come: the few longest
        ones cost as much as all others together.
        """
        longest_first = np.argsort(-self.counts, kind="stable")
        # cards with more than k reviews
        lasting = len(self.counts) - np.cumsum(np.bincount(self.counts))[:-1]
        longest = 1 + np.searchsorted(np.cumsum(lasting), share * len(self.grade))
        starts = self.starts[longest_first]
        counts = np.minimum(self.counts, longest)[longest_first]
        step = min(number, int(np.count_nonzero(counts)))
        return [
            lay_out(self.grade, self.elapsed, self.by_card, starts[i::step], counts[i::step])
            for i in range(step)
        ]

    def log_recalls(self, weights: Sequence[float] | FloatArray) -> FloatArray:
        """Return the logarithm of the recall that these weights expect at each review.

        It is NaN at those that are no target.
        """
        found = np.full(len(self.grade), np.nan)
        for turns in self.batches(1):
            for turn, values in zip(turns, log_recalls(turns, weights), strict=True):
                found[turn.row] = values
        return found


def history(
    cards: Sequence[int] | IntArray, grade: Sequence[int] | IntArray, day: Sequence[int] | IntArray
) -> History:
    """Return the history of a log given as columns in time order.

    The columns are the card (any whole numbers), the grade 1..4 and the study day.
    """
    _, card = np.unique(cards, return_inverse=True)
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
