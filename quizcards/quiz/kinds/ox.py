"""The kind `ox`: is this statement true? A key point is, a misconception is not."""

from typing import NamedTuple

from quizcards.model import Card
from quizcards.quiz.chance import pick, shuffled
from quizcards.quiz.question import Asked, Chance, Choice, Context, Option
from quizcards.quiz.statement import TRUE, as_phrase

TITLE = "O/X"


class _Statement(NamedTuple):
    text: str
    is_true: bool
    feedback: str


def make(card: Card, _context: Context, rng: Chance) -> Asked | None:
    """Ask about a true or a false statement, as likely one as the other where the card has both."""
    true = [_Statement(point.point, True, TRUE) for point in card.key_points]
    false = [
        _Statement(as_phrase(wrong.claim), False, wrong.because.strip())
        for wrong in card.misconceptions
    ]
    sides = [side for side in shuffled([true, false], rng) if side]
    if not sides:
        return None
    statement = pick(sides[0], rng)
    if statement.is_true:
        choice = Choice((Option("O", statement.feedback), Option("X")), right=0)
    else:
        choice = Choice((Option("O"), Option("X", statement.feedback)), right=1)
    return Asked(
        "다음 설명은 맞나요(O), 틀리나요(X)?", choice, given=(card.question, statement.text)
    )
