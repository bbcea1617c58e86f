"""The kind `order`: the lines of a computation, shuffled. Which comes first?

Any order is right that computes the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import factorial
from typing import TYPE_CHECKING

from quizcards.errors import QuizcardsError
from quizcards.model import Card
from quizcards.quiz.chance import pick, shuffled
from quizcards.quiz.question import Asked, Chance, Context, Order
from quizcards.trace.notation import formula, symbol

if TYPE_CHECKING:
    from quizcards.trace.tracer import Line, Trace

TITLE = "순서 맞추기"
LEAST, MOST = 4, 7
LUCK = 1 / 6
"""A guess may be right this often; where more orders would do, there is nothing to ask."""


def make(card: Card, context: Context, rng: Chance) -> Asked | None:
    """Ask for the order of the author's steps, or else of lines of the card's demo.

    The lines are those that lead to one of its values.
    """
    if len(card.steps) >= LEAST:
        return _steps(card, rng)
    if not card.demo:
        return None
    demo = context.load(card.demo)
    try:
        trace = demo.run(card.demo.params)
    except QuizcardsError:  # `check` tells the author
        return None
    found = [_leading(trace, name) for name in dict.fromkeys((*demo.asks, trace.returned))]
    from quizcards.quiz.premises import is_code, written

    forced = [lines for lines in found if _is_forced(lines) and not any(map(is_code, lines))]
    if not forced:
        return None
    lines = pick(forced, rng)
    texts = [written(demo, trace, line) for line in lines]
    order = _mixed(texts, _before(lines), [line.note for line in lines], rng)
    return Asked("계산하는 차례대로 번호를 늘어놓아 보세요.", order, given=(demo.title,))


def _steps(card: Card, rng: Chance) -> Asked:
    order = _mixed(card.steps, [*pairwise(range(len(card.steps)))], [], rng)
    return Asked("차례대로 번호를 늘어놓아 보세요.", order, given=(card.question,))


def _mixed(
    lines: Sequence[str], before: Sequence[tuple[int, int]], notes: Sequence[str], rng: Chance
) -> Order:
    """Mix lines that stand in a right order, so that they stand in none.

    Some pair must keep its order.
    """
    places = [*range(len(lines))]
    while all(places.index(i) < places.index(j) for i, j in before):
        places = shuffled(places, rng)
    return Order(
        tuple(lines[place] for place in places),
        tuple((places.index(i), places.index(j)) for i, j in before),
        tuple(places.index(i) for i in range(len(lines))),
        tuple(notes[place] for place in places) if notes else (),
    )


def _written(line: Line) -> str:
    return f"{symbol(line.target)} = {formula(line.formula)}"


def _leading(trace: Trace, name: str) -> tuple[Line, ...]:
    """Return the lines that the first value of `name` is computed from, as they ran, the first
    round of a loop only.
    """
    from quizcards.trace.tracer import backward_slice  # NumPy: only once a demo has run

    lines = [step.line for step in trace.steps if all(turn == 1 for turn in step.turn)]
    return tuple(lines[i] for i in backward_slice(lines, name))


def _before(lines: tuple[Line, ...]) -> list[tuple[int, int]]:
    """Return the pairs of lines that may not change places.

    One uses what the other computes, or what it computed before.
    """
    return [
        (i, j)
        for j, later in enumerate(lines)
        for i, first in enumerate(lines[:j])
        if first.target in later.uses or later.target in first.uses
    ]


def _is_forced(lines: tuple[Line, ...]) -> bool:
    if not LEAST <= len(lines) <= MOST or len({_written(line) for line in lines}) < len(lines):
        return False
    return _orders(len(lines), _before(lines)) <= LUCK * factorial(len(lines))


def _orders(count: int, before: list[tuple[int, int]]) -> int:
    """Count the orders that keep every pair."""

    @cache
    def ways(left: frozenset[int]) -> int:
        if not left:
            return 1
        free = [j for j in left if not any(i in left for i, later in before if later == j)]
        return sum(ways(left - {j}) for j in free)

    return ways(frozenset(range(count)))
