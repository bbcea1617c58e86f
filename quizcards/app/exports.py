"""Decks as documents for other programs and for paper: what goes in, and how it is written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from quizcards.app.notices import warn
from quizcards.app.questions import question_context
from quizcards.app.selection import chosen_cards
from quizcards.decks.images import read_image
from quizcards.errors import QuizcardsError, cannot_write, perhaps
from quizcards.export.book import Book
from quizcards.export.formats import Picture, Piece, formats, load
from quizcards.files import part_of, write_file
from quizcards.study.queue import is_due, is_hidden
from quizcards.study.strength import recall_at, weakest

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Card, Deck, Library, Memory

MOST_WEAK = 20


@dataclass(frozen=True)
class ExportOptions:
    """What is to be exported, and as what.

    Without a format it is the one that writes files like `output`, and Markdown without a file.
    """

    decks: Sequence[str] = ()
    tags: Sequence[str] = ()
    to: str | None = None
    output: Path | None = None
    layout: str | None = None
    due: bool = False
    weak: bool = False
    schedule: bool = False


@contextmanager
def document(env: Environment, options: ExportOptions) -> Iterator[Iterable[Piece]]:
    """Give the pieces of the document, which are made as they are taken.

    Raises QuizcardsError for a format that is not there, and where there is nothing to export.
    """
    form = _format(options.to, options.output)
    layout = _layout(form, options.layout)
    if options.schedule and not getattr(form, "SCHEDULE", False):
        raise QuizcardsError(
            "--schedule: 이 형식에는 복습 일정을 담을 수 없습니다. "
            "--to anki나 --to html로 내보내 주세요."
        )
    library = env.library()
    cards = chosen_cards(library, options.decks, options.tags)
    reads_log = options.due or options.weak or options.schedule
    with ExitStack() as stack:
        store = stack.enter_context(env.store(library)) if reads_log else None
        # what goes to the screen tells by itself how far it has come
        show = stack.enter_context(_progress()) if options.output else None
        memories = store.memories() if store else {}
        book = Book(
            decks=_decks(library, _filtered(cards, memories, env, options)),
            context=question_context(library),
            folder=f"{options.output.stem}-그림" if options.output else "",
            layout=layout,
            memories=memories if options.schedule else {},
            history=store.history if store and options.schedule else None,
            scheduler=env.settings.scheduler,
            now=env.now(),
            image=read_image,
            on_progress=show,
        )
        warn(library)
        yield form.export(book)


def _progress() -> AbstractContextManager[Callable[[float], None]]:
    from quizcards.terminal.progress import SOON, progress  # not needed to print a document

    return progress("내보내는 중", sys.stderr, SOON)


def _format(to: str | None, output: Path | None) -> ModuleType:
    if to is None and output is None:
        to = "markdown"
    if to in formats():
        return load(to)
    known = {name: load(name) for name in formats()}
    if to is not None:
        hint = perhaps(to, known)
        there = _listed({name: form.ABOUT for name, form in known.items()})
        raise QuizcardsError(f"'{to}' 형식은 없습니다.{hint} 쓸 수 있는 것: {there}")
    assert output is not None, "without a file there is a format"
    for form in known.values():
        if output.suffix.lower() == form.SUFFIX:
            return form
    suffixes = ", ".join(form.SUFFIX for form in known.values())
    raise QuizcardsError(
        f"{output}: 확장자를 {suffixes} 가운데 하나로 하거나 --to로 형식을 적어 주세요."
    )


def _layout(form: ModuleType, layout: str | None) -> str:
    """Return the layout named, or the format's usual one; "" where it has but one."""
    known: dict[str, str] = getattr(form, "LAYOUTS", {})
    if layout is None:
        return next(iter(known), "")
    if layout in known:
        return layout
    if not known:
        raise QuizcardsError("--layout: 이 형식에는 레이아웃이 하나뿐입니다. --layout을 빼 주세요.")
    hint = perhaps(layout, known)
    raise QuizcardsError(f"'{layout}' 레이아웃은 없습니다.{hint} 쓸 수 있는 것: {_listed(known)}")


def _listed(known: Mapping[str, str]) -> str:
    return " / ".join(f"{name}: {about}" for name, about in known.items())


def _filtered(
    cards: list[Card], memories: Mapping[str, Memory], env: Environment, options: ExportOptions
) -> list[Card]:
    """Return what is due today, of that the weakest, as asked.

    Raises QuizcardsError if nothing is left.
    """
    now = env.now()
    day = env.day(now)
    nothing = "내보낼 카드가 없습니다. quizcards decks로 덱을 살펴보세요."
    if options.due:
        known = [(card, memories.get(card.key)) for card in cards]
        cards = [card for card, m in known if is_due(m, now, day) and not is_hidden(m, day)]
        nothing = "고른 카드 가운데 오늘 복습할 것이 없습니다."
    elif options.weak:
        nothing = "고른 카드 가운데 아직 배운 것이 없습니다. quizcards study로 먼저 공부해 주세요."
    if options.weak:
        recall = recall_at(env.settings.scheduler, now, day)
        cards = weakest(cards, memories, recall)[:MOST_WEAK]
    if not cards:
        raise QuizcardsError(nothing)
    return cards


def _decks(library: Library, cards: Iterable[Card]) -> list[Deck]:
    """Return the decks with only these cards, in their authors' order."""
    kept = {id(card) for card in cards}
    decks = [
        replace(deck, cards=tuple(card for card in deck.cards if id(card) in kept))
        for deck in library.decks
    ]
    return [deck for deck in decks if deck.cards]


def write_document(pieces: Iterable[Piece], output: Path) -> int:
    """Write a document piece by piece and its pictures beside it; return how many pictures.

    Each file gets its name when it is whole. Raises QuizcardsError where it cannot be written.
    """
    pictures = 0
    try:
        with part_of(output) as document:
            for piece in pieces:
                if isinstance(piece, Picture):
                    pictures += 1
                    picture = output.parent / piece.path
                    # not durable: there are many, and all can be drawn again
                    write_file(picture, piece.data, durable=False)
                elif isinstance(piece, bytes):
                    document.write(piece)
                else:
                    document.write(piece.encode(errors="replace"))
            document.put()
    except OSError as error:
        raise cannot_write(error.filename or output, error) from error
    return pictures
