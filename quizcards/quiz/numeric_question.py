"""Questions with a number for an answer, made from a demo: inputs that tell right from wrong, and
how people err.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.quiz.chance import derived, pick
from quizcards.quiz.numbers import agree, flat, shape_of
from quizcards.quiz.question import Asked, Chance, Number, Value
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.inline import InlineDemo
from quizcards.trace.notation import formula, symbol, values
from quizcards.trace.tracer import Line, Step, Trace

MOST_DRAWS = 200
BATCH, MOST_BATCHES = 10, 2
"""A deck's demo runs in a process of its own: fewer draws, a batch to a process."""

MOST_NUMBERS = 6
"""Nobody is asked for more numbers than this, nor are more of them shown."""

MOST_WORKING = 12
INPUT_DIGITS = 10
"""Inputs are shown in full: who computes with them must arrive at the answer."""


def accepts(given: Any, right: Any) -> bool:
    """Say whether a number, or every element of an array, is right within the tolerance.

    Shapes must agree.
    """
    wanted = plain(right)
    return np.shape(given) == shape_of(wanted) and all(
        agree(np.asarray(given, dtype=float).ravel().tolist(), wanted)
    )


def plain(value: Any) -> Value:
    """Return a number or an array as Python numbers in tuples."""
    return _tuples(np.asarray(value).tolist())


def _tuples(listed: Any) -> Value:
    return tuple(map(_tuples, listed)) if isinstance(listed, list) else listed


def wrong_values(demo: Demo, trace: Trace) -> dict[str, list[tuple[Any, Mistake | None]]]:
    """Return, for everything that may be asked, the wrong values that people give: by a slip (None)
    or a mistake.

    The slips are the old value, a lost sign and a lost power of ten. A mistake that breaks the
    arithmetic is left out.
    """
    made = list(_mistaken(demo, trace))
    found: dict[str, list[tuple[Any, Mistake | None]]] = {}
    for asked in demo.asks:
        right = np.asarray(trace[asked], dtype=float)
        old = [trace.inputs[asked]] if asked in trace.inputs else []
        sources = trace.sources(asked)
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
    """Run the demo on fresh inputs, drawn again until they tell right answers from wrong ones."""
    for params in _drawn(demo, rng):
        # a deck's demo draws near its author's numbers, and not all of them will do
        with suppress(QuizcardsError):
            trace = demo.run(params)
            if tells_apart(demo, trace):
                return trace
    raise QuizcardsError(f"{demo.title}: 여러 번 뽑아도 문제로 낼 만한 입력이 없습니다.")


def _drawn(demo: Demo, rng: np.random.Generator) -> Iterator[Mapping[str, Any]]:
    """Draw inputs as long as it is worth trying."""
    if not isinstance(demo, InlineDemo):
        yield from (demo.draw(rng) for _ in range(MOST_DRAWS))
        return
    for _ in range(MOST_BATCHES):
        inputs = [demo.draw(rng) for _ in range(BATCH)]
        demo.run_ahead(inputs)
        yield from inputs


def question(demo: Demo, rng: Chance) -> Asked | None:
    """Ask for one value that the demo computes from fresh inputs, or for none where all are too
    long or no inputs will do.
    """
    try:
        trace = fresh(demo, np.random.default_rng(derived(rng)))
    except QuizcardsError:
        return None
    short = [name for name in demo.asks if np.size(trace[name]) <= MOST_NUMBERS]
    if not short:
        return None
    name = pick(short, rng)
    steps = [step for step in trace.steps if step.name == name]
    which = "마지막 " if len(steps) > 1 else "새 " if name in trace.inputs else ""
    note = steps[-1].line.note
    # a note that is a formula would be the answer
    hint = f" ({note})" if note and not note.startswith("=") else ""
    inputs = tuple(
        f"{symbol(key)} = {values(trace.inputs[key], INPUT_DIGITS, 99)}"
        for key in _needed(trace, name)
    )
    rules = [f"{symbol(line.target)} = {formula(line.formula)}" for line in _leading(trace, name)]
    return Asked(
        f"{which}{symbol(name)}의 값은 얼마인가요?{hint}",
        _number(demo, trace, name),
        (demo.title, *rules),
        inputs,
    )


def _number(demo: Demo, trace: Trace, name: str) -> Number:
    right = plain(trace[name])
    wrong = [
        (plain(value), mistake.feedback)
        for value, mistake in wrong_values(demo, trace)[name]
        if mistake
    ]
    if name in trace.inputs:
        wrong.append((plain(trace.inputs[name]), "갱신하기 전의 값입니다."))
    return Number(
        right,
        _grouped([one for one in wrong if shape_of(one[0]) == shape_of(right)]),
        _working(trace, name),
    )


def _grouped(wrong: list[tuple[Value, str]]) -> tuple[tuple[Value, str], ...]:
    """Join what cannot be told apart: mistakes that come to the same value share their feedback."""
    found: list[tuple[Value, str]] = []
    for value, feedback in wrong:
        for i, (other, said) in enumerate(found):
            if all(agree(flat(value), other)) or all(agree(flat(other), value)):
                found[i] = (other, said if feedback in said else f"{said} 또는: {feedback}")
                break
        else:
            found.append((value, feedback))
    return tuple(found)


def _working(trace: Trace, name: str) -> tuple[str, ...]:
    """Return the lines that lead to the last value of `name` with their values, the last of them if
    they are many.
    """
    return tuple(
        f"{symbol(step.name)} = {formula(step.line.formula)} = {values(step.value)}"
        for step in _steps(trace, name)[-MOST_WORKING:]
    )


def _steps(trace: Trace, name: str) -> list[Step]:
    """Return the steps that lead to the last value of `name`, in order."""
    wanted, steps = {name}, list[Step]()
    for step in reversed(trace.steps):
        if step.name in wanted:
            wanted = (wanted - {step.name}) | set(step.line.uses)
            steps.append(step)
    return steps[::-1]


def _leading(trace: Trace, name: str) -> list[Line]:
    """Return the lines before the one that is asked: without them nobody can know how this demo
    gets there.
    """
    lines = {id(step.line): step.line for step in _steps(trace, name)}
    return [line for line in lines.values() if line.target != name]


def _needed(trace: Trace, name: str) -> list[str]:
    """Return the inputs to show: all, but for plain numbers that straight code does not use on the
    way.
    """
    steps = _steps(trace, name)
    used = {use for step in steps for use in step.line.uses}
    loops = any(step.turn for step in trace.steps)  # how often a loop runs may hang on any number
    return [
        key
        for key, value in trace.inputs.items()
        if loops or key in used or not isinstance(value, int | float)
    ]
