"""How long cards take: at first from what there is to read and to say, then learnt from the log.

A card never timed is assumed to take what its text asks for. A learner's own times say how many
times as long each sort of answer takes them; an answer far longer than others of its sort is a
learner who left the desk, and is cut; one too short to have read the question is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from quizcards.memory.habits import SORTS, answers_after, habits, sorts, step_answers
from quizcards.memory.schedule import Scheduler
from quizcards.model import Card, Reviews

READING = 202.3 * 2.85 / 60
"""Characters (spaces apart) that an adult reads silently in a second: 202.3 Korean words a minute
(Song, Kim & Hyon 2016, J Korean Ophthalmol Soc), of 2.85 syllables each (as counted over a text of
308 syllables and 108 words a minute by the study of SPEAKING).
"""
LEARNING = READING * 200 / 300
"""The same when the text is new and to be remembered: 200 words a minute where plain reading has
300 (Carver 1990, Reading Rate).
"""
SPEAKING = 252.87 / 60
"""Syllables that an adult says in a second when talking freely (Journal of Speech Sciences 9(4),
2002, 93-103: 252.87 +- 40.86 a minute).
"""
TRUST = 8
"""The assumed times count as much as this many of the learner's own; a card's usual speed as half
as many.
"""
LONGEST = 4.0
"""An answer counts for at most this many times the median of its sort."""
NEWEST = 500
"""Answers further back than this say nothing of the learner's pace today."""
ENOUGH = 30
"""Answers from which on times are the learner's own more than assumed."""
_FORMULA_CHARACTERS = re.compile(r"\\[A-Za-z]+|[^\s{}\\]")


Times = Mapping[str, float]
"""Seconds of one answer, by its sort."""

USUAL: Times = {"new": 150.0, "pass": 50.0, "fail": 85.0, "step": 50.0}
"""What the shipped cards come to (means of `assumed`): for cards that nobody knows."""
LEAST: Times = {"new": 12.75, "pass": 7.42, "fail": 13.05, "step": 7.37}
"""What even a card of one word takes, with the thinking: the costs of Again when learning, Good and
Again in review, and Good when relearning that are the defaults of fsrs-optimizer's simulator.
"""


def assumed(card: Card) -> Times:
    """Return what the answers to a card take, from what there is to read and to say.

    The first time everything is read to be learnt, the misconceptions are read through, and the key
    points are said once. A card that is recalled is said and compared with its key points; one that
    is not is read again, and said.
    """
    question = _characters(card.question)
    points = sum(_characters(point.point) for point in card.key_points)
    answer = _characters(card.answer)
    formula = sum(len(_FORMULA_CHARACTERS.findall(line)) for line in card.formula)
    misconceptions = sum(_characters(one.claim + one.because) for one in card.misconceptions)
    whole = question + points + formula + answer
    said = points or answer
    saying = said / SPEAKING
    recalled = question / READING + saying + said / READING
    times = {
        "new": whole / LEARNING + misconceptions / READING + saying,
        "pass": recalled,
        "fail": whole / READING + saying,
        "step": recalled,
    }
    return {sort: max(seconds, LEAST[sort]) for sort, seconds in times.items()}


def _characters(text: str) -> int:
    return len(text) - text.count(" ") - text.count("\n")


@dataclass(frozen=True)
class Pace:
    """How long cards take a learner."""

    cards: Mapping[str, Card] = field(default_factory=dict)
    speed: Times = field(default_factory=lambda: dict.fromkeys(SORTS, 1.0))
    """By sort, how many times as long as assumed it takes the learner."""
    kinds: Mapping[str, float] = field(default_factory=dict)
    """How many times as long some ways of asking take."""
    slowness: Mapping[str, float] = field(default_factory=dict)
    """How many times as long some cards take, by their keys."""
    longest: Times = field(default_factory=lambda: dict.fromkeys(SORTS, LONGEST))
    """By sort, how many times what is assumed an answer counts for at most."""
    steps: tuple[float, ...] = ()
    """How many answers are to be expected from each step of the scheduler."""
    after_new: float = 0.0
    """How many more answers a day brings after the first ever, by the steps."""
    after_fail: float = 0.0
    """The same after a card was not recalled."""
    answers: int = 0
    """How many were learnt from."""
    worked_out: dict[str, Times] = field(default_factory=dict, repr=False, compare=False)
    """By card, what was assumed of it so far: of many cards a session looks at few."""

    def assumed(self, card: str) -> Times:
        """Return what is assumed of a card, by its key."""
        if card not in self.worked_out:
            self.worked_out[card] = assumed(self.cards[card]) if card in self.cards else USUAL
        return self.worked_out[card]

    @property
    def is_assumed(self) -> bool:
        """Say whether the times rest on what is assumed more than on the learner's own."""
        return self.answers < ENOUGH

    def seconds(self, card: str, sort: str) -> float:
        """Return what one answer to a card takes, by the card's key."""
        return self.assumed(card)[sort] * self.speed[sort] * self.slowness.get(card, 1.0)

    def usual(self, sort: str) -> float:
        """Return what one answer takes in the mean over all cards."""
        if not self.cards:
            return USUAL[sort] * self.speed[sort]
        mean = sum(self.assumed(card)[sort] for card in self.cards) / len(self.cards)
        return mean * self.speed[sort]

    def day_if_new(self, card: str) -> float:
        """Return what a card takes on its first day, its steps included."""
        return self.seconds(card, "new") + self.after_new * self.seconds(card, "step")

    def day_if_failed(self, card: str) -> float:
        """Return what a card takes on a day when it is not recalled, its steps included."""
        return self.seconds(card, "fail") + self.after_fail * self.seconds(card, "step")

    def is_read(self, card: str, seconds: float) -> bool:
        """Say whether an answer took as long as its question alone takes to read.

        A faster one was pressed away, and says nothing of how long the card takes. Even who reads
        twice as fast has to think, and to look at the answer, before there is a grade.
        """
        known = self.cards.get(card)
        return known is None or seconds >= _characters(known.question) / READING

    def cut(self, card: str, sort: str, seconds: float) -> float:
        """Return the seconds that an answer counts for."""
        return min(seconds, self.longest[sort] * self.assumed(card)[sort])


class TimedReview(NamedTuple):
    """How long a review took; `sort` is one of SORTS, `kind` the way of asking."""

    card: str
    day: int
    sort: str
    kind: str
    seconds: float


def pace(reviews: Reviews, cards: Sequence[Card], scheduler: Scheduler) -> Pace:
    """Return how long these cards take this learner under a scheduler.

    Answers without a time, or too fast to have been read, say nothing.
    """
    found = habits(reviews)
    table = scheduler.steps
    steps = step_answers(table, found.steps)
    start = Pace(
        cards={card.key: card for card in cards},
        steps=steps,
        after_new=answers_after(found.first, 0, table, steps),
        after_fail=steps[table.relearning],
    )
    timed = [one for one in _timed(reviews) if start.is_read(one.card, one.seconds)]
    longest = {sort: LONGEST * _middle(timed, sort, start) for sort in SORTS}
    return _learnt(replace(start, longest=longest, answers=len(timed)), timed)


def spent(reviews: Reviews, day: int, speed: Pace) -> float:
    """Return the seconds that the answers of a study day took, each cut as it counts."""
    timed = _timed(reviews)
    return sum(speed.cut(one.card, one.sort, one.seconds) for one in timed if one.day == day)


def _learnt(start: Pace, timed: Sequence[TimedReview]) -> Pace:
    """Return the pace that these answers speak for, from one that only assumes."""
    took = [start.cut(one.card, one.sort, one.seconds) for one in timed]
    expected = [start.seconds(one.card, one.sort) for one in timed]
    # who is slow is slow at all sorts, and of some there are few answers
    whole = blend(took, expected)
    speed = dict.fromkeys(SORTS, whole)
    for sort in SORTS:
        mine = [i for i, one in enumerate(timed) if one.sort == sort]
        speed[sort] *= blend([took[i] for i in mine], [expected[i] * whole for i in mine])
    expected = [seconds * speed[one.sort] for one, seconds in zip(timed, expected, strict=True)]
    seen = [i for i, one in enumerate(timed) if one.sort != "new"]
    trust = TRUST * sum(expected[i] for i in seen) / max(len(seen), 1)
    # what is new is always asked in its own words
    kinds = _factors(((timed[i].kind, took[i], expected[i]) for i in seen), trust)
    for i in seen:
        expected[i] *= kinds[timed[i].kind]
    trust = TRUST / 2 * sum(expected) / max(len(expected), 1)
    slowness = _factors(((one.card, took[i], expected[i]) for i, one in enumerate(timed)), trust)
    return replace(start, speed=speed, kinds=kinds, slowness=slowness)


def blend(took: Sequence[float], expected: Sequence[float]) -> float:
    """Return how many times as long as expected answers took, TRUST of them added that took that.

    >>> blend([90.0, 90.0], [45.0, 45.0])
    1.2
    """
    if not expected:
        return 1.0
    trust = TRUST * sum(expected) / len(expected)
    return (trust + sum(took)) / (trust + sum(expected))


def _timed(reviews: Reviews) -> list[TimedReview]:
    """Return the newest reviews that took time, in order."""
    columns = (reviews.card, reviews.day, sorts(reviews), reviews.asked, reviews.seconds)
    newest = islice(zip(*columns, strict=True), max(len(reviews.card) - NEWEST, 0), None)
    return [
        TimedReview(card, day, sort, asked or "recall", seconds)
        for card, day, sort, asked, seconds in newest
        if seconds is not None and seconds > 0
    ]


def _middle(timed: Iterable[TimedReview], sort: str, start: Pace) -> float:
    """Return the median of how many times as long as assumed a sort's answers took.

    As many that took what is assumed stand among them as TRUST says.
    """
    mine = [one.seconds / start.assumed(one.card)[sort] for one in timed if one.sort == sort]
    ratios = sorted([1.0] * TRUST + mine)
    half = len(ratios) // 2
    return (ratios[half] + ratios[~half]) / 2


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
