"""A study session held: what ties `study.flow` to the learner's folder and terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.app import backups, pacing, planning
from quizcards.app.asking import StudyOptions, asker, learner, new_session
from quizcards.app.editor import open_editor
from quizcards.app.notices import say_command, say_end
from quizcards.app.selection import check_track, chosen_cards, find_card
from quizcards.app.welcome import greeted, hinting
from quizcards.errors import QuizcardsError
from quizcards.study import flow
from quizcards.study.session import Reply, Session
from quizcards.study.summary import streak
from quizcards.terminal.printing import STDOUT

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Card, Library, Problem
    from quizcards.store.store import Store
    from quizcards.study.summary import Summary
    from quizcards.terminal.plain import Plain
    from quizcards.terminal.screen import Screen


def study(env: Environment, options: StudyOptions, plain: bool) -> None:
    """Ask what is due today, or what the learner's plan chooses, until it is done."""
    check_track(options.track)
    library = env.library()
    chosen = [card.key for card in chosen_cards(library, options.decks, options.tags)]
    is_first = not plain and options == StudyOptions() and greeted(env, library)
    with env.store(library) as store:
        session = new_session(env, library, store, chosen, options)
        plan = planning.present_state(env, library, store, options.new)
        if plan is None or not plan.is_about(chosen):
            session = replace(
                session,
                budget=pacing.budget(env, library, store, options.minutes),
                message=f"{session.message} {planning.over(env)}".strip(),
            )
            hold(session, env, library, store, plain, is_first=is_first)
            return
        if options.minutes is not None:
            plan = replace(plan, seconds=options.minutes * 60)
        session = plan.planned(session, chosen, env.now(), options.limit)
        hold(session, env, library, store, plain, plan, is_first)


def hold(
    session: Session,
    env: Environment,
    library: Library,
    store: Store,
    plain: bool,
    plan: planning.PlanState | None = None,
    is_first: bool = False,
) -> None:
    """Hold a session, under the learner's plan where there is one.

    In the first of all it is said after an answer which keys there are.
    """

    @cache
    def whole(summary: Summary) -> Summary:
        days = streak(store.reviews_by_day(), summary.day)
        if summary.answers and not summary.left.cards:
            # answers that went faster than was expected leave time for more cards
            present = planning.present_state(env, library, store)
            summary = replace(summary, later=pacing.left_today(env, library, store, present))
        if plan is None:
            tomorrow = pacing.seconds_tomorrow(env, library, store)
            return replace(summary, days_in_a_row=days, seconds_tomorrow=tomorrow)
        progress = planning.progress(plan, env, library, store)
        return replace(summary, days_in_a_row=days, progress=progress)

    with backups.beside_the_end(env) as back_up, asker(env, plain) as screen:
        asking = learner(env, screen)

        def close(summary: Summary, message: str) -> Reply:
            back_up()
            return asking.close(whole(summary), message)

        def drill(keys: Sequence[str]) -> str:
            from quizcards.app.exams import drill

            return drill(env, library, store, screen, keys)

        edges = flow.Edges(
            now=env.now,
            day=env.day,
            log=store,
            ask=hinting(asking.ask) if is_first else asking.ask,
            close=close,
            edit=editing(env, library, screen),
            drill=drill,
        )
        end = flow.study(session, edges)
    if not plain and STDOUT.is_terminal:
        now = env.now()
        say_end(whole(flow.summary_of(session, end, now, env.day(now))))
        say_command(env)


def editing(
    env: Environment, library: Library, screen: Screen | Plain
) -> Callable[[Card], tuple[Library, str]]:
    """Return how a card is edited: in the editor at its line, then all decks are read again.

    A card that came with the program is edited in a copy, which the learner is asked for. A broken
    edit keeps the old cards.
    """

    def edit(card: Card) -> tuple[Library, str]:
        nonlocal env, library
        try:
            if env.is_shipped(Path(card.place.path)) and not env.names_decks:
                if not screen.agrees(_COPY, "복사하고 고치기"):
                    return library, "복사하지 않았습니다."
                from quizcards.app.sharing import copy_shipped

                copy_shipped(env)
                env = env.anew()
                library = env.library()
                card = find_card(library, card.key)
            env.refuse_shipped(Path(card.place.path))
            with screen.lent():
                open_editor(card.place, env.variables)
        except QuizcardsError as error:
            return library, str(error)
        again = env.library()
        problems = [problem for problem in again.problems if problem.path == card.place.path]
        is_lost = bool(problems) and card.key not in {one.key for one in again.cards}
        is_same = again.cards == library.cards
        if not is_lost:
            library = again
        return library, _edit_message(problems, is_lost, is_same)

    return edit


_COPY = (
    "딸려 온 덱은 그대로 두고 내 폴더의 복사본을 고칩니다. "
    "덱을 모두 복사하고, 이제부터 복사한 덱으로 공부합니다. 기록은 그대로 이어집니다."
)


def _edit_message(problems: Sequence[Problem], is_lost: bool, is_same: bool) -> str:
    if not problems:
        return "바뀐 것이 없습니다." if is_same else "고친 카드를 다시 읽었습니다."
    kept = "고치기 전의 카드를 씁니다. " if is_lost else ""
    more = f" (외 {len(problems) - 1}군데)" if len(problems) > 1 else ""
    return f"{kept}{problems[0]}{more}"
