"""The kind `numeric`: a value of the card's demo on fresh inputs, computed by the learner."""

from quizcards.model import Card
from quizcards.quiz.question import Asked, Chance, Context

TITLE = "계산하기"


def make(card: Card, context: Context, rng: Chance) -> Asked | None:
    """Ask for one value."""
    if card.demo is None:
        return None
    from quizcards.quiz.numeric_question import question  # numpy: only where there is a demo to run

    return question(context.load(card.demo), rng)
