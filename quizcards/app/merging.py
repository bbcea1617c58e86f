"""An update taken into the learner's deck files: all of it or, where it fails, nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizcards.app.updating import below, bytes_of
from quizcards.card_data import card_data
from quizcards.decks.files import deck_files
from quizcards.decks.insert import ids_in, with_cards
from quizcards.decks.problems import moved, replace_files
from quizcards.decks.rename import renamed
from quizcards.decks.replace import with_fields, with_title, without_cards
from quizcards.decks.upstream import under_new_names
from quizcards.decks.write import card_yaml, deck_yaml
from quizcards.errors import QuizcardsError, cannot_write
from quizcards.files import make_folder, write_file
from quizcards.home import origins

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.app.updating import Update
    from quizcards.decks.upstream import Change
    from quizcards.model import Card, Problem


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
        self.kept = {below(env, card.place.path) for card in gone}
        """The files with cards that stay although the author has taken them away."""
        self.new = {card.key for card in update.difference.new}
        self.there = {card.key: card.place.path for card in update.theirs.cards}
        """The files of the author's cards, by their keys."""
        pairs = update.difference.pairs
        self.here = {key: below(env, card.place.path) for key, card in pairs.items()}
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
            if (name := below(self.env, path)) in self.update.after.texts
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
        data = bytes_of(path)
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
        said = now.get(key, {})
        # most cards are none of the author's, and writing them as YAML took seconds
        if said != wanted and _content(said) != _content(wanted):
            raise QuizcardsError(
                f"{key}: 여기서는 받지 못했습니다. 아무것도 바꾸지 않았으니, 편집기에서 이 카드를 "
                "저자의 것과 합친 뒤 다시 해 주세요."
            )
    return []


def _content(card: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a card says, whatever it is and was called, and whatever ends its lines."""
    written = {name: value for name, value in card.items() if name not in ("id", "was")}
    return {name: card_yaml({name: value}) for name, value in written.items()}
