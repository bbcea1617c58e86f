"""The learner's plan today: what ties the goal, the log and the decks to the policy.

Without a plan nothing of the memory room's arrays is loaded.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.data_files import read_json
from quizcards.errors import QuizcardsError
from quizcards.home.goal import read_goal
from quizcards.memory.day import LAST_DAYS
from quizcards.study.goal import (
    EVEN,
    Baseline,
    Goal,
    Progress,
    Standing,
    over_text,
)
from quizcards.study.minutes import Budget
from quizcards.study.tracks import frequency_of, reach

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.memory.learner import Learner
    from quizcards.memory.policy import Forecast
    from quizcards.memory.schedule import Scheduler
    from quizcards.model import Card, Library, Memory
    from quizcards.store.store import Store
    from quizcards.study.session import Session
    from quizcards.terminal.plan_view import PlanView

POLICY = "policy.json"
"""In the cache folder: the policy chosen last, and a digest of what it depends on."""
CARD_DAYS = 2_000_000
"""A forecast plays as many learners as come to so many cards times days."""
LEAST_RUNS, MOST_RUNS = 5, 20
"""But at least and at most so many."""
HELD_BACK = 0.95
"""The limit on new cards keeps some out if the plan opens this share of what it lets it open."""


@dataclass(frozen=True)
class PlanState:
    """A plan as it stands on a study day: for whom, and what the day still has room for."""

    goal: Goal
    learner: Learner
    scheduler: Scheduler
    memories: Mapping[str, Memory]
    day: int
    seconds: float
    """What is left of the day's time."""
    spent: float
    """The seconds of the day that are gone."""
    new_left: int
    """How many new cards may still be opened today."""
    new_per_day: int
    room: Mapping[str, int]
    """For decks with a limit of their own, how many new cards are left in it today."""

    @property
    def budget(self) -> Budget:
        """The time that a session by the plan has."""
        return Budget(self.learner.pace, self.scheduler, self.seconds, limits_reviews=True)

    @property
    def expected(self) -> float:
        """Recall on the day if nothing more is asked."""
        return _expected(self.goal, self.learner)

    @property
    def standing(self) -> Standing:
        baseline = self.goal.baseline
        if baseline is None:
            return Standing(self.goal.by, lead=None)
        memories = [self.memories[key] for key in self.learner.keys if key in self.memories]
        last = max((memory.last_day for memory in memories), default=0)
        return Standing(
            self.goal.by,
            lead=baseline.lead(self.day, len(self.learner.keys), self.expected),
            skipped=max(self.day - 1 - max(last, baseline.made - 1), 0),
        )

    def is_about(self, chosen: Iterable[str]) -> bool:
        """Say whether the plan has a say on any of these cards."""
        return not set(self.learner.keys).isdisjoint(chosen)

    def is_held_back(self, forecast: Forecast) -> bool:
        """Say whether the daily limit on new cards alone keeps some out of the plan."""
        days_after_today = max(self.goal.by - self.day - 1, 0)
        openable = self.new_left + self.new_per_day * days_after_today
        opened = forecast.load.new_cards
        return len(opened) > 0 and float(opened.sum()) > HELD_BACK * openable

    def keys(self, chosen: Iterable[str], now: float) -> tuple[str, ...]:
        """Return which of the chosen cards to ask today, in order.

        Those that stand in a step of today come first, then the plan's. The order is made once a
        session: what a card adds depends on no other, so an answer leaves the order of the rest
        right, and what is left of the day is counted anew when the next session begins.
        """
        from quizcards.memory.learner import todays
        from quizcards.study.queue import is_due, is_hidden

        wanted = set(chosen)
        barred: list[bool] = []
        in_step: list[str] = []
        for key in self.learner.keys:
            memory = self.memories.get(key)
            is_barred = key not in wanted or is_hidden(memory, self.day)
            barred.append(is_barred)
            if is_barred or memory is None or memory.step < 0 or memory.last_day != self.day:
                continue
            if is_due(memory, now, self.day):
                in_step.append(key)
        order = todays(
            self.learner, self.day, self.goal.by, self.seconds, self.new_left, self.room, barred
        )
        return tuple(dict.fromkeys([*in_step, *order]))

    def planned(
        self, session: Session, chosen: Iterable[str], now: float, limit: int | None
    ) -> Session:
        """Return the session as the plan has it.

        It asks the plan's cards, whether they are due or not, and at most `limit` of them.
        """
        from quizcards.study.queue import EVERY_DAY

        keys = self.keys(chosen, now)[:limit]
        return replace(
            session, keys=keys, ahead=EVERY_DAY, standing=self.standing, budget=self.budget
        )


def present_goal(env: Environment) -> Goal | None:
    """Return the learner's plan, unless there is none or its day is over.

    Raises QuizcardsError for a file that holds none.
    """
    goal = read_goal(env.home)
    return goal if goal and goal.by >= env.day(env.now()) else None


def readable_goal(env: Environment) -> Goal | None:
    """Return what `present_goal` does, and None too where the file holds no plan.

    It is for what is only said beside.
    """
    with suppress(QuizcardsError):
        return present_goal(env)
    return None


def kept_goal(env: Environment) -> Goal | None:
    """Return the plan in the learner's folder, whose day may be over; None where none is read."""
    with suppress(QuizcardsError):
        return read_goal(env.home)
    return None


def over(env: Environment) -> str:
    """Return what is said of the learner's plan once its day is over; "" before, and of none."""
    goal = kept_goal(env)
    return over_text(goal) if goal and goal.by < env.day(env.now()) else ""


def present_state(
    env: Environment, library: Library, store: Store, new: int | None = None
) -> PlanState | None:
    """Return how the learner's plan stands today, or None where no plan has a say.

    These may be other decks than its own. `new` replaces the new cards a day of the settings.
    Raises QuizcardsError for a file that holds no plan.
    """
    goal = present_goal(env)
    if goal is None or not cards_of(goal, library, store.memories()):
        return None
    return plan_state(goal, env, library, store, new)


def cards_of(goal: Goal, library: Library, memories: Mapping[str, Memory]) -> list[Card]:
    """Return the cards that a plan is about: those it has chosen that are not suspended."""
    suspended = {key for key, memory in memories.items() if memory.suspended}
    return [card for card in library.cards if card.key not in suspended and goal.is_about(card)]


def plan_state(
    goal: Goal, env: Environment, library: Library, store: Store, new: int | None = None
) -> PlanState:
    """Return how a plan stands today. Raises QuizcardsError if there is no card in it."""
    from quizcards.memory import pace

    memories = store.memories()
    day = env.day(env.now())
    learner = _learner(goal, env, library, store)
    limits = env.settings.limits
    new_per_day = next((most for most in (new, limits.new) if most is not None), len(library.cards))
    opened = Counter(
        card.deck
        for card in library.cards
        if (m := memories.get(card.key)) and m.reps and m.first_day == day
    )
    spent = pace.spent(store.reviews(), day, learner.pace)
    return PlanState(
        goal=goal,
        scheduler=env.settings.scheduler,
        learner=_with_policy(learner, goal, day, new_per_day, env.cache / POLICY),
        memories=memories,
        day=day,
        seconds=max(goal.minutes_on(day) * 60 - spent, 0.0),
        spent=spent,
        new_left=max(new_per_day - opened.total(), 0),
        new_per_day=new_per_day,
        room={deck: most - opened[deck] for deck, most in limits.new_by_deck.items()},
    )


def _learner(goal: Goal, env: Environment, library: Library, store: Store) -> Learner:
    """Return the learner of a plan's cards, with no policy chosen yet.

    Raises QuizcardsError if there is no card in the plan.
    """
    from quizcards.app.collecting import counts
    from quizcards.insight.collected import importance
    from quizcards.memory.learner import learner

    memories = store.memories()
    cards = cards_of(goal, library, memories)
    if not cards:
        raise QuizcardsError(
            "계획에 넣을 카드가 없습니다. "
            "quizcards plan --clear로 계획을 지우거나 덱을 다시 골라 주세요."
        )
    times = counts(env, library)
    known = reach(library.cards, goal.track or env.settings.track)
    weights = [
        frequency_of(card)
        * known[card.key]
        * importance(times[card.key])
        * prod(goal.weights.get(tag, 1.0) for tag in card.tags)
        for card in cards
    ]
    return learner(cards, weights, memories, store.reviews(), env.settings.scheduler)


def _with_policy(learner: Learner, goal: Goal, day: int, new_per_day: int, kept: Path) -> Learner:
    """Return the learner with the policy that does best until the plan's day.

    Rollouts take their time. So the policy is kept in the file `kept`, and chosen again only when
    something that it depends on has changed: looking at a plan, then studying by it, chooses once.
    """
    from quizcards.files import write_file
    from quizcards.memory import rollout

    given = (learner.cards, day, goal.by, goal.seconds_from(day), new_per_day, learner.belief)
    digest = rollout.depends_on(*given)
    with suppress(OSError, ValueError, TypeError):  # a cache: without it the policy is chosen again
        kept_digest, follows = read_json(kept)
        if kept_digest == digest and follows in rollout.POLICIES:
            return replace(learner, belief=replace(learner.belief, follows=follows))
    # the same day, the same luck: the plan does not change its mind by chance
    belief = rollout.best_policy(*given, seed=goal.by)
    with suppress(OSError):
        write_file(kept, json.dumps([digest, belief.follows]).encode(), durable=False)
    return replace(learner, belief=belief)


def _expected(goal: Goal, learner: Learner) -> float:
    """Return the recall on a plan's day if nothing more is asked."""
    from quizcards.memory.policy import recall

    weight = learner.cards.weight
    return float(weight @ recall(learner.cards, goal.by, learner.belief) / weight.sum())


def progress(start: PlanState, env: Environment, library: Library, store: Store) -> Progress:
    """Return what was done for the plan's day since a session began at `start`."""
    now = _learner(start.goal, env, library, store)
    tomorrow = _seconds_tomorrow(start, now, env, store)
    return Progress(start.goal.by, start.expected, _expected(start.goal, now), tomorrow)


def _seconds_tomorrow(
    start: PlanState, now: Learner, env: Environment, store: Store
) -> float | None:
    """Return how long the plan's cards take tomorrow; None where tomorrow is its day."""
    from quizcards.memory.learner import todays

    goal, tomorrow = start.goal, start.day + 1
    if tomorrow >= goal.by:
        return None
    seconds = goal.minutes_on(tomorrow) * 60
    # the policy chosen this morning: to choose one takes longer than anyone waits at the end
    belief = replace(now.belief, follows=start.learner.belief.follows)
    limits = env.settings.limits
    keys = todays(
        replace(now, belief=belief),
        tomorrow,
        goal.by,
        seconds,
        start.new_per_day,
        limits.new_by_deck,
        [False] * len(now.keys),
    )
    budget = Budget(now.pace, start.scheduler, seconds)
    return budget.seconds_for(keys, store.memories(), tomorrow)


def forecast(state: PlanState, on_progress: Callable[[float], None] = lambda _: None) -> Forecast:
    """Return what to expect of the plan from here on. The same state gives the same forecast.

    `on_progress` is called with the share of the work done.
    """
    from quizcards.memory import policy

    return policy.forecast(
        state.learner.cards,
        state.day,
        state.goal.by,
        state.goal.seconds_from(state.day),
        state.new_per_day,
        state.learner.belief,
        seed=state.goal.by,
        runs=min(max(_runs(state), LEAST_RUNS), MOST_RUNS),
        today=policy.DayBudget(state.seconds, state.new_left),
        on_progress=on_progress,
    )


def _runs(state: PlanState) -> int:
    """Return how many learners there is time to play to the day of a plan."""
    card_days = len(state.learner.keys) * (state.goal.by - state.day)
    return CARD_DAYS // max(card_days, 1)


def in_other_shape(state: PlanState) -> PlanState | None:
    """Return the plan with the minutes that are left until its day, in the other shape.

    Where only its last days are left, all shapes are the same; and in a large library it takes too
    long to foresee both. There it is None.
    """
    from quizcards.memory import rollout

    goal, day = state.goal, state.day
    if goal.by - day <= LAST_DAYS or _runs(state) < LEAST_RUNS:
        return None
    minutes = sum(goal.seconds_from(day)) / 60 / (goal.by - day)
    other = replace(goal, minutes=minutes, late_from=day if goal.shape == EVEN else None)
    learner = state.learner
    belief = rollout.best_policy(
        learner.cards,
        day,
        other.by,
        other.seconds_from(day),
        state.new_per_day,
        learner.belief,
        seed=other.by,
    )
    return replace(
        state,
        goal=other,
        learner=replace(learner, belief=belief),
        seconds=max(other.minutes_on(day) * 60 - state.spent, 0.0),
    )


def baseline(state: PlanState, forecast: Forecast) -> Baseline:
    """Return a forecast as it is kept with the plan."""
    path = (forecast.stopped, *forecast.load.recall_if_stopped.tolist())
    return Baseline(
        made=state.day,
        cards=len(state.learner.keys),
        recall=round(forecast.planned, 4),
        low=round(forecast.low, 4),
        high=round(forecast.high, 4),
        path=tuple(round(recall, 4) for recall in path),
    )


def plan_view(
    state: PlanState, forecast: Forecast, other: Forecast | None, library: Library
) -> PlanView:
    """Return a plan as it is shown; `other` is what to expect of it in the other shape."""
    from quizcards.terminal.plan_view import PlanView

    cards = {card.key: card for card in library.cards}
    return PlanView(
        goal=state.goal,
        day=state.day,
        cards=len(state.learner.keys),
        forecast=forecast,
        other=other,
        left_out=[cards[state.learner.keys[i]] for i in forecast.left_out.tolist()],
        is_held_back=state.is_held_back(forecast),
        pace=state.learner.pace,
        standing=state.standing,
    )
