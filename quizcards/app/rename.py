"""Commands that keep cards and their histories together: `orphans`, `rename`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.cli.options import (
    DecksOption,
    JsonOption,
    app,
    environment,
    find_card,
    print_json,
    print_lines,
    warn,
)
from quizcards.errors import QuizcardsError, perhaps

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Library, Problem

    Look = Callable[[Mapping[Path, Path]], list[Problem]]
    """What is wrong, given for each file that changes where its new text lies."""

CardArgument = Annotated[
    str, typer.Argument(metavar="OLD", help="지금까지의 카드 아이디 또는 덱/아이디.")
]
NewArgument = Annotated[
    str, typer.Argument(metavar="NEW", help="새 아이디. 없어진 카드라면 기록을 이어받을 카드.")
]


@app.command(help="기록은 있는데 덱에는 없는 카드와, 그 기록을 이어받을 만한 카드를 봅니다.")
def orphans(as_json: JsonOption = False, decks: DecksOption = None) -> None:
    from quizcards.insight.orphans import orphans as find_orphans

    env = environment(decks)
    library = env.library()
    with env.store(library) as store:
        memories = store.memories()
        histories = {
            key: store.history(key)
            for key in memories.keys() - {card.key for card in library.cards}
        }
    found = find_orphans(histories, library.cards, memories)
    warn(library)  # a card with a mistake in it is in no deck either
    if as_json:
        from datetime import date

        print_json(
            [
                {
                    "card": orphan.card,
                    "reviews": orphan.reviews,
                    "last_day": date.fromordinal(orphan.last_day).isoformat(),
                    "likely": orphan.likely,
                }
                for orphan in found
            ]
        )
        return
    from quizcards.terminal import listings

    print_lines(listings.orphans(found))


@app.command(help="카드의 아이디를 바꾸고 기록을 잇습니다. 덱 파일만 고칩니다(id, was, needs).")
def rename(old: CardArgument, new: NewArgument, decks: DecksOption = None) -> None:
    from quizcards.decks.files import deck_files
    from quizcards.decks.rename import renamed

    env = environment(decks)
    library = env.library()
    with env.store(library) as store:
        logged = store.memories()
    texts = {path: _text(path) for path in deck_files(env.deck_paths)}
    before, after = _named(library, logged, texts.values(), old, new)
    changed = {
        path: new for path, text in texts.items() if (new := renamed(text, before, after)) != text
    }
    own = next(card.place.path for card in library.cards if card.key in (before, after))
    changed = dict(sorted(changed.items(), key=lambda item: str(item[0]) != own))
    for path in changed:
        env.refuse_shipped(path)
    if problems := _replace_all(changed, {}, partial(_look, env, library, before, after)):
        raise QuizcardsError("\n".join(["아이디를 바꾸지 않았습니다.", *map(str, problems)]))
    print(f"{before} → {after}: 기록이 이어집니다.", *changed, sep="\n")


def _named(
    library: Library, logged: Iterable[str], texts: Collection[str], old: str, new: str
) -> tuple[str, str]:
    """Return the keys of the card as it was and as it is to be called."""
    from quizcards.decks.fields import ID_PATTERN
    from quizcards.decks.find import broken_card

    keys = {card.key for card in library.cards}
    logged = [key for key in logged if re.fullmatch(f"{ID_PATTERN}/{ID_PATTERN}", key)]
    if any(old in (card.key, card.id) for card in library.cards):
        before = find_card(library, old)
        return before.key, _free_key(library, logged, before.key, new)
    lost = sorted(key for key in logged if key not in keys and old in (key, key.partition("/")[2]))
    if library.problems and any(broken_card(text, key) for text in texts for key in lost):
        raise QuizcardsError(
            f"'{old}' 카드가 없어졌는지, 고칠 곳이 있는지 알 수 없습니다. 먼저 고쳐 주세요.\n{library.problems[0]}"
        )
    if len(lost) == 1:
        return lost[0], find_card(library, new).key
    if lost:
        raise QuizcardsError(f"'{old}'의 기록은 여러 덱에 있습니다: {', '.join(lost)}")
    for heir, earlier in library.names.items():
        if any(old in (key, key.partition("/")[2]) for key in earlier):
            raise QuizcardsError(f"'{old}'의 기록은 이미 {heir} 카드가 이어받았습니다.")
    known = [*(card.id for card in library.cards), *keys, *logged]
    raise QuizcardsError(f"'{old}' 카드도, 그 기록도 없습니다.{perhaps(old, known)}")


def _free_key(library: Library, logged: Collection[str], before: str, new: str) -> str:
    """Return the new key of a living card.

    Raises QuizcardsError unless it is a good one and its alone.
    """
    from quizcards.decks.fields import ID_PATTERN

    deck, keys = before.partition("/")[0], [card.key for card in library.cards]
    key = new if "/" in new else f"{deck}/{new}"
    if key in keys:
        raise QuizcardsError(f"{key} 카드는 이미 있습니다. 다른 아이디를 써 주세요.")
    if not key.startswith(f"{deck}/"):
        raise QuizcardsError(
            f"다른 덱으로 옮기려면 카드를 그 덱의 파일로 옮겨 적은 다음 quizcards rename {before} {new} 명령을 실행해 주세요."
        )
    if not re.fullmatch(ID_PATTERN, key.partition("/")[2]):
        raise QuizcardsError(
            f"'{new}': 아이디는 영어 소문자, 숫자, '-'로 써 주세요(예: batch-norm)."
        )
    if key in logged:
        raise QuizcardsError(
            f"{key}에는 다른 카드의 기록이 있습니다. 같은 카드라면 quizcards rename {key} {before}로 먼저 합쳐 주세요."
        )
    return key


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuizcardsError(
            f"{path} 파일을 읽을 수 없습니다. quizcards check로 먼저 고쳐 주세요."
        ) from error


def _replace_all(
    texts: Mapping[Path, str], parts: Mapping[Path, Path], look: Look
) -> list[Problem]:
    """Write every file beside its env, look at all of them together, and only then move them
    there, the first one last.

    With the card's own file as the first, a rename that is cut short can simply be done again.
    """
    from quizcards.decks.problems import replace_file

    if not texts:
        return look(parts)
    (path, text), *rest = texts.items()
    return replace_file(
        path, text, lambda part: _replace_all(dict(rest), {**parts, path: part}, look)
    )


def _look(
    env: Environment, library: Library, before: str, after: str, parts: Mapping[Path, Path]
) -> list[Problem]:
    """Return what a rename makes wrong in the decks.

    Raises QuizcardsError where they then say something else than they should.
    """
    from quizcards.card_data import card_data
    from quizcards.decks.files import deck_files
    from quizcards.decks.problems import more, moved
    from quizcards.decks.rename import as_renamed

    read = env.read([parts.get(path, path) for path in deck_files(env.deck_paths)])
    problems = list(read.problems)
    for path, part in parts.items():
        problems = [moved(problem, part, path) for problem in problems]
    if found := more(library.problems, problems):
        return found
    if [*map(card_data, read.cards)] != [
        card_data(as_renamed(card, before, after)) for card in library.cards
    ]:
        raise QuizcardsError(
            f"{', '.join(map(str, parts))}: 여기서는 고치지 못했습니다. 편집기에서 id를 바꾸고 "
            f"그 아래에 was: [{before}]를 적어 주세요."
        )
    return []
