"""`quizcards export`: decks as documents for other programs and for paper."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.cli.options import (
    DecksArgument,
    DecksOption,
    TagOption,
    app,
    chosen_cards,
    environment,
    question_context,
    warn,
)
from quizcards.errors import QuizcardsError, perhaps, reason

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.export.formats import Piece
    from quizcards.model import Card, Deck, Library, Memory

MOST_WEAK = 20


@app.command(help="덱을 다른 형식의 문서로 내보냅니다.")
def export(
    names: DecksArgument = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help="형식. 없으면 -o 파일의 확장자로 정합니다.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="파일. 없으면 화면으로.", show_default=False),
    ] = None,
    layout: Annotated[
        str | None,
        typer.Option(
            "--layout", help="짜임새. Markdown에는 sheet, qa, onepage.", show_default=False
        ),
    ] = None,
    tag: TagOption = None,
    due: Annotated[bool, typer.Option("--due", help="오늘 복습할 카드만.")] = False,
    weak: Annotated[
        bool, typer.Option("--weak", help=f"배운 카드 가운데 가장 잊었을 {MOST_WEAK}장만.")
    ] = False,
    schedule: Annotated[
        bool, typer.Option("--schedule", help="복습 일정과 기록도 함께(Anki).")
    ] = False,
    decks: DecksOption = None,
) -> None:
    from quizcards.export.book import Book

    form = _format(to, output)
    layout = _layout(form, layout)
    if schedule and not getattr(form, "SCHEDULE", False):
        raise QuizcardsError(
            "--schedule: 이 형식에는 복습 일정을 담을 수 없습니다. --to anki로 내보내 주세요."
        )
    env = environment(decks)
    library = env.library()
    cards = chosen_cards(library, names or (), tag or ())
    with env.store(library) if due or weak or schedule else nullcontext() as store:
        memories = store.memories() if store else {}
        book = Book(
            _decks(library, _filtered(cards, memories, env, due, weak)),
            question_context(library),
            f"{output.stem}-그림" if output else "",
            layout,
            memories if schedule else {},
            store.history if store and schedule else None,
            env.settings.scheduler,
            env.now(),
        )
        warn(library)
        pieces = form.export(book)
        if output is None:
            _print(pieces)
        else:
            pictures = _write(pieces, output)
            more = f"(그림 {pictures}개 포함)" if pictures else ""
            print(f"{output}에 썼습니다{more}.", file=sys.stderr)


def _format(to: str | None, output: Path | None) -> ModuleType:
    """Return the format named, or else the one that writes such files; on the screen it is
    Markdown.
    """
    from quizcards.export.formats import formats, load

    if to is None and output is None:
        to = "markdown"
    if to in formats():
        return load(to)
    known = {name: load(name) for name in formats()}
    if to is not None:
        listed = _listed({name: form.ABOUT for name, form in known.items()})
        raise QuizcardsError(f"'{to}' 형식은 없습니다.{perhaps(to, known)} 쓸 수 있는 것: {listed}")
    assert output is not None, "without a file there is a format"
    for form in known.values():
        if output.suffix.lower() == form.SUFFIX:
            return form
    suffixes = ", ".join(form.SUFFIX for form in known.values())
    raise QuizcardsError(
        f"{output}: 확장자를 {suffixes} 가운데 하나로 하거나 --to로 형식을 적어 주세요."
    )


def _layout(form: ModuleType, layout: str | None) -> str:
    """Return the layout named, which the format must have, or its usual one; "" where it has but
    one.
    """
    known: dict[str, str] = getattr(form, "LAYOUTS", {})
    if layout is None or layout in known:
        return layout or next(iter(known), "")
    if not known:
        raise QuizcardsError("--layout: 이 형식에는 짜임새가 하나뿐입니다. --layout을 빼 주세요.")
    raise QuizcardsError(
        f"'{layout}' 짜임새는 없습니다.{perhaps(layout, known)} 쓸 수 있는 것: {_listed(known)}"
    )


def _listed(known: Mapping[str, str]) -> str:
    return " / ".join(f"{name}: {about}" for name, about in known.items())


def _filtered(
    cards: list[Card], memories: dict[str, Memory], env: Environment, due: bool, weak: bool
) -> Sequence[Card]:
    """Return what is due today, of that the weakest, as asked.

    Raises QuizcardsError if nothing is left.
    """
    now = env.now()
    day = env.day(now)
    if due:
        from quizcards.study.queue import is_due, is_hidden

        known = ((card, memories.get(card.key)) for card in cards)
        cards = [
            card
            for card, memory in known
            if is_due(memory, now, day) and not is_hidden(memory, day)
        ]
    if weak:
        from quizcards.study.strength import weakest

        cards = weakest(cards, memories, day)[:MOST_WEAK]
    if not cards:
        raise QuizcardsError(_NOTHING[due, weak])
    return cards


_NOTHING = {
    (False, False): "내보낼 카드가 없습니다. quizcards decks로 덱을 살펴보세요.",
    (True, False): "고른 카드 가운데 오늘 복습할 것이 없습니다.",
    (
        False,
        True,
    ): "고른 카드 가운데 아직 배운 것이 없습니다. quizcards study로 먼저 공부해 주세요.",
    (True, True): "고른 카드 가운데 오늘 복습할 것이 없습니다.",
}


def _decks(library: Library, cards: Iterable[Card]) -> list[Deck]:
    """Return the decks with only these cards, in their authors' order."""
    from dataclasses import replace

    kept = {id(card) for card in cards}
    decks = [
        replace(deck, cards=tuple(card for card in deck.cards if id(card) in kept))
        for deck in library.decks
    ]
    return [deck for deck in decks if deck.cards]


def _print(pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        if isinstance(piece, bytes):
            if sys.stdout.isatty():
                raise QuizcardsError(
                    "이 형식은 화면에 보일 수 없습니다. -o로 파일 이름을 적어 주세요."
                )
            sys.stdout.buffer.write(piece)
        elif isinstance(piece, str):
            sys.stdout.write(piece)


def _write(pieces: Iterable[Piece], output: Path) -> int:
    """Write a document piece by piece and its pictures beside it; return how many.

    Each file gets its name when it is whole.
    """
    from quizcards.export.formats import Picture
    from quizcards.files import part_of, write_file

    pictures = 0
    try:
        with part_of(output) as document:
            for piece in pieces:
                if isinstance(piece, Picture):
                    pictures += 1
                    # not durable: there are many, and all can be drawn again
                    picture = piece.text.encode()
                    write_file(output.parent / piece.path, picture, durable=False)
                else:
                    document.write(
                        piece if isinstance(piece, bytes) else piece.encode(errors="replace")
                    )
            document.put()
    except OSError as error:
        where = output.parent if error.filename == str(output) else error.filename
        raise QuizcardsError(f"{output}: {where}에 쓸 수 없습니다({reason(error)}).") from error
    return pictures
