"""`quizcards completion`: the script by which a shell completes commands, options and names."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app.completing import known_names
from quizcards.cli.commands import names as commands
from quizcards.cli.options import environment
from quizcards.errors import QuizcardsError, perhaps
from quizcards.terminal.printing import STDOUT

HELP = "셸이 탭(Tab)으로 명령, 옵션, 덱과 카드 이름을 채우게 합니다."
EXAMPLES = {
    "quizcards completion bash": "스크립트. 맨 위에 설치하는 법이 있습니다.",
}
ORDER = 280


def completion(
    shell: Annotated[
        str,
        typer.Argument(
            metavar="SHELL", help="bash, zsh, fish, powershell 가운데 하나.", show_default=False
        ),
    ] = "",
    kind: Annotated[str | None, typer.Option("--names", hidden=True)] = None,
) -> None:
    from quizcards.cli.commands.check import FORMATS
    from quizcards.cli.completion import SHELLS, script
    from quizcards.cli.main import application

    ours = {"commands": commands(), "reports": FORMATS, "shells": SHELLS}
    if kind is not None:
        STDOUT.say(*(sorted(ours[kind]) if kind in ours else known_names(environment(), kind)))
        return
    if shell not in SHELLS:
        hint = perhaps(shell, SHELLS)
        raise QuizcardsError(f"SHELL: {', '.join(SHELLS)} 가운데 하나를 적어 주세요.{hint}")
    group = typer.main.get_group(application(list(commands())))
    STDOUT.hand_over(script(shell, group))
