"""`quizcards code`: a demo's lines written in the learner's own editor."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import coding
from quizcards.cli.options import DecksOption, JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.errors import QuizcardsError
from quizcards.terminal.code_view import standing_lines
from quizcards.terminal.printing import print_lines, width

HELP = "데모의 줄들을 편집기에서 NumPy로 직접 쓰고, 값을 견줍니다."
EXAMPLES = {
    "quizcards code adam": "Adam 한 스텝을 편집기에서 씁니다.",
    "quizcards code --watch": "다음 연습을 저장할 때마다 확인합니다.",
    "quizcards code --list": "연습과 다 쓴 것.",
}
ORDER = 145


def code(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[DEMO]", help="데모 이름. 없으면 다음 것.", show_default=False),
    ] = None,
    watching: Annotated[
        bool, typer.Option("--watch", help="편집기를 열지 않고, 저장할 때마다 확인합니다.")
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help="연습을 모두 봅니다.")] = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    if as_json and watching:
        raise QuizcardsError("--watch는 화면에서만 씁니다. --json은 빼 주세요.")
    env = environment(decks)
    if listing:
        _list(coding.standings(env), as_json)
    elif as_json:
        print_json(coding.state(env, name))
    elif watching:
        coding.watch(env, name)
    else:
        coding.edit(env, name)


def _list(found: list[coding.Standing], as_json: bool) -> None:
    rows = [(one.task.name, one.title, one.is_done, one.is_due) for one in found]
    if as_json:
        names = ("name", "title", "done", "due")
        print_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        print_lines(standing_lines(rows, width()))
