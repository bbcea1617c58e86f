"""What an import reads from a file: its cards as plain data, what stays behind, and its reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from quizcards.importing.images import Images

_MOST_NAMED = 3
"""Notes that a message names one by one for one reason."""


@dataclass(frozen=True)
class ImportedReview:
    """One answer in another program's history."""

    row: int
    """The answer's id there, which is its moment: milliseconds since the epoch."""
    grade: int
    seconds: float


class Remark(NamedTuple):
    """What became of a note, or of a part of it."""

    where: str
    """What a message calls the note; "" for the file as a whole."""
    reason: str
    detail: str = ""
    """What it is about, which may be another in each note."""

    def __str__(self) -> str:
        detail = f": {self.detail}" if self.detail else ""
        return ": ".join(filter(None, (self.where, self.reason + detail)))


def summed(remarks: Iterable[Remark]) -> list[str]:
    """Return a line for each remark or, of a reason that many notes have, one for all of them.

    >>> summed([Remark(f"노트 {i}", "답에 글이 없습니다.") for i in range(9)])
    ['답에 글이 없습니다: 9개(노트 0, 노트 1 등)']
    """
    by_reason: dict[str, list[Remark]] = {}
    for remark in remarks:
        by_reason.setdefault(remark.reason, []).append(remark)
    lines: list[str] = []
    for reason, told in by_reason.items():
        if len(told) <= _MOST_NAMED:
            lines += map(str, told)
        else:
            first = ", ".join(remark.where for remark in told[:2])
            lines.append(f"{reason.rstrip('.')}: {len(told):,}개({first} 등)")
    return lines


class Edit(NamedTuple):
    """A field of one of our cards that was changed in another program."""

    field: str
    before: Any
    """As it went out."""
    after: Any


@dataclass
class ImportedCard:
    """A card in the shape of its YAML, perhaps without an id."""

    name: str
    """What a message calls it: '노트 12'."""
    data: dict[str, Any]
    reviews: Sequence[ImportedReview] = ()
    key: str = ""
    """The key, deck/id, of a card of ours that went to Anki and comes back."""
    edits: Sequence[Edit] = ()
    """What was changed in Anki of such a card; `data` has it already."""

    @property
    def label(self) -> str:
        return labelled(self.name, self.data.get("question"))


@dataclass
class ImportedDeck:
    """A deck of the file; without an id and a title of its own it is named after the file."""

    id: str = ""
    title: str = ""
    cards: list[ImportedCard] = field(default_factory=list)


@dataclass
class ImportResult:
    """The report of an import, filled in as it goes: what came, and all that did not.

    A reader of a file makes one and adds its cards; building the decks records what they lose.
    """

    decks: list[ImportedDeck] = field(default_factory=list)
    _known: dict[tuple[str, str], ImportedDeck] = field(default_factory=dict)
    """Each deck by its id, or else by its title."""
    left_out: list[Remark] = field(default_factory=list)
    """Each note that makes no card, and why."""
    lost: list[Remark] = field(default_factory=list)
    """Each part that a card goes without."""
    styled: int = 0
    """How many notes had bold letters, colours and the like, of which the text alone is kept."""
    rows: int = 0
    """How many answers the history has."""
    images: Images = field(default_factory=Images)
    """The pictures that came along."""
    left_rows: Counter[str] = field(default_factory=Counter)
    """Why answers are not carried, and how many for each reason."""

    def add(self, card: ImportedCard, deck_id: str, deck_title: str) -> None:
        """Add a card to the deck of this id, or without one of this title."""
        self.deck(deck_id, deck_title).cards.append(card)

    def deck(self, id: str, title: str) -> ImportedDeck:  # noqa: A002
        """Return the deck of this id, or without one of this title; a new one if there is none."""
        name = (id, "" if id else title)
        if name not in self._known:
            self._known[name] = ImportedDeck(id, title)
            self.decks.append(self._known[name])
        return self._known[name]

    def record_left_out(self, label: str, reason: object, reviews: int = 0) -> None:
        """Record that a note makes no card, so that its answers stay behind too."""
        self.left_out.append(Remark(label, str(reason)))
        self.record_left_rows("가져오지 않은 노트의 답", reviews)

    def record_left_rows(self, reason: str, count: int = 1) -> None:
        """Record that answers are not carried."""
        if count:
            self.left_rows[reason] += count

    def record_loss(self, label: str, reason: str, detail: str = "") -> None:
        """Record what a card goes without, or with a label of "" what the file does."""
        self.lost.append(Remark(label, reason, detail))

    def record_lost_marks(self) -> None:
        """Record once what a document for people does not hold of points and misconceptions."""
        cards = [card for deck in self.decks for card in deck.cards]
        if any(card.data.keys() & {"key_points", "misconceptions"} for card in cards):
            self.record_loss(
                "",
                "핵심의 any_of, all_of, none_of와 오해를 보이는 실행은 이 형식에 담기지 않아 "
                "빠집니다. 카드를 통째로 옮기려면 JSON이나 HTML로 내보내 주세요.",
            )


class LeftOutError(Exception):
    """This note makes no card; the message says why."""


def labelled(name: str, question: object) -> str:
    """Return how a message calls a note: its name and the beginning of its question, on one line.

    >>> labelled("노트 12", "Adam은 무엇을 결합하나요?")
    '노트 12 (Adam은 무엇을 결합하나요?)'
    """
    text = shown(question, 30) if isinstance(question, str) else ""
    return f"{name} ({text})" if text else name


def shown(text: str, most: int = 60) -> str:
    """Return text of a stranger as a message may quote it: short, printable, on one line."""
    line = " ".join(text[: 4 * most].split())
    short = line if len(line) <= most else f"{line[:most]}…"
    return "".join(c if c.isprintable() else "�" for c in short)
