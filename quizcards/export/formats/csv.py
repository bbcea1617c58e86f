"""The format `csv`: a table for spreadsheets, one row a card."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from quizcards.card_data import card_data
from quizcards.export.book import Book, Entry, paragraphs
from quizcards.export.formats import Piece
from quizcards.model import Deck, Misconception
from quizcards.trace.notation import symbol, values

ABOUT = "엑셀 같은 표 프로그램에서 열 표"
SUFFIX = ".csv"
COLUMNS = (
    "deck", "title", "id", "question", "answer", "key_points", "formula", "followups",
    "misconceptions", "tags", "needs", "sources", "result",
)  # fmt: skip
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel in Korea takes UTF-8 for cp949."""

_RUN_BY_SPREADSHEETS = re.compile(r"'*[=+\-@\t\r]")


def export(book: Book) -> Iterator[Piece]:
    """Yield a header and the rows.

    What a card has several of stands one a line; an answer below its question and a reason below
    its claim after an arrow, and what is right instead after a check mark.
    """
    yield BYTE_ORDER_MARK + _row(COLUMNS)
    for deck in book.decks:
        for entry in book.entries(deck):
            yield _row(map(_inert, _cells(deck, entry)))


def _cells(deck: Deck, entry: Entry) -> Sequence[str]:
    card = entry.card
    data = card_data(card)
    return (
        deck.id,
        deck.title,
        card.id,
        data["question"],
        "\n\n".join(paragraphs(data["answer"])),
        _lines(point.point for point in card.key_points),
        "\n".join(card.formula),
        _lines(line for one in card.followups for line in (one.question, f"→ {one.answer}")),
        _lines(line for one in card.misconceptions for line in _corrected(one)),
        _lines(card.tags),
        _lines(data.get("needs", ())),
        _lines(card.sources),
        _result(entry),
    )


def _corrected(wrong: Misconception) -> Iterator[str]:
    yield wrong.claim
    if wrong.truth:
        yield f"✓ {wrong.truth}"
    yield f"→ {wrong.because}"


def _result(entry: Entry) -> str:
    if entry.run is None:
        return ""
    if entry.run.trace is None:
        return entry.run.failure
    name = symbol(entry.run.trace.returned)
    return f"{name} = {values(entry.run.trace.result)}" if name else values(entry.run.trace.result)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(" ".join(text.split()) for text in texts)


def _inert(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula.

    One more where it begins with one already, so that it can be taken away again.
    """
    return f"'{cell}" if _RUN_BY_SPREADSHEETS.match(cell) else cell


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
