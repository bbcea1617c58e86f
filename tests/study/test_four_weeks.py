"""Four weeks of three learners whose times are their own: a day takes the minutes that it states.

Nothing of how fast they are comes from the program: each has medians of their own for the sorts of
answers, cards that take them longer than others, and answers that scatter around those.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import pytest

from quizcards.app.environment import Environment
from quizcards.memory import fsrs
from quizcards.memory.pace import pace, spent
from quizcards.memory.replay import new_memory
from quizcards.memory.schedule import IN_REVIEW, Scheduler, review
from quizcards.model import Card, Event, Grade, Library, Memory, Reviews
from quizcards.study.flow import Edges, study
from quizcards.study.minutes import Budget
from quizcards.study.queue import Left, Limits, gather
from quizcards.study.session import Command, Graded, Question, Reply, Session

MINUTES = 20.0
DAYS = 28
MORNING = 1_796_000_000.0
FIRST_DAY = 739_950
SCHEDULER = Scheduler()


@dataclass(frozen=True)
class Learner:
    """How fast somebody is (medians in seconds), and what they press."""

    new: float
    recalled: float
    forgotten: float
    in_step: float
    first: tuple[float, ...]
    """Shares of Again to Easy at a first answer."""
    step_recall: float
    """The chance to recall what was seen a few minutes ago."""
    scatter: float
    """The standard deviation of the logarithm of an answer's time."""


LEARNERS = {
    "slow": Learner(300.0, 95.0, 170.0, 70.0, (0.6, 0.15, 0.2, 0.05), 0.75, 0.5),
    "usual": Learner(150.0, 45.0, 75.0, 35.0, (0.4, 0.15, 0.35, 0.1), 0.85, 0.4),
    "quick": Learner(55.0, 18.0, 35.0, 12.0, (0.15, 0.15, 0.5, 0.2), 0.92, 0.4),
}


class Day(NamedTuple):
    """What a day said at its start that it would take, and what it took, in seconds."""

    stated: float
    took: float


@dataclass
class Life:
    """A learner at their desk, day after day; it is the log of its sessions, too."""

    cards: Sequence[Card]
    learner: Learner
    rng: random.Random
    now: float = MORNING
    events: list[Event] = field(default_factory=list)
    memories: dict[str, Memory] = field(default_factory=dict)
    ease: dict[str, float] = field(default_factory=dict)

    def day(self, moment: float) -> int:
        return FIRST_DAY + int((moment - MORNING) // 86_400)

    def append(self, event: Event) -> Event:
        self.events.append(event)
        assert event.grade is not None
        before = self.memory(event.card)
        self.memories[event.card] = review(before, event.grade, event.at, event.day, SCHEDULER)
        return event

    def memory(self, card: str) -> Memory:
        return self.memories.get(card) or new_memory(card)

    def history(self, card: str) -> Sequence[Event]:  # noqa: ARG002
        return ()

    def to_undo(self) -> Event | None:
        return None

    def to_redo(self) -> tuple[Event, Event] | None:
        return None

    def reviews(self) -> Reviews:
        columns = [
            (one.card, 0, one.grade, one.at, one.day, one.asked, one.seconds) for one in self.events
        ]
        if not columns:
            return Reviews((), (), (), (), (), (), ())
        card, life, grade, at, day, asked, seconds = zip(*columns, strict=True)
        return Reviews(card, life, grade, at, day, asked, seconds)

    def answer(self, question: Question) -> Graded:
        """Grade a card as this learner remembers it, in the time that it takes them."""
        learner, rng = self.learner, self.rng
        memory = self.memory(question.card.key)
        if memory.is_new:
            grade = rng.choices((1, 2, 3, 4), learner.first)[0]
            usual = learner.new
        elif memory.step != IN_REVIEW:
            grade = 3 if rng.random() < learner.step_recall else 1
            usual = learner.in_step
        else:
            elapsed = question.day - memory.last_day
            recall = fsrs.retrievability(elapsed, memory.stability, SCHEDULER.weights)
            grade = rng.choices((2, 3, 4), (1, 3, 1))[0] if rng.random() < recall else 1
            usual = learner.forgotten if grade == 1 else learner.recalled
        ease = self.ease.setdefault(question.card.key, rng.gauss(0.0, 0.25))
        seconds = round(usual * math.exp(ease + rng.gauss(0.0, learner.scatter)), 1)
        self.now += seconds
        return Graded(Grade(grade), seconds)

    def session(self) -> Session:
        day = self.day(self.now)
        reviews = self.reviews()
        learnt = pace(reviews, self.cards, SCHEDULER)
        left = max(MINUTES * 60 - spent(reviews, day, learnt), 0.0)
        return Session(
            {card.key: card for card in self.cards},
            {card.deck: card.deck for card in self.cards},
            dict(self.memories),
            gather(self.cards, self.memories, self.now, day, Limits()),
            SCHEDULER,
            budget=Budget(learnt, SCHEDULER, left),
        )

    def study(self) -> Day:
        """Study one day until there is nothing left."""
        stated: list[float] = []

        def ask(question: Question) -> Reply:
            assert isinstance(question.left, Left)
            stated.append(question.left.seconds or 0.0)
            return self.answer(question)

        def edit(_: Card) -> tuple[Library, str]:
            raise AssertionError("nobody edits")

        edges = Edges(
            lambda: self.now, self.day, self, ask, lambda *_: Command("quit"), edit, lambda _: ""
        )
        end = study(self.session(), edges)
        return Day(stated[0], sum(event.seconds or 0.0 for event in end.answers))


def four_weeks(name: str, seed: int) -> list[Day]:
    """Play a learner on four times the shipped cards, so that there are always new ones."""
    shipped = Environment({}, Path(__file__).parents[2]).library().cards
    cards = [replace(card, id=f"{card.id}-{i}", needs=()) for i in range(4) for card in shipped]
    life = Life(cards, LEARNERS[name], random.Random(f"{name} {seed}"))
    days = []
    for ahead in range(DAYS):
        life.now = MORNING + 86_400 * ahead
        days.append(life.study())
    return days


@pytest.mark.parametrize("name", LEARNERS)
def test_over_four_weeks_days_take_the_minutes_that_they_state(name: str) -> None:
    days = four_weeks(name, seed=0)
    stated = sum(day.stated for day in days)
    took = sum(day.took for day in days)
    assert stated / DAYS <= 1.1 * MINUTES * 60
    assert 0.8 < took / stated < 1.2
    is_near = [0.8 < day.took / day.stated < 1.2 for day in days]
    assert sum(is_near) > DAYS / 3


def test_a_learner_whose_times_are_twice_those_assumed_is_known_after_a_week() -> None:
    days = four_weeks("slow", seed=0)
    late = days[7:]
    assert 0.8 < sum(day.took for day in late) / sum(day.stated for day in late) < 1.2
