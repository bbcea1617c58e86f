"""`quizcards demo`: a computation shown, walked, laid side by side or written."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import demo_runs
from quizcards.app.documents import checked_format, json_text
from quizcards.cli.options import JsonOption, OutputOption, environment, written_as
from quizcards.cli.output import hand_over, print_json, show_page
from quizcards.errors import QuizcardsError
from quizcards.terminal import listings
from quizcards.terminal.keys import has_raw_keys
from quizcards.terminal.printing import STDOUT, print_lines

HELP = "수식을 실제 숫자로 한 줄씩 계산해 보여 줍니다."
EXAMPLES = {
    "quizcards demo adam": "Adam 한 스텝을 계산합니다.",
    "quizcards demo gradient-descent -p lr=0.1,1": "학습률 둘을 나란히.",
    "quizcards demo adam --step": "한 줄씩 직접 계산합니다.",
}
ORDER = 140
UNFOLDED = 1000
"""So wide that a pipe gets one line a demo."""

ParamsOption = Annotated[
    list[str] | None,
    typer.Option(
        "-p",
        metavar="NAME=VALUE",
        help="매개변수를 바꿉니다: -p lr=0.3. 여럿이면 나란히: -p lr=0.1,1",
    ),
]


def demo(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="데모 이름.", show_default=False)
    ] = None,
    params: ParamsOption = None,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="입력을 새로 뽑습니다.", show_default=False)
    ] = None,
    step: Annotated[bool, typer.Option("--step", help="값을 가리고 한 줄씩 계산합니다.")] = False,
    to: Annotated[
        str | None, typer.Option("--to", help="markdown, svg, json으로 씁니다.", show_default=False)
    ] = None,
    output: OutputOption = None,
    listing: Annotated[bool, typer.Option("--list", help="데모를 모두 봅니다.")] = False,
    as_json: JsonOption = False,
) -> None:
    form = checked_format(written_as(as_json, to), output)
    if listing or name is None:
        if output or form not in (None, "json"):
            raise QuizcardsError(
                "--to, -o: 데모 하나를 적어 주세요. 예: quizcards demo adam --to svg"
            )
        _list(form == "json", listing)
        return
    shown = demo_runs.find_demo(name)
    runs = demo_runs.asked_for(shown, params or (), seed)
    if step and (form or len(runs) > 1):
        raise QuizcardsError(
            "--step은 화면에서 한 가지 입력으로만 씁니다. "
            "--to, --json, -o나 여러 값과 함께 쓸 수 없습니다."
        )
    if form == "json":
        hand_over(json_text(demo_runs.as_data(name, shown, runs)), output)
    elif form:
        hand_over(demo_runs.written(shown, runs, form), output)
    elif step:
        demo_runs.walk(environment(), name, runs[""])
    elif len(runs) > 1:
        from quizcards.terminal.compare_view import compare_lines

        traces = demo_runs.traces(shown, runs)
        show_page(environment(), lambda width: compare_lines(shown, traces, width))
    else:
        from quizcards.terminal.demo_run import run_demo
        from quizcards.terminal.demo_view import demo_lines

        found = run_demo(shown, runs[""])
        show_page(environment(), lambda width: demo_lines(found, width))


def _list(as_json: bool, listing: bool) -> None:
    if as_json:
        found = demo_runs.all_demos()
        print_json(
            [
                {"name": name, "title": one.title, "parameters": list(one.parameters)}
                for name, one in found
            ]
        )
        return
    env = environment()
    groups = demo_runs.by_deck(env)
    if not STDOUT.is_terminal:
        print_lines(listings.demos(groups, UNFOLDED))
    elif listing or not has_raw_keys():
        show_page(env, lambda width: listings.demos(groups, width))
    else:
        demo_runs.pick(env, groups)
