"""A card's id changed in all decks at once, so that its history follows; and orphaned histories."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.app.notices import warn
from quizcards.app.selection import find_card, refuse_broken
from quizcards.card_data import card_data
from quizcards.decks.fields import ID_PATTERN
from quizcards.decks.files import MOST_BYTES, deck_files
from quizcards.decks.find import broken_card, unread_cards
from quizcards.decks.problems import more, moved, replace_files
from quizcards.decks.rename import as_renamed, renamed
from quizcards.errors import QuizcardsError, perhaps
from quizcards.files import read_file
from quizcards.insight import orphans
from quizcards.model import key_of

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Library, Problem


UNREAD = "덱에 고칠 곳이 있어 읽지 못한 카드입니다. 고치면 기록이 이어집니다."


@dataclass(frozen=True)
class Renamed:
    """The key that a card had, the one that it has, and the files that say so now."""

    before: str
    after: str
    files: Sequence[Path]


def rename(env: Environment, old: str, new: str) -> Renamed:
    """Give a card another id, or a lost card's history to the card `new`, and change the decks.

    Raises QuizcardsError, and changes nothing, where that cannot be done.
    """
    library = env.library()
    with env.store(library) as store:
        logged = store.memories()
    texts = {path: _text(path) for path in deck_files(env.deck_paths)}
    before, after = _keys(library, logged, texts.values(), old, new)
    changed = {
        path: written
        for path, text in texts.items()
        if (written := renamed(text, before, after)) != text
    }
    # the card's own file is moved last: a rename that is cut short can simply be done again
    own = next(card.place.path for card in library.cards if card.key in (before, after))
    changed = dict(sorted(changed.items(), key=lambda item: str(item[0]) != own))
    for path in changed:
        env.refuse_shipped(path)
    problems = replace_files(changed, partial(_look, env, library, before, after))
    if problems:
        raise QuizcardsError("\n".join(["아이디를 바꾸지 않았습니다.", *map(str, problems)]))
    return Renamed(before, after, list(changed))


def orphaned(env: Environment) -> list[orphans.Orphan]:
    """Return the histories without a card, each with the card that it seems to belong to."""
    library = env.library()
    with env.store(library) as store:
        memories = store.memories()
        lost = memories.keys() - {card.key for card in library.cards}
        histories = {key: store.history(key) for key in lost}
    warn(library, memories)  # a card with a mistake in it is in no deck either
    unread = unread_cards(library, memories)
    return [
        replace(one, likely=None, because=UNREAD) if one.card in unread else one
        for one in orphans.orphans(histories, library.cards, memories)
    ]


def _keys(
    library: Library, logged: Iterable[str], texts: Collection[str], old: str, new: str
) -> tuple[str, str]:
    """Return the keys of the card as it was and as it is to be called."""
    keys = {card.key for card in library.cards}
    logged = [key for key in logged if re.fullmatch(f"{ID_PATTERN}/{ID_PATTERN}", key)]
    if any(old in (card.key, card.id) for card in library.cards):
        before = find_card(library, old)
        return before.key, _free_key(library, logged, before.key, new)
    lost = sorted(key for key in logged if key not in keys and old in (key, key.partition("/")[2]))
    if library.problems and any(broken_card(text, key) for text in texts for key in lost):
        raise QuizcardsError(
            f"'{old}' 카드가 없어졌는지, 고칠 곳이 있는지 알 수 없습니다. 먼저 고쳐 주세요.\n"
            f"{library.problems[0]}"
        )
    if len(lost) == 1:
        return lost[0], find_card(library, new).key
    if lost:
        raise QuizcardsError(f"'{old}'의 기록은 여러 덱에 있습니다: {', '.join(lost)}")
    for heir, earlier in library.names.items():
        if any(old in (key, key.partition("/")[2]) for key in earlier):
            raise QuizcardsError(f"'{old}'의 기록은 이미 {heir} 카드가 이어받았습니다.")
    refuse_broken(library, old)
    known = [*(card.id for card in library.cards), *keys, *logged]
    raise QuizcardsError(f"'{old}' 카드도, 그 기록도 없습니다.{perhaps(old, known)}")


def _free_key(library: Library, logged: Collection[str], before: str, new: str) -> str:
    """Return the new key of a living card.

    Raises QuizcardsError unless it is a good one and its alone.
    """
    deck = before.partition("/")[0]
    keys = [card.key for card in library.cards]
    key = key_of(deck, new)
    if key in keys:
        raise QuizcardsError(f"{key} 카드는 이미 있습니다. 다른 아이디를 써 주세요.")
    if not key.startswith(f"{deck}/"):
        raise QuizcardsError(
            f"다른 덱으로 옮기려면 카드를 그 덱의 파일로 옮겨 적은 다음 "
            f"quizcards rename {before} {new} 명령을 실행해 주세요."
        )
    if not re.fullmatch(ID_PATTERN, key.partition("/")[2]):
        raise QuizcardsError(
            f"'{new}': 아이디는 영어 소문자, 숫자, '-'로 써 주세요(예: batch-norm)."
        )
    if key in logged:
        raise QuizcardsError(
            f"{key}에는 다른 카드의 기록이 있습니다. "
            f"같은 카드라면 quizcards rename {key} {before}로 먼저 합쳐 주세요."
        )
    return key


def _text(path: Path) -> str:
    try:
        return read_file(path, MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuizcardsError(
            f"{path} 파일을 읽을 수 없습니다. quizcards check로 먼저 고쳐 주세요."
        ) from error


def _look(
    env: Environment, library: Library, before: str, after: str, parts: Mapping[Path, Path]
) -> list[Problem]:
    """Return what is wrong in the decks with the new texts, which lie in `parts`.

    Raises QuizcardsError where they say something else than they should.
    """
    read = env.read([parts.get(path, path) for path in deck_files(env.deck_paths)])
    found = more(library.problems, moved(read.problems, parts))
    if found:
        return found
    wanted = [card_data(as_renamed(card, before, after)) for card in library.cards]
    if [card_data(card) for card in read.cards] != wanted:
        raise QuizcardsError(
            f"{', '.join(map(str, parts))}: 여기서는 고치지 못했습니다. 편집기에서 id를 바꾸고 "
            f"그 아래에 was: [{before}]를 적어 주세요."
        )
    return []
