"""Commands that look at decks and at what is due: `decks`, `show`, `due`, `wake`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.cli.options import (
    DecksArgument,
    DecksOption,
    JsonOption,
    app,
    chosen_cards,
    environment,
    find_card,
    laboratory,
    print_json,
    print_lines,
    warn,
    width,
)
from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from quizcards.model import Card, Memory


@app.command("decks", help="덱과 카드 수를 봅니다. 덱을 적으면 그 덱의 카드를 봅니다.")
def list_decks(
    names: DecksArgument = None, as_json: JsonOption = False, decks: DecksOption = None
) -> None:
    from quizcards.terminal import listings

    env = environment(decks)
    library = env.library()
    cards = chosen_cards(library, names or (), ())
    with env.store(library) as store:
        memories, now = store.memories(), env.now()
    day = env.day(now)
    warn(library)
    if names:
        known = [(card, memories.get(card.key)) for card in cards]
        print_json([_standing(*one) for one in known]) if as_json else print_lines(
            listings.cards(known, day, width())
        )
        return
    rows = [
        (deck, _counts([memories.get(card.key) for card in deck.cards], now, day))
        for deck in library.decks
    ]
    if as_json:
        print_json([{"deck": deck.id, "title": deck.title, **numbers} for deck, numbers in rows])
    else:
        print_lines(listings.decks(rows))


def _counts(known: list[Memory | None], now: float, day: int) -> dict[str, int]:
    from quizcards.study.queue import is_due, is_hidden

    return {
        "cards": len(known),
        "new": sum(memory is None or memory.is_new for memory in known),
        "due": sum(is_due(memory, now, day) and not is_hidden(memory, day) for memory in known),
        "suspended": sum(memory is not None and memory.suspended for memory in known),
    }


def _standing(card: Card, memory: Memory | None) -> dict[str, object]:
    from datetime import date

    seen = memory is not None and not memory.is_new
    due = date.fromordinal(memory.due_day).isoformat() if memory and seen else None
    return {
        "card": card.key,
        "question": card.question,
        "due": due,
        "suspended": bool(memory and memory.suspended),
    }


@app.command(help="카드 한 장을 답까지 봅니다.")
def show(
    name: Annotated[str, typer.Argument(metavar="CARD", help="카드 아이디(adam) 또는 덱/아이디.")],
    latex: Annotated[bool, typer.Option("--latex", help="식을 LaTeX로 보여 줍니다.")] = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    library = env.library()
    card = find_card(library, name)
    with env.store(library) as store:
        memory = store.memory(card.key)
    if as_json:
        from dataclasses import asdict

        print_json({"card": asdict(card), "memory": asdict(memory)})
        return
    from quizcards.terminal import listings

    print_lines(listings.card(laboratory().back(card), memory, env.now(), width(), latex))


@app.command(help="앞으로 며칠 동안 볼 카드 수를 봅니다.")
def due(
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="며칠까지 볼지.")] = 14,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    from datetime import date

    from quizcards.app.planning import read_goal
    from quizcards.study.summary import due_by_day

    env = environment(decks)
    library = env.library()
    today = env.day(env.now())
    with env.store(library) as store:
        counts = due_by_day(store.memories(), [card.key for card in library.cards], today, days)
    warn(library)
    if as_json:
        print_json(
            [
                {"day": date.fromordinal(today + i).isoformat(), "due": count}
                for i, count in enumerate(counts)
            ]
        )
        return
    from quizcards.terminal import listings

    print_lines(listings.due(counts, today))
    if (goal := read_goal(env.home)) and goal.by >= today:
        print(
            "계획한 날까지는 계획이 카드를 고르므로 이와 다릅니다. quizcards plan으로 볼 수 있습니다.",
            file=sys.stderr,
        )


@app.command(
    help="쉬게 한 카드를 다시 나오게 합니다. 카드를 적지 않으면 쉬고 있는 카드를 보여 줍니다."
)
def wake(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[CARD]", help="카드 아이디 또는 덱/아이디.", show_default=False),
    ] = None,
    decks: DecksOption = None,
) -> None:
    from quizcards.model import Event

    env = environment(decks)
    library = env.library()
    with env.store(library) as store:
        if name is None:
            resting = [key for key, memory in sorted(store.memories().items()) if memory.suspended]
            print("\n".join(resting) or "쉬고 있는 카드가 없습니다.")
            return
        card, now = find_card(library, name), env.now()
        if not store.memory(card.key).suspended:
            raise QuizcardsError(f"{card.key} 카드는 쉬고 있지 않습니다.")
        store.append(Event(id="", at=now, day=env.day(now), kind="unsuspend", card=card.key))
    print(f"{card.key} 카드가 다시 나옵니다.")
