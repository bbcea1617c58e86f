"""The time that a session has, by the pace in the learner's log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quizcards.memory.day import DAY
from quizcards.memory.pace import NEWEST, Pace, pace, spent
from quizcards.study.minutes import Budget
from quizcards.study.queue import Left, gather, left_of
from quizcards.study.tracks import in_order

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.app.planning import PlanState
    from quizcards.model import Library
    from quizcards.store.store import Store


def learner_pace(env: Environment, library: Library, store: Store) -> Pace:
    """Return how long the cards take this learner."""
    return pace(store.newest_reviews(NEWEST), library.cards, env.settings.scheduler)


def budget(
    env: Environment, library: Library, store: Store, minutes: float | None = None
) -> Budget:
    """Return the time of a session: so many minutes, or what is left of the day's of the settings.

    The day's minutes limit new cards only; minutes asked for limit reviews too.
    """
    settings = env.settings
    reviews = store.newest_reviews(NEWEST)
    learnt = pace(reviews, library.cards, settings.scheduler)
    if minutes is not None:
        return Budget(learnt, settings.scheduler, minutes * 60, limits_reviews=True)
    today = spent(reviews, env.day(env.now()), learnt)
    left = max(settings.minutes_per_day * 60 - today, 0.0)
    return Budget(learnt, settings.scheduler, left)


def left_today(env: Environment, library: Library, store: Store, plan: PlanState | None) -> Left:
    """Return what a session asks that begins now, under the learner's plan if there is one."""
    memories = store.memories()
    now = env.now()
    day = env.day(now)
    if plan:
        taken_up = plan.keys([card.key for card in library.cards], now)
        time = plan.budget
    else:
        cards = in_order(library.cards, env.settings.track)
        taken_up = gather(cards, memories, now, day, env.settings.limits)
        time = budget(env, library, store)
    keys = time.fitting(taken_up, memories, day)
    seconds = time.seconds_for(keys, memories, day)
    left = left_of(keys, memories, ())
    return replace(left, seconds=seconds, no_time=len(keys) < len(taken_up))


def seconds_tomorrow(env: Environment, library: Library, store: Store) -> float:
    """Return how long the cards take that a session will ask tomorrow, without a plan."""
    settings = env.settings
    learnt = learner_pace(env, library, store)
    whole_day = Budget(learnt, settings.scheduler, settings.minutes_per_day * 60)
    memories = store.memories()
    tomorrow = env.day(env.now()) + 1
    cards = in_order(library.cards, settings.track)
    keys = gather(cards, memories, env.now() + DAY, tomorrow, settings.limits)
    fitting = whole_day.fitting(keys, memories, tomorrow)
    return whole_day.seconds_for(fitting, memories, tomorrow)
