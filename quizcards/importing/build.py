"""What was found in a file -> new decks whose ids are unique, made of words where there are any,
and known to one another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from quizcards.importing.result import Found, FoundCard, shown
from quizcards.importing.text import one_line, slug

_ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
Propose = Callable[[str], str]
"""Question -> an id from its words, "" if it has none."""


@dataclass
class NewDeck:
    """A deck to be written: its cards have ids, and name one another by them."""

    id: str
    title: str
    cards: list[FoundCard]

    def key(self, card: FoundCard) -> str:
        return f"{self.id}/{card.data['id']}"


def arrange(
    found: Found, name: str, propose: Propose, to: str = "", title: str = ""
) -> list[NewDeck]:
    """Return the decks of a file called `name`, the same for the same file.

    `to` makes one deck of all.

    What had to change is told in `found.lost`.
    """
    decks = [deck for deck in found.decks if deck.cards]
    title, name = one_line(title), one_line(name) or "가져온 덱"
    if to:
        homes = [
            (to, title or (one_line(decks[0].title) if len(decks) == 1 else "") or name, decks)
        ]
    else:
        ids = _deck_ids([(deck.id, deck.title) for deck in decks], name)
        homes = [
            (one, title or one_line(deck.title) or name, [deck])
            for one, deck in zip(ids, decks, strict=True)
        ]
    made, renamed = [], dict[str, str]()
    for home, its_title, sources in homes:
        cards = [(source.id, card) for source in sources for card in source.cards]
        ids = _card_ids([card.data for _, card in cards], home, propose)
        for (source, card), new in zip(cards, ids, strict=True):
            if (old := card.data.get("id")) is not None:
                renamed.setdefault(f"{source or home}/{old}", f"{home}/{new}")
                if old != new:
                    found.lose(
                        card.label, [f"아이디를 '{shown(str(old))}'에서 '{new}'(으)로 바꿨습니다."]
                    )
            card.data = {
                "id": new,
                **{part: value for part, value in card.data.items() if part != "id"},
            }
        made.append(NewDeck(home, its_title, [card for _, card in cards]))
        for source, card in cards:
            _place_refs(card, source or home)
            if source not in ("", home) and card.data.pop("was", None):
                found.lose(card.label, ["예전 아이디(was)는 덱이 바뀌어 두고 왔습니다."])
    for deck in made:
        for card in deck.cards:
            for refs in _refs(card):
                refs[:] = [renamed.get(ref, ref).removeprefix(f"{deck.id}/") for ref in refs]
    return made


def drop_missing(found: Found, decks: Iterable[NewDeck], known: Collection[str]) -> None:
    """Take away what cards need that is neither in these decks nor known, and say so in
    `found.lost`.
    """
    there = {deck.key(card) for deck in decks for card in deck.cards}.union(known)
    for deck in decks:
        for card in deck.cards:
            for needs in _refs(card):
                missing = [
                    ref for ref in needs if (ref if "/" in ref else f"{deck.id}/{ref}") not in there
                ]
                needs[:] = [ref for ref in needs if ref not in missing]
                if not needs:
                    del card.data["needs"]  # the reader refuses a list of nothing
                found.lose(
                    card.label,
                    [
                        f"먼저 볼 카드로 적힌 '{shown(ref)}' 카드는 없어서 지웠습니다."
                        for ref in missing
                    ],
                )


def _refs(card: FoundCard) -> Iterator[list[str]]:
    """Yield the list of cards that a card needs, if it is one."""
    needs = card.data.get("needs")
    if isinstance(needs, list) and all(isinstance(ref, str) for ref in needs):
        yield needs


def _place_refs(card: FoundCard, source: str) -> None:
    """Write out the deck in what a card needs, where it was left out because it was the card's
    own.
    """
    for needs in _refs(card):
        needs[:] = [ref if "/" in ref else f"{source}/{ref}" for ref in needs]


def _deck_ids(named: Iterable[tuple[str, str]], name: str) -> list[str]:
    """Return an id for each deck of this id and title: its own, or else of the words of its title,
    or of the file.
    """
    ids: list[str] = []
    for own, title in named:
        stem = own if _ID.fullmatch(own) else slug(title) or slug(name) or "imported"
        ids.append(next(one for one in _numbered(stem) if one not in ids))
    return ids


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def _card_ids(cards: list[dict[str, Any]], deck: str, propose: Propose) -> list[str]:
    """Return an id for each card: its own where it is one and no other has it, else a new one."""
    owners: dict[str, int] = {}
    for i, card in enumerate(cards):
        own = card.get("id")
        if isinstance(own, str) and _ID.fullmatch(own):
            owners.setdefault(own, i)
    ids = {i: own for own, i in owners.items()}
    taken, numbers = set(owners), dict[str, Iterator[str]]()
    for i, card in enumerate(cards):
        if i not in ids:
            words = slug(str(card.get("id") or "")) or propose(str(card.get("question", "")))
            stem = words or deck
            run = numbers.setdefault(
                stem, _numbered(stem) if words else (f"{deck}-{n}" for n in count(1))
            )
            ids[i] = next(one for one in run if one not in taken)
            taken.add(ids[i])
    return [ids[i] for i in range(len(cards))]
