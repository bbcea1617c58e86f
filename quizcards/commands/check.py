"""`quizcards check`: everything that is wrong with decks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from quizcards.commands.app import JsonOption, app, environment, load_demo, print_json


@app.command(help="덱을 검사하고 데모를 모두 돌려 보고, 고칠 곳을 모두 알려 줍니다.")
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="덱 파일이나 폴더.", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    from quizcards.decks.files import deck_files
    from quizcards.quiz.survey import demo_problems, point_problems

    place = environment(paths)
    files = deck_files(place.deck_paths)
    siblings = deck_files(sorted({file.parent for file in files}))
    library = place.read([*files, *(file for file in siblings if file not in files)])
    named = {str(file) for file in files}
    cards = [card for card in library.cards if card.place.path in named]
    problems = [problem for problem in library.problems if problem.path in named]
    problems += [*demo_problems(cards, load_demo), *point_problems(cards)]
    if as_json:
        from dataclasses import asdict

        print_json([asdict(problem) for problem in problems])
    else:
        for problem in sorted(problems):
            print(problem)
        verdict = f"고칠 곳 {len(problems)}군데" if problems else "문제 없음"
        print(f"파일 {len(files)}개, 카드 {len(cards)}장, {verdict}", file=sys.stderr)
    if problems:
        raise typer.Exit(2)
