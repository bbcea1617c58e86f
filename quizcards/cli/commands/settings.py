"""`quizcards settings`: what is set, where, and what it means; or one setting changed."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import preferences
from quizcards.cli.options import JsonOption, environment
from quizcards.cli.output import print_json, show_page
from quizcards.terminal.printing import STDERR
from quizcards.terminal.settings_view import settings_lines

HELP = "설정을 보거나 바꿉니다. 이름과 값을 적으면 그 설정을 바꿉니다."
EXAMPLES = {
    "quizcards settings": "모든 설정과 그 값이 어디서 왔는지.",
    "quizcards settings minutes_per_day 30": "하루에 30분.",
}
ORDER = 275


def settings(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="설정의 이름. 예: minutes_per_day", show_default=False
        ),
    ] = None,
    value: Annotated[
        str | None,
        typer.Argument(metavar="[VALUE]", help="새 값. 예: 30, 1,10, true", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    env = environment()
    if name is not None and value is not None:
        rows = [preferences.change(env, name, value)]
    else:
        rows = preferences.preferences(env, name)
    if as_json:
        print_json([row._asdict() for row in rows])
    else:
        show_page(env, lambda columns: settings_lines(str(env.settings_file), rows, columns))
    if value is not None and (said := preferences.overruled(env, rows[0].name, rows[0].value)):
        STDERR.say(said)
