"""How well a card is known: what orders cards from weak to strong, for tests and statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quizcards.memory.fsrs import retrievability
from quizcards.memory.schedule import IN_REVIEW
from quizcards.model import Card, Memory, is_seen

UNSEEN = 0.7
"""Recall that a card never seen counts with: after the weak ones, before the strong."""


def strength(memory: Memory | None, day: int) -> tuple[bool, float]:
    """Return what orders cards from weak to strong: whether it is out of its steps, and its recall.

    A card in its steps failed at its last answer, or was never known on a later day. Minutes after
    any answer everything is still in mind, so of a card that was seen today it counts what is left
    of it tomorrow.
    """
    if not is_seen(memory):
        return True, UNSEEN
    return memory.step == IN_REVIEW, float(
        retrievability(max(day - memory.last_day, 1), memory.stability)
    )


def weakest(cards: Iterable[Card], memories: Mapping[str, Memory], day: int) -> list[Card]:
    """Return the cards that were seen before, the one least likely to be known first."""
    seen = [card for card in cards if is_seen(memories.get(card.key))]
    return sorted(seen, key=lambda card: strength(memories[card.key], day))
