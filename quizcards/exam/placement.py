"""A placement: which of the cards that were never seen are known already.

Each card is asked in two ways that take seconds, the second only where the first was right: a guess
seldom gets through both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from quizcards.exam.exam import Result, seed_of
from quizcards.model import Card
from quizcards.quiz import kinds
from quizcards.quiz.question import Context, Item
from quizcards.study.asking import rotated

QUICK = ("choice", "cloze", "value", "order", "ox")
"""Kinds that are answered in seconds."""
WAYS = 2


def in_turn(cards: Iterable[Card]) -> list[Card]:
    """Return cards deck by deck in turn, of each deck first what interviews ask most."""
    decks: dict[str, list[Card]] = {}
    for card in sorted(cards, key=lambda card: -card.frequency):
        decks.setdefault(card.deck, []).append(card)
    return [card for row in zip_longest(*decks.values()) for card in row if card is not None]


def draw_placement(cards: Sequence[Card], context: Context, count: int, seed: int) -> list[Item]:
    """Return the questions of a placement over at most `count` cards, each card's together.

    A card that cannot be asked in two quick ways is left out: once is luck.
    """
    items: list[Item] = []
    for number, card in enumerate(in_turn(cards)):
        if len(items) == WAYS * count:
            break
        asked = (
            kinds.ask(name, card, context, seed_of(seed, f"{card.key} {name}"))
            for name in rotated(QUICK, seed + number)
        )
        found = [item for item in asked if item is not None][:WAYS]
        items += found if len(found) == WAYS else []
    return items


def still_wanted(items: Sequence[Item], results: Sequence[Result]) -> list[Item]:
    """Return the questions without those left of a card that was answered wrong."""
    answered = [result.item for result in results]
    unknown = {result.item.card.key for result in results if not result.is_right}
    return [item for item in items if item in answered or item.card.key not in unknown]


def known(results: Iterable[Result]) -> list[Card]:
    """Return the cards that were answered right in every way they are asked."""
    right: dict[str, list[Card]] = {}
    for result in results:
        if result.is_right:
            right.setdefault(result.item.card.key, []).append(result.item.card)
    return [found[0] for found in right.values() if len(found) == WAYS]
