"""The mistakes behind wrong answers.

A question is made again from its seed, and the answer marked again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from quizcards.errors import QuizcardsError
from quizcards.model import Card, Event
from quizcards.quiz import kinds
from quizcards.quiz.question import Choice, Code, Context, Item, Number
from quizcards.study.asking import form_of
from quizcards.study.names import called
from quizcards.study.wording import shown_hash

NEWEST = 200
"""So many of the newest wrong answers are looked at: older ones say little, and it takes time."""


@dataclass(frozen=True)
class Mistake:
    """A way of going wrong on a card: what was done, what is said to it, and how often it was."""

    card: str
    name: str
    text: str
    times: int


def mistake(event: Event, card: Card, context: Context) -> str:
    """Return in a sentence what went wrong in an answer.

    It is empty if the answer was right, was wrong in no known way, or cannot be marked again: the
    card has other words now, does not support that kind any more, or the answer was typed freely.
    """
    if event.answer is None or event.seed is None:
        return ""
    if event.asked not in kinds.names() or not _is_as_shown(event, card):
        return ""
    context = replace(context, form=form_of(event))
    item = kinds.ask(event.asked, card, context, event.seed)
    try:
        return _named(item, event.answer) if item else ""
    except QuizcardsError:  # an answer to some other question
        return ""


def most_made(found: Iterable[tuple[str, str]], cards: Mapping[str, Card]) -> tuple[Mistake, ...]:
    """Count mistakes given as (card, text), the one made most first.

    Of equals the one made last comes first, if the newest are given first.
    """
    counted = Counter((card, text) for card, text in found if text and card in cards)
    return tuple(
        Mistake(card, called(cards[card]), text, n) for (card, text), n in counted.most_common()
    )


def _is_as_shown(event: Event, card: Card) -> bool:
    return event.shown is None or event.shown.startswith(shown_hash(card))


def _named(item: Item, answer: str) -> str:
    answering = item.asked.answering
    if not isinstance(answering, Choice | Number | Code):
        return ""
    from quizcards.quiz.judge import judge, option_text

    verdict = judge(answering, answer)
    if verdict.share == 1 or isinstance(answering, Number | Code):
        return verdict.mistake
    told = (verdict.mistake, answering.options[answering.right].feedback)
    why = next((text for text in told if text), "")
    if not why:
        return ""
    if item.kind == "ox":
        wrong = answering.options[1 - answering.right].text
        return f"'{item.asked.given[-1]}'에 {wrong}로 답했습니다. {why}"
    return f"'{option_text(answering, answer)}', 이 답을 골랐습니다. {why}"
