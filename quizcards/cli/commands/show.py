"""`quizcards show`: one card, with its answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from quizcards.app.collection import card_with_memory
from quizcards.app.questions import laboratory
from quizcards.cli.options import CardArgument, DecksOption, JsonOption, environment
from quizcards.cli.output import print_json, show_page
from quizcards.terminal import listings

HELP = "카드 한 장을 답까지 봅니다."
EXAMPLES = {
    "quizcards show adam": "Adam 카드를 답까지.",
    "quizcards show adam --latex": "식을 LaTeX로.",
}
ORDER = 50


def show(
    name: CardArgument,
    latex: Annotated[bool, typer.Option("--latex", help="식을 LaTeX로 보여 줍니다.")] = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    card, memory = card_with_memory(env, name)
    if as_json:
        print_json({"card": asdict(card), "memory": asdict(memory)})
    else:
        back = laboratory().back(card)
        now, model = env.now(), env.settings.scheduler.model
        show_page(env, lambda width: listings.card(back, memory, model, now, width, latex))
