"""The learner's memory in Anki's terms: where a card stands, and the answers that led there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from quizcards.memory.fsrs import MIN_STABILITY
from quizcards.memory.replay import new_memory, replayed
from quizcards.memory.schedule import IN_REVIEW, Scheduler
from quizcards.model import Event, Memory

_FIRST_DAY = date(2020, 1, 1)
CREATED = int(datetime(2020, 1, 1, 12, tzinfo=UTC).timestamp())
"""When the collection was made.

Anki counts due days from there; that it takes the date in UTC is in `conf`.
"""
_NEW, _LEARNING, _REVIEW, _RELEARNING = range(4)
_SUSPENDED = -1
_LONGEST = 2**32 - 1
"""Milliseconds of an answer that Anki can hold, seven weeks: a log may say any number."""
_EASE = 2500
"""The factor of Anki's older scheduler, which a card must have even where FSRS plans it."""


class Standing(NamedTuple):
    """A card's columns that say when it comes next."""

    type: int = _NEW
    queue: int = _NEW
    due: int = 0
    ivl: int = 0
    factor: int = 0
    reps: int = 0
    lapses: int = 0
    left: int = 0
    data: str = ""


class RevlogRow(NamedTuple):
    """A row of Anki's review log, but for its card: one answer.

    `at` and `time` are in milliseconds, `ease` is the grade, `ivl` and `last` are the intervals
    after and before it in days, or below zero in seconds.
    """

    at: int
    ease: int
    ivl: int
    last: int
    factor: int
    time: int
    type: int


def standing(memory: Memory, position: int, last_at: float, scheduler: Scheduler) -> Standing:
    """Return where a card stands: a new one at its position, any other as its memory says.

    Anki knows FSRS-6 only: the decay is that of the weights of FSRS-6 whatever the learner's model,
    and the stability is the days until recall falls to 90 %, which each model has.
    """
    if memory.is_new:
        return Standing(queue=_SUSPENDED if memory.suspended else _NEW, due=position)
    kind = _kind(memory, scheduler)
    is_review = kind == _REVIEW
    due = int(memory.due_day) - _FIRST_DAY.toordinal() if is_review else int(memory.due_at)
    queue = _REVIEW if is_review else _LEARNING  # a step is a step, also after a lapse
    state = {
        "pos": position,
        "s": max(round(float(memory.stability), 4), MIN_STABILITY),  # Anki's least, too
        "d": round(float(memory.difficulty), 3),
        "dr": round(scheduler.retention, 2),
        "decay": round(scheduler.weights[20], 3),
        "lrt": int(last_at),
    }
    return Standing(
        type=kind,
        queue=_SUSPENDED if memory.suspended else queue,
        due=due,
        ivl=max(1, int(memory.interval)) if kind != _LEARNING else 0,
        factor=_EASE if kind != _LEARNING else 0,
        reps=int(memory.reps),
        lapses=int(memory.lapses),
        left=0 if is_review else _steps_left(memory, scheduler),
        data=json.dumps(state, separators=(",", ":")),
    )


def answers(
    events: Sequence[Event], name: str, scheduler: Scheduler, now: float
) -> Iterator[RevlogRow]:
    """Yield the answers that still hold, oldest first, each with the interval that it gave.

    A moment after `now` comes from a clock that was ahead: many an Anki refuses a package with one,
    so it counts as now.
    """
    before = new_memory(name)
    last = 0
    for event, memory in replayed(events, name, scheduler):
        kind = _kind(before, scheduler)
        before = memory
        if event.kind == "restart":
            last = 0
        if event.kind != "review" or event.grade is None:
            continue
        ivl = int(memory.interval) if memory.step == IN_REVIEW else -round(memory.due_at - event.at)
        # with FSRS the factor is the difficulty, 100..1100
        factor = round(((memory.difficulty - 1) / 9 + 0.1) * 1000)
        yield RevlogRow(
            at=int(min(event.at, now) * 1000),
            ease=event.grade,
            ivl=ivl,
            last=last,
            factor=factor,
            time=min(round((event.seconds or 0) * 1000), _LONGEST),
            type=max(0, kind - 1),
        )
        last = ivl


def _kind(memory: Memory, scheduler: Scheduler) -> int:
    if memory.is_new:
        return _NEW
    if memory.step == IN_REVIEW:
        return _REVIEW
    return _RELEARNING if memory.step >= scheduler.steps.relearning else _LEARNING


def _steps_left(memory: Memory, scheduler: Scheduler) -> int:
    steps = scheduler.steps
    end = len(steps.good) if memory.step >= steps.relearning else steps.relearning
    return int(end - memory.step)
