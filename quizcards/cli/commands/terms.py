"""`quizcards terms`: the words of the glossary, or one of them with the cards that use it."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import terms as glossary
from quizcards.cli.options import DecksOption, JsonOption, environment
from quizcards.cli.output import print_json, show_page
from quizcards.model import Card, Term
from quizcards.terminal import term_view
from quizcards.terminal.printing import print_lines, width

HELP = "용어집을 봅니다. 말을 적으면 같은 뜻의 말들과 그 말을 쓰는 카드를 봅니다."
EXAMPLES = {
    "quizcards terms 기울기": "gradient와 그 말을 쓰는 카드.",
}
ORDER = 55


def terms(
    word: Annotated[
        str | None, typer.Argument(metavar="[WORD]", help="찾을 말.", show_default=False)
    ] = None,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    if word is None:
        known = glossary.all_terms(env)
        if as_json:
            print_json([_as_data(term) for term in known])
        else:
            show_page(env, lambda columns: term_view.all_terms(known, columns))
        return
    entries = glossary.look_up(env, word)
    if as_json:
        print_json([_as_data(entry.term) | {"cards": _keys(entry.cards)} for entry in entries])
    else:
        for entry in entries:
            print_lines(term_view.entry(entry.term, entry.cards, width()))


def _as_data(term: Term) -> dict[str, object]:
    return {
        "term": term.name,
        "forms": term.forms,
        "symbols": term.symbols,
        "gloss": term.gloss,
    }


def _keys(cards: tuple[Card, ...]) -> list[dict[str, str]]:
    return [{"card": card.key, "title": card.title} for card in cards]
