"""The kind `code`: a line of the card's demo, written in NumPy by the learner and run."""

from quizcards.model import Card
from quizcards.quiz.question import Asked, Chance, Context

TITLE = "코드 쓰기"


def make(card: Card, context: Context, rng: Chance) -> Asked | None:
    """Ask for a line that is worth writing, or for as much as the context says."""
    if card.demo is None or context.whiteboard is None:
        return None
    from quizcards.quiz.code_question import question  # numpy: only where there is a demo to run

    return question(card, context, context.whiteboard(), rng)
