"""The kind `points`: the card's own question, answered in writing and graded by its key points."""

from quizcards.model import Card
from quizcards.quiz.question import Asked, Chance, Context, Points

TITLE = "글로 답하기"


def make(card: Card, _context: Context, _rng: Chance) -> Asked | None:
    """Ask the card for its key points."""
    return Asked(card.question, Points(card.key_points)) if card.key_points else None
