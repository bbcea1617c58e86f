"""`quizcards restore`: what a backup holds, brought back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from quizcards.app import machines
from quizcards.cli.options import environment
from quizcards.cli.output import listed

HELP = "백업을 검사한 뒤 되살립니다. 지금 있는 것은 하나도 잃지 않습니다."
ORDER = 260


def restore(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="quizcards backup으로 만든 파일.", show_default=False),
    ],
) -> None:
    env = environment()
    counts, moved = machines.restore(env, file)
    if counts:
        print(f"되살림: {listed(counts)}")
    else:
        print("이미 모두 있습니다. 아무것도 바꾸지 않았습니다.")
    for path in moved:
        print(f"지금까지의 파일은 옆에 남겼습니다: {path}", file=sys.stderr)
    message = machines.problems_of_folder(env)
    if message:
        print(message, file=sys.stderr)
