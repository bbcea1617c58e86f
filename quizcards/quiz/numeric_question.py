"""Questions with a number for an answer, made from a demo and fresh inputs.

The inputs are drawn until they tell the right answer from the ways in which people err.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from quizcards.errors import QuizcardsError
from quizcards.quiz import premises
from quizcards.quiz.chance import derived, pick
from quizcards.quiz.numbers import BY_HAND, agree, flat, shape_of
from quizcards.quiz.premises import FORMULAS, plain
from quizcards.quiz.question import RELATIVE, Answering, Asked, Chance, Number, Value, WrongValue
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.inline import InlineDemo
from quizcards.trace.notation import values
from quizcards.trace.tracer import Trace

MOST_DRAWS = 200
BATCH, MOST_BATCHES = 10, 2
"""A deck's demo runs in a process of its own: fewer draws, a batch to a process."""

MOST_NUMBERS = 6
"""Nobody is asked for more numbers than this, nor are more of them shown."""

MOST_WORKING = 12
EARLIER = "묻는 값의 앞 단계에서 멈추었습니다."

_IRRATIONAL = frozenset(
    "exp expm1 log log1p log2 sqrt sin cos tan tanh std cond eigvalsh pinv".split()
)
"""Functions that nobody computes exactly by hand."""


@lru_cache(maxsize=FORMULAS)
def _is_irrational(formula: ast.expr) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr in _IRRATIONAL)
        or (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Pow)
            and isinstance(node.right, ast.Constant)
            and not isinstance(node.right.value, int)
        )
        for node in ast.walk(formula)
    )


def accepts(given: ArrayLike, right: ArrayLike, relative: float = RELATIVE) -> bool:
    """Say whether a number, or an array of any shape, is right within the tolerance.

    An array is right in every element. Nothing is accepted whose shape is another.
    """
    wanted = plain(right)
    return np.shape(given) == shape_of(wanted) and all(
        agree(np.asarray(given, dtype=float).ravel().tolist(), wanted, relative)
    )


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
    trace = drawn(demo, rng)
    names = short(demo, trace) if trace else []
    if not trace or not names:
        return None
    name = pick(names, rng)
    return asked_for(demo, trace, name, _number(demo, trace, name))


def drawn(demo: Demo, rng: Chance) -> Trace | None:
    """Run the demo on fresh inputs, or return None where none will do."""
    with suppress(QuizcardsError):
        return fresh(demo, np.random.default_rng(derived(rng)))
    return None


def short(demo: Demo, trace: Trace) -> list[str]:
    """Return what may be asked and is soon computed, with not too many numbers to type."""
    return [
        name
        for name in demo.asks
        if np.size(trace[name]) <= MOST_NUMBERS and premises.is_short(demo, trace, name)
    ]


def asked_for(demo: Demo, trace: Trace, name: str, answering: Answering) -> Asked:
    """Ask for this value of a run, to be answered in this way."""
    return Asked(
        premises.prompt(demo, trace, name),
        answering,
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
    known = grouped(one for one in wrong if shape_of(one.value) == shape_of(right))
    allowed = _relative(trace, name, known)
    return Number(
        right, (*known, *_earlier(demo, trace, name, known)), working(demo, trace, name), allowed
    )


def _earlier(
    demo: Demo, trace: Trace, name: str, known: Iterable[WrongValue]
) -> Iterator[WrongValue]:
    """Yield the values on the way that may be taken for the last, and look like nothing known."""
    others = [plain(trace[name]), *(one.value for one in known)]
    for step in trace.slice(name)[:-1]:
        if not step.is_numeric:
            continue
        value = plain(step.value)
        is_other = step.name != name and shape_of(value) == shape_of(others[0])
        if is_other and not any(looks_alike(value, other, BY_HAND) for other in others):
            others.append(value)
            yield WrongValue(
                value, f"{EARLIER} {premises.value_name(demo, step.name)} = {values(value)}"
            )


def _relative(trace: Trace, name: str, wrong: Iterable[WrongValue]) -> float:
    """Return how far off an answer may be, as a share of the right one.

    More where exp, log or a root is on the way, unless a mistake would pass for right then.
    """
    is_by_hand = any(_is_irrational(step.line.formula) for step in trace.slice(name))
    if is_by_hand and not any(accepts(one.value, trace[name], BY_HAND) for one in wrong):
        return BY_HAND
    return RELATIVE


def grouped(wrong: Iterable[WrongValue]) -> tuple[WrongValue, ...]:
    """Join mistakes that come to the same value, within the tolerance: they share their feedback.

    All values have one shape.
    """
    found: list[WrongValue] = []
    for one in wrong:
        for i, other in enumerate(found):
            if looks_alike(one.value, other.value):
                if one.feedback not in other.feedback:
                    joined = f"{other.feedback} 또는: {one.feedback}"
                    found[i] = WrongValue(other.value, joined)
                break
        else:
            found.append(one)
    return tuple(found)


def looks_alike(one: Value, other: Value, relative: float = RELATIVE) -> bool:
    """Say whether either of two values of one shape would pass for the other."""
    return all(agree(flat(one), other, relative)) or all(agree(flat(other), one, relative))


def working(demo: Demo, trace: Trace, name: str) -> tuple[str, ...]:
    """Return the lines that lead to the last value of `name`, with their values.

    Of many lines the last `MOST_WORKING`.
    """
    return tuple(premises.worked(demo, trace, step) for step in trace.slice(name)[-MOST_WORKING:])
