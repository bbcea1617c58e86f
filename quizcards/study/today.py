"""Where a learner stands today: what is due, how well each deck is known, days in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizcards.model import Deck, Memory, is_seen
from quizcards.study.goal import Standing
from quizcards.study.queue import Left
from quizcards.study.strength import Recall


@dataclass(frozen=True)
class DeckMastery:
    """How far a deck is learnt.

    `recall` is the share of its cards that would be known if all were asked now; one that was
    never seen counts as not known.
    """

    title: str
    cards: int
    seen: int
    recall: float


@dataclass(frozen=True)
class Today:
    """What the learner meets on a study day, before the first question of a session."""

    left: Left
    """Counted as a session counts it."""
    day: int
    answers: int
    """Given today already."""
    days_in_a_row: int
    standing: Standing | None
    """How the plan stands, where there is one."""
    decks: Sequence[DeckMastery]
    unseen: int = 0
    """How many cards are still new."""
    track: str = ""
    """The title of the kind of position that the learner applies for."""
    plan_over: str = ""
    """What is said of a plan whose day is over."""
    left_out: str = ""
    """What is said of cards that could not be read."""


def mastery(deck: Deck, memories: Mapping[str, Memory], recall: Recall) -> DeckMastery:
    """Return how far a deck is learnt.

    >>> mastery(Deck("basics", "기초", cards=()), {}, recall=lambda memory: 0.9).recall
    0.0
    """
    known = [memories.get(card.key) for card in deck.cards]
    seen = [memory for memory in known if is_seen(memory)]
    share = sum(map(recall, seen)) / max(len(known), 1)
    return DeckMastery(deck.title, len(known), len(seen), share)
