"""The kind `value`: a value of the card's demo, to be told from what people compute instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quizcards.model import Card
from quizcards.quiz.chance import shuffled
from quizcards.quiz.question import Asked, Chance, Choice, Context, Option
from quizcards.trace.notation import values

if TYPE_CHECKING:
    from quizcards.quiz.distractors import Question
    from quizcards.trace.demo import Demo

TITLE = "값 고르기"
TRIES = 5
"""Fresh inputs are drawn so often, if no value of a run has three wrong ones."""


def make(card: Card, context: Context, rng: Chance) -> Asked | None:
    """Ask for one value among four: the others come of a mistake, or of an input misread."""
    if card.demo is None:
        return None
    from quizcards.quiz.distractors import Distractors  # numpy: only where there is a demo to run
    from quizcards.quiz.numeric_question import asked_for, drawn, short

    demo = context.load(card.demo)
    for _ in range(TRIES):
        trace = drawn(demo, rng)
        if trace is None:
            return None
        distractors = Distractors(demo, trace, rng)
        asked = ((name, distractors.about(name)) for name in shuffled(short(demo, trace), rng))
        if best := _best([(name, found) for name, found in asked if found]):
            name, found = best
            return asked_for(demo, found.trace, name, _choice(demo, name, found, rng))
    return None


def _best(found: Sequence[tuple[str, Question]]) -> tuple[str, Question] | None:
    """Return the first of these that a mistake tells wrong, for there is most to learn from it."""
    return min(found, key=lambda one: not one[1].is_mistaken, default=None)


def _choice(demo: Demo, name: str, found: Question, rng: Chance) -> Choice:
    from quizcards.quiz.numeric_question import working
    from quizcards.quiz.premises import plain

    right = Option(values(plain(found.trace[name])), "\n\n".join(working(demo, found.trace, name)))
    wrong = [Option(values(one.value), one.feedback) for one in found.wrong]
    placed = shuffled([right, *wrong], rng)
    return Choice(tuple(placed), placed.index(right))
