"""The glossary as it is looked up: a term, and the cards that use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quizcards.errors import QuizcardsError
from quizcards.quiz.terms import near_terms, says, terms_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcards.app.environment import Environment
    from quizcards.model import Card, Term


class Entry(NamedTuple):
    """A term, and the cards that say it: those that ask about it first."""

    term: Term
    cards: tuple[Card, ...]


def all_terms(env: Environment) -> tuple[Term, ...]:
    """Return every term of the glossary, in the order of its file."""
    return env.glossary()[0].terms


def look_up(env: Environment, word: str) -> list[Entry]:
    """Return the terms that a word stands for.

    Raises QuizcardsError, with those that are near, where there is none.
    """
    glossary, _ = env.glossary()
    found = terms_for(glossary, word)
    if not found:
        near = ", ".join(f"'{form}'" for form in near_terms(glossary, word))
        hint = f" 비슷한 말: {near}" if near else " quizcards terms로 모두 볼 수 있습니다."
        raise QuizcardsError(f"'{word}': 용어집에 없는 말입니다.{hint}")
    cards = env.library().cards
    return [Entry(term, _using(term, cards)) for term in found]


def _using(term: Term, cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """Return the cards that say a term, those that name it in their title or question first."""
    asking = [card for card in cards if says(term, (card.title, card.question))]
    known = {card.key for card in asking}
    rest = [card for card in cards if card.key not in known and says(term, _texts(card))]
    return (*asking, *rest)


def _texts(card: Card) -> Iterator[str]:
    yield card.answer
    yield from (point.point for point in card.key_points)
    for followup in card.followups:
        yield from (followup.question, followup.answer)
    for wrong in card.misconceptions:
        yield from (wrong.claim, wrong.because)
