"""Wrong values to stand beside a right one, so that only the computation tells it from them.

Each is what the same computation comes to after a change: one of its mistakes made, or one of its
inputs misread. Two changes give four values: with neither, with either, with both. Whatever relates
the right one to a wrong one relates the other two as well. Which of the readings is shown as the
question is left to chance, so that of two values that differ by an input either may be the right
one, however round the answers are that the demo draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.quiz import premises
from quizcards.quiz.chance import derived, pick, shuffled
from quizcards.quiz.numbers import flat, is_whole, shape_of
from quizcards.quiz.numeric_question import BATCH, looks_alike
from quizcards.quiz.premises import plain
from quizcards.quiz.question import Chance, Value, WrongValue
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.inline import InlineDemo
from quizcards.trace.notation import values
from quizcards.trace.tracer import Trace

DRAWS = 10
"""Fresh inputs: they show what a value can be, and what an input may be misread as."""
ENOUGH, MOST_MISREAD = 12, 6
"""Misreadings that are looked for, and those of them that are tried for one value."""

INLINE_DRAWS, INLINE_MISREAD = BATCH - 4, 2
"""Of a deck's demo, whose runs must all fit into one process."""

APART = 0.02
"""Two options nearer than this share of each other look alike."""

_SAME = 1e-6

MISTAKEN = 0.9
"""How often one of the changes is a mistake, where there is one."""

MISREAD = "입력을 잘못 읽은 값입니다."
ALSO_MISREAD = "입력도 잘못 읽었습니다."


@dataclass(frozen=True)
class Misreading:
    """An input with another value, which the demo could have drawn: all of it, or one element."""

    name: str
    element: tuple[int, ...] | None
    value: Any

    def of(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Return these inputs as they are misread."""
        value = self.value
        if self.element is not None:
            value = np.array(inputs[self.name])
            value[self.element] = self.value
        return {**inputs, self.name: value}

    def told(self, given: Mapping[str, Any], drawn: Mapping[str, Any]) -> str:
        """Say what was read for what is given: this value, or that which was drawn."""
        place = ""
        if self.element is not None:
            counted = [str(i + 1) for i in self.element]
            place = f"의 {counted[0]}번째" if len(counted) == 1 else f"의 ({', '.join(counted)})"
        here, there = self._of(given), self._of(drawn)
        read = self.value if np.array_equal(here, there) else there
        return f"{place}: {premises.shown(here)} → {premises.shown(read)}"

    def _of(self, inputs: Mapping[str, Any]) -> Any:
        value = inputs[self.name]
        return value if self.element is None else plain(value[self.element])


@dataclass(frozen=True)
class Possible:
    """What a value can be, as it was on many inputs."""

    low: float
    high: float
    is_whole: bool
    is_integral: bool
    has_zero: bool
    total: float | None
    """What its elements always add up to, as probabilities do."""

    @classmethod
    def seen(cls, found: Sequence[Value]) -> Possible:
        """Return what is common to these values."""
        rows = [np.array([*flat(value)], dtype=float) for value in found]
        every = np.concatenate(rows)
        totals = [float(np.sum(row)) for row in rows]
        is_sum = len(rows[0]) > 1 and np.ptp(totals) < _SAME
        return cls(
            low=float(np.min(every)),
            high=float(np.max(every)),
            is_whole=all(map(is_whole, found)),
            is_integral=bool(np.all(every == np.round(every))),
            has_zero=bool(np.any(every == 0)),
            total=totals[0] if is_sum else None,
        )

    def admits(self, value: Value) -> bool:
        """Say whether a value could be one: no variance below 0, no probability above 1."""
        numbers = np.array([*flat(value)], dtype=float)
        low, high = float(np.min(numbers)), float(np.max(numbers))
        if self.is_whole:  # nor a count that never occurs
            return is_whole(value) and self.low <= low and high <= self.high
        return (
            not any(low < bound <= self.low or self.high <= bound < high for bound in (-1, 0, 1))
            and not (self.is_integral and np.any(numbers != np.round(numbers)))
            and (self.has_zero or not np.any(numbers == 0))
            and (self.total is None or abs(float(np.sum(numbers)) - self.total) < _SAME)
        )


class Square(NamedTuple):
    """Two changes: a mistake and an input misread, or two inputs misread."""

    mistake: Mistake | None
    misread: tuple[Misreading, ...]

    @property
    def corners(self) -> tuple[Corner, ...]:
        """Every choice of the two, that of neither first."""
        if self.mistake:
            return tuple(Corner(is_made, read) for is_made in (False, True) for read in ((), (0,)))
        return tuple(Corner(False, read) for read in ((), (0,), (1,), (0, 1)))


class Corner(NamedTuple):
    """Which of a square's changes are made: its mistake, and the places of what is misread."""

    is_mistaken: bool
    misread: tuple[int, ...]


class Question(NamedTuple):
    """A run to ask about, and three wrong values. Some are of a mistake, or all of misreading."""

    trace: Trace
    wrong: tuple[WrongValue, ...]
    is_mistaken: bool


class Distractors:
    """Finds what to ask about a run, or about one that differs from it in an input or two."""

    def __init__(self, demo: Demo, trace: Trace, rng: Chance) -> None:
        self.demo, self.trace, self.rng = demo, trace, rng
        generator = np.random.default_rng(derived(rng))
        count = INLINE_DRAWS if isinstance(demo, InlineDemo) else DRAWS
        drawn = [demo.draw(generator) for _ in range(count)]
        self.misread = _misreadings(trace.inputs, drawn, rng)
        if isinstance(demo, InlineDemo):  # all in one process
            self.misread = self.misread[:INLINE_MISREAD]
            twice = [square.misread for square in _misread_twice(self.misread)]
            alone = [(one,) for one in self.misread]
            read = [self._read(misread) for misread in (*twice, *alone)]
            demo.run_ahead([trace.inputs, *drawn, *read])
        self.runs: dict[tuple[int | Mistake | None, ...], Trace | None] = {}
        self.seen: list[Trace] = []
        for inputs in drawn:
            with suppress(QuizcardsError):
                self.seen.append(demo.run(inputs))

    def about(self, name: str) -> Question | None:
        """Ask for `name`, or return None where no square has four values that it can be."""
        right = plain(self.trace[name])
        seen = [value for run in self.seen if _fits(value := plain(run[name]), right)]
        possible = Possible.seen([right, *seen])
        spare = None
        for square in self._squares(name):
            found = self._found(square, name, right, possible)
            if found and not _is_told_by_form(found):
                return self._asked(square, found)
            if found and not spare:
                spare = square, found
        return self._asked(*spare) if spare else None

    def _found(
        self, square: Square, name: str, right: Value, possible: Possible
    ) -> dict[Corner, Value] | None:
        """Return the values of a square, or None where they are not four that there can be."""
        found: dict[Corner, Value] = {}
        for corner in square.corners:
            read = tuple(square.misread[i] for i in corner.misread)
            run = self._run(read, square.mistake if corner.is_mistaken else None)
            value = plain(run[name]) if run else None
            if value is None or not _fits(value, right) or not possible.admits(value):
                return None
            if any(_look_alike(value, other) for other in found.values()):
                return None
            found[corner] = value
        return found

    def _asked(self, square: Square, found: Mapping[Corner, Value]) -> Question:
        """Ask for any corner without the mistake of which holds what the question says.

        The inputs of one are as likely to be shown as those of another, so even a draw whose
        answers come out round does not give the right one away.
        """
        right = pick([corner for corner in found if self._may_be_right(square, corner)], self.rng)
        inputs = self._read(square.misread[i] for i in right.misread)
        wrong = []
        for corner, value in found.items():
            if corner != right:
                read = ", ".join(
                    premises.called(self.demo, one.name) + one.told(inputs, self.trace.inputs)
                    for i, one in enumerate(square.misread)
                    if (i in right.misread) != (i in corner.misread)
                )
                mistake = square.mistake if corner.is_mistaken else None
                wrong.append(WrongValue(value, _told(mistake, read)))
        return Question(self.demo.run(inputs), tuple(wrong), square.mistake is not None)

    def _may_be_right(self, square: Square, corner: Corner) -> bool:
        run = self._run(tuple(square.misread[i] for i in corner.misread), None)
        return not corner.is_mistaken and run is not None and self.demo.holds(run)

    def _squares(self, name: str) -> Iterator[Square]:
        """Yield squares in random order, mostly those first that make a mistake."""
        used = {step.name for step in self.trace.slice(name)}
        mistakes = [mistake for mistake in self.demo.mistakes if mistake.name in used]
        given = premises.needed(self.demo, self.trace, name)
        misread = [one for one in self.misread if one.name in given][:MOST_MISREAD]
        mistaken = [Square(mistake, (one,)) for mistake, one in product(mistakes, misread)]
        twice = [*_misread_twice(misread)]
        is_mistaken = self.rng.random() < MISTAKEN
        for squares in (mistaken, twice) if is_mistaken else (twice, mistaken):
            yield from shuffled(squares, self.rng)

    def _read(self, misread: Iterable[Misreading]) -> Mapping[str, Any]:
        inputs = self.trace.inputs
        for one in misread:
            inputs = one.of(inputs)
        return inputs

    def _run(self, misread: tuple[Misreading, ...], mistake: Mistake | None) -> Trace | None:
        key = (*map(id, misread), mistake)
        if key not in self.runs:
            self.runs[key] = None
            with suppress(QuizcardsError):
                self.runs[key] = self.demo.run(self._read(misread), mistake)
        return self.runs[key]


def _is_told_by_form(found: Mapping[Corner, Value]) -> bool:
    """Say whether the values with the mistake are longer or larger than those without, or shorter
    or smaller, none of them the other way round.

    Inputs are drawn so that right answers come out short, and many a mistake forgets a factor.
    """
    mistaken = [value for corner, value in found.items() if corner.is_mistaken]
    others = [value for corner, value in found.items() if not corner.is_mistaken]
    return bool(mistaken) and any(
        _is_apart([*map(measure, mistaken)], [*map(measure, others)])
        for measure in (_length, _size, _fractions)
    )


def _is_apart(some: Sequence[float], others: Sequence[float]) -> bool:
    return sorted(some) != sorted(others) and (max(some) <= min(others) or max(others) <= min(some))


def _length(value: Value) -> float:
    return len(values(value))


def _size(value: Value) -> float:
    return sum(map(abs, flat(value)))


def _fractions(value: Value) -> float:
    return sum(number != round(number) for number in flat(value))


def _misread_twice(misread: Sequence[Misreading]) -> Iterator[Square]:
    return (Square(None, pair) for pair in combinations(misread, 2))


def _told(mistake: Mistake | None, read: str) -> str:
    """Say what went wrong, that which is to be learnt first."""
    if not mistake:
        return f"{MISREAD}\n{read}"
    return f"{mistake.feedback}\n{ALSO_MISREAD} {read}" if read else mistake.feedback


def _fits(value: Value, right: Value) -> bool:
    return shape_of(value) == shape_of(right)


def _look_alike(one: Value, other: Value) -> bool:
    return looks_alike(one, other, APART) or values(one) == values(other)


def _misreadings(
    inputs: Mapping[str, Any], drawn: Iterable[Mapping[str, Any]], rng: Chance
) -> list[Misreading]:
    """Return inputs with another value each, in random order: first one of every place."""
    first: dict[tuple[str, tuple[int, ...] | None], Misreading] = {}
    for other in drawn:
        for name, value in other.items():
            if len(first) < ENOUGH and (found := _misreading(name, inputs[name], value, rng)):
                first.setdefault((name, found.element), found)
    return shuffled([*first.values()], rng)


def _misreading(name: str, read: Any, drawn: Any, rng: Chance) -> Misreading | None:
    if isinstance(read, str):
        return None
    if not isinstance(read, np.ndarray):
        return Misreading(name, None, plain(drawn)) if read != drawn else None
    if read.shape != np.shape(drawn):
        return None
    differing = np.argwhere(read != drawn)
    if not len(differing):
        return None
    if set(read.flat) <= {0, 1}:  # a class or a mask is misread whole: it must stay one
        return Misreading(name, None, drawn)
    if _is_distribution(read) and _is_distribution(drawn):  # and so is each of these
        differing = np.unique(differing[:, :-1], axis=0)
    element = tuple(pick(differing.tolist(), rng))
    return Misreading(name, element or None, plain(drawn[element]))


def _is_distribution(read: Any) -> bool:
    """Say whether the rows of an array are probabilities that add up to 1."""
    return bool(np.all(read >= 0) and np.allclose(np.sum(read, axis=-1), 1))
