"""`quizcards search`: the cards that say something, in whichever form."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app.search import Hit, hits
from quizcards.cli.commands.show import show
from quizcards.cli.options import DecksOption, JsonOption, environment
from quizcards.cli.output import asked, can_ask, print_json
from quizcards.terminal.printing import print_lines, width
from quizcards.terminal.search_view import hit_lines

HELP = "말이 나오는 카드를 찾습니다. 같은 뜻의 말(용어집)도 함께 찾습니다."
EXAMPLES = {
    "quizcards search 편향 보정": "두 낱말이 나오는 카드.",
}
ORDER = 52


def search(
    query: Annotated[list[str], typer.Argument(metavar="WORD...", help="찾을 말.")],
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    found = hits(env, " ".join(query))
    if as_json:
        print_json([_as_data(hit) for hit in found])
        return
    print_lines(hit_lines(found, width()))
    if can_ask():
        chosen = _chosen(found)
        if chosen is not None:
            show(chosen.card.key, decks=decks)


def _as_data(hit: Hit) -> dict[str, object]:
    return {
        "card": hit.card.key,
        "title": hit.card.title,
        "field": hit.field,
        "excerpt": hit.excerpt,
        "weight": hit.weight,
    }


def _chosen(found: list[Hit]) -> Hit | None:
    """Let the learner choose a card by its number; Enter or Esc alone chooses none."""
    answer = asked("번호를 적으면 카드를 엽니다.", "Enter 열기")
    if answer is not None and answer.isdecimal() and 1 <= int(answer) <= len(found):
        return found[int(answer) - 1]
    return None
