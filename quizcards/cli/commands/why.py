"""`quizcards why`: one card's history, and why it comes when it does."""

from __future__ import annotations

from quizcards.app import statistics
from quizcards.cli.options import CardArgument, DecksOption, JsonOption, environment
from quizcards.cli.output import print_json, show_page
from quizcards.terminal.why_view import why_lines

HELP = "카드 한 장의 기록과 망각 곡선, 그날 나오는 까닭을 봅니다."
EXAMPLES = {
    "quizcards why adam": "Adam 카드가 왜 그날 나오는지.",
}
ORDER = 90


def why(name: CardArgument, as_json: JsonOption = False, decks: DecksOption = None) -> None:
    env = environment(decks)
    story = statistics.story_of(env, name)
    if as_json:
        print_json(statistics.story_data(story))
        return
    titles = statistics.story_titles(story)
    show_page(env, lambda width: why_lines(story, titles, width))
