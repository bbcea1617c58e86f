"""The format `anki`: an Anki package (.apkg) with a note a card.

Formulas and pictures go along, and the learner's schedule if the book has it. Importing it again
updates the notes that changed and leaves what the learner did with them in Anki.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from quizcards.export.anki_package.archive import zipped
from quizcards.export.anki_package.collection import Collection
from quizcards.export.anki_package.note import fields, images, pictures
from quizcards.export.anki_package.schedule import RevlogRow, Standing, answers, standing
from quizcards.export.book import Book
from quizcards.export.formats import Piece
from quizcards.memory.replay import new_memory
from quizcards.model import Card

ABOUT = "Anki 패키지(그림과 식까지, 원하면 복습 일정까지)"
SUFFIX = ".apkg"
SCHEDULE = True


def export(book: Book) -> Iterator[Piece]:
    """Yield the package. It holds one card in memory, and the rest in a temporary folder."""
    with TemporaryDirectory(prefix="quizcards-") as folder:
        yield from zipped(_members(book, Path(folder)))


def _members(book: Book, folder: Path) -> Iterator[tuple[str, bytes | Path]]:
    """Yield the names and contents of the package.

    The pictures come first, numbered, as their cards are written, then the list of their names and
    the collection.
    """
    notes = folder / "collection.anki2"
    names = folder / "media"
    with (
        closing(Collection(notes, book.decks, book.now)) as collection,
        names.open("w", encoding="utf-8") as listed,
    ):
        pictured = 0
        entries = (entry for deck in book.decks for entry in book.entries(deck))
        for position, entry in enumerate(entries, start=1):
            drawn = list(pictures(entry))
            for picture in (*drawn, *images(entry)):
                number, path = json.dumps(str(pictured)), json.dumps(picture.path)
                listed.write(f"{',' if pictured else '{'}{number}:{path}")
                yield str(pictured), picture.data
                pictured += 1
            schedule = _schedule(book, entry.card, position)
            collection.add(entry.card, fields(entry, drawn), *schedule)
        listed.write("}" if pictured else "{}")
    yield names.name, names
    yield notes.name, notes


def _schedule(book: Book, card: Card, position: int) -> tuple[Standing, list[RevlogRow]]:
    """Return where a card stands, and what was answered.

    Without a history it is a new card at its position.
    """
    name = card.first_key
    memory = new_memory(name)
    if book.history is None:
        return standing(memory, position, book.now, book.scheduler), []
    answered = list(answers(book.history(card.key), name, book.scheduler, book.now))
    last = answered[-1].at / 1000 if answered else book.now
    return standing(book.memories.get(card.key, memory), position, last, book.scheduler), answered
