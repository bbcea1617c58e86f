"""The kind `ox`: is this statement true? As often it is its twin of the same form that is asked."""

from quizcards.model import Card
from quizcards.quiz.chance import pick
from quizcards.quiz.question import Asked, Chance, Choice, Context, Option
from quizcards.quiz.statement import statements

TITLE = "O/X"


def make(card: Card, _context: Context, rng: Chance) -> Asked | None:
    """Ask about one half of a pair, the true one as likely as the false one."""
    pairs = statements(card)
    if not pairs:
        return None
    pair = pick(pairs, rng)
    is_true = rng.random() < 1 / 2
    options = (
        Option("O", pair.because if is_true else ""),
        Option("X", "" if is_true else pair.because),
    )
    return Asked(
        "다음 설명은 맞나요(O), 틀리나요(X)?",
        Choice(options, right=0 if is_true else 1),
        given=(card.question, pair.right if is_true else pair.wrong),
    )
