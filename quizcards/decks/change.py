"""What became of a card between two readings, field by field."""

from __future__ import annotations

from difflib import ndiff

from quizcards.card_data import card_data
from quizcards.decks.write import card_yaml
from quizcards.model import Card


def changes(before: Card, after: Card) -> dict[str, list[str]]:
    """Return the lines of YAML that a change takes from each field ('- ...') or adds ('+ ...')."""
    old, new = card_data(before), card_data(after)
    return {
        name: [line for line in ndiff(_lines(old, name), _lines(new, name)) if line[0] in "-+"]
        for name in dict.fromkeys((*new, *old))
        if old.get(name) != new.get(name)
    }


def _lines(card: dict[str, object], name: str) -> list[str]:
    return [line[2:] for line in card_yaml({name: card[name]}).splitlines()] if name in card else []


def successor(card: Card, there: list[Card]) -> Card | None:
    """Return the card among new ones that this one, which is gone, seems to have become."""
    alike = [
        one
        for one in there
        if card.key in one.was or one.question == card.question or one.answer == card.answer
    ]
    return next(iter(alike), there[0] if len(there) == 1 else None)
