"""How long a card takes: learnt from the log, drawn towards what is usual while that is short.

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
    """How long cards take a learner."""

    seconds: Mapping[str, float] = field(default_factory=lambda: dict(USUAL))
    """By sort of asking: new, pass, fail."""
    kinds: Mapping[str, float] = field(default_factory=dict)
    """How many times as long some ways of asking take."""
    cards: Mapping[str, float] = field(default_factory=dict)
    """How many times as long some cards take, by their keys."""
    longest: Mapping[str, float] = field(
        default_factory=lambda: {sort: LONGEST * usual for sort, usual in USUAL.items()}
    )
    """The seconds that a review of each sort counts for at most."""
    answers: int = 0
    """How many were learnt from."""


class TimedReview(NamedTuple):
    """How long a review took, or all those of a card on a day.

    `sort` is new, pass or fail; `kind` is the way of asking.
    """

    card: str
    day: int
    sort: str
    kind: str
    seconds: float


def pace(reviews: Reviews) -> Pace:
    """Return how long cards take this learner.

    Answers without a time, or with none at all, say nothing.
    """
    timed = _timed(reviews)
    longest = {sort: LONGEST * _middle(timed, sort) for sort in USUAL}
    askings = _by_day(timed, longest)
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
    return Pace(seconds, kinds, cards, longest, len(timed))


def spent(reviews: Reviews, day: int, longest: Mapping[str, float]) -> float:
    """Return the seconds that the answers of a study day took.

    Each is cut to the longest of its sort.
    """
    return sum(min(one.seconds, longest[one.sort]) for one in _timed(reviews) if one.day == day)


def _timed(reviews: Reviews) -> list[TimedReview]:
    """Return the newest reviews that took time, in order.

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
        if (card, life) not in seen:
            sort = "new"
        elif grade == 1:
            sort = "fail"
        else:
            sort = "pass"
        seen.add((card, life))
        if seconds is not None and seconds > 0:
            found.append(TimedReview(card, day, sort, asked or "recall", seconds))
    return found


def _middle(timed: Iterable[TimedReview], sort: str) -> float:
    """Return the median of a sort's seconds, among which stands the usual time TRUST times."""
    return median([USUAL[sort]] * TRUST + [one.seconds for one in timed if one.sort == sort])


def _by_day(timed: Iterable[TimedReview], longest: Mapping[str, float]) -> list[TimedReview]:
    """Join what a card took on one day under the first of its reviews on that day.

    That one says of which sort and kind it was.
    """
    days: dict[tuple[str, int], TimedReview] = {}
    for one in timed:
        first = days.get((one.card, one.day))
        total = (first.seconds if first else 0.0) + min(one.seconds, longest[one.sort])
        start = first or one
        days[one.card, one.day] = TimedReview(start.card, start.day, start.sort, start.kind, total)
    return list(days.values())


def _mean(seconds: Iterable[float], usual: float) -> float:
    values = list(seconds)
    return (TRUST * usual + sum(values)) / (TRUST + len(values))


def _factors(rows: Iterable[tuple[str, float, float]], trust: float) -> dict[str, float]:
    """Return for each name the seconds taken over those expected, both raised by `trust` seconds.

    `rows` are name, seconds taken, seconds expected.
    """
    took: dict[str, float] = {}
    expected: dict[str, float] = {}
    for name, seconds, usual in rows:
        took[name] = took.get(name, trust) + seconds
        expected[name] = expected.get(name, trust) + usual
    return {name: took[name] / expected[name] for name in took}
