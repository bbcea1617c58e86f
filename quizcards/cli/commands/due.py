"""`quizcards due`: how many cards the coming days bring."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app.collection import coming_days
from quizcards.cli.options import DecksArgument, DecksOption, JsonOption, TagOption, environment
from quizcards.cli.output import print_json
from quizcards.terminal import listings
from quizcards.terminal.printing import print_lines, width

HELP = "앞으로 며칠 동안 볼 카드 수를 봅니다. 계획이 있으면 계획이 날마다 하려는 것을 봅니다."
EXAMPLES = {
    "quizcards due": "두 주 동안 볼 카드 수.",
    "quizcards due --days 30": "한 달 동안.",
    "quizcards due optimization": "최적화 덱에서 복습할 카드 수.",
}
ORDER = 60


def due(
    names: DecksArgument = None,
    tag: TagOption = None,
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="며칠까지 볼지.")] = 14,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    found = coming_days(env, days, names or (), tag or ())
    if as_json:
        print_json(found.as_data())
    elif found.by is None:
        print_lines(listings.due(found.reviews, found.today, width()))
    else:
        print_lines(
            listings.planned(
                found.reviews, found.new, found.seconds, found.today, found.by, width()
            )
        )
