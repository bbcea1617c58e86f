"""The kind `value`: a value of the card's demo, to be told from what people compute instead."""

from __future__ import annotations

from quizcards.model import Card
from quizcards.quiz.chance import shuffled
from quizcards.quiz.question import Asked, Chance, Choice, Context, Option, WrongValue
from quizcards.trace.notation import values

TITLE = "값 고르기"
TRIES = 5
"""Fresh inputs are drawn so often, if no value of a run has three wrong ones."""


def make(card: Card, context: Context, rng: Chance) -> Asked | None:
    """Ask for one value among four: the others come of a mistake, or of an input misread."""
    if card.demo is None:
        return None
    from quizcards.quiz.distractors import Distractors  # numpy: only where there is a demo to run
    from quizcards.quiz.numeric_question import asked_for, drawn, plain, short, working

    demo = context.load(card.demo)
    for _ in range(TRIES):
        trace = drawn(demo, rng)
        if trace is None:
            return None
        distractors = Distractors(demo, trace, rng)
        for name in shuffled(short(demo, trace), rng):
            if wrong := distractors.beside(name):
                right = WrongValue(plain(trace[name]), "\n\n".join(working(trace, name)))
                options = [Option(values(one.value), one.feedback) for one in (right, *wrong)]
                placed = shuffled(options, rng)
                choice = Choice(tuple(placed), placed.index(options[0]))
                return asked_for(demo, trace, name, choice)
    return None
