"""The kind `value`: a value of the card's demo, to be told from what people compute instead."""

from __future__ import annotations

from quizcards.model import Card
from quizcards.quiz.chance import shuffled
from quizcards.quiz.kinds import numeric
from quizcards.quiz.numbers import slips
from quizcards.quiz.question import Asked, Chance, Choice, Context, Number, Option
from quizcards.trace.notation import values

TITLE = "값 고르기"
OTHERS = 3


def make(card: Card, context: Context, rng: Chance) -> Asked | None:
    """Ask for one value among four: the demo's mistakes first, slips where they are too few."""
    asked = numeric.make(card, context, rng)
    if asked is None or not isinstance(asked.answering, Number):
        return None
    right = Option(values(asked.answering.right), "\n\n".join(asked.answering.working))
    wrong = [*shuffled(asked.answering.wrong, rng), *shuffled(slips(asked.answering.right), rng)]
    options = {right.text: right}
    for one in wrong:
        if len(options) <= OTHERS:
            text = values(one.value)
            options.setdefault(text, Option(text, one.feedback))
    placed = shuffled(list(options.values()), rng)
    return Asked(
        asked.prompt, Choice(tuple(placed), placed.index(right)), asked.given, asked.inputs
    )
