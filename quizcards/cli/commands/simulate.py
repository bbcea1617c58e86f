"""`quizcards simulate`: what settings cost over the coming months."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizcards.cli.options import (
    DeckOption,
    DecksOption,
    JsonOption,
    app,
    chosen_cards,
    environment,
    print_json,
    print_lines,
    unknown_decks,
    warn,
    width,
)
from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Library
    from quizcards.store.store import Store
    from quizcards.terminal.cost_view import Cost

RETENTIONS = (0.80, 0.85, 0.90, 0.95)


@app.command(help="설정마다 앞으로 몇 달 동안 드는 시간과 남는 기억을 견줍니다.")
def simulate(
    retention: Annotated[
        list[float] | None,
        typer.Option(
            "--retention",
            help="목표 기억률. 여러 번 쓸 수 있습니다. 처음에는 0.80 0.85 0.90 0.95.",
            show_default=False,
        ),
    ] = None,
    new: Annotated[
        list[int] | None,
        typer.Option(
            "--new", help="하루의 새 카드 수. 여러 번 쓸 수 있습니다.", show_default=False
        ),
    ] = None,
    minutes: Annotated[
        list[float] | None,
        typer.Option(
            "--minutes", help="하루에 쓰는 시간(분). 여러 번 쓸 수 있습니다.", show_default=False
        ),
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=1825, help="며칠을 내다볼지.")] = 180,
    deck: DeckOption = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="같은 수는 같은 앞날.")] = 0,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    library = env.library()
    warn(library)
    limits: list[float | None] = [*minutes] if minutes else [None]
    tried = (retention or RETENTIONS, new or [env.settings.limits.new], limits)
    if problems := [*unknown_decks(library, deck or ()), *_impossible(*tried)]:
        raise QuizcardsError("\n".join(problems))
    with env.store(library) as store:
        costs, cards = _costs(env, library, store, deck or (), tried, days, seed)
    if as_json:
        print_json([_cost_data(cost, cards) for cost in costs])
        return
    from quizcards.terminal.cost_view import cost_lines

    print_lines(cost_lines(costs, cards, width()))


def _impossible(
    retentions: Sequence[float], new: Sequence[int], minutes: Sequence[float | None]
) -> Iterator[str]:
    for value in retentions:
        if not 0.70 <= value <= 0.97:
            yield f"--retention {value:g}: 0.70에서 0.97 사이의 수를 써 주세요."
    for count in new:
        if not 0 <= count <= 9999:
            yield f"--new {count}: 0에서 9999 사이의 정수를 써 주세요."
    for time in minutes:
        if time is not None and not 0 < time <= 1440:
            yield f"--minutes {time:g}: 0보다 크고 1440 이하인 수를 써 주세요."


def _costs(
    env: Environment,
    library: Library,
    store: Store,
    deck: Sequence[str],
    tried: tuple[Sequence[float], Sequence[int], Sequence[float | None]],
    days: int,
    seed: int,
) -> tuple[list[Cost], int]:
    """Play every combination of what is tried from the learner's own state; return what each cost,
    and of how many cards.
    """
    import math
    from itertools import count, product

    import numpy as np

    from quizcards.memory.learner import start
    from quizcards.memory.simulate import Setting, simulate
    from quizcards.study.queue import Limits, gather
    from quizcards.terminal.cost_view import Cost
    from quizcards.terminal.progress import progress

    memories, reviews, now = store.memories(), store.reviews(), env.now()
    today = env.day(now)
    cards = [
        c
        for c in chosen_cards(library, deck, ())
        if not ((m := memories.get(c.key)) and m.suspended)
    ]
    if not cards:
        raise QuizcardsError("내다볼 카드가 없습니다.")
    turn = gather(cards, memories, now, today, Limits(new=len(library.cards) + len(memories)))
    unseen = [key for key in turn if key not in memories or memories[key].is_new]
    settings, played, costs = list(product(*tried)), count(1), []
    with progress("내다보는 중", sys.stderr) as show:
        for retention, new, minutes in settings:
            scheduler = replace(env.settings.scheduler, retention=retention)
            setting = Setting(scheduler, new, minutes * 60 if minutes else math.inf)
            begin = start(cards, unseen, memories, reviews, scheduler)
            chance = np.random.default_rng(seed)
            months = simulate(
                begin,
                setting,
                today,
                days,
                chance,
                lambda _: show(next(played) / (days * len(settings))),
            )
            costs.append(
                Cost(
                    retention,
                    new,
                    minutes,
                    months.reviews,
                    months.new,
                    months.seconds,
                    months.known,
                )
            )
    return costs, len(cards)


def _cost_data(cost: Cost, cards: int) -> dict[str, Any]:
    return {
        "retention": cost.retention,
        "new_per_day": cost.new,
        "minutes": cost.minutes,
        "cards": cards,
        "reviews_a_day": float(cost.reviews.mean()),
        "minutes_a_day": float(cost.seconds.mean() / 60),
        "known": float(cost.known[-1]),
        "days": {
            "reviews": cost.reviews.astype(int),
            "new": cost.opened.astype(int),
            "seconds": cost.seconds.round(1),
            "known": cost.known.round(2),
        },
    }
