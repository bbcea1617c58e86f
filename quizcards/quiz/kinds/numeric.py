"""A value of the card's demo on fresh inputs, computed by the learner."""

from quizcards.model import Card
from quizcards.quiz.numeric import question
from quizcards.quiz.question import Asked, Chance, Context

TITLE = "계산하기"


def make(card: Card, context: Context, rng: Chance) -> Asked | None:
    """Ask for one value."""
    return question(context.load(card.demo), rng) if card.demo else None
