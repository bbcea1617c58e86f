"""Questions with a number for an answer, made from a demo and fresh inputs.

The inputs are drawn until they tell the right answer from the ways in which people err.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

import numpy as np
from numpy.typing import ArrayLike

from quizcards.errors import QuizcardsError
from quizcards.quiz import premises
from quizcards.quiz.chance import derived, pick
from quizcards.quiz.numbers import agree, flat, shape_of
from quizcards.quiz.question import Asked, Chance, Number, Value, WrongValue
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.inline import InlineDemo
from quizcards.trace.notation import formula, symbol, values
from quizcards.trace.tracer import Trace

MOST_DRAWS = 200
BATCH, MOST_BATCHES = 10, 2
"""A deck's demo runs in a process of its own: fewer draws, a batch to a process."""

MOST_NUMBERS = 6
"""Nobody is asked for more numbers than this, nor are more of them shown."""

MOST_WORKING = 12


def accepts(given: ArrayLike, right: ArrayLike) -> bool:
    """Say whether a number, or an array of any shape, is right within the tolerance.

    An array is right in every element. Nothing is accepted whose shape is another.
    """
    wanted = plain(right)
    return np.shape(given) == shape_of(wanted) and all(
        agree(np.asarray(given, dtype=float).ravel().tolist(), wanted)
    )


def plain(value: ArrayLike) -> Value:
    """Return a number or an array as Python numbers in nested tuples of the same shape."""
    return _tuples(np.asarray(value).tolist())


_Listed = float | list["_Listed"]


def _tuples(listed: _Listed) -> Value:
    if isinstance(listed, list):
        return tuple(map(_tuples, listed))
    return listed


def wrong_values(demo: Demo, trace: Trace) -> dict[str, list[tuple[ArrayLike, Mistake | None]]]:
    """Return the wrong values that people give for each name that may be asked.

    Each comes with its mistake, or None where it is a slip: the old value, a lost sign, a lost
    power of ten. A mistake that breaks the arithmetic is left out.
    """
    made = list(_mistaken(demo, trace))
    found: dict[str, list[tuple[ArrayLike, Mistake | None]]] = {}
    for asked in demo.asks:
        right = np.asarray(trace[asked], dtype=float)
        old = [trace.inputs[asked]] if asked in trace.inputs else []
        sources = {step.name for step in trace.slice(asked)}
        found[asked] = [(value, None) for value in (*old, -right, 10 * right, right / 10)]
        found[asked] += [
            (wrong[asked], mistake) for mistake, wrong in made if mistake.name in sources
        ]
    return found


def _mistaken(demo: Demo, trace: Trace) -> Iterator[tuple[Mistake, Trace]]:
    for mistake in demo.mistakes:
        with suppress(QuizcardsError):
            yield mistake, demo.run(trace.inputs, mistake)


def tells_apart(demo: Demo, trace: Trace) -> bool:
    """Say whether every wrong value of everything that may be asked would be marked wrong."""
    return not any(
        accepts(wrong, trace[asked])
        for asked, values in wrong_values(demo, trace).items()
        for wrong, _ in values
    )


def fresh(demo: Demo, rng: np.random.Generator) -> Trace:
    """Run the demo on fresh inputs, drawn again until they tell right answers from wrong ones.

    Raises QuizcardsError where after many draws none do.
    """
    for params in _drawn(demo, rng):
        # a deck's demo draws near its author's numbers, and not all of them will do
        with suppress(QuizcardsError):
            trace = demo.run(params)
            if tells_apart(demo, trace):
                return trace
    raise QuizcardsError(f"{demo.title}: 여러 번 뽑아도 문제로 낼 만한 입력이 없습니다.")


def _drawn(demo: Demo, rng: np.random.Generator) -> Iterator[Mapping[str, object]]:
    """Draw inputs as long as it is worth trying."""
    if not isinstance(demo, InlineDemo):
        yield from (demo.draw(rng) for _ in range(MOST_DRAWS))
        return
    for _ in range(MOST_BATCHES):
        inputs = [demo.draw(rng) for _ in range(BATCH)]
        demo.run_ahead(inputs)
        yield from inputs


def question(demo: Demo, rng: Chance) -> Asked | None:
    """Ask for one value that the demo computes from fresh inputs.

    Returns None where every value has too many numbers, or where no inputs will do.
    """
    try:
        trace = fresh(demo, np.random.default_rng(derived(rng)))
    except QuizcardsError:
        return None
    short = [
        name
        for name in demo.asks
        if np.size(trace[name]) <= MOST_NUMBERS and premises.is_short(demo, trace, name)
    ]
    if not short:
        return None
    name = pick(short, rng)
    return Asked(
        premises.prompt(demo, trace, name),
        _number(demo, trace, name),
        given=premises.given(demo, trace, name),
        inputs=premises.inputs(demo, trace, name),
    )


def _number(demo: Demo, trace: Trace, name: str) -> Number:
    right = plain(trace[name])
    wrong = [
        WrongValue(plain(value), mistake.feedback)
        for value, mistake in wrong_values(demo, trace)[name]
        if mistake
    ]
    if name in trace.inputs:
        wrong.append(WrongValue(plain(trace.inputs[name]), "갱신하기 전의 값입니다."))
    alike = [one for one in wrong if shape_of(one.value) == shape_of(right)]
    return Number(right, grouped(alike), working(trace, name))


def grouped(wrong: Iterable[WrongValue]) -> tuple[WrongValue, ...]:
    """Join mistakes that come to the same value, within the tolerance: they share their feedback.

    All values have one shape.
    """
    found: list[WrongValue] = []
    for one in wrong:
        for i, other in enumerate(found):
            if _looks_alike(one.value, other.value):
                if one.feedback not in other.feedback:
                    joined = f"{other.feedback} 또는: {one.feedback}"
                    found[i] = WrongValue(other.value, joined)
                break
        else:
            found.append(one)
    return tuple(found)


def _looks_alike(one: Value, other: Value) -> bool:
    return all(agree(flat(one), other)) or all(agree(flat(other), one))


def working(trace: Trace, name: str) -> tuple[str, ...]:
    """Return the lines that lead to the last value of `name`, with their values.

    Of many lines the last `MOST_WORKING`.
    """
    return tuple(
        f"{symbol(step.name)} = {formula(step.line.formula)} = {values(step.value)}"
        for step in trace.slice(name)[-MOST_WORKING:]
    )
