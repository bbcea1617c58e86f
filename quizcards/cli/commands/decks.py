"""`quizcards decks`: the decks with their counts, or the cards of some; on a screen to browse."""

from __future__ import annotations

from quizcards.app import browser, collection
from quizcards.app.notices import warn
from quizcards.cli.options import DecksArgument, DecksOption, JsonOption, TagOption, environment
from quizcards.cli.output import print_json
from quizcards.terminal import listings
from quizcards.terminal.keys import has_raw_keys
from quizcards.terminal.printing import print_lines, width

HELP = "덱과 카드를 봅니다. 터미널에서는 골라서 열고, 찾고, 쉬게 하거나 깨웁니다."
EXAMPLES = {
    "quizcards decks": "덱과 카드를 골라 봅니다.",
    "quizcards decks optimization": "한 덱의 카드.",
}
ORDER = 40


def decks(
    names: DecksArgument = None,
    tag: TagOption = None,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    library = env.library()
    warn(library)
    if not as_json and has_raw_keys():
        browser.open_browser(env, names or (), tag or ())
    elif names or tag:
        found = collection.cards_of(env, library, names or (), tag or ())
        if as_json:
            print_json(found.as_data())
        else:
            print_lines(listings.cards(found.cards, found.day, width()))
    else:
        rows = collection.decks_with_counts(env, library)
        if as_json:
            print_json([{"deck": deck.id, "title": deck.title, **counts} for deck, counts in rows])
        else:
            print_lines(listings.decks(rows))
