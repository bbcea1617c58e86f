"""Histories of one card: gaps and grades as a learner might give them."""

from collections.abc import Callable, Iterable, Iterator
from random import Random

import pytest

from quizcards.memory.schedule import Scheduler, review
from quizcards.model import Memory

NOON = 43_200.0  # answers of one history stay within the study day that begins at 04:00
Answer = tuple[int, float, int]  # grade, moment, study day
Study = Callable[..., Iterator[Memory]]
Histories = Callable[..., Iterator[list[Answer]]]


@pytest.fixture(scope="session")
def study() -> Study:
    """Give back the memory of a card after each of its answers."""

    def after_each(
        answers: Iterable[Answer], scheduler: Scheduler | None = None, seed: float = 0.5
    ) -> Iterator[Memory]:
        memory = Memory(seed=seed)
        for grade, at, day in answers:
            memory = review(memory, grade, at, day, scheduler or Scheduler())
            yield memory

    return after_each


@pytest.fixture(scope="session")
def histories() -> Histories:
    """Make random histories: half of the answers follow within minutes, half after whole days."""

    def make(count: int, longest: int, seed: int, furthest: int = 60) -> Iterator[list[Answer]]:
        chance = Random(seed)
        for _ in range(count):
            minutes = days = 0
            answers = []
            for _ in range(chance.randint(1, longest)):
                if chance.random() < 0.5:
                    days += chance.randint(1, furthest)
                else:
                    minutes += chance.randint(0, 20)
                answers.append(
                    (chance.randint(1, 4), NOON + 60.0 * minutes + 86_400.0 * days, days)
                )
            yield answers

    return make
