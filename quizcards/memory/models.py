"""What schedules, replays and reports ask of a model of memory, FSRS-6 or FSRS-7.

What is Any is a number where `memory` is a `Memory` and `xp` is FLOATS, and an array where it is
`MemoryColumns` and ARRAYS. Whatever the model, `Memory.stability` are the days until recall falls
to 90 % (S90): under FSRS-6 it is part of the state, under FSRS-7 it follows from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from quizcards.memory import fsrs, fsrs7
from quizcards.memory.day import DAY
from quizcards.memory.fsrs import FLOATS

if TYPE_CHECKING:
    from quizcards.memory.arrays import BoolArray, Maths, Number


class Answered(NamedTuple):
    """What an answer makes of a memory, and how long each pass would suffice."""

    state: Mapping[str, Any]
    """The fields of `Memory` that the model moves."""
    days: tuple[Any, Any, Any]
    """Unrounded, until recall falls to the retention after Hard, Good and Easy."""


class Model(Protocol):
    """A model of memory with its weights."""

    def elapsed(self, memory: Any, at: Number, day: Number, xp: Maths = FLOATS) -> Number:
        """Return the days since the last answer, as the model counts them, at least 0."""

    def recall(self, memory: Any, days: Number, xp: Maths = FLOATS) -> Number:
        """Return the probability of recall so many days after the last answer."""

    def interval(self, memory: Any, retention: float, xp: Maths = FLOATS) -> Any:
        """Return the days after the last answer until recall falls to `retention`, unrounded."""

    def answered(
        self,
        memory: Any,
        grade: Number,
        at: Number,
        day: Number,
        retention: float,
        wanted: Sequence[bool | BoolArray],
        xp: Maths = FLOATS,
    ) -> Answered:
        """Return what an answer makes of a memory, which `settled` completes.

        `wanted` says which of the days after Hard, Good and Easy are asked for; the others may be
        anything.
        """

    def settled(self, memory: Any, xp: Maths = FLOATS) -> Any:
        """Return the memory with what follows from its state."""


@dataclass(frozen=True)
class Fsrs6:
    """FSRS-6 counts in study days: what happens on one day has formulas of its own."""

    weights: tuple[float, ...]

    def elapsed(self, memory: Any, at: Number, day: Number, xp: Maths = FLOATS) -> Number:  # noqa: ARG002
        days: Number = xp.maximum(day - memory.last_day, 0)
        return days

    def recall(self, memory: Any, days: Number, xp: Maths = FLOATS) -> Number:  # noqa: ARG002
        recall: Number = fsrs.retrievability(days, memory.stability, self.weights)
        return recall

    def interval(self, memory: Any, retention: float, xp: Maths = FLOATS) -> Any:  # noqa: ARG002
        return fsrs.interval_for(retention, memory.stability, self.weights)

    def answered(
        self,
        memory: Any,
        grade: Number,
        at: Number,
        day: Number,
        retention: float,
        wanted: Sequence[bool | BoolArray],  # noqa: ARG002
        xp: Maths = FLOATS,
    ) -> Answered:
        weights = self.weights
        is_new = memory.reps == 0
        elapsed = self.elapsed(memory, at, day, xp)
        # any positive number: a new card takes S0 below
        stability: Any = xp.where(is_new, 1.0, memory.stability)
        difficulty: Any = xp.where(is_new, 5.0, memory.difficulty)
        moved = fsrs.next_stabilities(stability, difficulty, elapsed, weights, xp)
        stabilities: list[Any] = [
            xp.where(is_new, first, later) for first, later in zip(weights[:4], moved, strict=True)
        ]
        first_d: Any = fsrs.first_difficulty(grade, weights, xp)
        next_d = fsrs.next_difficulty(difficulty, grade, weights, xp)
        hard, good, easy = (fsrs.interval_for(retention, s, weights) for s in stabilities[1:])
        return Answered(
            {
                "stability": by_grade(grade, *stabilities, xp=xp),
                "difficulty": xp.where(is_new, xp.clip(first_d, 1.0, 10.0), next_d),
            },
            (hard, good, easy),
        )

    def settled(self, memory: Any, xp: Maths = FLOATS) -> Any:  # noqa: ARG002
        return memory


@dataclass(frozen=True)
class Fsrs7:
    """FSRS-7 counts from moment to moment, in days and fractions of them."""

    weights: tuple[float, ...]

    def elapsed(self, memory: Any, at: Number, day: Number, xp: Maths = FLOATS) -> Number:  # noqa: ARG002
        days: Number = xp.maximum(at - memory.last_at, 0.0) / DAY
        return days

    def recall(self, memory: Any, days: Number, xp: Maths = FLOATS) -> Number:
        recall: Number = fsrs7.recalls(_state(memory), days, self.weights, xp)[0]
        return recall

    def interval(self, memory: Any, retention: float, xp: Maths = FLOATS) -> Any:
        return fsrs7.interval_for(retention, _state(memory), self.weights, xp)

    def answered(
        self,
        memory: Any,
        grade: Number,
        at: Number,
        day: Number,
        retention: float,
        wanted: Sequence[bool | BoolArray],
        xp: Maths = FLOATS,
    ) -> Answered:
        w = self.weights
        is_new = memory.reps == 0
        # any memory: a new card takes that of a first answer below
        state: list[Any] = [xp.where(is_new, 5.0, value) for value in _state(memory)]
        elapsed = self.elapsed(memory, at, day, xp)
        firsts = [fsrs7.first_state(i + 1, w[i], w) for i in range(4)]
        outcomes: list[list[Any]] = [
            [xp.where(is_new, one, other) for one, other in zip(first, later, strict=True)]
            for first, later in zip(
                firsts, fsrs7.next_states(fsrs7.State(*state), elapsed, w, xp), strict=True
            )
        ]

        def days(*outcome: Any) -> Any:
            return fsrs7.interval_for(retention, fsrs7.State(*outcome), w, xp)

        hard, good, easy = xp.wherever(wanted, days, outcomes[1:])
        slow, fast, difficulty = (
            by_grade(grade, *values, xp=xp) for values in zip(*outcomes, strict=True)
        )
        return Answered({"slow": slow, "fast": fast, "difficulty": difficulty}, (hard, good, easy))

    def settled(self, memory: Any, xp: Maths = FLOATS) -> Any:
        is_seen = memory.reps > 0

        def s90(*state: Any) -> Any:
            return fsrs7.interval_for(0.9, fsrs7.State(*state), self.weights, xp)

        (stability,) = xp.wherever([is_seen], s90, [_state(memory)])
        return replace(memory, stability=stability)


class Kind(NamedTuple):
    """A model of memory without weights: which those may be, and what the settings call them."""

    make: Callable[[tuple[float, ...]], Model]
    setting: str
    defaults: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    ordered: tuple[tuple[int, int], ...] = ()
    """Of each two weights the second is at least the first."""


MODELS: Mapping[str, Kind] = {
    "fsrs-6": Kind(Fsrs6, "weights", fsrs.DEFAULT_WEIGHTS, fsrs.LOWER_BOUNDS, fsrs.UPPER_BOUNDS),
    "fsrs-7": Kind(
        Fsrs7,
        "weights_fsrs7",
        fsrs7.DEFAULT_WEIGHTS,
        fsrs7.LOWER_BOUNDS,
        fsrs7.UPPER_BOUNDS,
        fsrs7.ORDERED,
    ),
}
"""By the names that the settings know."""


def _state(memory: Any) -> fsrs7.State[Any]:
    return fsrs7.State(memory.slow, memory.fast, memory.difficulty)


def by_grade(grade: Any, again: Any, hard: Any, good: Any, easy: Any, *, xp: Maths) -> Any:
    """Return which of the four belongs to the grade, or to each of the grades."""
    return xp.where(grade == 1, again, xp.where(grade == 2, hard, xp.where(grade == 3, good, easy)))
