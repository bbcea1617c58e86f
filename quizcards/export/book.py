"""The book to export: the chosen cards, each with all that it computes.

A card is run when its turn comes, so that memory holds one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from quizcards.errors import QuizcardsError
from quizcards.memory.schedule import Scheduler
from quizcards.model import Card, Deck, DemoCall, Event, Memory
from quizcards.quiz.question import Context
from quizcards.trace.demo import Demo
from quizcards.trace.prose import Image, Part, filled, parts
from quizcards.trace.tracer import Trace


def anchor(card: Card) -> str:
    """Return a card's name within a document and beside it.

    No id holds two hyphens in a row, so no two cards share one.
    """
    return f"{card.deck}--{card.id}"


def asked(card: Card) -> list[Part]:
    """Return the parts of a card's question: text, mathematics and pictures."""
    return [*parts(card.written_question)] or [card.question]


def answered(card: Card) -> list[list[Part]]:
    """Return the parts of each paragraph of a card's answer."""
    if not card.written_answer:
        return [[paragraph] for paragraph in paragraphs(card.answer)]
    return [[*parts(paragraph)] for paragraph in paragraphs(filled(card.written_answer))]


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of an answer, each on one line: the author wrapped them by hand."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]


@dataclass(frozen=True)
class Run:
    """A demo that was run: its trace, or in Korean why there is none."""

    demo: Demo
    trace: Trace | None
    failure: str = ""


@dataclass(frozen=True)
class Entry:
    """A card and what it computes: its own demo, and what shows its misconceptions wrong.

    `evidence` has a run for each misconception, or None where it has none.
    """

    card: Card
    run: Run | None
    evidence: tuple[Run | None, ...]
    images: Mapping[str, bytes]
    """The pictures in the card's text that are there, by their names."""


@dataclass(frozen=True)
class Book:
    """The decks to export, and what their cards are computed and asked with.

    `folder` names where pictures go beside the document, "" for none. `layout` is one of the
    format's own. `memories` and `history` carry the learner's schedule as `scheduler` made it, for
    the formats that can take it along. `now` is the moment of the export.
    """

    decks: Sequence[Deck]
    context: Context
    folder: str = ""
    layout: str = ""
    memories: Mapping[str, Memory] = field(default_factory=dict)
    history: Callable[[str], Sequence[Event]] | None = None
    scheduler: Scheduler = field(default_factory=Scheduler)
    now: float = 0.0
    image: Callable[[Card, str], bytes | None] = lambda _, __: None
    """What reads a picture in a card's text by its name; None where there is none."""
    on_progress: Callable[[float], None] | None = None
    """What is told the share of the cards that were run."""

    def entries(self, deck: Deck) -> Iterator[Entry]:
        """Yield a deck's cards, each run as it is yielded."""
        before = takewhile(lambda other: other is not deck, self.decks)
        done = sum(len(other.cards) for other in before)
        total = sum(len(other.cards) for other in self.decks)
        for number, card in enumerate(deck.cards, done):
            if self.on_progress:
                self.on_progress(number / total)
            yield Entry(
                card,
                self._run(card.demo),
                tuple(self._run(wrong.demo) for wrong in card.misconceptions),
                self._images(card),
            )

    def needed(self) -> dict[str, Card]:
        """Return by their keys the cards that others of the book need.

        To these a document can link.
        """
        needs = {need for deck in self.decks for card in deck.cards for need in card.needs}
        return {card.key: card for deck in self.decks for card in deck.cards if card.key in needs}

    def _images(self, card: Card) -> dict[str, bytes]:
        every = [part for paragraph in (asked(card), *answered(card)) for part in paragraph]
        names = [part.name for part in every if isinstance(part, Image)]
        found = {name: self.image(card, name) for name in names}
        return {name: data for name, data in found.items() if data}

    def _run(self, call: DemoCall | None) -> Run | None:
        if call is None:
            return None
        demo = self.context.load(call)
        try:
            return Run(demo, demo.run(call.params))
        except QuizcardsError as error:
            return Run(demo, None, str(error))
