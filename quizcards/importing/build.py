"""Builds new decks of what an import has read: ids are unique, and cards name one another by them.

An id of the file is kept where it is one of ours and nobody else's; otherwise it is made of the
words of a title or a question, or else of a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from quizcards.importing.cloze import ASKING
from quizcards.importing.result import ImportedCard, ImportedDeck, ImportResult, shown
from quizcards.importing.text import one_line, slug
from quizcards.model import key_of
from quizcards.trace.prose import filled, plain, without_images

_ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 100
"""It may become the name of a file, and gets a number where another has it."""
KOREAN = {"question": "질문", "answer": "답", "key_points": "핵심", "formula": "식"}
"""What people call the parts of a card that they change in Anki."""
Propose = Callable[[str], str]
"""Question -> an id from its words, "" if it has none."""


@dataclass
class NewDeck:
    """A deck to be written: its cards have ids, and name one another by them."""

    id: str
    title: str
    cards: list[ImportedCard]

    def key(self, card: ImportedCard) -> str:
        return f"{self.id}/{card.data['id']}"


@dataclass(frozen=True)
class _Plan:
    """A deck to be built: its new id and title, and the decks whose cards come into it."""

    id: str
    title: str
    sources: Sequence[ImportedDeck]

    @property
    def cards(self) -> list[tuple[str, ImportedCard]]:
        """Each card with the id of the deck that it was in; one without is called like the new."""
        return [(source.id or self.id, card) for source in self.sources for card in source.cards]


def build_decks(
    result: ImportResult, name: str, propose: Propose, to: str = "", title: str = ""
) -> list[NewDeck]:
    """Return the decks of a file called `name`, always the same for the same file.

    `to` is the id of one deck for all cards. What had to change is recorded in `result.lost`.
    """
    new_keys: dict[str, str] = {}
    built = []
    for plan in _plans(result, one_line(name) or "가져온 덱", to, one_line(title)):
        deck = _build(result, plan, propose)
        for (source, card), new in zip(plan.cards, deck.cards, strict=True):
            if card.data.get("id") is not None:
                # where two cards had one key, the first is meant by those that need it
                new_keys.setdefault(f"{source}/{card.data['id']}", deck.key(new))
        built.append(deck)
    for deck in built:
        for card in deck.cards:
            if needs := _needs(card):
                keys = [new_keys.get(ref, ref) for ref in needs]
                card.data["needs"] = [key.removeprefix(f"{deck.id}/") for key in keys]
    return built


def drop_missing(result: ImportResult, decks: Iterable[NewDeck], known: Collection[str]) -> None:
    """Take away what cards need that is neither in these decks nor `known`, and record it."""
    there = {deck.key(card) for deck in decks for card in deck.cards}.union(known)
    for deck in decks:
        for card in deck.cards:
            needs = _needs(card)
            if needs is None:
                continue
            missing = [ref for ref in needs if key_of(deck.id, ref) not in there]
            card.data["needs"] = [ref for ref in needs if ref not in missing]
            if not card.data["needs"]:
                del card.data["needs"]  # the reader refuses a list of nothing
            for ref in missing:
                result.record_loss(
                    card.label, f"먼저 볼 카드로 적힌 '{shown(ref)}' 카드는 없어서 지웠습니다."
                )


def _plans(result: ImportResult, name: str, to: str, title: str) -> list[_Plan]:
    """Return which decks are to be built; those of the file that have no card are passed over."""
    decks = [deck for deck in result.decks if deck.cards]
    titles = [title or one_line(deck.title) or name for deck in decks]
    if to:
        return [_Plan(to, titles[0] if len(decks) == 1 else title or name, decks)]
    ids = _deck_ids([(deck.id, deck.title) for deck in decks], name)
    return [
        _Plan(new_id, new_title, [deck])
        for new_id, new_title, deck in zip(ids, titles, decks, strict=True)
    ]


def _build(result: ImportResult, plan: _Plan, propose: Propose) -> NewDeck:
    """Return a deck whose cards have their new ids, and name in full what they need in the file."""
    ids = _card_ids([card.data for _, card in plan.cards], plan.id, propose)
    built = []
    for (source, card), new_id in zip(plan.cards, ids, strict=True):
        old_id = card.data.get("id")
        if old_id is not None and old_id != new_id:
            result.record_loss(
                card.label, "아이디를 바꿨습니다", f"{shown(str(old_id))} → {new_id}"
            )
        if card.edits:
            edited = ", ".join(KOREAN[edit.field] for edit in card.edits)
            result.record_loss(card.label, "Anki에서 고친 대로 옮겼습니다", edited)
        rest = {part: value for part, value in card.data.items() if part != "id"}
        if needs := _needs(card):
            rest["needs"] = [key_of(source, ref) for ref in needs]
        built.append(replace(card, data={"id": new_id, **rest}))
    for (source, _), card in zip(plan.cards, built, strict=True):
        if source != plan.id and card.data.pop("was", None):
            result.record_loss(card.label, "예전 아이디(was)는 덱이 바뀌어 두고 왔습니다.")
    return NewDeck(plan.id, plan.title, built)


def _needs(card: ImportedCard) -> list[str] | None:
    """Return the cards that a card needs; None where that is no list of names."""
    needs = card.data.get("needs")
    is_list = isinstance(needs, list) and all(isinstance(ref, str) for ref in needs)
    return needs if is_list else None


def _deck_ids(named: Iterable[tuple[str, str]], name: str) -> list[str]:
    """Return an id for each deck of this id and title.

    That is its own, or else of the words of its title, or of those of the file.
    """
    ids: dict[str, None] = {}
    candidates: dict[str, Iterator[str]] = {}
    for own, title in named:
        stem = own if _is_id(own) else slug(title) or slug(name) or "imported"
        numbered = candidates.setdefault(stem, _numbered(stem))
        ids[next(one for one in numbered if one not in ids)] = None
    return list(ids)


def _card_ids(cards: Sequence[dict[str, Any]], deck: str, propose: Propose) -> list[str]:
    """Return an id for each card: its own where it is one and no other has it, else a new one."""
    owners: dict[str, int] = {}
    for position, card in enumerate(cards):
        own = card.get("id")
        if isinstance(own, str) and _is_id(own):
            owners.setdefault(own, position)
    ids = {position: own for own, position in owners.items()}
    taken = set(owners)
    candidates: dict[str, Iterator[str]] = {}
    for position, card in enumerate(cards):
        if position in ids:
            continue
        lines = _said(card).split("\n")
        stem = slug(str(card.get("id") or "")) or next(filter(None, map(propose, lines)), "")
        if stem:
            candidates.setdefault(stem, _numbered(stem))
        else:
            stem = deck
            candidates.setdefault(stem, (f"{deck}-{number}" for number in count(1)))
        ids[position] = next(one for one in candidates[stem] if one not in taken)
        taken.add(ids[position])
    return [ids[position] for position in range(len(cards))]


def _said(card: dict[str, Any]) -> str:
    """Return the text whose words name a card: its question or, of one with blanks, its text."""
    text = str(card.get("question", ""))
    if text.startswith(ASKING):
        text = filled(str(card["answer"]).partition("\n\n")[0])
    return plain(without_images(text))


def _is_id(text: str) -> bool:
    return len(text) <= _LONGEST_ID and _ID.fullmatch(text) is not None


def _numbered(stem: str) -> Iterator[str]:
    """Yield the stem, then the stem with -2, -3 and so on."""
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))
