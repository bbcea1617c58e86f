"""Decks that come from elsewhere: what ships with the program, and what others give."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from quizcards.app.notices import some
from quizcards.app.questions import load_demo
from quizcards.decks.bundle import DeckBundle, inspect, is_deck, is_wanted
from quizcards.decks.fields import ID_PATTERN
from quizcards.decks.files import deck_files, read_deck
from quizcards.decks.images import image_in, images_of
from quizcards.decks.insert import ids_in
from quizcards.decks.problems import more, replace_files
from quizcards.errors import QuizcardsError, cannot_write, reason
from quizcards.files import is_plain, sync_folder, write_file, write_folder
from quizcards.home import origins
from quizcards.home.origins import Origin
from quizcards.images import FOLDER
from quizcards.model import Card, Deck, Problem
from quizcards.quiz.survey import demo_problems
from quizcards.sync import fetch
from quizcards.terminal.printing import STDERR

if TYPE_CHECKING:
    from quizcards.app.environment import Environment

MOST_NAMED = 10
MANY_DEMOS = 20
"""More than these take so long that one may want to leave."""


def hides_shipped(env: Environment, path: Path) -> bool:
    """Say whether a new deck at this path is the learner's first.

    It would be read in place of the shipped ones, so that they are to be copied first.
    """
    is_own = path.resolve().is_relative_to(env.own_decks.resolve())
    return is_own and not env.has_own_decks


def copy_shipped(env: Environment) -> int:
    """Copy what came with the program into the learner's folder, where it is not there yet.

    All of it or, where that fails, nothing: some own decks alone would hide the shipped ones.
    Return how many files. Raises QuizcardsError where they cannot be written.
    """
    target = env.own_decks
    try:
        shipped = {
            source.name: source.read_bytes()
            for source in sorted(env.shipped_decks.iterdir())
            if source.is_file()
        }
        missing = {name: data for name, data in shipped.items() if _is_wanted(target / name, data)}
        if target.exists():
            replace_files({target / name: data.decode() for name, data in missing.items()})
        else:
            write_folder(target, missing)
    except OSError as error:
        raise cannot_write(target, error) from error
    return len(missing)


def told_of_copies(env: Environment) -> str:
    """Return what is said once a learner's first deck has brought the shipped ones along."""
    return (
        "이제부터 딸려 온 덱 대신 내 덱을 씁니다. "
        f"사라지는 것이 없도록 딸려 온 덱도 {env.own_decks}에 복사했습니다."
    )


def _is_wanted(there: Path, data: bytes) -> bool:
    """Say whether to copy a file: one that is not there, or another schema than the program's.

    Also one that is there in part, as copying left it when it was not yet whole at once: its
    beginning alone, cut off within a line.
    """
    if not there.exists():
        return True
    now = there.read_bytes()
    is_torn = len(now) < len(data) and data.startswith(now) and not now.endswith(b"\n")
    return is_torn or (there.name == "schema.json" and now != data)


@dataclass(frozen=True)
class Offer:
    """Checked decks of somebody else, waiting in a hidden folder to be added or not."""

    decks: Sequence[Deck]
    known: set[str]
    """The ids of the decks that the learner has already."""
    left_out: Sequence[str]
    """The files that are no decks and are not copied."""
    brings_shipped: bool
    """Whether these are the learner's first decks, so that the shipped ones are copied too."""
    stage: Path
    target: Path
    pictures: Mapping[str, bytes]
    """What the cards of a single file show, and lies beside it; those of a folder are in it."""
    origin: Origin | None
    """Where it came from, if it can be asked again."""

    @property
    def cards(self) -> list[Card]:
        return [card for deck in self.decks for card in deck.cards]

    def as_data(self) -> dict[str, object]:
        """Return it as plain data for JSON."""
        return {
            "path": str(self.target),
            "decks": [
                {"deck": deck.id, "title": deck.title, "cards": len(deck.cards)}
                for deck in self.decks
            ],
            "left_out": list(self.left_out),
            "brings_shipped": self.brings_shipped,
        }

    def notes(self) -> list[str]:
        """Return what is said of the offer beside what its files hold."""
        lines = []
        names = {deck.id for deck in self.decks}
        needed = {need.split("/")[0] for card in self.cards for need in card.needs} - names
        if needed:
            lines.append(f" 먼저 배울 카드가 있는 덱: {', '.join(sorted(needed))}")
        if self.left_out:
            shown = some(self.left_out, MOST_NAMED)
            lines.append(f" 덱이 아니어서 복사하지 않는 파일 {len(self.left_out)}: {shown}")
        if self.brings_shipped:
            lines.append(
                " 내 덱이 생기면 딸려 온 덱 대신 내 덱을 씁니다. "
                "사라지는 것이 없도록 딸려 온 덱도 내 폴더에 복사합니다."
            )
        return lines


def address_of(env: Environment, source: str) -> str:
    """Return what names a source from everywhere: an address, or the whole path."""
    there = env.folder / source
    is_elsewhere = fetch.is_address(source) and not there.exists()
    return source if is_elsewhere else os.path.abspath(there)


def named_by_deck(file: Path) -> Path:
    """Give a file that came without a name the id of its deck for one; return where it is now.

    It stays as it is where it names no deck: what is wrong with it is told later.
    """
    try:
        deck, _ = ids_in(read_deck(file, errors="replace"))
    except OSError:
        return file
    return file.rename(file.with_name(f"{deck}.yaml")) if re.fullmatch(ID_PATTERN, deck) else file


@contextmanager
def found(env: Environment, source: str) -> Iterator[Path]:
    """Give where the decks of a source lie: a file or folder, or what its repository holds.

    Raises QuizcardsError where a repository cannot be had.
    """
    if not fetch.is_address(source):
        yield Path(source)
        return
    name = fetch.name_of(source)
    if not name or not is_plain(name):
        raise QuizcardsError(f"{source}: 저장소의 이름을 알 수 없는 주소입니다.")
    with tempfile.TemporaryDirectory(prefix="quizcards-") as aside:
        folder = Path(aside) / name
        folder.mkdir()
        if STDERR.is_terminal:
            STDERR.say(f"{source}에서 받고 있습니다.")
        fetch.fetch(address_of(env, source), folder, env.variables, _is_open)
        try:
            yield folder
        except QuizcardsError as error:  # nobody knows a file by that name
            raise QuizcardsError(str(error).replace(f"{aside}/", "")) from error


def _is_open(file: PurePath) -> bool:
    """Say whether a file of a repository is wanted, and not hidden."""
    return is_wanted(file) and not any(part.startswith(".") for part in file.parts)


@contextmanager
def offered(env: Environment, source: str, comes_again: bool = True) -> Iterator[Offer]:
    """Give what a deck file, a folder of them or a repository would bring, aside and checked.

    What is checked is what comes. Raises QuizcardsError with every problem.
    """
    address = address_of(env, source) if comes_again else None
    with found(env, source) as path, _offered(env, path, address) as offer:
        yield offer


@contextmanager
def _offered(env: Environment, path: Path, address: str | None) -> Iterator[Offer]:
    if path.name in ("", ".."):
        path = path.resolve()
    target = env.own_decks / path.name
    bundle = inspected(path)
    if target.exists() or target.is_symlink():
        raise QuizcardsError(
            f"{target}: 이미 있습니다. 덮어쓰지 않으니, 이름을 바꾸거나 있던 것을 치워 주세요."
        )
    brings_shipped = hides_shipped(env, target)
    base = deck_files([env.shipped_decks if brings_shipped else env.own_decks])
    with staged(env.own_decks, path, bundle) as stage:
        decks, known = _checked(env, base, path, stage)
        cards = [card for deck in decks for card in deck.cards]
        came = pictures_in(path, stage, bundle, cards)
        pictures = _missing(came, target.parent) if path.is_file() else {}
        origin = origin_of(target.name, address, stage, bundle, came) if address else None
        yield Offer(decks, known, bundle.left_out, brings_shipped, stage, target, pictures, origin)


def inspected(path: Path) -> DeckBundle:
    """Return what a source would bring. Raises QuizcardsError where none of it may be copied."""
    bundle = inspect(path)
    if bundle.problems:
        raise QuizcardsError("\n".join(bundle.problems))
    return bundle


def pictures_in(
    path: Path, stage: Path, bundle: DeckBundle, cards: Iterable[Card]
) -> dict[str, bytes]:
    """Return the pictures that come along, by their paths below the learner's decks.

    Of a folder those that are in it, of a single file those beside it that its cards show.
    """
    if path.is_file():
        names = dict.fromkeys(name for card in cards for name in images_of(card))
        shown = {f"{FOLDER}/{name}": image_in(path.parent, name) for name in names}
        return {name: data for name, data in shown.items() if data}
    files = [file for file in bundle.files if not is_deck(file)]
    return {file.as_posix(): (stage / file).read_bytes() for file in files}


def origin_of(
    name: str, address: str, stage: Path, bundle: DeckBundle, pictures: Mapping[str, bytes]
) -> Origin:
    """Return what is written down of the decks in a stage: what they say, and their source."""
    texts = {
        file.as_posix(): (stage / file).read_bytes().decode(errors="replace")
        for file in bundle.files
        if is_deck(file)
    }
    digests = {name: sha256(data).hexdigest() for name, data in pictures.items()}
    return Origin(name, address, texts, digests)


def accept(env: Environment, offer: Offer) -> None:
    """Move what is offered among the learner's decks, and write down where it came from."""
    if offer.brings_shipped:
        copy_shipped(env)
    for name, data in offer.pictures.items():
        write_file(offer.target.parent / name, data)
    (offer.stage / offer.target.name).rename(offer.target)
    sync_folder(offer.target.parent)
    if offer.origin and not origins.write(env.home, offer.origin):
        STDERR.say("덱이 너무 커서, 나중에 고쳐진 것을 quizcards update로 받을 수는 없습니다.")


def _missing(pictures: Mapping[str, bytes], decks: Path) -> dict[str, bytes]:
    """Return the pictures that are not there yet.

    Raises QuizcardsError where another picture has the name of one.
    """
    missing: dict[str, bytes] = {}
    for name, data in pictures.items():
        there = image_in(decks, name.removeprefix(f"{FOLDER}/"))
        if there and there != data:
            raise QuizcardsError(
                f"{name}: 내 폴더에 같은 이름의 다른 그림이 있습니다. "
                "그림과 덱에서 이름을 바꿔 주세요."
            )
        if not there:
            missing[name] = data
    return missing


@contextmanager
def staged(own: Path, path: Path, bundle: DeckBundle) -> Iterator[Path]:
    """Give a hidden folder beside the learner's decks with a copy of what would be added."""
    was_there = own.exists()
    try:
        own.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".adding-", dir=own))
        try:
            for file in bundle.files:
                write_file(stage / file, (path.parent / file).read_bytes())
            yield stage
        finally:
            shutil.rmtree(stage)
    except OSError as error:
        raise QuizcardsError(
            f"{error.filename or own}: 복사할 수 없습니다({reason(error)})."
        ) from error
    finally:
        if not was_there:
            with suppress(OSError):
                own.rmdir()  # only where nothing came into it


def _checked(
    env: Environment, base: Sequence[Path], path: Path, stage: Path
) -> tuple[list[Deck], set[str]]:
    """Return the decks in the stage, read with those that they come to, and which are there.

    Raises QuizcardsError with every problem.
    """
    before = env.library(base)
    library = env.read([*base, *deck_files([stage / path.name])])
    if problems := more(before.problems, library.problems):
        raise QuizcardsError("\n".join(_moved(problem, stage, path.parent) for problem in problems))
    came = []
    for deck in library.decks:
        cards = [card for card in deck.cards if Path(card.place.path).is_relative_to(stage)]
        if cards:
            came.append(replace(deck, cards=tuple(cards)))
    return came, {deck.id for deck in before.decks}


def _moved(problem: Problem, stage: Path, folder: Path) -> str:
    """Return a problem of a staged file as that of the file in this folder."""
    return str(problem).replace(f"{stage}/", "" if folder == Path() else f"{folder}/")


def run_demos(env: Environment, offer: Offer) -> None:
    """Run the demos of what was added, and say what is wrong with them."""
    from quizcards.terminal.progress import SOON, progress

    count = sum(card.demo is not None for card in offer.cards)
    if count > MANY_DEMOS:
        STDERR.say(f"데모 {count}개를 돌려 봅니다. Ctrl-C로 그만두어도 더한 덱은 그대로 있습니다.")
    problems = []
    with progress("데모를 돌려 보는 중", after=SOON) as show:
        for done, card in enumerate(offer.cards):
            show(done / len(offer.cards))
            problems += demo_problems([card], load_demo)
    STDERR.say(*(_moved(problem, offer.stage, env.own_decks) for problem in problems))
    if problems:
        STDERR.say(f"데모에 고칠 곳이 {len(problems)}군데 있습니다.")
