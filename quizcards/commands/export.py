"""`quizcards export`: decks as documents for other programs and for paper."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.commands.app import (
    DecksArgument,
    DecksOption,
    app,
    chosen_cards,
    environment,
    question_context,
    warn,
)
from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from quizcards.export.formats import Piece


@app.command(help="덱을 다른 형식의 문서로 내보냅니다.")
def export(
    names: DecksArgument = None,
    to: Annotated[str, typer.Option("--to", help="형식.")] = "markdown",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="파일. 없으면 화면으로.", show_default=False)
    ] = None,
    decks: DecksOption = None,
) -> None:
    from quizcards.export import formats as exporters
    from quizcards.export.book import Book

    if to not in exporters.formats():
        raise QuizcardsError(f"'{to}' 형식은 없습니다. 쓸 수 있는 것: {', '.join(exporters.formats())}")
    place = environment(decks)
    library = place.library()
    chosen_cards(library, names or (), ())
    chosen = [deck for deck in library.decks if not names or deck.id in names]
    folder = f"{output.stem}-그림" if output else ""
    book = Book(chosen, question_context(library), folder, scheduler=place.settings.scheduler, now=place.now())
    pieces = exporters.load(to).export(book)
    warn(library)
    if output is None:
        _print(pieces)
        return
    pictures = _write(pieces, output)
    more = f"(그림 {pictures}개 포함)" if pictures else ""
    print(f"{output}에 썼습니다{more}.", file=sys.stderr)


def _print(pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        if isinstance(piece, bytes):
            sys.stdout.buffer.write(piece)
        elif isinstance(piece, str):
            sys.stdout.write(piece)


def _write(pieces: Iterable[Piece], output: Path) -> int:
    """Write a document piece by piece and its pictures beside it; return how many. It gets its name when it is whole."""
    from quizcards.export.formats import Picture

    part, pictures = output.with_name(f"quizcards-{os.getpid()}.part"), 0
    try:
        with part.open("wb") as file:
            for piece in pieces:
                if isinstance(piece, Picture):
                    pictures += 1
                    (output.parent / piece.path).parent.mkdir(exist_ok=True)
                    (output.parent / piece.path).write_text(piece.text, encoding="utf-8")
                else:
                    file.write(piece if isinstance(piece, bytes) else piece.encode(errors="replace"))
        part.replace(output)
    except OSError as error:
        raise QuizcardsError(
            f"{output}: {error.filename2 or error.filename}에 쓸 수 없습니다({error.strerror})."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return pictures
