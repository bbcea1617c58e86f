"""The search for cards that say something, in whichever form the field says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import NamedTuple

from quizcards.model import Card, Glossary
from quizcards.quiz.korean import words
from quizcards.quiz.terms import says, terms_for

FIELDS = {"제목": 8, "질문": 5, "핵심": 4, "태그": 3, "답": 2, "꼬리질문": 1, "오해": 1}
"""Where a word may stand, and what it counts for there."""
ASKING = frozenset(
    "설명 차이 이유 방법 무엇 무엇인 어떻게 어떤 언제 경우 문제 과정 의미 정의 비교 장단점".split()
)
"""Words of questions about anything."""
WORTH = 0.3
"""The share from which on a card is worth looking at for a question."""
SURE = 0.6
"""The share from which on a card may be taken without asking."""
CLEAR = 1.5
"""So many times as near as the next card it must be."""
AROUND = 24
"""So many letters are shown on each side of what was found."""


class Hit(NamedTuple):
    """A card that says all that was searched for, and where its weightiest word stands."""

    card: Card
    field: str
    excerpt: str
    weight: int

    @property
    def beside_name(self) -> str:
        """Where it says so; where only the name does, which stands there anyway, the question."""
        if self.field == "제목":
            return _excerpt(" ".join(self.card.question.split()), 0)
        return f"{self.field}: {self.excerpt}"


class _Found(NamedTuple):
    weight: int
    field: str
    excerpt: str


_NOWHERE = _Found(0, "", "")


def search(query: str, cards: Iterable[Card], glossary: Glossary) -> list[Hit]:
    """Return the cards that say every word of a query, in any of its forms, the best first.

    Where none does, a query that is a term as a whole finds the cards that say it in another form.
    """
    every = tuple(cards)
    found = _hits(every, [_forms(word, glossary) for word in words(query)])
    if found:
        return found
    name = " ".join(query.split()).casefold()
    spelled = [{form.casefold() for form in term.spellings} for term in glossary.terms]
    return _hits(every, [set().union(*(forms for forms in spelled if name in forms))])


def _hits(cards: Iterable[Card], wanted: Sequence[set[str]]) -> list[Hit]:
    found = [hit for card in cards if (hit := _hit(card, wanted)) is not None]
    return sorted(found, key=lambda hit: -hit.weight)


class Near(NamedTuple):
    """A card that a question may be about.

    `share` is 1 where its title alone has one of the words.
    """

    card: Card
    share: float


def nearest(question: str, cards: Sequence[Card], glossary: Glossary) -> list[Near]:
    """Return the cards that say most of what a question says, the nearest first.

    A word says the more, the fewer cards say it (inverse document frequency). Those that share next
    to nothing with the question are left out.
    """
    said = [_forms(word, glossary) for word in dict.fromkeys(_words_of(question))]
    said += [
        {form.casefold() for form in term.spellings}
        for term in glossary.terms
        if any(" " in form for form in term.spellings) and says(term, [question])
    ]
    texts = [list(_texts(card)) for card in cards]
    totals = [0.0] * len(cards)
    most = max(FIELDS.values()) * log(1 + len(cards))
    for forms in said:
        weights = [
            max(_places(each, forms), default=_NOWHERE).weight + _named(card, forms)
            for card, each in zip(cards, texts, strict=True)
        ]
        having = sum(weight > 0 for weight in weights)
        for i, weight in enumerate(weights):
            totals[i] += weight * log(1 + len(cards) / having) / most if weight else 0.0
    found = [Near(card, total) for card, total in zip(cards, totals, strict=True)]
    return sorted((near for near in found if near.share >= WORTH), key=lambda near: -near.share)


def _named(card: Card, forms: set[str]) -> int:
    """Return what it counts that a card is called so, and has no more in its title."""
    return FIELDS["제목"] if card.title.casefold() in forms else 0


def surest(found: Sequence[Near]) -> Card | None:
    """Return the card that a question is about, where none comes near it."""
    if not found or found[0].share < SURE:
        return None
    is_alone = len(found) == 1 or found[0].share >= CLEAR * found[1].share
    return found[0].card if is_alone else None


def _words_of(question: str) -> Iterator[str]:
    """Yield the words of a question: Latin ones end where Hangul begins."""
    for word in re.findall(r"[A-Za-z0-9][A-Za-z0-9+-]*|[가-힣]+", question):
        yield from (part for part in words(word) if len(part) > 1 and part not in ASKING)


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
        at = min((start for form in forms if (start := _found(folded, form)) >= 0), default=None)
        if at is not None:
            yield _Found(FIELDS[field], field, _excerpt(line, at))


def _found(text: str, form: str) -> int:
    """Return where a form stands in a text, or -1: a Latin one at the start of a word."""
    at = text.find(form)
    if not form[:1].isascii():
        return at
    while at > 0 and text[at - 1].isascii() and text[at - 1].isalnum():
        at = text.find(form, at + 1)
    return at


def _excerpt(line: str, at: int) -> str:
    """Return what stands around a place in a line, cut between words."""
    start = max(at - AROUND, 0)
    end = min(at + 2 * AROUND, len(line))
    if start > 0:
        start = max(start, line.find(" ", start - 1, at))
    if end < len(line):
        space = line.rfind(" ", at + AROUND, end + 1)
        end = space if space >= 0 else end
    return f"{'…' * (start > 0)}{line[start:end].strip()}{'…' * (end < len(line))}"
