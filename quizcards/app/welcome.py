"""The first run: what a learner is asked once, and told once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from quizcards.app import pacing
from quizcards.app.screens import whole_screen
from quizcards.study.session import Graded, Question, Reply
from quizcards.terminal.keys import has_raw_keys

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Library
    from quizcards.terminal.screen import Screen


def greeted(env: Environment, library: Library) -> bool:
    """Ask a learner who was never here for day and minutes, and make the plan; say if this was so.

    Nobody is asked without a terminal, and nobody twice: from then on there are settings.
    """
    if not library.cards or not has_raw_keys() or not is_first(env):
        return False
    from quizcards.home.settings import set_one

    with whole_screen(env) as screen:
        minutes = _greet(env, library, screen)
    set_one(env.settings_file, ["minutes_per_day"], minutes)
    env.forget_settings()
    return True


def is_first(env: Environment) -> bool:
    """Say whether there is neither an answer of the learner nor anything that was chosen."""
    from quizcards.home.goal import FILE
    from quizcards.store import log

    chosen = any(path.exists() for path in (env.settings_file, env.home / FILE))
    return not chosen and next(log.files(env.home / "log"), None) is None


def _greet(env: Environment, library: Library, screen: Screen) -> float:
    """Ask, show what the answers come to, and return the minutes of a day."""
    from quizcards.app import goals
    from quizcards.terminal.welcome import (
        ask_day,
        ask_minutes,
        outlook,
        planned_outlook,
        show_outlook,
    )

    today = env.day(env.now())
    cards = len(library.cards)
    by = ask_day(screen, cards, today)
    minutes = ask_minutes(screen, by, env.settings.minutes_per_day, today)
    if by:
        with screen.cleared():  # making a plan draws how far it is
            plan = goals.make_plan(env, goals.GoalOptions(by, minutes))
        said = planned_outlook(plan.view())
    else:
        said = outlook(cards, minutes, _days(env, library, minutes))
    show_outlook(screen, said)
    return minutes


def _days(env: Environment, library: Library, minutes: float) -> int:
    """Return about how many days it takes to see every card once."""
    cards = len(library.cards)
    with env.store(library) as store:
        pace = pacing.learner_pace(env, library, store)
    seconds = sum(pace.day_if_new(card.key) for card in library.cards)
    limit = env.settings.limits.new
    by_limit = cards / max(limit, 1) if limit is not None else 1
    return ceil(max(seconds / (60 * minutes), by_limit))


def hinting(ask: Callable[[Question], Reply]) -> Callable[[Question], Reply]:
    """Return what asks like `ask`, and names the first keys with the question after an answer."""
    from quizcards.terminal.welcome import KEYS

    answers = 0

    def asked(question: Question) -> Reply:
        nonlocal answers
        message = f"{question.message} {KEYS}".strip() if answers == 1 else question.message
        reply = ask(replace(question, message=message))
        answers += isinstance(reply, Graded)
        return reply

    return asked
