"""How well a card is known: what orders cards from weak to strong, for tests and statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from quizcards.memory.schedule import IN_REVIEW
from quizcards.model import Card, Memory, is_seen

if TYPE_CHECKING:
    from quizcards.memory.schedule import Scheduler

UNSEEN = 0.7
"""Recall that a card never seen counts with: after the weak ones, before the strong."""

Recall = Callable[[Memory], float]
"""How likely a card that was seen is known."""


def recall_at(scheduler: Scheduler, now: float, day: int) -> Recall:
    """Return how likely cards are known at a moment, as the learner's model of memory has it.

    Minutes after any answer everything is still in mind, so at least what a whole day takes away
    counts: of a card that was seen today it is what is left of it tomorrow.
    """
    model = scheduler.memory

    def recall(memory: Memory) -> float:
        return float(model.recall(memory, max(model.elapsed(memory, now, day), 1)))

    return recall


def strength(memory: Memory | None, recall: Recall) -> tuple[bool, float]:
    """Return what orders cards from weak to strong: whether it is out of its steps, and its recall.

    A card in its steps failed at its last answer, or was never known on a later day.
    """
    if not is_seen(memory):
        return True, UNSEEN
    return memory.step == IN_REVIEW, recall(memory)


def weakest(cards: Iterable[Card], memories: Mapping[str, Memory], recall: Recall) -> list[Card]:
    """Return the cards that were seen before, the one least likely to be known first."""
    seen = [card for card in cards if is_seen(memories.get(card.key))]
    return sorted(seen, key=lambda card: strength(memories[card.key], recall))
