"""`quizcards import`: cards from other programs."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from quizcards.app import imported, importing, joining, phone
from quizcards.cli.options import STANDARD, JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.cli.standard import file_of, place_of
from quizcards.errors import QuizcardsError
from quizcards.terminal.keys import has_raw_keys
from quizcards.terminal.printing import STDERR

HELP = "다른 프로그램의 카드를 새 덱으로 가져옵니다(Anki, CSV, Markdown 등)."
EXAMPLES = {
    "quizcards import cards.apkg --history": "Anki 카드를 복습 기록과 함께.",
    "quizcards import back.apkg --history --take-edits": "Anki에서 공부하고 고친 내 카드를.",
    "quizcards import quizcards-answers.txt": "휴대전화에서 공부한 답을 내 기록에.",
}
ORDER = 210
OLD = {"--to": "--deck"}

DeckOption = Annotated[
    str | None,
    typer.Option(
        "--deck", help="새 덱의 아이디. 덱이 여럿이면 하나로 합칩니다.", show_default=False
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", help="새 덱 파일. 없으면 내 폴더에, -이면 화면으로.", show_default=False
    ),
]


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="가져올 파일. -이면 표준 입력.")],
    deck: DeckOption = None,
    title: Annotated[
        str | None, typer.Option("--title", help="새 덱의 이름.", show_default=False)
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help="Anki의 복습 기록도 가져옵니다.")
    ] = False,
    take_edits: Annotated[
        bool,
        typer.Option("--take-edits", help="Anki에서 고친 것을 있는 카드에 적습니다."),
    ] = False,
    output: OutputOption = None,
    as_json: JsonOption = False,
) -> None:
    env = environment()
    if output == STANDARD and (as_json or history):
        raise QuizcardsError("-o -: 덱만 출력합니다. --json, --history와 함께 쓸 수 없습니다.")
    with file_of(file) as there, place_of(output, ".yaml") if output else nullcontext() as place:
        name = title or (deck if file == STANDARD else None)  # a pipe has no name to be told by
        options = importing.ImportOptions(there, deck, name, history, place)
        done = importing.import_file(env, options)
    if isinstance(done, phone.Taken):
        _tell_answers(done, as_json)
    elif as_json:
        if take_edits:
            joining.take(env, done.edits, done.found.images)
        print_json(done.as_data())
    else:
        STDERR.say(*imported.account(done))
        if output != STANDARD:
            STDERR.say(*imported.places(env, done))
        elif done.found.images:
            STDERR.say("그림은 빠졌습니다. 함께 가져오려면 -o에 파일 이름을 적어 주세요.")
        joining.settle(env, done.edits, done.found.images, wanted=take_edits, asks=has_raw_keys())


def _tell_answers(taken: phone.Taken, as_json: bool) -> None:
    if as_json:
        print_json(taken.as_data())
    else:
        STDERR.say(taken.story)
