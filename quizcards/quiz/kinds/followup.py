"""The kind `followup`: an interviewer's next question, answered aloud."""

from quizcards.model import Card
from quizcards.quiz.chance import pick
from quizcards.quiz.question import Asked, Chance, Context, Spoken

TITLE = "꼬리질문"
IS_SPOKEN = True


def make(card: Card, _context: Context, rng: Chance) -> Asked | None:
    """Ask one of the follow-ups, with the question that it follows."""
    if not card.followups:
        return None
    followup = pick(card.followups, rng)
    return Asked(followup.question, Spoken(followup.answer), given=(card.question,))
