"""What a setting costs: the coming months played with a learner who remembers as FSRS says.

Each day the cards that are due are asked, then new ones, as `study` would ask them; whether a card
is recalled is drawn from its retrievability, and which grade a pass or a first answer gets from
what the learner is used to give.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from quizcards.memory import fsrs
from quizcards.memory.schedule import Scheduler, review
from quizcards.model import Memory, Reviews

Array = Any
USUAL_FIRST = (0.24, 0.094, 0.495, 0.171)
USUAL_PASSES = (0.224, 0.631, 0.145)
"""Shares of Again to Easy at the first answer, and of Hard to Easy among later passes: the defaults
of fsrs-rs 6.6.
"""
TRUST = 50
"""The usual shares count as much as this many of the learner's own answers."""
_STATE = [one.name for one in fields(Memory) if one.name not in ("seed", "suspended", "buried_day")]


@dataclass(frozen=True)
class Habits:
    """Which grades the learner gives: Again to Easy at a first answer, Hard to Easy to a card that
    was recalled.
    """

    first: tuple[float, ...] = USUAL_FIRST
    passes: tuple[float, ...] = USUAL_PASSES


@dataclass(frozen=True)
class Start:
    """Where a simulation starts, n cards: their memory as arrays, the new ones among them in the
    order of their turn, and seconds for an asking.
    """

    memory: Memory
    unseen: Array
    """Indices of the new cards, in the order in which they are opened."""
    seconds_pass: Array
    seconds_fail: Array
    seconds_new: Array
    habits: Habits


@dataclass(frozen=True)
class Setting:
    """What is tried: a scheduler with its retention, new cards a day, and seconds a day at most."""

    scheduler: Scheduler
    new: int
    seconds: float = math.inf


@dataclass(frozen=True)
class Months:
    """What each day came to: cards reviewed, cards opened, seconds, and cards known (the sum of
    retrievability) at its end.
    """

    reviews: Array
    new: Array
    seconds: Array
    known: Array


@dataclass(frozen=True)
class Day:
    """One day's askings: which cards, with which grades, how many of them new, and the seconds they
    took.
    """

    who: Array
    grades: Array
    new: int
    seconds: float


def habits(reviews: Reviews) -> Habits:
    """Return which grades a learner gives, drawn towards the usual ones while the log is short."""
    seen: set[tuple[str, int]] = set()
    first, passes = (
        [TRUST * share for share in USUAL_FIRST],
        [TRUST * share for share in USUAL_PASSES],
    )
    for card, life, grade in zip(reviews.card, reviews.life, reviews.grade, strict=True):
        if (card, life) not in seen:
            first[grade - 1] += 1
        elif grade > 1:
            passes[grade - 2] += 1
        seen.add((card, life))
    return Habits(*(tuple(count / sum(counts) for count in counts) for counts in (first, passes)))


def simulate(
    start: Start,
    setting: Setting,
    today: int,
    days: int,
    rng: np.random.Generator,
    each_day: Callable[[Day], None] = lambda _: None,
) -> Months:
    """Return what `days` study days from `today` on come to under a setting; `each_day` is told of
    each as it ends.
    """
    state = {name: np.array(getattr(start.memory, name)) for name in _STATE}
    seeds, weights = start.memory.seed, setting.scheduler.weights
    unseen = np.asarray(start.unseen, dtype=np.int64)
    table = np.zeros((4, days))
    for k in range(days):
        day = today + k
        done = study_day(start, state, unseen, day, setting, rng)
        unseen = unseen[done.new :]
        _answer(state, seeds, done.who, done.grades, day, setting.scheduler)
        seen = state["reps"] > 0
        elapsed = np.maximum(day - state["last_day"][seen], 0)
        known = fsrs.retrievability(elapsed, state["stability"][seen], weights).sum()
        table[:, k] = len(done.who) - done.new, done.new, done.seconds, known
        each_day(done)
    return Months(*table)


def study_day(
    start: Start,
    state: dict[str, Array],
    unseen: Array,
    day: int,
    setting: Setting,
    rng: np.random.Generator,
) -> Day:
    """Return a day's askings: what is due, most likely forgotten first, then new cards, until the
    time is used up.
    """
    due = np.flatnonzero((state["reps"] > 0) & (state["due_day"] <= day))
    elapsed = np.maximum(day - state["last_day"][due], 0)
    recall = fsrs.retrievability(elapsed, state["stability"][due], setting.scheduler.weights)
    order = np.argsort(recall, kind="stable")
    due, recall = due[order], recall[order]
    opened = unseen[: setting.new]
    passed = rng.random(len(due)) < recall
    later = rng.choice((2, 3, 4), len(due), p=start.habits.passes)
    first = rng.choice((1, 2, 3, 4), len(opened), p=start.habits.first)
    took = np.where(passed, start.seconds_pass[due], start.seconds_fail[due])
    seconds = np.concatenate([took, start.seconds_new[opened]])
    who, grades = np.concatenate([due, opened]), np.concatenate([np.where(passed, later, 1), first])
    # a card that is begun in time is finished
    begun = np.cumsum(seconds) - seconds < setting.seconds
    asked = int(begun.sum())
    return Day(who[:asked], grades[:asked], max(asked - len(due), 0), float(seconds[:asked].sum()))


def _answer(
    state: dict[str, Array], seeds: Array, who: Array, grades: Array, day: int, scheduler: Scheduler
) -> None:
    """Take in a day's grades, and walk the steps that they lead into with Good: what was just seen
    is recalled.
    """
    while len(who):
        before = Memory(seeds[who], **{name: values[who] for name, values in state.items()})
        at, days = np.full(len(who), day * 86_400.0), np.full(len(who), day)
        after = review(before, grades, at, days, scheduler, np)
        for name, values in state.items():
            values[who] = getattr(after, name)
        who = who[after.step >= 0]
        grades = np.full(len(who), 3)
