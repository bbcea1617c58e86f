"""Is this statement true? A key point is, a misconception is not."""

from quizcards.model import Card
from quizcards.quiz.chance import pick, shuffled
from quizcards.quiz.question import Asked, Chance, Choice, Context, Option
from quizcards.quiz.statement import TRUE, as_phrase

TITLE = "O/X"


def make(card: Card, _context: Context, rng: Chance) -> Asked | None:
    """Ask about a true or a false statement, as likely one as the other where the card has both."""
    true = [(point.point, TRUE, 0) for point in card.key_points]
    false = [(as_phrase(wrong.claim), wrong.because.strip(), 1) for wrong in card.misconceptions]
    sides = [side for side in shuffled([true, false], rng) if side]
    if not sides:
        return None
    statement, feedback, right = pick(sides[0], rng)
    options = [Option("O"), Option("X")]
    options[right] = Option(options[right].text, feedback)
    return Asked(
        "다음 설명은 맞나요(O), 틀리나요(X)?",
        Choice(tuple(options), right),
        given=(card.question, statement),
    )
