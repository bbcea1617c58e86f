"""What the author of an added deck has changed since, beside what the learner has.

Three versions of each card are told apart by its key and field by field: as it came (`base`), as
the learner has it (`mine`), and as its author has it now (`theirs`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizcards.card_data import card_data
from quizcards.decks.rename import as_renamed
from quizcards.model import Card, Library, by_any_key

_NAMES = ("id", "was")
"""Fields that are no content; `Difference.renamed` says what became of them."""


@dataclass(frozen=True)
class Change:
    """A field of a card, or the title of a deck, of which the author now says something else."""

    name: str
    """The card's key as the learner will have it, or the deck's id."""
    field: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def is_conflict(self) -> bool:
        """Whether the learner, too, has changed it."""
        return bool(self.mine != self.base)

    @property
    def is_title(self) -> bool:
        """Whether this is of a deck."""
        return "/" not in self.name


@dataclass(frozen=True)
class Difference:
    """What an update would bring. A card that the learner has deleted is nowhere in it."""

    new: Sequence[Card]
    """Cards that came."""
    gone: Sequence[Card]
    """Cards that the author has taken away and the learner has, as the learner has them."""
    renamed: Mapping[str, str]
    """The keys of cards of the learner, and the keys that the author has given them."""
    pairs: Mapping[str, Card]
    """The learner's cards, under their new names, by the keys that the author's have."""
    changes: Sequence[Change]


def difference(base: Library, mine: Library, theirs: Library) -> Difference:
    """Return what the author has changed of decks since they came, and what of it is disputed."""
    renamed = _renamed(base, mine, theirs)
    came = list(under_new_names(base.cards, renamed))
    old = by_any_key(came)
    own = by_any_key(under_new_names(mine.cards, renamed))
    there = by_any_key(theirs.cards)
    new = []
    pairs = {}
    changes = list(_titles(base, mine, theirs))
    for card in theirs.cards:
        was = _first(old, card)
        now = _first(own, card) or (was and _first(own, was))
        if now:
            pairs[card.key] = now
            changes += _fields(was, now, card)
        elif not was:
            new.append(card)
    gone = [own[card.key] for card in came if card.key in own and card.key not in there]
    return Difference(new, gone, renamed, pairs, changes)


def _renamed(base: Library, mine: Library, theirs: Library) -> dict[str, str]:
    """Return the new names of cards that the learner has by their old ones."""
    own = {card.key for card in mine.cards}
    came = by_any_key(base.cards)
    found: dict[str, str] = {}
    for card in theirs.cards:
        was = _first(came, card)
        if was and was.key != card.key and was.key in own and card.key not in own:
            found[was.key] = card.key
    return found


def under_new_names(cards: Iterable[Card], renamed: Mapping[str, str]) -> Iterator[Card]:
    """Yield cards as they are once others, or they themselves, have other names."""
    for card in cards:
        after = card
        for old in {card.key, *card.needs} & renamed.keys():
            after = as_renamed(after, old, renamed[old])
        yield after


def _first(cards: Mapping[str, Card], card: Card) -> Card | None:
    """Return the card of the same name, or of one that it had before."""
    return next((cards[key] for key in (card.key, *card.was) if key in cards), None)


def _fields(base: Card | None, mine: Card, theirs: Card) -> Iterator[Change]:
    came = card_data(base) if base else {}
    own = card_data(mine)
    there = card_data(theirs)
    for name in dict.fromkeys((*there, *came)):
        if name not in _NAMES and there.get(name) not in (came.get(name), own.get(name)):
            yield Change(mine.key, name, came.get(name), own.get(name), there.get(name))


def _titles(base: Library, mine: Library, theirs: Library) -> Iterator[Change]:
    came = {deck.id: deck.title for deck in base.decks}
    own = {deck.id: deck.title for deck in mine.decks}
    for deck in theirs.decks:
        if deck.id in own and deck.title not in (came.get(deck.id), own[deck.id]):
            yield Change(deck.id, "title", came.get(deck.id), own[deck.id], deck.title)
