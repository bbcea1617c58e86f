"""Added decks are asked for anew where they came from; what the learner has edited stays."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizcards.app.joining import word_diff
from quizcards.app.sharing import found, inspected, origin_of, pictures_in, staged
from quizcards.card_data import card_data
from quizcards.decks.bundle import DeckBundle, is_deck
from quizcards.decks.files import GLOSSARY, deck_files
from quizcards.decks.insert import ids_in, with_cards
from quizcards.decks.problems import moved, replace_files
from quizcards.decks.rename import renamed
from quizcards.decks.replace import with_fields, with_title, without_cards
from quizcards.decks.upstream import Change as Change  # what the command asks about
from quizcards.decks.upstream import Difference, difference, under_new_names
from quizcards.decks.write import card_yaml, deck_yaml
from quizcards.errors import QuizcardsError, cannot_read, cannot_write, perhaps
from quizcards.files import make_folder, read_file, write_file
from quizcards.home import origins
from quizcards.home.origins import Origin
from quizcards.model import Card, Deck, Library, Problem

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
    others = [file for file in deck_files([env.own_decks]) if _below(env, file) not in names]
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


def _below(env: Environment, file: Path | str) -> str:
    """Return the path of a file below the learner's decks."""
    return Path(file).relative_to(env.own_decks).as_posix()


def _sorted_out(
    env: Environment, before: Origin, pictures: Mapping[str, bytes]
) -> tuple[dict[str, bytes], list[str]]:
    """Return the pictures to write, and the names of those where another of the learner's is."""
    wanted = {}
    kept = []
    for name, data in pictures.items():
        there = _bytes(env.own_decks / name)
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
        there = _bytes(env.own_decks / name)
        versions = (before.texts.get(name), after.texts[name])
        if there is not None and versions[0] != versions[1]:
            kept += [name] if there.decode(errors="replace") not in versions else []
    return kept


def _bytes(path: Path) -> bytes | None:
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


def take(env: Environment, update: Update, theirs: Collection[Change], drops: bool) -> None:
    """Take an update into the learner's decks: all of it or, where it fails, nothing.

    Of the conflicts only those in `theirs` go to the author; `drops` says that cards which the
    author has taken away go. Raises QuizcardsError where that cannot be done.
    """
    merge = _Merge(env, update, theirs, drops)
    texts = merge.texts()
    written = {path: text for path, text in texts.items() if text is not None}
    gone = [path for path, text in texts.items() if text is None]
    try:
        for path in written:
            make_folder(path.parent)
        problems = replace_files(written, partial(_look, env, merge, gone))
        if problems:
            raise QuizcardsError("\n".join(["아무것도 바꾸지 않았습니다.", *map(str, problems)]))
        for path in gone:
            path.unlink()
        for name, data in update.pictures.items():
            write_file(env.own_decks / name, data)
    except OSError as error:
        raise cannot_write(error.filename, error) from error
    origins.write(env.home, update.after)


class _Merge:
    """What the learner's deck files say once an update is taken.

    A file in which nothing is the learner's is the author's, to the byte. In any other only what
    the author has changed is written.
    """

    def __init__(
        self, env: Environment, update: Update, theirs: Collection[Change], drops: bool
    ) -> None:
        self.env = env
        self.update = update
        self.difference = update.difference
        self.taken = [
            change
            for change in update.difference.changes
            if not change.is_conflict or change in theirs
        ]
        self.dropped = update.difference.gone if drops else ()
        gone = () if drops else update.difference.gone
        self.kept = {_below(env, card.place.path) for card in gone}
        """The files with cards that stay although the author has taken them away."""
        self.new = {card.key for card in update.difference.new}
        self.there = {card.key: card.place.path for card in update.theirs.cards}
        """The files of the author's cards, by their keys."""
        pairs = update.difference.pairs
        self.here = {key: _below(env, card.place.path) for key, card in pairs.items()}
        """The files in which the learner has those cards."""
        self.comes = _by_value(self.there)
        self.stays = _by_value(self.here)
        names = {*update.before.texts, *update.after.texts}
        files = {*deck_files([env.own_decks]), *(env.own_decks / name for name in names)}
        self.own = {path: data.decode(errors="replace") for path, data in _there(files)}
        """The learner's files as they are."""

    def texts(self) -> dict[Path, str | None]:
        """Return the files that are to say something else, or are to go."""
        whole = {self.env.own_decks / name for name in self._whole()}
        texts: dict[Path, str] = {
            path: self._under_new_names(text)
            for path, text in self.own.items()
            if path not in whole
        }
        self._change(texts)
        self._drop(texts)
        texts |= {
            path: self.update.after.texts[name]
            for path in whole
            if (name := _below(self.env, path)) in self.update.after.texts
        }
        self._add(texts, whole)
        self._entitle(texts)
        changed: dict[Path, str | None] = {
            path: text for path, text in texts.items() if text != self.own.get(path)
        }
        return changed | {path: None for path in whole if path in self.own and path not in texts}

    def _whole(self) -> set[str]:
        """Return the names of the files that can be the author's, to the byte."""
        before = self.update.before.texts
        names = {*before, *self.update.after.texts}
        whole = {
            name for name in names if self.own.get(self.env.own_decks / name) == before.get(name)
        }
        while True:
            rest = {name for name in whole if self._is_theirs(name, whole)}
            if rest == whole:
                return whole
            whole = rest

    def _is_theirs(self, name: str, whole: Collection[str]) -> bool:
        """Say whether a file that the learner has not edited holds what it is to hold."""
        return (
            name not in self.kept
            and all(self.there[key] in whole for key in self.stays.get(name, ()))
            and all(
                key in self.new or self.here.get(key) in whole for key in self.comes.get(name, ())
            )
        )

    def _under_new_names(self, text: str) -> str:
        for old, new in self.difference.renamed.items():
            if old.partition("/")[2] in text:
                text = renamed(text, old, new)
        return text

    def _change(self, texts: dict[Path, str]) -> None:
        """Write the fields that are taken."""
        cards = {card.key: card for card in self.difference.pairs.values()}
        fields: dict[Path, dict[str, dict[str, Any]]] = {}
        instead: dict[str, dict[str, Any]] = {}
        for change in self.taken:
            if not change.is_title:
                card = cards[change.name]
                in_file = fields.setdefault(Path(card.place.path), {})
                in_file.setdefault(card.key, {})[change.field] = change.theirs
        for path, changed in fields.items():
            if path in texts:
                for key, values in changed.items():
                    instead[key] = _filled(card_data(cards[key]) | values)
                texts[path] = with_fields(texts[path], changed, instead)

    def _drop(self, texts: dict[Path, str]) -> None:
        """Take the cards away that the author has taken away."""
        for path in {Path(card.place.path) for card in self.dropped} & texts.keys():
            keys = [card.key for card in self.dropped if card.place.path == str(path)]
            texts[path] = without_cards(texts[path], keys)

    def _add(self, texts: dict[Path, str], whole: Collection[Path]) -> None:
        """Add the cards that came, but for those in files that are the author's."""
        for deck in self.update.new_decks:
            files: dict[Path, list[Card]] = {}
            for card in deck.cards:
                files.setdefault(self.env.own_decks / card.place.path, []).append(card)
            for path, cards in files.items():
                if path not in whole:
                    place = self._place(texts, path, deck.id)
                    data = [card_data(card) for card in cards]
                    text = texts.get(place)
                    texts[place] = (
                        deck_yaml(deck.id, deck.title, data)
                        if text is None
                        else with_cards(text, data)
                    )

    def _place(self, texts: Mapping[Path, str], path: Path, deck: str) -> Path:
        """Return the file for cards that came: the author's, else one of the same deck."""
        own = [Path(card.place.path) for card in self.update.mine.cards if card.deck == deck]
        for place in (path, *dict.fromkeys(own)):
            if place in texts and ids_in(texts[place])[0] == deck:
                return place
        if path not in texts:
            return path
        raise QuizcardsError(f"{path}: {deck} 덱을 둘 자리에 다른 덱이 있습니다. 옮겨 주세요.")

    def _entitle(self, texts: dict[Path, str]) -> None:
        """Give a deck the same title in all of its files."""
        own = {deck.id: deck.title for deck in self.update.mine.decks}
        taken = {change.name for change in self.taken if change.is_title}
        titles = {
            deck.id: deck.title if deck.id in taken else own[deck.id]
            for deck in self.update.theirs.decks
            if own.get(deck.id, deck.title) != deck.title
        }
        for path, text in texts.items() if titles else ():
            deck = ids_in(text)[0]
            if deck in titles:
                texts[path] = with_title(text, titles[deck])

    def expected(self) -> dict[str, dict[str, Any]]:
        """Return what each card of the learner is to say, by its key."""
        cards = under_new_names(self.update.mine.cards, self.difference.renamed)
        dropped = {card.key for card in self.dropped}
        data = {card.key: card_data(card) for card in cards if card.key not in dropped}
        for change in self.taken:
            if not change.is_title:
                data[change.name] = _filled(data[change.name] | {change.field: change.theirs})
        return data


def _there(files: Iterable[Path]) -> Iterator[tuple[Path, bytes]]:
    """Yield the files that are there, with what is in them."""
    for path in sorted(files):
        data = _bytes(path)
        if data is not None:
            yield path, data


def _by_value(files: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the keys of the cards in each file."""
    found: dict[str, list[str]] = {}
    for key, name in files.items():
        found.setdefault(name, []).append(key)
    return found


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _look(
    env: Environment, merge: _Merge, gone: Collection[Path], parts: Mapping[Path, Path]
) -> list[Problem]:
    """Return what is wrong in the learner's decks with the new texts, which lie in `parts`.

    Raises QuizcardsError where a card would not say what it is to say.
    """
    files = sorted({*deck_files([env.own_decks]), *deck_files(parts)} - set(gone))
    read = env.read([parts.get(path, path) for path in files])
    if read.problems:
        return moved(read.problems, parts)
    now = {card.key: card_data(card) for card in read.cards}
    for key, wanted in merge.expected().items():
        if _content(now.get(key, {})) != _content(wanted):
            raise QuizcardsError(
                f"{key}: 여기서는 받지 못했습니다. 아무것도 바꾸지 않았으니, 편집기에서 이 카드를 "
                "저자의 것과 합친 뒤 다시 해 주세요."
            )
    return []


def _content(card: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a card says, whatever it is and was called, and whatever ends its lines."""
    written = {name: value for name, value in card.items() if name not in ("id", "was")}
    return {name: card_yaml({name: value}) for name, value in written.items()}
