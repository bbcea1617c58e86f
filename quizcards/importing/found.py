"""What a file holds: cards as plain data, what stays behind and why, and what another program's learner answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One answer in another program's history: its row (the moment in milliseconds), and no grade where it was practice."""

    row: int
    grade: int | None
    seconds: float


@dataclass
class FoundCard:
    """A card in the shape of its YAML, perhaps without an id. `name` is what a message calls it: '노트 12'."""

    name: str
    data: dict[str, Any]
    guid: str = ""
    answers: Sequence[Answer] = ()

    @property
    def label(self) -> str:
        return labelled(self.name, self.data.get("question"))


@dataclass
class FoundDeck:
    """A deck of the file; without an id and a title of its own it is named after the file."""

    id: str = ""
    title: str = ""
    cards: list[FoundCard] = field(default_factory=list)


@dataclass
class Found:
    """A whole file. `left_out` names each note that makes no card, `lost` each part that a card goes without."""

    decks: list[FoundDeck]
    left_out: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    rows: int = 0
    """How many answers the history has."""
    left_rows: Counter[str] = field(default_factory=Counter)
    """Why answers are not carried, and how many for each reason."""


class LeftOutError(Exception):
    """This note makes no card; the message says why."""


def labelled(name: str, question: object) -> str:
    """Return how a message calls a note: its name and the beginning of its question, printable on one line."""
    text = " ".join(question.split()) if isinstance(question, str) else ""
    text = "".join(c if c.isprintable() else "�" for c in text)
    short = text if len(text) <= 30 else f"{text[:30]}…"
    return f"{name} ({short})" if short else name
