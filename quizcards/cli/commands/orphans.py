"""`quizcards orphans`: histories without a card, and the cards that they may belong to."""

from __future__ import annotations

from datetime import date

from quizcards.app.rename import orphaned
from quizcards.cli.options import DecksOption, JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.terminal import listings
from quizcards.terminal.printing import print_lines

HELP = "기록은 있는데 덱에는 없는 카드와, 그 기록을 이어받을 만한 카드를 봅니다."
EXAMPLES = {
    "quizcards orphans": "덱에 없는 카드의 기록.",
}
ORDER = 170


def orphans(as_json: JsonOption = False, decks: DecksOption = None) -> None:
    found = orphaned(environment(decks))
    if not as_json:
        print_lines(listings.orphans(found))
        return
    print_json(
        [
            {
                "card": orphan.card,
                "reviews": orphan.reviews,
                "last_day": date.fromordinal(orphan.last_day).isoformat(),
                "likely": orphan.likely,
            }
            for orphan in found
        ]
    )
