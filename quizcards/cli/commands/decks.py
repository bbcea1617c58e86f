"""`quizcards decks`: the decks with their counts, or the cards of some."""

from __future__ import annotations

from quizcards.app import collection
from quizcards.cli.options import DecksArgument, DecksOption, JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.terminal import listings
from quizcards.terminal.printing import print_lines, width

HELP = "덱과 카드 수를 봅니다. 덱을 적으면 그 덱의 카드를 봅니다."
EXAMPLES = {
    "quizcards decks": "덱마다 카드 수.",
    "quizcards decks optimization": "한 덱의 카드.",
}
ORDER = 40


def decks(
    names: DecksArgument = None, as_json: JsonOption = False, decks: DecksOption = None
) -> None:
    env = environment(decks)
    if names:
        found = collection.cards_of(env, names)
        if as_json:
            print_json(found.as_data())
        else:
            print_lines(listings.cards(found.cards, found.day, width()))
        return
    rows = collection.decks_with_counts(env)
    if as_json:
        print_json([{"deck": deck.id, "title": deck.title, **counts} for deck, counts in rows])
    else:
        print_lines(listings.decks(rows))
