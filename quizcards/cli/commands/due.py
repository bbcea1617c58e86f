"""`quizcards due`: how many cards the coming days bring."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import planning
from quizcards.app.collection import due_by_day
from quizcards.cli.options import DecksOption, JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.terminal import listings
from quizcards.terminal.printing import STDERR, print_lines

HELP = "앞으로 며칠 동안 볼 카드 수를 봅니다."
EXAMPLES = {
    "quizcards due": "두 주 동안 볼 카드 수.",
    "quizcards due --days 30": "한 달 동안.",
}
ORDER = 60
PLANNED = "계획한 날까지는 계획이 카드를 고르므로 이와 다릅니다. quizcards plan으로 볼 수 있습니다."


def due(
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="며칠까지 볼지.")] = 14,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    found = due_by_day(env, days)
    if as_json:
        print_json(found.as_data())
        return
    print_lines(listings.due(found.counts, found.today))
    if planning.present_goal(env):
        STDERR.say(PLANNED)
