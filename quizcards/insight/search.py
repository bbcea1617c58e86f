"""The search for cards that say something, in whichever form the field says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from quizcards.model import Card, Glossary
from quizcards.quiz.korean import words
from quizcards.quiz.terms import terms_for

FIELDS = {"제목": 8, "질문": 5, "핵심": 4, "태그": 3, "답": 2, "꼬리질문": 1, "오해": 1}
"""Where a word may stand, and what it counts for there."""
AROUND = 24
"""So many letters are shown on each side of what was found."""


class Hit(NamedTuple):
    """A card that says all that was searched for, and where its weightiest word stands."""

    card: Card
    field: str
    excerpt: str
    weight: int


class _Found(NamedTuple):
    weight: int
    field: str
    excerpt: str


def search(query: str, cards: Iterable[Card], glossary: Glossary) -> list[Hit]:
    """Return the cards that say every word of a query, in any of its forms, the best first."""
    wanted = [_forms(word, glossary) for word in words(query)]
    found = [hit for card in cards if (hit := _hit(card, wanted)) is not None]
    return sorted(found, key=lambda hit: -hit.weight)


def _forms(word: str, glossary: Glossary) -> set[str]:
    terms = terms_for(glossary, word)
    return {word.casefold(), *(form.casefold() for term in terms for form in term.spellings)}


def _hit(card: Card, wanted: Sequence[set[str]]) -> Hit | None:
    texts = list(_texts(card))
    best: list[_Found] = []
    for forms in wanted:
        found = max(_places(texts, forms), default=None)
        if found is None:
            return None
        best.append(found)
    if not best:
        return None
    first = max(best)
    return Hit(card, first.field, first.excerpt, sum(one.weight for one in best))


def _texts(card: Card) -> Iterator[tuple[str, str]]:
    """Yield each text of a card with the field that it stands in."""
    yield "제목", f"{card.title} {card.id}".strip()
    yield "질문", card.question
    yield from (("핵심", point.point) for point in card.key_points)
    yield from (("태그", tag) for tag in card.tags)
    yield "답", card.answer
    yield from (("꼬리질문", f"{one.question} {one.answer}") for one in card.followups)
    yield from (("오해", f"{one.claim} {one.truth} {one.because}") for one in card.misconceptions)


def _places(texts: Iterable[tuple[str, str]], forms: set[str]) -> Iterator[_Found]:
    for field, text in texts:
        line = " ".join(text.split())
        folded = line.casefold()
        at = min((start for form in forms if (start := folded.find(form)) >= 0), default=None)
        if at is not None:
            yield _Found(FIELDS[field], field, _excerpt(line, at))


def _excerpt(line: str, at: int) -> str:
    start = max(at - AROUND, 0)
    end = min(at + 2 * AROUND, len(line))
    return f"{'…' * (start > 0)}{line[start:end].strip()}{'…' * (end < len(line))}"
