"""Decks that come from elsewhere: `init`, `add`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.cli.options import app, confirmed, environment, load_demo, print_lines, width
from quizcards.errors import QuizcardsError, reason

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.decks.bundle import DeckBundle
    from quizcards.model import Card, Deck, Problem

_MOST_NAMED = 10
_MANY_DEMOS = 20
"""More than these take so long that one may want to leave."""


@app.command(help="딸려 온 덱을 내 폴더로 복사합니다. 그다음부터는 마음껏 고칠 수 있습니다.")
def init() -> None:
    env = environment()
    count = _copy_shipped(env)
    print(
        f"{env.own_decks}에 {count}개 파일을 복사했습니다."
        if count
        else f"{env.own_decks}에 이미 모두 있습니다. 아무것도 바꾸지 않았습니다."
    )


def _copy_shipped(env: Environment) -> int:
    """Copy what came with the program and is not there yet, and the schema that goes with it;
    return how many files.
    """
    target = env.own_decks
    try:
        missing = [
            source
            for source in sorted(env.shipped_decks.iterdir())
            if source.is_file() and _is_wanted(source, target / source.name)
        ]
        target.mkdir(parents=True, exist_ok=True)
        for source in missing:
            (target / source.name).write_bytes(source.read_bytes())
    except OSError as error:
        raise QuizcardsError(f"{target}에 쓸 수 없습니다({reason(error)}).") from error
    return len(missing)


def _is_wanted(source: Path, there: Path) -> bool:
    """Say whether to copy a file: one that is not there, or the schema, which is the program's own,
    where it is another's.
    """
    if not there.exists():
        return True
    return source.name == "schema.json" and there.read_bytes() != source.read_bytes()


@app.command(help="다른 사람의 덱을 검사하고, 무엇이 들었는지 보여 준 뒤 내 덱에 더합니다.")
def add(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="덱 파일(.yaml)이나 덱이 든 폴더.")],
    yes: Annotated[bool, typer.Option("--yes", help="묻지 않고 더합니다.")] = False,
) -> None:
    from quizcards.decks.bundle import inspect
    from quizcards.decks.files import deck_files
    from quizcards.terminal.keys import has_raw_keys

    env = environment()
    path = path if path.name not in ("", "..") else path.resolve()
    target = env.own_decks / path.name
    bundle = inspect(path)
    if bundle.problems:
        raise QuizcardsError("\n".join(bundle.problems))
    if target.exists() or target.is_symlink():
        raise QuizcardsError(
            f"{target}: 이미 있습니다. 덮어쓰지 않으니, 이름을 바꾸거나 있던 것을 치워 주세요."
        )
    has_own = env.has_own_decks
    base = deck_files([env.own_decks if has_own else env.shipped_decks])
    with _staged(env.own_decks, path, bundle) as stage:
        decks, there = _checked(env, base, path, stage)
        _show(decks, there, bundle, has_own)
        if not yes and not has_raw_keys():
            raise QuizcardsError(
                "터미널이 아니어서 물을 수 없습니다. 더하려면 --yes를 붙여 주세요."
            )
        if not yes and not confirmed(f"{target}에 복사할까요?", default=False):
            print("아무것도 복사하지 않았습니다.", file=sys.stderr)
            return
        if not has_own:
            _copy_shipped(env)
        (stage / path.name).rename(target)
    cards = [card for deck in decks for card in deck.cards]
    print(f"{target}에 카드 {len(cards)}장을 더했습니다.")
    _run_demos(cards, stage, env.own_decks)
    if environment().deck_paths != [env.own_decks]:
        print(
            "지금 여기서는 다른 덱을 읽고 있습니다. 더한 덱은 다른 폴더에서 보입니다.",
            file=sys.stderr,
        )


@contextmanager
def _staged(own: Path, path: Path, bundle: DeckBundle) -> Iterator[Path]:
    """Give a hidden folder beside the learner's decks with a copy of what would be added: what is
    checked is what comes.
    """
    import shutil
    import tempfile

    was_there = own.exists()
    try:
        own.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".adding-", dir=own))
        try:
            for file in bundle.files:
                (stage / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path.parent / file, stage / file)
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
    """Return the decks in the stage, read together with those that they come to, and which decks
    are there already.

    Raises QuizcardsError with every problem.
    """
    from dataclasses import replace

    from quizcards.decks.files import deck_files
    from quizcards.decks.problems import more

    before = env.read(base)
    library = env.read([*base, *deck_files([stage / path.name])])
    if problems := more(before.problems, library.problems):
        raise QuizcardsError("\n".join(_moved(problem, stage, path.parent) for problem in problems))
    came = [
        replace(
            deck,
            cards=tuple(card for card in deck.cards if Path(card.place.path).is_relative_to(stage)),
        )
        for deck in library.decks
    ]
    return [deck for deck in came if deck.cards], {deck.id for deck in before.decks}


def _moved(problem: Problem, stage: Path, folder: Path) -> str:
    return str(problem).replace(f"{stage}/", "" if folder == Path() else f"{folder}/")


def _show(decks: Sequence[Deck], there: set[str], bundle: DeckBundle, has_own: bool) -> None:
    """Say what the files hold, before any of it is trusted."""
    from quizcards.terminal.contents_view import contents

    print_lines(contents(decks, there, width()))
    names = {deck.id for deck in decks}
    if needed := sorted(
        {need.split("/")[0] for deck in decks for card in deck.cards for need in card.needs} - names
    ):
        print(f" 먼저 배울 카드가 있는 덱: {', '.join(needed)}")
    if bundle.left_out:
        print(f" 덱이 아니어서 복사하지 않는 파일 {_named(bundle.left_out)}")
    if not has_own:
        print(
            " 내 덱이 생기면 딸려 온 덱 대신 내 덱을 씁니다. 사라지는 것이 없도록 딸려 온 덱도 내 폴더에 복사합니다."
        )


def _named(names: Sequence[str]) -> str:
    more = f" 외 {len(names) - _MOST_NAMED}" if len(names) > _MOST_NAMED else ""
    return f"{len(names)}: {', '.join(names[:_MOST_NAMED])}{more}"


def _run_demos(cards: Sequence[Card], stage: Path, own: Path) -> None:
    """Run the demos of what was added, and say what is wrong with them."""
    from quizcards.quiz.survey import demo_problems

    if (count := sum(card.demo is not None for card in cards)) > _MANY_DEMOS:
        print(
            f"데모 {count}개를 돌려 봅니다. Ctrl-C로 그만두어도 더한 덱은 그대로 있습니다.",
            file=sys.stderr,
        )
    if problems := demo_problems(cards, load_demo):
        for problem in problems:
            print(_moved(problem, stage, own), file=sys.stderr)
        print(f"데모에 고칠 곳이 {len(problems)}군데 있습니다.", file=sys.stderr)
