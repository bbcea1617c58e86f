"""Which way a card is asked: in its own words while it is new, then in every way in turn."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from quizcards.model import Card, Event, Memory
from quizcards.quiz import kinds
from quizcards.quiz.kinds import recall as own_words
from quizcards.quiz.question import Code, Context, Form, Item

RECALL = "recall"
POINTS = "points"
STABLE = 7.0
"""Days of stability from which a card is asked in mixed ways: its wording is not to be learnt."""
LINES, BODY = 21.0, 60.0
"""Days of stability from which two or three lines of code are asked for, and the whole body.

docs/code.md says why.
"""
EARLY = 2
"""After so many reviews a young card is asked once in a way that is marked: to compute, not only
to recall.
"""


@dataclass(frozen=True)
class Asking:
    """How a learner wants to be asked.

    `wanted` names the kinds to ask in, `by_deck` other ones for some decks; none means recall
    first, one marked question early, and mixed kinds once a card is stable.
    """

    context: Context
    wanted: tuple[str, ...] = ()
    by_deck: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def item(self, card: Card, memory: Memory) -> Item:
        """Return how to ask a card now.

        The same card after as many reviews is asked the same way again.
        """
        turn = int(memory.reps)
        names = self.by_deck.get(card.deck, self.wanted) or _usual(memory)
        seed = zlib.crc32(f"{card.key} {turn}".encode())
        start = zlib.crc32(card.key.encode()) + turn
        context = replace(self.context, form=form_at(memory))
        return item_in(rotated(names, start), card, context, seed)


def form_at(memory: Memory) -> Form:
    """Return how much code a card of this memory asks for: one that was forgotten, a line again."""
    if memory.step >= 0 or memory.stability < LINES:
        return "line"
    return "lines" if memory.stability < BODY else "body"


def form_of(event: Event) -> Form:
    """Return how much code the question asked for whose answer an event holds."""
    if event.step == "body":
        return "body"
    return "lines" if event.step == "lines" else "line"


def step_of(item: Item) -> str | None:
    """Return what an event keeps of a question so that `form_of` finds how much it asked for."""
    answering = item.asked.answering
    return answering.form if isinstance(answering, Code) and answering.form != "line" else None


def _usual(memory: Memory) -> Sequence[str]:
    """Return the ways in which a card of this memory is asked where nobody wants others."""
    if memory.step < 0 and memory.stability >= STABLE:
        return kinds.names()
    if memory.reps == EARLY:
        return [kind for kind in kinds.marked() if kind != POINTS]
    return (RECALL,)


def rotated(names: Sequence[str], start: int) -> list[str]:
    """Return the names in turn, beginning with another one each time.

    >>> rotated(("recall", "ox", "choice"), 4)
    ['ox', 'choice', 'recall']
    """
    first = start % len(names)
    return [*names[first:], *names[:first]]


def item_in(names: Sequence[str], card: Card, context: Context, seed: int) -> Item:
    """Ask a card in the first of these kinds that it supports; every card supports recall."""
    for name in names:
        if name == RECALL:
            break
        item = kinds.ask(name, card, context, seed)
        if item is not None:
            return item
    return recall(card)


def recall(card: Card) -> Item:
    """Ask a card in its own words, for which nothing but the card is needed."""
    return Item(RECALL, card, 0, own_words.make(card))
