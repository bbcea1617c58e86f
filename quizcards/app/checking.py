"""`quizcards check`: everything that is wrong with decks, once or after every save; and ids that
are missing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.cli.options import JsonOption, app, environment, print_json
from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Card, Problem

    Survey = Callable[[Iterable[Card]], list[Problem]]

INTERVAL = 0.3
"""Seconds between two looks at the files."""


@app.command(help="덱을 검사하고 데모를 모두 돌려 보고, 고칠 곳을 모두 알려 줍니다.")
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="덱 파일이나 폴더.", show_default=False),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="빠진 id를 카드마다 한 줄씩 더해 줍니다.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="저장할 때마다 다시 검사합니다. Ctrl-C로 끝냅니다.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    env = environment(paths)
    if watch and (fix or as_json):
        raise QuizcardsError("--watch: --fix나 --json과 함께 쓸 수 없습니다.")
    from quizcards.app.authoring import survey_problems

    if fix:
        _add_ids(env)
    if watch:
        _watch(env, _remembering(survey_problems))
    problems, verdict = _examined(env, survey_problems)
    if as_json:
        from dataclasses import asdict

        print_json([asdict(problem) for problem in problems])
    else:
        for problem in sorted(problems):
            print(problem)
        print(verdict, file=sys.stderr)
    if problems:
        raise typer.Exit(2)


def _examined(env: Environment, survey: Survey) -> tuple[list[Problem], str]:
    """Return every problem of the decks that were named, and what to say of them in one line."""
    files, everywhere = _files(env)
    library = env.read(everywhere)
    named = {str(file) for file in files}
    cards = [card for card in library.cards if card.place.path in named]
    problems = [problem for problem in library.problems if problem.path in named]
    problems += survey(cards)
    verdict = f"고칠 곳 {len(problems)}군데" if problems else "문제 없음"
    return problems, f"파일 {len(files)}개, 카드 {len(cards)}장, {verdict}"


def _files(env: Environment) -> tuple[list[Path], list[Path]]:
    """Return the deck files that were named, and these with all that stand beside them, whose cards
    they may need.
    """
    from quizcards.decks.files import deck_files

    files = deck_files(env.deck_paths)
    return files, list(
        dict.fromkeys([*files, *deck_files(sorted({file.parent for file in files}))])
    )


def _add_ids(env: Environment) -> None:
    """Give an id to each card that has none, by one more line of its file; say what was done and
    what was not.
    """
    from quizcards.app.authoring import taken_ids
    from quizcards.decks.insert import ids_in, with_ids
    from quizcards.decks.problems import replace_file

    files, everywhere = _files(env)
    for file in files:
        try:
            text = file.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # the check says so
        result = with_ids(text, taken_ids(everywhere, ids_in(text)[0]))
        if result.added:
            env.refuse_shipped(file)
            replace_file(file, result.text)
        for line, name in result.added:
            print(f"{file}:{line}: 'id: {name}' 줄을 더했습니다.", file=sys.stderr)
        for line, name in result.left:
            print(
                f"{file}:{line}: 한 줄을 더해 고칠 수 없는 카드입니다. 'id: {name}' 줄을 직접 적어 주세요.",
                file=sys.stderr,
            )


def _remembering(survey: Survey) -> Survey:
    """Return a survey that runs the demos of a card again only where the card, or a place in it, is
    not as it was the last time.
    """
    known: dict[str, list[Problem]] = {}

    def surveyed(cards: Iterable[Card]) -> list[Problem]:
        nonlocal known
        known = {
            text: known[text] if text in known else survey([card])
            for card in cards
            for text in [repr(card)]
        }
        return [problem for problems in known.values() for problem in problems]

    return surveyed


def _watch(env: Environment, survey: Survey) -> None:
    """Check after every save, and say what is new and what was mended since the check before; until
    it is interrupted.
    """
    import time
    from datetime import datetime

    from quizcards.decks.problems import more

    before: list[Problem] = []
    checked, seen = None, _stamps(env)
    while True:
        now = _stamps(env)
        if now == seen != checked:  # no save is going on
            checked = now
            problems, verdict = _examined(env, survey)
            _say_changes(more(before, problems), more(problems, before))
            print(f"{datetime.fromtimestamp(env.now()):%H:%M:%S} {verdict}", file=sys.stderr)
            before = problems
        seen = now
        time.sleep(INTERVAL)


def _stamps(env: Environment) -> dict[Path, tuple[int, int]]:
    """Return when the deck files were written, and their sizes."""
    found = {}
    for file in _files(env)[1]:
        try:
            found[file] = file.stat().st_mtime_ns, file.stat().st_size
        except OSError:
            found[file] = 0, 0  # just gone
    return found


def _say_changes(new: Iterable[Problem], mended: Sequence[Problem]) -> None:
    for problem in sorted(new):
        print(problem, flush=True)
    for problem in sorted(mended):
        print(f"고침: {problem}", flush=True)
