"""`quizcards study`: a session, and how its cards are edited on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.app import planning
from quizcards.cli.options import (
    DecksArgument,
    DecksOption,
    KindOption,
    PlainOption,
    TagOption,
    app,
    asker,
    checked_kinds,
    chosen_cards,
    environment,
    learner,
    left_out,
    question_context,
    say_saved,
)
from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Card, Library, Problem
    from quizcards.store.store import Store
    from quizcards.study.goal import Progress
    from quizcards.study.session import Reply, Session
    from quizcards.study.summary import Summary


@app.command(help="오늘 볼 카드를 한 장씩 묻습니다.")
def study(
    names: DecksArgument = None,
    tag: TagOption = None,
    new: Annotated[
        int | None, typer.Option("--new", min=0, help="오늘의 새 카드 수.", show_default=False)
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="이번에 볼 카드 수.", show_default=False)
    ] = None,
    kind: KindOption = None,
    plain: PlainOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    library = env.library()
    chosen = [card.key for card in chosen_cards(library, names or (), tag or ())]
    with env.store(library) as store:
        session = new_session(env, library, store, chosen, new, limit, checked_kinds(kind or ()))
        state = planning.present_state(env, library, store, new)
        if state is None or not state.is_about(chosen):
            hold(session, env, library, store, plain)
            return
        session = state.planned(session, chosen, env.now(), limit)
        hold(
            session,
            env,
            library,
            store,
            plain,
            lambda: planning.progress(state, env, library, store),
        )


def hold(
    session: Session,
    env: Environment,
    library: Library,
    store: Store,
    plain: bool,
    progress: Callable[[], Progress] | None = None,
) -> None:
    """Hold a session on the screen, or line by line; `progress` says at its end what it did for a
    plan.
    """
    from dataclasses import replace

    from quizcards.study.flow import Edges
    from quizcards.study.flow import study as run_session

    with asker(env, plain) as screen:
        asking = learner(screen)

        def close(summary: Summary, message: str) -> Reply:
            return asking.close(replace(summary, progress=progress and progress()), message)

        editing = _editing(env, library, screen.lent)
        end = run_session(session, Edges(env.now, env.day, store, asking.ask, close, editing))
    if not plain:
        say_saved(len(end.answers))


def new_session(
    env: Environment,
    library: Library,
    store: Store,
    chosen: list[str],
    new: int | None,
    limit: int | None,
    kinds: tuple[str, ...],
) -> Session:
    """Begin a session on the chosen cards that are due or new."""
    from dataclasses import replace

    from quizcards.study.asking import Asking
    from quizcards.study.queue import gather
    from quizcards.study.session import Session

    memories = store.memories()
    now, limits = env.now(), env.settings.limits
    limits = replace(limits, new=limits.new if new is None else new, cards=limit)
    keys = gather(library.cards, memories, now, env.day(now), limits, chosen)
    cards, titles = (
        {card.key: card for card in library.cards},
        {deck.id: deck.title for deck in library.decks},
    )
    settings = env.settings
    asking = Asking(
        question_context(library), kinds or settings.kinds, {} if kinds else settings.kinds_by_deck
    )
    # where some decks were named, or could not be read, nobody knows which others there are
    stray = "" if env.named_decks or library.problems else settings.stray(list(titles))
    message = f"{left_out(library, store.broken)} {stray}".strip()
    return Session(
        cards, titles, memories, keys, settings.scheduler, message=message, asking=asking
    )


def _editing(
    env: Environment, library: Library, lent: Callable[[], AbstractContextManager[None]]
) -> Callable[[Card], tuple[Library, str]]:
    """Return how a card is edited: in $EDITOR at its line, then read again; a broken edit keeps the
    old cards.
    """

    def edit(card: Card) -> tuple[Library, str]:
        nonlocal library
        from quizcards.app.editing import open_editor

        try:
            env.refuse_shipped(Path(card.place.path))
            with lent():
                open_editor(card.place, env.variables)
        except QuizcardsError as error:
            return library, str(error)
        again = env.library()
        problems = [problem for problem in again.problems if problem.path == card.place.path]
        lost = problems and card.key not in {one.key for one in again.cards}
        library = library if lost else again
        return library, _edit_message(problems, bool(lost))

    return edit


def _edit_message(problems: Sequence[Problem], lost: bool) -> str:
    if not problems:
        return "다시 읽었습니다."
    more = f" (외 {len(problems) - 1}군데)" if len(problems) > 1 else ""
    return f"{'고치기 전의 카드를 씁니다. ' if lost else ''}{problems[0]}{more}"
