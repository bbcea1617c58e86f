"""What one answer does to a card: the model of memory, and around it steps, button order and fuzz.

Steps, the order of the buttons and fuzz are Anki's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from quizcards.memory import fsrs, fsrs7
from quizcards.memory.models import MODELS, Model, by_grade
from quizcards.model import Memory

if TYPE_CHECKING:
    from quizcards.memory.arrays import FloatArray, IntArray, Maths, MemoryColumns

GOLDEN_RATIO = 0.6180339887498949
"""Its multiples modulo 1 spread evenly: each repetition of a card has fuzz of its own."""
IN_REVIEW = -1
"""The step of a card that has left the steps."""
LEECH_LAPSES = 8


@dataclass(frozen=True)
class Scheduler:
    """The learner's settings for the memory model.

    Steps are in minutes, the longest interval in days.
    """

    retention: float = 0.9
    learning_steps: tuple[float, ...] = (1.0, 10.0)
    relearning_steps: tuple[float, ...] = (10.0,)
    maximum_interval: int = 36500
    fuzz: bool = True
    weights: tuple[float, ...] = fsrs.DEFAULT_WEIGHTS
    """Those of FSRS-6, which a plan believes in whatever the model."""
    model: str = "fsrs-6"
    weights_fsrs7: tuple[float, ...] = fsrs7.DEFAULT_WEIGHTS

    @cached_property
    def memory(self) -> Model:
        """The model of memory, with its weights."""
        return MODELS[self.model].make(self.weights_in_use)

    @property
    def weights_in_use(self) -> tuple[float, ...]:
        """The weights of the model."""
        weights: tuple[float, ...] = getattr(self, MODELS[self.model].setting)
        return weights

    @cached_property
    def steps(self) -> StepTable:
        return step_table(self.learning_steps, self.relearning_steps)


@dataclass(frozen=True)
class StepTable:
    """Where each step leads and how long it waits: the learning steps, then the relearning steps.

    `again` and `good` are the steps that these grades lead to; the delays are in seconds.
    """

    again: tuple[int, ...]
    good: tuple[int, ...]
    delay: tuple[float, ...]
    hard_delay: tuple[float, ...]
    relearning: int
    """Index of the first relearning step."""


def step_table(learning: tuple[float, ...], relearning: tuple[float, ...]) -> StepTable:
    """Lay the learning and the relearning steps (minutes, at least one each) end to end."""
    again: list[int] = []
    good: list[int] = []
    hard: list[float] = []
    for steps in (learning, relearning):
        start = len(again)
        last = len(steps) - 1
        for i, minutes in enumerate(steps):
            again.append(start)
            good.append(IN_REVIEW if i == last else start + i + 1)
            if i > 0:
                hard.append(minutes * 60)
            else:
                hard.append((minutes * 1.5 if last == 0 else (minutes + steps[1]) / 2) * 60)
    delays = tuple(minutes * 60 for minutes in (*learning, *relearning))
    return StepTable(tuple(again), tuple(good), delays, tuple(hard), len(learning))


@overload
def review(memory: Memory, grade: int, at: float, day: int, scheduler: Scheduler) -> Memory: ...
@overload
def review(
    memory: MemoryColumns,
    grade: IntArray,
    at: FloatArray,
    day: IntArray,
    scheduler: Scheduler,
    xp: Maths,
) -> MemoryColumns: ...
def review(
    memory: Any, grade: Any, at: Any, day: Any, scheduler: Scheduler, xp: Maths = fsrs.FLOATS
) -> Any:
    """Return the memory after an answer; the interval previewed and the one applied are both this.

    `grade` is 1..4, `at` the moment in epoch seconds, `day` the study day. With `xp=ARRAYS` they
    are columns over cards of shape (n,), as those of `memory` are: each card has its own answer.

    >>> seen = review(Memory(seed=0.5), grade=4, at=0.0, day=1, scheduler=Scheduler())
    >>> seen.stability, seen.interval, seen.due_day
    (8.2956, 8, 9)
    >>> lapsed = review(seen, grade=1, at=8 * 86_400.0, day=9, scheduler=Scheduler())
    >>> lapsed.lapses, lapsed.due_at - 8 * 86_400.0  # to be relearnt after ten minutes
    (1, 600.0)
    """
    after = unsettled(memory, grade, at, day, scheduler, xp)
    return scheduler.memory.settled(after, xp)


def unsettled(
    memory: Any, grade: Any, at: Any, day: Any, scheduler: Scheduler, xp: Maths = fsrs.FLOATS
) -> Any:
    """Return the memory after an answer, as long as only the next answer asks for it.

    It lacks what `review` works out from its state: a replay of many answers saves that.
    """
    is_new = memory.reps == 0
    in_review = memory.step == IN_REVIEW
    table = scheduler.steps
    step = next_step(memory.step, grade, table, xp)
    graduated = step == IN_REVIEW
    # a step never ends with Hard; a lower grade counts because it pushes the higher ones
    wanted = (in_review & (grade > 1), graduated & (grade > 2), grade == 4)
    state, exact = scheduler.memory.answered(
        memory, grade, at, day, scheduler.retention, wanted, xp
    )
    hard_days, good_days, easy_days = _intervals(memory, exact, in_review, scheduler, xp)

    days = by_grade(grade, 0, hard_days, good_days, easy_days, xp=xp)
    delay = xp.where(grade == 2, xp.take(table.hard_delay, step), xp.take(table.delay, step))
    interval = xp.where(graduated, days, 0)
    return replace(
        memory,
        **state,
        step=step,
        interval=interval,
        due_at=xp.where(graduated, 0.0, at + delay),
        due_day=day + interval,
        last_day=xp.maximum(day, memory.last_day),
        last_at=xp.maximum(at, memory.last_at),
        first_day=xp.where(is_new, day, memory.first_day),
        reps=memory.reps + 1,
        lapses=memory.lapses + xp.where(in_review & (grade == 1), 1, 0),
    )


@overload
def next_step(step: int, grade: int, table: StepTable) -> int: ...
@overload
def next_step(step: IntArray, grade: IntArray, table: StepTable, xp: Maths) -> IntArray: ...
def next_step(step: Any, grade: Any, table: StepTable, xp: Maths = fsrs.FLOATS) -> Any:
    """Return the step that an answer leads to, IN_REVIEW after the last; new cards are at 0."""
    in_review = step == IN_REVIEW
    after_again = xp.where(in_review, table.relearning, xp.take(table.again, step))
    after_good = xp.where(in_review, IN_REVIEW, xp.take(table.good, step))
    return by_grade(grade, after_again, step, after_good, IN_REVIEW, xp=xp)


def previews(
    memory: Memory, at: float, day: int, scheduler: Scheduler
) -> tuple[Memory, Memory, Memory, Memory]:
    """Return what Again, Hard, Good and Easy would each make of the card.

    >>> outcomes = previews(Memory(seed=0.5), at=0.0, day=1, scheduler=Scheduler())
    >>> [after.due_at / 60 for after in outcomes[:3]]  # minutes
    [1.0, 5.5, 10.0]
    >>> outcomes[3].interval  # days
    8
    """
    again, hard, good, easy = (review(memory, grade, at, day, scheduler) for grade in (1, 2, 3, 4))
    return again, hard, good, easy


def is_leech(memory: Memory) -> bool:
    """Say whether the lapse just counted is the 8th, or every 4th after: time to mend the card."""
    return memory.lapses >= LEECH_LAPSES and (memory.lapses - LEECH_LAPSES) % 4 == 0


# Below, what is Any is a number where `memory` is a `Memory`, an array where it is `MemoryColumns`.


def _intervals(
    memory: Memory | MemoryColumns,
    exact: tuple[Any, Any, Any],
    in_review: Any,
    scheduler: Scheduler,
    xp: Maths,
) -> tuple[Any, Any, Any]:
    """Return the days that Hard, Good and Easy give, of which each would suffice for `exact`.

    Each is longer than the one before, and fuzz makes none shorter than the card's last interval.
    """
    seed = (memory.seed + memory.reps * GOLDEN_RATIO) % 1.0
    days: list[Any] = []
    shortest: Any = 1
    for suffices in exact:
        rounded = xp.floor(suffices + 0.5)
        kept = xp.where(
            in_review & (rounded >= memory.interval), xp.minimum(rounded, memory.interval + 1), 1
        )
        least = xp.maximum(kept, shortest)
        days.append(_fuzzed(suffices, least, seed, scheduler, xp))
        # Hard has no interval of its own in a step, so there it cannot push Good
        shortest = days[-1] + 1 if len(days) > 1 else xp.where(in_review, days[-1] + 1, 1)
    return days[0], days[1], days[2]


def _fuzzed(exact: Any, least: Any, u: Any, scheduler: Scheduler, xp: Maths) -> Any:
    """Return whole days near `exact`, at least `least`, by Anki's rule.

    The same u in [0, 1) always gives the same day.
    """
    most = scheduler.maximum_interval
    least = xp.minimum(least, most)
    exact = xp.clip(exact, least, most)
    if not scheduler.fuzz:
        return xp.clip(xp.floor(exact + 0.5), least, most)
    spread = 0.15 * (xp.clip(exact, 2.5, 7.0) - 2.5) + 0.10 * (xp.clip(exact, 7.0, 20.0) - 7.0)
    delta = xp.where(exact < 2.5, 0.0, 1 + spread + 0.05 * (xp.maximum(exact, 20.0) - 20.0))
    lower = xp.clip(xp.floor(exact - delta + 0.5), least, most)
    upper = xp.clip(xp.floor(exact + delta + 0.5), least, most)
    widen = (upper == lower) & (upper > 2) & (upper < most)
    return xp.floor(lower + u * (1 + xp.where(widen, lower + 1, upper) - lower))
