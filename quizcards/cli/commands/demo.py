"""`quizcards demo`: a computation shown, walked, laid side by side or written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.cli.options import (
    JsonOption,
    app,
    asker,
    environment,
    laboratory,
    print_json,
    print_lines,
    width,
)
from quizcards.errors import QuizcardsError, perhaps

if TYPE_CHECKING:
    from quizcards.model import DemoCall


@app.command(help="계산을 눈앞에서 해 보입니다.")
def demo(
    name: Annotated[str | None, typer.Argument(help="데모 이름.", show_default=False)] = None,
    params: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            metavar="NAME=VALUE",
            help="매개변수를 바꿉니다: -p lr=0.3. 여럿이면 나란히: -p lr=0.1,1",
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="입력을 새로 뽑습니다.", show_default=False)
    ] = None,
    step: Annotated[bool, typer.Option("--step", help="값을 가리고 한 줄씩 계산합니다.")] = False,
    to: Annotated[
        str | None, typer.Option("--to", help="markdown, svg, json으로 씁니다.", show_default=False)
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="데모를 모두 봅니다.")] = False,
    as_json: JsonOption = False,
) -> None:
    from quizcards import demos
    from quizcards.app import demo_runs as runs

    if listing or name is None:
        _list_demos(as_json)
        return
    if name not in demos.names():
        raise QuizcardsError(
            f"'{name}' 데모는 없습니다.{perhaps(name, demos.names())} quizcards demo --list로 모두 볼 수 있습니다."
        )
    shown = demos.load(name)
    asked = runs.asked_for(shown, params or (), seed)
    if step and (as_json or to is not None or len(asked) > 1):
        raise QuizcardsError(
            "--step은 화면에서 한 가지 입력으로만 씁니다. --to, --json이나 견줄 값과 함께 쓸 수 없습니다."
        )
    if as_json or to == "json":
        print_json(runs.as_data(name, shown, asked))
    elif to is not None:
        sys.stdout.write(runs.written(shown, asked, to))
    elif len(asked) > 1:
        from quizcards.terminal.compare_view import compare_lines

        traces = {label: shown.run(given) for label, given in asked.items()}
        print_lines(compare_lines(shown, traces, width()))
    elif step:
        from quizcards.model import DemoCall

        _walk(DemoCall(name, asked[""]))
    else:
        from quizcards.terminal.demo_run import run_demo
        from quizcards.terminal.demo_view import demo_lines

        print_lines(demo_lines(run_demo(shown, asked[""]), width()))


def _list_demos(as_json: bool) -> None:
    from quizcards import demos

    rows = [(one, demos.load(one)) for one in demos.names()]
    if as_json:
        print_json(
            [
                {"name": one, "title": shown.title, "parameters": list(shown.parameters)}
                for one, shown in rows
            ]
        )
        return
    from quizcards.terminal.listings import demos as listed

    print_lines(
        listed(
            [(one, shown.title) for one, shown in rows], width() if sys.stdout.isatty() else 1000
        )
    )


def _walk(call: DemoCall) -> None:
    """Walk a demo on the whole screen, or line by line where there are no single keys to read."""
    walk = laboratory().walk(call)
    with asker(environment(), plain=False) as screen:
        screen.walk(walk)
