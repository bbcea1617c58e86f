"""Books for the Anki export, a learner who studied them, and a package taken apart.

Nothing of ours takes it apart.
"""

import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from quizcards import demos
from quizcards.export.book import Book
from quizcards.export.formats import anki
from quizcards.memory.day import study_day
from quizcards.memory.replay import new_memory, replay
from quizcards.memory.schedule import Scheduler, review
from quizcards.model import Card, Deck, DemoCall, Event, EventKind, Place
from quizcards.quiz.question import Context
from quizcards.trace.demo import Demo

ROOT = Path(__file__).parents[2]
NOW = 1_790_000_000.0  # 2026-09-21, 14:13:20 UTC


def card(id: str = "card", **more: Any) -> Card:  # noqa: A002
    return replace(Card("deck", id, "질문?", "답.", Place("deck.yaml")), **more)


def book(
    *decks: Deck, load: Callable[[DemoCall], Demo] = demos.of, now: float = NOW, **more: Any
) -> Book:
    return Book(
        decks,
        Context(tuple(one for deck in decks for one in deck.cards), load, Random),
        now=now,
        **more,
    )


def book_of(*cards: Card, **more: Any) -> Book:
    return book(Deck("deck", "제목", cards), **more)


def package(book: Book) -> bytes:
    return b"".join(piece for piece in anki.export(book) if isinstance(piece, bytes))


@dataclass(frozen=True)
class Package:
    """A package taken apart.

    Each table's rows by column, each note's fields by name, and each picture by its name.
    """

    members: list[str]
    tables: dict[str, list[dict[str, Any]]]
    notes: list[dict[str, str]]
    media: dict[str, str]

    @property
    def col(self) -> dict[str, Any]:
        return self.tables["col"][0]


def opened(data: bytes) -> Package:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        members = archive.namelist()
        names = json.loads(archive.read("media"))
        media = {name: archive.read(number).decode() for number, name in names.items()}
        db = sqlite3.connect(":memory:")
        db.deserialize(archive.read("collection.anki2"))
    db.row_factory = sqlite3.Row
    tables = {
        name: [dict(row) for row in db.execute(f"SELECT * FROM {name} ORDER BY 1")]
        for name in ("col", "notes", "cards", "revlog", "graves")
    }
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()
    (model,) = json.loads(tables["col"][0]["models"]).values()
    names = [field["name"] for field in sorted(model["flds"], key=lambda field: field["ord"])]
    notes = [dict(zip(names, note["flds"].split("\x1f"), strict=True)) for note in tables["notes"]]
    return Package(members, tables, notes, media)


def studied(cards: Sequence[Card], now: float, seed: int = 0) -> dict[str, list[Event]]:
    """Make up what a learner did in the months before `now`.

    Answers when due, and undos, rests and practice between. Of ten cards one is never seen, one is
    suspended and one is buried today.
    """
    chance = Random(seed)
    number = iter(range(10**6))

    def event(card: Card, at: float, kind: EventKind, **more: Any) -> Event:
        day = study_day(datetime.fromtimestamp(at)).toordinal()
        return Event(f"{int(at * 1000):012x}{next(number):016x}", at, day, kind, card.key, **more)

    events: dict[str, list[Event]] = {}
    for place, one in enumerate(cards):
        mine = events[one.key] = []
        for at, grade in _answers(one, now, chance) if place % 10 else ():
            mine.append(
                event(one, at, "review", grade=grade, seconds=round(chance.uniform(2, 90), 3))
            )
            if chance.random() < 0.1:
                slip = event(one, at + 2, "review", grade=1, seconds=1.0)
                mine += [
                    slip,
                    event(one, at + 3, "undo", of=slip.id),
                    event(one, at + 4, "practice"),
                ]
        if place % 10 in (1, 2):
            mine.append(event(one, now - 30, ("suspend", "bury")[place % 10 - 1]))
    return events


def _answers(card: Card, now: float, chance: Random) -> Iterator[tuple[float, int]]:
    memory, at = new_memory(card.key), now - chance.uniform(0, 120) * 86_400
    for _ in range(chance.randint(1, 12)):
        if at >= now - 60:
            return
        grade = chance.choices((1, 2, 3, 4), (2, 1, 6, 1))[0]
        day = study_day(datetime.fromtimestamp(at)).toordinal()
        memory = review(memory, grade, at, day, Scheduler())
        yield at, grade
        wait = memory.due_at - at if memory.step >= 0 else 86_400 * int(memory.interval)
        at += wait + chance.uniform(5, 3_000)


def scheduled(
    decks: Sequence[Deck], events: Mapping[str, Sequence[Event]], now: float, **more: Any
) -> Book:
    """Return a book with the schedule that these events leave."""
    scheduler = more.pop("scheduler", Scheduler())
    cards = [one for deck in decks for one in deck.cards]
    memories = {
        one.key: replay(events[one.key], (*one.was, one.key)[0], scheduler)
        for one in cards
        if events.get(one.key)
    }
    history = lambda key: events.get(key, ())  # noqa: E731
    return book(*decks, now=now, memories=memories, history=history, scheduler=scheduler, **more)


class Page(HTMLParser):
    """What a browser makes of a note's field.

    Its text, each stretch between two elements, and its elements.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stretches: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.stretches.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.stretches.append("")

    def handle_data(self, data: str) -> None:
        self.stretches = [*self.stretches[:-1], (self.stretches or [""])[-1] + data]

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    @property
    def text(self) -> str:
        return "".join(self.stretches)
