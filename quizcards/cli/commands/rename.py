"""`quizcards rename`: another id for a card, which keeps its history."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import rename as renaming
from quizcards.cli.options import DecksOption, JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.terminal.printing import STDOUT

HELP = "카드의 아이디를 바꾸고 기록을 잇습니다. 덱 파일만 고칩니다(id, was, needs)."
EXAMPLES = {
    "quizcards rename adam adam-optimizer": "아이디를 바꾸고 기록을 잇습니다.",
}
ORDER = 180

OldArgument = Annotated[
    str, typer.Argument(metavar="OLD", help="지금까지의 카드 아이디 또는 덱/아이디.")
]
NewArgument = Annotated[
    str, typer.Argument(metavar="NEW", help="새 아이디. 없어진 카드라면 기록을 이어받을 카드.")
]


def rename(
    old: OldArgument, new: NewArgument, as_json: JsonOption = False, decks: DecksOption = None
) -> None:
    done = renaming.rename(environment(decks), old, new)
    if as_json:
        files = [str(file) for file in done.files]
        print_json({"before": done.before, "after": done.after, "files": files})
    else:
        STDOUT.list(f"{done.before} → {done.after}: 기록이 이어집니다.", *done.files)
