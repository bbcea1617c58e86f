"""The questions of real interviews: which cards they were about, and how much that weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from quizcards.model import Card, Collected, by_any_key


def as_they_stand(written: Iterable[Collected]) -> list[Collected]:
    """Return the questions, the last asked first.

    What was written down again of the same question, place and day takes the place of the earlier.

    >>> early = Collected("Adam?", at="A", date="2026-11-20", time=1.0)
    >>> as_they_stand([early, Collected("Adam?", "o/adam", "A", "2026-11-20", time=2.0)])[0].card
    'o/adam'
    """
    in_order = sorted(written, key=lambda one: one.time)
    last = {(one.question, one.at, one.date): one for one in in_order}
    return sorted(last.values(), key=lambda one: (one.date, one.time))[::-1]


def times_asked(questions: Iterable[Collected], cards: Iterable[Card]) -> Counter[str]:
    """Count for each card by its key how often real interviews asked it."""
    known = by_any_key(cards)
    return Counter(known[one.card].key for one in questions if one.card in known)


def importance(times: int) -> float:
    """Return how much a card counts that was asked so often: once makes twice as much as never."""
    return 1.0 + times
