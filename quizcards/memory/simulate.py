"""What a setting costs: the coming months played with a learner who remembers as the model says.

Each day the cards that are due are asked, then new ones, as `study` would ask them; whether a card
is recalled is drawn from its retrievability, and which grade a pass or a first answer gets from
what the learner is used to give.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from quizcards.memory.arrays import ARRAYS, FloatArray, IntArray, MemoryColumns, Some
from quizcards.memory.day import DAY
from quizcards.memory.habits import Habits
from quizcards.memory.schedule import Scheduler, review

FIRST_DAY = date(1970, 1, 1).toordinal()
"""The day on which moments begin: a simulated answer is given as its day begins."""


@dataclass(frozen=True)
class Start:
    """Where a simulation of n cards starts; the seconds are those of one asking, shape (n,)."""

    memory: MemoryColumns
    unseen: IntArray
    """Indices of the new cards, in the order in which they are opened."""
    seconds_pass: FloatArray
    seconds_fail: FloatArray
    seconds_new: FloatArray
    habits: Habits


@dataclass(frozen=True)
class Setting:
    """What is tried: a scheduler with its retention, new cards a day, and minutes a day at most."""

    scheduler: Scheduler
    new: int | None
    """None for as many as there is time for."""
    minutes: float | None = None
    """None for as many as it takes."""

    @property
    def seconds(self) -> float:
        return math.inf if self.minutes is None else 60 * self.minutes


@dataclass(frozen=True)
class Months:
    """What each simulated day came to under a setting: arrays of shape (days,)."""

    setting: Setting
    reviews: IntArray
    """Cards reviewed that were seen before."""
    new: IntArray
    """Cards opened."""
    seconds: FloatArray
    known: FloatArray
    """Cards known at the end of the day: the sum of retrievability."""


@dataclass(frozen=True)
class Day:
    """One day's askings, the reviews first and then the new cards."""

    card: IntArray
    """Which cards, as indices."""
    grade: IntArray
    new: int
    """How many of them are new."""
    seconds: float


def simulate(
    start: Start,
    setting: Setting,
    today: int,
    days: int,
    seed: int,
    each_day: Callable[[Day], None] = lambda _: None,
) -> Months:
    """Return what `days` study days from `today` on come to under a setting.

    The same `seed` plays the same months; `each_day` is called with each day as it ends.
    """
    rng = np.random.default_rng(seed)
    memory = start.memory.copy()
    unseen = start.unseen
    months = Months(
        setting,
        reviews=np.zeros(days, dtype=np.int64),
        new=np.zeros(days, dtype=np.int64),
        seconds=np.zeros(days),
        known=np.zeros(days),
    )
    for k in range(days):
        day = today + k
        done = simulate_day(start, memory, unseen, day, setting, rng)
        unseen = unseen[done.new :]
        _answer(memory, done, day, setting.scheduler)
        months.reviews[k] = len(done.card) - done.new
        months.new[k] = done.new
        months.seconds[k] = done.seconds
        seen = np.flatnonzero(memory.reps > 0)
        months.known[k] = _recall(memory, seen, day, setting.scheduler).sum()
        each_day(done)
    return months


def simulate_day(
    start: Start,
    memory: MemoryColumns,
    unseen: IntArray,
    day: int,
    setting: Setting,
    rng: np.random.Generator,
) -> Day:
    """Return a day's askings under a setting.

    They are what is due, most likely forgotten first, then new cards, until the time is used up.
    """
    due = np.flatnonzero((memory.reps > 0) & (memory.due_day <= day))
    recall = _recall(memory, due, day, setting.scheduler)
    order = np.argsort(recall, kind="stable")
    due, recall = due[order], recall[order]
    opened = unseen[: setting.new]

    passed = rng.random(len(due)) < recall
    if_passed = rng.choice((2, 3, 4), len(due), p=start.habits.passes)
    first = rng.choice((1, 2, 3, 4), len(opened), p=start.habits.first)
    card = np.concatenate([due, opened])
    grade = np.concatenate([np.where(passed, if_passed, 1), first])

    seconds_due = np.where(passed, start.seconds_pass[due], start.seconds_fail[due])
    seconds = np.concatenate([seconds_due, start.seconds_new[opened]])
    # a card that is begun in time is finished
    begun_in_time = np.cumsum(seconds) - seconds < setting.seconds
    asked = int(begun_in_time.sum())
    return Day(
        card=card[:asked],
        grade=grade[:asked],
        new=max(asked - len(due), 0),
        seconds=float(seconds[:asked].sum()),
    )


def _recall(memory: MemoryColumns, cards: IntArray, day: int, scheduler: Scheduler) -> FloatArray:
    """Return the probability of recalling each of these cards, all seen before, on a day."""
    elapsed = np.maximum(day - memory.last_day[cards], 0)
    recall: FloatArray = scheduler.memory.recall(Some(memory, cards), elapsed, ARRAYS)
    return recall


def _answer(memory: MemoryColumns, done: Day, day: int, scheduler: Scheduler) -> None:
    """Take a day's grades into the memory, in place.

    The steps that they lead into are walked with Good: what was just seen is recalled.
    """
    card, grade = done.card, done.grade
    while len(card):
        at = np.full(len(card), (day - FIRST_DAY) * DAY)
        days = np.full(len(card), day)
        after = review(memory[card], grade, at, days, scheduler, ARRAYS)
        memory.put(card, after)
        card = card[after.step >= 0]
        grade = np.full(len(card), 3)
