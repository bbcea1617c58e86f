"""`quizcards wake`: let a suspended card come again."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import collection
from quizcards.cli.options import DecksOption, JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.terminal.printing import STDERR, STDOUT

HELP = "쉬게 한 카드를 다시 나오게 합니다. 카드를 적지 않으면 쉬고 있는 카드를 보여 줍니다."
EXAMPLES = {
    "quizcards wake": "쉬고 있는 카드.",
    "quizcards wake adam": "Adam 카드를 다시 나오게 합니다.",
}
ORDER = 70
ALL_AWAKE = "쉬고 있는 카드가 없습니다."


def wake(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[CARD]", help="카드 아이디 또는 덱/아이디.", show_default=False),
    ] = None,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    if name is None:
        resting = collection.suspended(env)
        if as_json:
            print_json(resting)
            return
        STDOUT.list(*resting)
        STDERR.list(f"다시 나오게 하려면: quizcards wake {resting[0]}" if resting else ALL_AWAKE)
        return
    card = collection.wake(env, name)
    if as_json:
        print_json({"card": card.key})
    else:
        STDOUT.say(f"{card.key} 카드가 다시 나옵니다.")
