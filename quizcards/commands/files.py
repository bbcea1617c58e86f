"""Commands that read and write files: `check`, `export`, `init`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from quizcards.commands.app import (
    DecksArgument,
    DecksOption,
    JsonOption,
    app,
    chosen_cards,
    environment,
    load_demo,
    print_json,
    warn,
)
from quizcards.errors import QuizcardsError


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


@app.command(help="덱을 다른 형식의 문서로 내보냅니다.")
def export(
    names: DecksArgument = None,
    to: Annotated[str, typer.Option("--to", help="형식.")] = "markdown",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="파일. 없으면 화면으로.", show_default=False)
    ] = None,
    decks: DecksOption = None,
) -> None:
    from quizcards.export import formats as exporters

    if to not in exporters.formats():
        raise QuizcardsError(f"'{to}' 형식은 없습니다. 쓸 수 있는 것: {', '.join(exporters.formats())}")
    library = environment(decks).library()
    chosen_cards(library, names or (), ())
    chosen = [deck for deck in library.decks if not names or deck.id in names]
    document = exporters.load(to).export(chosen, load_demo, f"{output.stem}-그림" if output else "")
    warn(library)
    if output is None:
        sys.stdout.write(document.text)
        return
    try:
        for path in document.pictures:
            (output.parent / path).parent.mkdir(exist_ok=True)
        for path, text in ((output.name, document.text), *document.pictures.items()):
            (output.parent / path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise QuizcardsError(f"{output}: {error.filename}에 쓸 수 없습니다({error.strerror}).") from error
    more = f"(그림 {len(document.pictures)}개 포함)" if document.pictures else ""
    print(f"{output}에 썼습니다{more}.", file=sys.stderr)


@app.command(help="딸려 온 덱을 내 폴더로 복사합니다. 그다음부터는 마음껏 고칠 수 있습니다.")
def init() -> None:
    place = environment()
    target = place.home / "decks"
    missing = [
        source
        for source in sorted(place.shipped_decks.iterdir())
        if source.is_file() and not (target / source.name).exists()
    ]
    try:
        target.mkdir(parents=True, exist_ok=True)
        for source in missing:
            (target / source.name).write_bytes(source.read_bytes())
    except OSError as error:
        raise QuizcardsError(f"{target}에 쓸 수 없습니다({error.strerror}).") from error
    print(
        f"{target}에 {len(missing)}개 파일을 복사했습니다."
        if missing
        else f"{target}에 이미 모두 있습니다. 아무것도 바꾸지 않았습니다."
    )
