"""A log as arrays: what fitting and evaluation read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quizcards.memory import gradient, gradient7
from quizcards.memory.arrays import FloatArray, IntArray, rows_by_turn
from quizcards.memory.day import DAY

BATCH = 50_000
"""Reviews: of more, the arrays outgrow the caches of the processor."""


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
    days: FloatArray
    """Days from the moment of the card's review before, and fractions of them."""
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
        return History(
            self.card[:row], self.grade[:row], self.elapsed[:row], self.days[:row], past, counts
        )

    def batches(
        self, model: str = "fsrs-6", reviews: int = BATCH, every: int = 1
    ) -> list[gradient.Batch]:
        """Lay the log out for a model in batches of about so many reviews.

        Each has about as many cards of every length. Of the cards in order of their lengths only
        `every` second, third, and so on is taken.
        """
        elapsed = self.days if model == "fsrs-7" else self.elapsed
        longest_first = np.argsort(-self.counts, kind="stable")[::every]
        starts, counts = self.starts[longest_first], self.counts[longest_first]
        step = min(-(-int(counts.sum()) // reviews), int(np.count_nonzero(counts)))
        return [
            gradient.batch_of(
                self.grade, self.elapsed, elapsed, self._by_turns(starts[i::step], counts[i::step])
            )
            for i in range(step)
        ]

    def _by_turns(self, starts: IntArray, counts: IntArray) -> list[IntArray]:
        card = np.repeat(np.arange(len(counts)), counts)
        place = np.arange(len(card)) - np.repeat(np.cumsum(counts) - counts, counts)
        of_cards = self.by_card[starts[card] + place]
        return [of_cards[among] for among in rows_by_turn(card, len(counts))]

    def log_recalls(
        self, weights: Sequence[float] | FloatArray, model: str = "fsrs-6"
    ) -> FloatArray:
        """Return the logarithm of the recall that a model with these weights expects.

        It is NaN at the reviews that are no target.
        """
        found = np.full(len(self.grade), np.nan)
        log_recalls = gradient7.log_recalls if model == "fsrs-7" else gradient.log_recalls
        for batch in self.batches(model):
            found[batch.row] = log_recalls(batch, weights)
        return found


def history(
    cards: Sequence[int] | IntArray,
    grade: Sequence[int] | IntArray,
    day: Sequence[int] | IntArray,
    at: Sequence[float] | FloatArray | None = None,
) -> History:
    """Return the history of a log given as columns in time order.

    The columns are the card (any whole numbers), the grade 1..4, the study day and the moment in
    epoch seconds; without moments all answers of a day are given at once.
    """
    _, card = np.unique(cards, return_inverse=True)
    by_card = np.argsort(card, kind="stable")
    counts = np.bincount(card)
    elapsed = _since(np.asarray(day), card, by_card, counts)
    if at is None:
        days = elapsed.astype(float)
    else:
        # whole seconds are enough, and stay exact where the cards are told apart
        days = _since(np.asarray(at).astype(np.int64), card, by_card, counts) / DAY
    return History(card, np.asarray(grade), elapsed, days, by_card, counts)


def _since(moment: IntArray, card: IntArray, by_card: IntArray, counts: IntArray) -> IntArray:
    """Return how long it is since each card's review before, 0 for its first.

    A clock may go back, the time of a card does not: its greatest moment so far counts, for all
    cards at once.
    """
    ordered = moment[by_card]
    shift = card[by_card] * (ordered.max(initial=0) + 1)
    ordered = np.maximum.accumulate(ordered + shift) - shift
    since = np.diff(ordered, prepend=0)
    since[np.cumsum(counts) - counts] = 0
    found: IntArray = np.empty_like(since)
    found[by_card] = since
    return found
