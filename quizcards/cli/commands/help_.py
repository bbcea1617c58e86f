"""`quizcards help`: the help page of all commands or of one, for whoever asks for it so."""

from __future__ import annotations

from typing import Annotated

import typer

HELP = "도움말을 봅니다. 명령을 적으면 그 명령의 도움말을 봅니다."
EXAMPLES = {
    "quizcards help study": "quizcards study --help와 같습니다.",
}
ORDER = 290


def help_(
    command: Annotated[
        str, typer.Argument(metavar="[COMMAND]", help="명령.", show_default=False)
    ] = "",
) -> None:
    from quizcards.cli.main import run

    raise typer.Exit(run([command, "--help"] if command else ["--help"]))
