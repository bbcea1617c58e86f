"""Cards of other programs as new decks: nothing is written that would not read back the same."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from quizcards.app.images import placed_images
from quizcards.app.imported import Imported
from quizcards.app.joining import take_returned
from quizcards.app.logs import write_log
from quizcards.app.phone import Taken, take_answers
from quizcards.app.sharing import copy_shipped, hides_shipped
from quizcards.card_data import card_data
from quizcards.decks.fields import ID_PATTERN, LONGEST_NAME, MOST_CARDS
from quizcards.decks.files import ENDINGS, deck_files, lay_schema
from quizcards.decks.insert import words_id
from quizcards.decks.write import deck_yaml
from quizcards.errors import QuizcardsError, cannot_write
from quizcards.files import write_file
from quizcards.images import FOLDER
from quizcards.importing.answers import holds_answers
from quizcards.importing.build import NewDeck, build_decks, drop_missing
from quizcards.importing.files import read_file
from quizcards.importing.history import events
from quizcards.importing.result import ImportedReview, ImportResult, summed

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Event, Library
    from quizcards.store.store import Store

MOST_DECKS = 500
READ, WRITTEN = 0.2, 0.7
"""How far an import has come, about, when its file is read and when its cards are YAML."""


@dataclass(frozen=True)
class ImportOptions:
    """What is to be imported, into which deck (`to`, `title`) and which file (`output`)."""

    file: Path
    to: str | None = None
    title: str | None = None
    history: bool = False
    output: Path | None = None


def import_file(env: Environment, options: ImportOptions) -> Imported | Taken:
    """Take in what a file holds: cards, or answers that were given on an exported page.

    Raises QuizcardsError where there is nothing to import, or no place for it.
    """
    if not holds_answers(options.file):
        return import_decks(env, options)
    if options.to or options.title or options.output:
        raise QuizcardsError(
            f"{options.file}: 휴대전화의 답이라 새 덱을 만들지 않습니다. "
            "--deck, --title, -o를 빼 주세요."
        )
    return take_answers(env, options.file)


def import_decks(env: Environment, options: ImportOptions) -> Imported:
    """Write the cards of a file as new decks, and their history as a log of its own.

    Cards that went from here to Anki and come back are the ones that they are; only where a deck is
    named they become copies. Nothing that is there is changed. Raises QuizcardsError where there is
    nothing to import, or no place for it.
    """
    from quizcards.terminal.progress import SOON, progress

    with progress("가져오는 중", after=SOON) as show:
        return _import(env, options, show)


def _import(env: Environment, options: ImportOptions, show: Callable[[float], None]) -> Imported:
    _check_id(options.to)
    found = read_file(options.file)
    show(READ)
    notes = sum(len(deck.cards) for deck in found.decks) + len(found.left_out)
    library = env.library()
    returned = [] if options.to else take_returned(found, library)
    decks = build_decks(found, options.file.stem, words_id, options.to or "", options.title or "")
    _check_size(options.file, decks)
    if options.title and len(decks) > 1:
        raise QuizcardsError(
            f"--title: 덱이 {len(decks)}개입니다. 하나로 합치려면 --deck을 함께 써 주세요."
        )
    paths = _targets(env, decks, options.output)
    data = [card.data for deck in decks for card in deck.cards]
    images = placed_images(found.images, data, _folder(env, options))
    brings_shipped = any(hides_shipped(env, path) for path in paths.values())
    neighbours = _neighbours(env, paths, brings_shipped)
    is_new = bool(decks) or not returned
    texts = _verified_texts(env, found, decks, neighbours, show) if is_new else {}
    answered = [(deck.key(card), card.reviews) for deck in decks for card in deck.cards]
    answered += [(one.card.key, one.found.reviews) for one in returned]
    reviews = _reviews(env, library, found, answered) if options.history else []
    if brings_shipped:
        copy_shipped(env)
    log = write_log(env, "anki", reviews)
    for file, path in images.items():
        _write(file, path.read_bytes())
    for deck in decks:
        _write(paths[deck.id], texts[deck.id].encode())
    if decks and options.output is None:
        lay_schema(env.shipped_decks, env.own_decks)
    done = Imported(
        found, decks, paths, returned, len(reviews), log, options.history, brings_shipped
    )
    if notes != done.cards + len(returned) + len(found.left_out):
        raise RuntimeError("a note was lost without a word")
    return done


def _check_id(to: str | None) -> None:
    if to is not None and (len(to) > LONGEST_NAME or not re.fullmatch(ID_PATTERN, to)):
        raise QuizcardsError(
            f"--deck {to[:LONGEST_NAME]}: 덱 아이디는 영어 소문자, 숫자, '-'로 "
            f"{LONGEST_NAME}자까지 써 주세요(예: my-deck)."
        )


def _check_size(file: Path, decks: Sequence[NewDeck]) -> None:
    """Raise QuizcardsError for more than deck files of ours can hold."""
    if len(decks) > MOST_DECKS:
        raise QuizcardsError(
            f"{file}: 덱이 {len(decks):,}개입니다. {MOST_DECKS}개까지 가져올 수 있으니 "
            "--deck my-deck처럼 한 덱으로 합쳐 주세요."
        )
    for deck in decks:
        if len(deck.cards) > MOST_CARDS:
            raise QuizcardsError(
                f"{file}: '{deck.title}' 덱은 카드가 {len(deck.cards):,}장입니다. 한 덱에 "
                f"{MOST_CARDS:,}장까지 담을 수 있으니 나누어 내보낸 뒤 가져와 주세요."
            )


def _targets(env: Environment, decks: Sequence[NewDeck], output: Path | None) -> dict[str, Path]:
    """Return the new file of each deck.

    Raises QuizcardsError for a file or an id that is there already.
    """
    names = ", ".join(deck.id for deck in decks)
    if output and len(decks) > 1:
        raise QuizcardsError(
            f"-o: 덱이 {len(decks)}개({names})라서 한 파일에 쓸 수 없습니다. "
            "--deck으로 합치거나 -o를 빼 주세요."
        )
    if output and output.suffix not in ENDINGS:
        raise QuizcardsError(f"-o {output}: 덱 파일의 이름은 .yaml로 끝나야 합니다.")
    own = env.own_decks
    paths = {deck.id: output or own / f"{deck.id}.yaml" for deck in decks}
    wrong = [f"{path}: 이미 있는 파일입니다." for path in paths.values() if path.exists()]
    if output is None or env.reads(output):
        folders = [*env.deck_paths, own] if output is None and own.is_dir() else env.deck_paths
        there = {deck.id: deck for deck in env.library(deck_files(folders)).decks}
        wrong += [
            f"'{name}' 덱은 이미 있습니다({there[name].title})." for name in paths if name in there
        ]
    if wrong:
        other = "--deck my-deck처럼 다른 덱 아이디를 써 주세요."
        if output:
            other = "-o에 다른 이름을 써 주세요."
        raise QuizcardsError("\n".join([*wrong, f"있는 것은 바꾸지 않습니다. {other}"]))
    return paths


def _folder(env: Environment, options: ImportOptions) -> Path:
    """Return where the pictures of the new decks go."""
    return (options.output.parent if options.output else env.own_decks) / FOLDER


def _neighbours(env: Environment, paths: Mapping[str, Path], brings_shipped: bool) -> list[Path]:
    """Return the deck files that are read together with the new ones."""
    if brings_shipped:
        return deck_files([env.shipped_decks])
    return deck_files(env.deck_paths) if all(env.reads(path) for path in paths.values()) else []


def _verified_texts(
    env: Environment,
    found: ImportResult,
    decks: list[NewDeck],
    neighbours: Sequence[Path],
    show: Callable[[float], None],
) -> dict[str, str]:
    """Return the text of each deck; `show` is told how far the import has come.

    A card that would not read back as it was found is left out, and its deck if it was the last.
    """
    known = {card.key for card in env.library(neighbours).cards} if neighbours else set[str]()
    with TemporaryDirectory(prefix="quizcards-") as folder:
        while decks:
            drop_missing(found, decks, known)
            texts = _texts(decks, show)
            files = {name: Path(folder) / f"{name}.yaml" for name in texts}
            for name, path in files.items():
                _write_beside(path, texts[name])
            library = env.read([*neighbours, *files.values()])
            spoilt = [_spoilt(deck, texts[deck.id], str(files[deck.id]), library) for deck in decks]
            if not any(spoilt):
                return texts
            for deck, reasons in zip(decks, spoilt, strict=True):
                for i, reason in reasons.items():
                    found.record_left_out(deck.cards[i].label, reason, len(deck.cards[i].reviews))
                deck.cards = [card for i, card in enumerate(deck.cards) if i not in reasons]
            decks[:] = [deck for deck in decks if deck.cards]
    raise QuizcardsError("\n".join([*summed(found.left_out), "가져올 수 있는 카드가 없습니다."]))


def _texts(decks: Sequence[NewDeck], show: Callable[[float], None]) -> dict[str, str]:
    whole = sum(len(deck.cards) for deck in decks)
    done = count(1)

    def data_of(deck: NewDeck) -> Iterator[Mapping[str, Any]]:
        for card in deck.cards:
            yield card.data
            show(READ + (WRITTEN - READ) * next(done) / whole)

    return {deck.id: deck_yaml(deck.id, deck.title, data_of(deck)) for deck in decks}


def _write_beside(path: Path, text: str) -> None:
    """Write a deck into the temporary folder. Raises QuizcardsError where that cannot be done."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise cannot_write(path.parent, error) from error


def _spoilt(deck: NewDeck, text: str, path: str, library: Library) -> dict[int, str]:
    """Return which cards of a deck do not read back as they were found, and why."""
    starts = [number for number, line in enumerate(text.split("\n"), 1) if line.startswith("- ")]
    reasons: dict[int, str] = {}
    for problem in library.problems:
        if problem.path == path:
            reasons.setdefault(bisect_right(starts, problem.line) - 1, problem.message)
    if deck.id not in {one.id for one in library.decks}:  # the file as a whole is not read
        raise QuizcardsError(f"{deck.title}: 덱이 너무 큽니다. {next(iter(reasons.values()))}")
    if -1 in reasons:
        raise QuizcardsError(f"--title: {reasons[-1]}")
    read = {card.key: card for card in library.cards}
    for i, card in enumerate(deck.cards):
        back = read.get(deck.key(card))
        if back is None or _bare(card_data(back)) != _bare(card.data):
            reasons.setdefault(i, "덱에 적으면 뜻이 달라지는 내용이 있습니다.")
    return reasons


def _bare(value: Any) -> Any:
    """Return plain data without what YAML does not keep: empty parts, space at ends of lines."""
    if isinstance(value, dict):
        parts = {name: _bare(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in ("", [], {}, None)}
    if isinstance(value, list):
        return [_bare(part) for part in value]
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.split("\n")).strip()
    return value


def _reviews(
    env: Environment,
    library: Library,
    found: ImportResult,
    answered: Iterable[tuple[str, Sequence[ImportedReview]]],
) -> list[Event]:
    """Return the answers to cards as events, but for those that the log has.

    Each row of the history is one, or counted among those left behind.
    """
    now = env.now()
    with env.store(library) as store:
        reviews = [
            event
            for key, given in answered
            if given
            for event in events(found, key, given, _answers(store, key), now, env.day)
        ]
    if found.rows != len(reviews) + found.left_rows.total():
        raise RuntimeError("an answer was lost without a word")
    return sorted(reviews, key=lambda event: event.id)


def _answers(store: Store, key: str) -> Iterator[Event]:
    """Yield the answers to a card that the log has, also those that were taken back."""
    return (event for event in store.history(key) if event.kind == "review")


def _write(path: Path, data: bytes) -> None:
    try:
        write_file(path, data)
    except OSError as error:
        raise cannot_write(path, error) from error
