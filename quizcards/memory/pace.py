"""How long a card takes, learnt from the log and drawn towards what is usual while there is little
of it.

What is learnt is the time that a card takes on one day, with what its learning steps add: cards are
planned by the day. An answer far longer than others of its sort is a learner who left the desk, and
is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from quizcards.model import Reviews

USUAL: Mapping[str, float] = {"new": 30.0, "pass": 10.0, "fail": 22.0}
"""Seconds that a card takes on a day: never seen before, recalled, not recalled."""
TRUST = 8
"""The usual time counts as much as this many of the learner's own; a card's usual speed as half as
many.
"""
LONGEST = 4.0
"""An answer counts for at most this many times the median of its sort."""
NEWEST = 10_000
"""Answers further back than this say nothing of the learner's pace today."""


@dataclass(frozen=True)
class Pace:
    """`seconds` by sort of asking (new, pass, fail); `cards` and `kinds` say how many times as long
    some take.

    `longest` is what an answer of each sort counts for at most, `answers` how many were learnt
    from.
    """

    seconds: Mapping[str, float] = field(default_factory=lambda: dict(USUAL))
    kinds: Mapping[str, float] = field(default_factory=dict)
    cards: Mapping[str, float] = field(default_factory=dict)
    longest: Mapping[str, float] = field(
        default_factory=lambda: {sort: LONGEST * usual for sort, usual in USUAL.items()}
    )
    answers: int = 0


class _Answer(NamedTuple):
    card: str
    day: int
    sort: str
    kind: str
    seconds: float


def pace(reviews: Reviews) -> Pace:
    """Return how long cards take this learner.

    Answers without a time, or with none at all, say nothing.
    """
    answers = _answers(reviews)
    longest = {sort: LONGEST * _middle(answers, sort) for sort in USUAL}
    askings = _by_day(answers, longest)
    seconds = {
        sort: _mean((one.seconds for one in askings if one.sort == sort), USUAL[sort])
        for sort in USUAL
    }
    # what is new is always asked in its own words
    seen = [one for one in askings if one.sort != "new"]
    kinds = _factors(
        ((one.kind, one.seconds, seconds[one.sort]) for one in seen), TRUST * seconds["pass"]
    )
    usual = [seconds[one.sort] * (kinds[one.kind] if one.sort != "new" else 1.0) for one in askings]
    cards = _factors(
        ((one.card, one.seconds, expected) for one, expected in zip(askings, usual, strict=True)),
        TRUST / 2 * seconds["pass"],
    )
    return Pace(seconds, kinds, cards, longest, len(answers))


def spent(reviews: Reviews, day: int, longest: Mapping[str, float]) -> float:
    """Return the seconds that the answers of a study day took, each cut to the longest of its
    sort.
    """
    return sum(min(one.seconds, longest[one.sort]) for one in _answers(reviews) if one.day == day)


def _answers(reviews: Reviews) -> list[_Answer]:
    """Return the newest answers that took time, in order.

    The first that a card ever got is `new`.
    """
    start = max(len(reviews.card) - NEWEST, 0)
    seen = set(zip(reviews.card[:start], reviews.life[:start], strict=True))
    columns = (
        reviews.card,
        reviews.life,
        reviews.grade,
        reviews.day,
        reviews.asked,
        reviews.seconds,
    )
    found = []
    for card, life, grade, day, asked, seconds in zip(
        *(column[start:] for column in columns), strict=True
    ):
        sort = "new" if (card, life) not in seen else "fail" if grade == 1 else "pass"
        seen.add((card, life))
        if seconds is not None and seconds > 0:
            found.append(_Answer(card, day, sort, asked or "recall", seconds))
    return found


def _middle(answers: Iterable[_Answer], sort: str) -> float:
    """Return the median of a sort's seconds, among which stands the usual time TRUST times."""
    return median([USUAL[sort]] * TRUST + [one.seconds for one in answers if one.sort == sort])


def _by_day(answers: Iterable[_Answer], longest: Mapping[str, float]) -> list[_Answer]:
    """Join what a card took on one day under its first answer of that day, which says of which sort
    it was.
    """
    days: dict[tuple[str, int], _Answer] = {}
    for one in answers:
        first = days.get((one.card, one.day))
        total = (first.seconds if first else 0.0) + min(one.seconds, longest[one.sort])
        start = first or one
        days[one.card, one.day] = _Answer(start.card, start.day, start.sort, start.kind, total)
    return list(days.values())


def _mean(seconds: Iterable[float], usual: float) -> float:
    values = list(seconds)
    return (TRUST * usual + sum(values)) / (TRUST + len(values))


def _factors(rows: Iterable[tuple[str, float, float]], trust: float) -> dict[str, float]:
    """Return for each name the seconds taken over the seconds expected, both raised by `trust`
    seconds.
    """
    took: dict[str, float] = {}
    expected: dict[str, float] = {}
    for name, seconds, usual in rows:
        took[name] = took.get(name, trust) + seconds
        expected[name] = expected.get(name, trust) + usual
    return {name: took[name] / expected[name] for name in took}
