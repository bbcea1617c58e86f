"""Added decks asked for anew where they came from: what their authors have changed since."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizcards.app.joining import word_diff
from quizcards.app.sharing import found, inspected, origin_of, pictures_in, staged
from quizcards.decks.bundle import DeckBundle, is_deck
from quizcards.decks.files import GLOSSARY, deck_files
from quizcards.decks.insert import ids_in
from quizcards.decks.upstream import Change as Change  # what the command asks about
from quizcards.decks.upstream import Difference, difference
from quizcards.decks.write import card_yaml
from quizcards.errors import QuizcardsError, cannot_read, perhaps
from quizcards.files import read_file, write_file
from quizcards.home import origins
from quizcards.home.origins import Origin
from quizcards.model import Deck, Library

if TYPE_CHECKING:
    from quizcards.app.environment import Environment

MOST_SHOWN = 5_000
"""Letters of a field in a diff: to compare longer ones takes time."""
MOST_CHANGES = 50
"""So many are shown of each kind; `--json` has all of them."""
MOST_RENAMED = 100
"""Each is looked for in every deck of the learner."""


@dataclass(frozen=True)
class Update:
    """What the author of an added file or folder has changed since; nothing is taken yet."""

    before: Origin
    after: Origin
    mine: Library
    """All decks of the learner."""
    theirs: Library
    """What the author has now; the places are paths below the learner's decks."""
    difference: Difference
    pictures: Mapping[str, bytes]
    """The pictures to write, by their paths below the learner's decks."""
    kept: Sequence[str]
    """Pictures and glossaries that both have changed: the learner's stay."""

    @property
    def is_empty(self) -> bool:
        """Whether the author has changed nothing."""
        return self.before == self.after

    @property
    def is_only_form(self) -> bool:
        """Whether the author has changed nothing that a card or a picture says."""
        found = self.difference
        said = (found.new, found.gone, found.renamed, found.changes, self.pictures, self.kept)
        return not any(said)

    @property
    def conflicts(self) -> list[Change]:
        return [change for change in self.difference.changes if change.is_conflict]

    @property
    def new_decks(self) -> list[Deck]:
        """The cards that came, in their decks."""
        new = {card.key for card in self.difference.new}
        decks = [
            replace(deck, cards=tuple(card for card in deck.cards if card.key in new))
            for deck in self.theirs.decks
        ]
        return [deck for deck in decks if deck.cards]

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "name": self.before.name,
            "address": self.before.address,
            "new": [card.key for card in self.difference.new],
            "gone": [card.key for card in self.difference.gone],
            "renamed": dict(self.difference.renamed),
            "changed": [
                {
                    "name": change.name,
                    "field": change.field,
                    "base": change.base,
                    "mine": change.mine,
                    "theirs": change.theirs,
                    "conflict": change.is_conflict,
                }
                for change in self.difference.changes
            ],
            "pictures": list(self.pictures),
        }


def chosen(env: Environment, decks: Sequence[str]) -> list[str]:
    """Return the names of the added files and folders with these decks.

    Where none is named, those of all that are still there. Raises QuizcardsError for a deck that
    nobody knows the origin of.
    """
    names = origins.names(env.home)
    if not decks:
        return [name for name in names if (env.own_decks / name).exists()]
    holders: dict[str, list[str]] = {}
    for name in names:
        with suppress(QuizcardsError):  # told when it is asked for
            for deck in _decks_in(origins.read(env.home, name)):
                holders.setdefault(deck, []).append(name)
    for deck in decks:
        if deck not in holders:
            raise QuizcardsError(
                f"{deck}: 어디서 온 덱인지 적혀 있지 않습니다. quizcards add로 더한 덱만 새로 받을 "
                f"수 있습니다.{perhaps(deck, holders)}"
            )
    return list(dict.fromkeys(name for deck in decks for name in holders[deck]))


def _decks_in(origin: Origin) -> set[str]:
    return {deck for deck in (ids_in(text)[0] for text in origin.texts.values()) if deck}


def asked_for(env: Environment, name: str) -> Update:
    """Ask for an added file or folder anew, and compare it with what came and what is there.

    Raises QuizcardsError where it cannot be had, something is wrong with it, or with the learner's
    own decks.
    """
    before = origins.read(env.home, name)
    mine = env.read(deck_files([env.own_decks]))
    if mine.problems:
        raise QuizcardsError(f"내 덱에 고칠 곳이 있습니다. 먼저 고쳐 주세요. {mine.problems[0]}")
    with found(env, before.address) as path:
        bundle = inspected(path)
        with staged(env.own_decks, path, bundle) as stage:
            theirs = _read(env, before, stage, bundle)
            came = pictures_in(path, stage, bundle, theirs.cards)
            after = origin_of(name, before.address, stage, bundle, came)
    compared = difference(_base(env, before), mine, theirs)
    if not compared.pairs and not (env.own_decks / name).exists():
        raise QuizcardsError(
            f"{name}: 내 덱 폴더에 없습니다. 다시 더하려면 quizcards add {before.address}"
        )
    if len(compared.renamed) > MOST_RENAMED:
        raise QuizcardsError(
            f"{name}: 이름이 바뀐 카드가 {len(compared.renamed)}장입니다. "
            f"한 번에 {MOST_RENAMED}장까지 받을 수 있습니다."
        )
    wanted, kept = _sorted_out(env, before, came)
    kept += _own_glossaries(env, before, after)
    return Update(before, after, mine, theirs, compared, wanted, kept)


def _read(env: Environment, before: Origin, stage: Path, bundle: DeckBundle) -> Library:
    """Return the decks in a stage, read with those that do not come from there.

    Raises QuizcardsError with everything that is wrong with them.
    """
    names = {*before.texts, *(file.as_posix() for file in bundle.files)}
    others = [file for file in deck_files([env.own_decks]) if below(env, file) not in names]
    files = deck_files(stage / file for file in bundle.files if is_deck(file))
    library = env.read([*files, *others])
    wrong = [problem for problem in library.problems if Path(problem.path).is_relative_to(stage)]
    if wrong:
        raise QuizcardsError("\n".join(str(problem).replace(f"{stage}/", "") for problem in wrong))
    decks = []
    for deck in library.decks:
        cards = tuple(
            replace(card, place=replace(card.place, path=place.relative_to(stage).as_posix()))
            for card in deck.cards
            if (place := Path(card.place.path)).is_relative_to(stage)
        )
        if cards:
            decks.append(replace(deck, cards=cards))
    return Library(tuple(decks))


def _base(env: Environment, before: Origin) -> Library:
    """Return the decks as they came."""
    with tempfile.TemporaryDirectory(prefix="quizcards-") as folder:
        for name, text in before.texts.items():
            write_file(Path(folder) / name, text.encode(errors="replace"), durable=False)
        return env.read(deck_files([Path(folder)]))


def below(env: Environment, file: Path | str) -> str:
    """Return the path of a file below the learner's decks."""
    return Path(file).relative_to(env.own_decks).as_posix()


def _sorted_out(
    env: Environment, before: Origin, pictures: Mapping[str, bytes]
) -> tuple[dict[str, bytes], list[str]]:
    """Return the pictures to write, and the names of those where another of the learner's is."""
    wanted = {}
    kept = []
    for name, data in pictures.items():
        there = bytes_of(env.own_decks / name)
        if there == data:
            continue
        if there is None or sha256(there).hexdigest() == before.pictures.get(name):
            wanted[name] = data
        elif sha256(data).hexdigest() != before.pictures.get(name):
            kept.append(name)
    return wanted, kept


def _own_glossaries(env: Environment, before: Origin, after: Origin) -> list[str]:
    """Return the glossaries that both have changed."""
    names = [name for name in after.texts if Path(name).name == GLOSSARY]
    kept = []
    for name in names:
        there = bytes_of(env.own_decks / name)
        versions = (before.texts.get(name), after.texts[name])
        if there is not None and versions[0] != versions[1]:
            kept += [name] if there.decode(errors="replace") not in versions else []
    return kept


def bytes_of(path: Path) -> bytes | None:
    """Return what is in a file; None where it is not there."""
    try:
        return read_file(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise cannot_read(path, error) from error


def told(update: Update) -> Iterator[str]:
    """Yield what is said of an update beside the cards that came."""
    for old, new in update.difference.renamed.items():
        yield f" 이름이 바뀐 카드: {old} → {new} (기록은 이어집니다)"
    free = [change for change in update.difference.changes if not change.is_conflict]
    if free:
        yield f" 저자가 고친 곳 {len(free)}군데"
    for change in free[:MOST_CHANGES]:
        yield f"   {change.name} · {change.field}"
        yield from (f"     {line}" for line in _diff(change.field, change.base, change.theirs))
    yield from _rest(free)
    if update.conflicts:
        count = len(update.conflicts)
        yield f" 저자와 내가 다르게 고친 곳 {count}군데(고르지 않으면 내 것이 남습니다)"
    for change in update.conflicts[:MOST_CHANGES]:
        yield from conflict(change)
    yield from _rest(update.conflicts)
    if update.difference.gone:
        yield f" 저자가 뺀 카드 {len(update.difference.gone)}장(고르지 않으면 내 덱에 남습니다)"
        shown = update.difference.gone[:MOST_CHANGES]
        yield from (f"   {card.key}   {card.question}" for card in shown)
    yield from _rest(update.difference.gone)
    if update.pictures:
        yield f" 그림 {len(update.pictures)}개: {', '.join(update.pictures)}"
    if update.kept:
        yield f" 나도 고쳐서 그대로 두는 파일: {', '.join(update.kept)}"


def _rest(shown: Sequence[object]) -> Iterator[str]:
    if len(shown) > MOST_CHANGES:
        yield f"   그 밖에 {len(shown) - MOST_CHANGES}"


def conflict(change: Change) -> Iterator[str]:
    """Yield a conflict as both have it, each with what it has changed."""
    yield f"   {change.name} · {change.field}"
    for whose, value in (("저자가", change.theirs), ("내가", change.mine)):
        yield f"     {whose} 고친 것"
        yield from (f"       {line}" for line in _diff(change.field, change.base, value))


def _diff(field: str, before: Any, after: Any) -> list[str]:
    """Return the lines of a field as YAML with what went and what came."""
    old, new = (_text(field, value)[:MOST_SHOWN] for value in (before, after))
    return word_diff(old, new)


def _text(field: str, value: Any) -> str:
    """Return a field as it is to be read: prose as it stands, and anything else as YAML."""
    if isinstance(value, str):
        return value
    return card_yaml({field: value}).partition("\n")[2] if value else ""
