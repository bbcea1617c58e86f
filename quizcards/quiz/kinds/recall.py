"""The kind `recall`: the card's own question, answered aloud."""

from quizcards.model import Card
from quizcards.quiz.question import Asked, Chance, Context, Spoken

TITLE = "말로 답하기"
IS_SPOKEN = True


def make(card: Card, _context: Context | None = None, _rng: Chance | None = None) -> Asked:
    """Ask the card as it stands."""
    return Asked(card.question, Spoken(card.answer))
