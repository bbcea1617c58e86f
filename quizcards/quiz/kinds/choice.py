"""The kind `choice`: which of four statements is true, is false, or belongs to the answer?"""

from __future__ import annotations

from collections.abc import Sequence

from quizcards.model import Card, Choices, KeyPoint, Misconception
from quizcards.quiz.chance import pick, shuffled
from quizcards.quiz.question import Asked, Chance, Choice, Context, Option
from quizcards.quiz.statement import TRUE, as_phrase

TITLE = "고르기"
OTHERS = 3


def make(card: Card, context: Context, rng: Chance) -> Asked | None:
    """Ask what the author wrote, or else in one of three ways, by the statements there are."""
    if card.choices:
        return _authored(pick(card.choices, rng), card, rng)
    for way in shuffled((_true_one, _false_one, _own_one), rng):
        asked = way(card, _siblings(card, context), rng)
        if asked:
            return asked
    return None


def _authored(choices: Choices, card: Card, rng: Chance) -> Asked:
    right = Option(choices.right, choices.because)
    options = shuffled([right, *(Option(text, choices.because) for text in choices.wrong)], rng)
    return Asked(
        choices.question, Choice(tuple(options), options.index(right)), given=(card.question,)
    )


def _siblings(card: Card, context: Context) -> list[Card]:
    return [other for other in context.cards if other.deck == card.deck and other.key != card.key]


def _true_one(card: Card, siblings: Sequence[Card], rng: Chance) -> Asked | None:
    """Which is true: a false claim is false wherever it comes from, so siblings lend theirs."""
    claims = shuffled(card.misconceptions, rng)
    claims += shuffled([wrong for other in siblings for wrong in other.misconceptions], rng)
    return _asked(
        "다음 가운데 맞는 설명은 무엇인가요?", card, card.key_points, claims[:OTHERS], rng
    )


def _false_one(card: Card, _others: Sequence[Card], rng: Chance) -> Asked | None:
    points = shuffled(card.key_points, rng)[:OTHERS]
    return _asked("다음 가운데 틀린 설명은 무엇인가요?", card, card.misconceptions, points, rng)


def _own_one(card: Card, siblings: Sequence[Card], rng: Chance) -> Asked | None:
    """Which belongs to the answer: a sibling's point does not, unless this card says it too."""
    said = " ".join(
        [card.answer, *(alternative for point in card.key_points for alternative in point.any_of)]
    )
    foreign = [
        Option(point.point, f"다른 질문의 답입니다: {other.question}")
        for other in siblings
        for point in other.key_points
        if not any(alternative in said for alternative in point.any_of)
    ]
    others = shuffled(foreign, rng)[:OTHERS]
    return _asked(
        "다음 가운데 이 질문의 답에 들어갈 내용은 무엇인가요?", card, card.key_points, others, rng
    )


def _asked(
    prompt: str,
    card: Card,
    right: Sequence[KeyPoint | Misconception],
    others: Sequence[KeyPoint | Misconception | Option],
    rng: Chance,
) -> Asked | None:
    if not right or len(others) < OTHERS:
        return None
    answer = _option(pick(right, rng))
    options = shuffled([answer, *map(_option, others)], rng)
    if len({option.text for option in options}) < len(options):
        return None
    return Asked(prompt, Choice(tuple(options), options.index(answer)), given=(card.question,))


def _option(said: KeyPoint | Misconception | Option) -> Option:
    match said:
        case KeyPoint(point=point):
            return Option(point, TRUE)
        case Misconception(claim=claim, because=because):
            return Option(as_phrase(claim), because.strip())
    return said
