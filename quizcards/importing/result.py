"""What a file holds: cards as plain data, what stays behind and why, and what another program's
learner answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One answer in another program's history; `row` is its name there, the moment in
    milliseconds.
    """

    row: int
    grade: int
    seconds: float


@dataclass
class FoundCard:
    """A card in the shape of its YAML, perhaps without an id.

    `name` is what a message calls it: '노트 12'.
    """

    name: str
    data: dict[str, Any]
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
    """A whole file.

    `left_out` names each note that makes no card, `lost` each part that a card goes without.
    """

    decks: list[FoundDeck] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    styled: int = 0
    """How many notes had bold letters, colours and the like, of which the text alone is kept."""
    rows: int = 0
    """How many answers the history has."""
    left_rows: Counter[str] = field(default_factory=Counter)
    """Why answers are not carried, and how many for each reason."""

    def deck(self, id: str, title: str) -> FoundDeck:  # noqa: A002
        """Return the deck of this id, or without one of this title; a new one where there is
        none.
        """
        for deck in self.decks:
            if deck.id == id and (id or deck.title == title):
                return deck
        self.decks.append(FoundDeck(id, title))
        return self.decks[-1]

    def leave_out(self, label: str, reason: object, answers: int = 0) -> None:
        """Say that a note makes no card, so that its answers stay behind too."""
        self.left_out.append(f"{label}: {reason}")
        self.leave_rows("가져오지 않은 노트의 답", answers)

    def leave_rows(self, reason: str, count: int = 1) -> None:
        """Say that answers are not carried."""
        if count:
            self.left_rows[reason] += count

    def lose(self, label: str, parts: Iterable[str]) -> None:
        """Say what a card goes without."""
        self.lost += [f"{label}: {part}" for part in parts]

    def lose_marks(self) -> None:
        """Say once what a document for people does not hold of key points and misconceptions."""
        if any(
            card.data.keys() & {"key_points", "misconceptions"}
            for deck in self.decks
            for card in deck.cards
        ):
            self.lost.append(
                "핵심의 any_of, all_of, none_of와 오해를 보이는 실행은 이 형식에 담기지 않아 빠집니다. "
                "카드를 통째로 옮기려면 JSON이나 HTML로 내보내 주세요."
            )


class LeftOutError(Exception):
    """This note makes no card; the message says why."""


def labelled(name: str, question: object) -> str:
    """Return how a message calls a note: its name and the beginning of its question, printable on
    one line.
    """
    text = shown(question, 30) if isinstance(question, str) else ""
    return f"{name} ({text})" if text else name


def shown(text: str, most: int = 60) -> str:
    """Return text of a stranger as a message may quote it: short, on one line, nothing in it that a
    terminal would obey.
    """
    line = " ".join(text[: 4 * most].split())
    short = line if len(line) <= most else f"{line[:most]}…"
    return "".join(c if c.isprintable() else "�" for c in short)
