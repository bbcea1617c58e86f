"""The kind `choice`: which of four statements is true, or is false?"""

from __future__ import annotations

from collections.abc import Sequence

from quizcards.model import Card, Choices, Statement
from quizcards.quiz.chance import pick, shuffled
from quizcards.quiz.question import Asked, Chance, Choice, Context, Option
from quizcards.quiz.statement import statements

TITLE = "고르기"
OPTIONS = 4


def make(card: Card, _context: Context, rng: Chance) -> Asked | None:
    """Ask what the author wrote, or which of four statements is the odd one."""
    if card.choices:
        return _authored(pick(card.choices, rng), card, rng)
    pairs = shuffled(statements(card), rng)[:OPTIONS]
    if len(pairs) < OPTIONS:
        return None
    return _odd_one(card, pairs, rng)


def _authored(choices: Choices, card: Card, rng: Chance) -> Asked:
    right = Option(choices.right, choices.because)
    options = shuffled([right, *(Option(text, choices.because) for text in choices.wrong)], rng)
    return Asked(
        choices.question, Choice(tuple(options), options.index(right)), given=(card.question,)
    )


def _odd_one(card: Card, pairs: Sequence[Statement], rng: Chance) -> Asked:
    """Ask for the only true statement, or for the only false one.

    Each option is half of another pair, so that none stands beside its own denial.
    """
    odd = int(rng.random() * len(pairs))
    is_true = rng.random() < 1 / 2
    wanted, unwanted = ("맞는", "틀린") if is_true else ("틀린", "맞는")
    options = [
        Option(pair.wrong if is_true else pair.right, f"{unwanted} 설명입니다. {pair.because}")
        for pair in pairs
    ]
    options[odd] = Option(pairs[odd].right if is_true else pairs[odd].wrong, pairs[odd].because)
    return Asked(
        f"다음 가운데 {wanted} 설명은 무엇인가요?",
        Choice(tuple(options), odd),
        given=(card.question,),
    )
