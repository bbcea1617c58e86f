"""An Anki package (.apkg): a note a card, with formulas, pictures and, if the book has it, the
learner's schedule.

Importing it again updates the notes that changed and leaves what the learner did with them in Anki.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from quizcards.export.anki_package.archive import zipped
from quizcards.export.anki_package.collection import Collection, first_key
from quizcards.export.anki_package.note import fields, pictures
from quizcards.export.anki_package.schedule import Answer, Standing, answers, standing
from quizcards.export.book import Book
from quizcards.export.formats import Piece
from quizcards.memory.replay import new_memory
from quizcards.model import Card

ABOUT = "Anki 꾸러미(그림과 식까지, 원하면 복습 일정까지)"
SUFFIX = ".apkg"
SCHEDULE = True


def export(book: Book) -> Iterator[Piece]:
    """Yield the package. It holds one card in memory, and the rest in a temporary folder."""
    with TemporaryDirectory(prefix="quizcards-") as folder:
        yield from zipped(_members(book, Path(folder)))


def _members(book: Book, folder: Path) -> Iterator[tuple[str, bytes | Path]]:
    """Yield the pictures, numbered, as their cards are written, then the list of their names and
    the collection.
    """
    notes, names = folder / "collection.anki2", folder / "media"
    with (
        closing(Collection(notes, book.decks, book.now)) as collection,
        names.open("w", encoding="utf-8") as listed,
    ):
        pictured = position = 0
        for deck in book.decks:
            for entry in book.entries(deck):
                position += 1
                shown = list(pictures(entry))
                for picture in shown:
                    listed.write(
                        f"{',' if pictured else '{'}{json.dumps(str(pictured))}:{json.dumps(picture.path)}"
                    )
                    yield str(pictured), picture.text.encode()
                    pictured += 1
                collection.add(
                    entry.card, fields(entry, shown), *_schedule(book, entry.card, position)
                )
        listed.write("}" if pictured else "{}")
    yield names.name, names
    yield notes.name, notes


def _schedule(book: Book, card: Card, position: int) -> tuple[Standing, list[Answer]]:
    """Return where a card stands and what was answered: without a history, it is a new one at its
    position.
    """
    name = first_key(card)
    memory = new_memory(name)
    if book.history is None:
        return standing(memory, position, book.now, book.scheduler), []
    answered = list(answers(book.history(card.key), name, book.scheduler, book.now))
    last = answered[-1].at / 1000 if answered else book.now
    return standing(book.memories.get(card.key, memory), position, last, book.scheduler), answered
