"""The learner's plan: what ties `plan.json`, the log and the decks to the policy.

Without a plan none of it is loaded.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.errors import QuizcardsError, reason
from quizcards.study.goal import Baseline, Goal, Progress, Standing, goal_data, goal_from

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.memory.learner import Learner
    from quizcards.memory.policy import Forecast
    from quizcards.model import Card, Library, Memory
    from quizcards.store.store import Store
    from quizcards.study.session import Session

FILE = "plan.json"
WORK = 2_000_000
"""A forecast plays so many cards times days, as far as at least FEWEST and at most MOST learners
allow.
"""
FEWEST, MOST = 5, 20


def read_goal(home: Path) -> Goal | None:
    """Return the plan in the learner's folder, or None.

    Raises QuizcardsError for a file that holds none.
    """
    try:
        text = (home / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(home) from error
    try:
        return goal_from(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(home) from error


def _unreadable(home: Path) -> QuizcardsError:
    return QuizcardsError(
        f"{home / FILE}: 계획을 읽을 수 없습니다. quizcards plan --by 날짜로 다시 세우거나 quizcards plan --clear로 지워 주세요."
    )


def write_goal(home: Path, goal: Goal) -> None:
    """Keep a plan, on one line: merged with another machine's, one of the two stands whole.

    Raises QuizcardsError when it cannot be written.
    """
    from quizcards.files import write_file

    try:
        write_file(home / FILE, (json.dumps(goal_data(goal), ensure_ascii=False) + "\n").encode())
    except OSError as error:
        raise QuizcardsError(f"{home / FILE}: 계획을 적을 수 없습니다: {reason(error)}") from error


def clear_goal(home: Path) -> bool:
    """Give up the plan, whatever its file holds; say whether there was one."""
    found = (home / FILE).exists()
    (home / FILE).unlink(missing_ok=True)
    return found


@dataclass(frozen=True)
class PlanState:
    """Where a plan stands on a study day: whom it is for, what is left of the day, and what may
    still be opened.
    """

    goal: Goal
    learner: Learner
    memories: Mapping[str, Memory]
    day: int
    seconds: float
    new_left: int
    new_per_day: int
    room: Mapping[str, int]
    """For decks with a limit of their own, how many new cards are left in it today."""

    @property
    def expected(self) -> float:
        """Recall on the day if nothing more is asked."""
        from quizcards.memory.policy import recall

        weight = self.learner.cards.weight
        return float(
            weight @ recall(self.learner.cards, self.goal.by, self.learner.belief) / weight.sum()
        )

    @property
    def standing(self) -> Standing:
        baseline = self.goal.baseline
        lead = baseline.lead(self.day, len(self.learner.keys), self.expected) if baseline else None
        return Standing(self.goal.by, lead)

    def is_about(self, chosen: Iterable[str]) -> bool:
        """Say whether the plan has a say on any of these cards."""
        return not set(self.learner.keys).isdisjoint(chosen)

    def keys(self, chosen: Iterable[str], now: float) -> tuple[str, ...]:
        """Return which of the chosen cards to ask today, in order: those that stand in a step of
        today, then the plan's.

        The order is made once a session: what a card adds depends on no other, so an answer leaves
        the order of the rest right, and what is left of the day is counted anew when the next
        session begins.
        """
        import numpy as np

        from quizcards.memory.learner import todays
        from quizcards.study.queue import is_due, is_hidden

        who, wanted = self.learner, set(chosen)
        known = [self.memories.get(key) for key in who.keys]
        barred = [
            key not in wanted or is_hidden(m, self.day)
            for key, m in zip(who.keys, known, strict=True)
        ]
        steps = [
            key
            for key, memory, out in zip(who.keys, known, barred, strict=True)
            if memory
            and memory.step >= 0
            and memory.last_day == self.day
            and is_due(memory, now, self.day)
            and not out
        ]
        order = todays(
            who, self.day, self.goal.by, self.seconds, self.new_left, self.room, np.array(barred)
        )
        return tuple(dict.fromkeys([*steps, *(who.keys[i] for i in order)]))

    def planned(
        self, session: Session, chosen: Iterable[str], now: float, limit: int | None
    ) -> Session:
        """Return the session as the plan has it: its cards, whether they are due or not, and at
        most `limit` of them.
        """
        from quizcards.study.queue import EVERY_DAY

        return replace(
            session, keys=self.keys(chosen, now)[:limit], ahead=EVERY_DAY, standing=self.standing
        )


def present_goal(env: Environment) -> Goal | None:
    """Return the learner's plan, unless there is none or its day is over."""
    goal = read_goal(env.home)
    return goal if goal and goal.by >= env.day(env.now()) else None


def present_state(
    env: Environment, library: Library, store: Store, new: int | None = None
) -> PlanState | None:
    """Return where the learner's plan stands today, or None where no plan has a say: these may be
    other decks than its own.

    `new` replaces the new cards a day of the settings.
    """
    goal = present_goal(env)
    if goal is None or not cards_of(goal, library, store.memories()):
        return None
    return plan_state(goal, env, library, store, new)


def cards_of(goal: Goal, library: Library, memories: Mapping[str, Memory]) -> list[Card]:
    """Return the cards that a plan is about: those of its decks that are not put to rest."""
    resting = {key for key, memory in memories.items() if memory.suspended}
    return [
        card
        for card in library.cards
        if card.key not in resting and (not goal.decks or card.deck in goal.decks)
    ]


def plan_state(
    goal: Goal, env: Environment, library: Library, store: Store, new: int | None = None
) -> PlanState:
    """Return where a plan stands today. Raises QuizcardsError if there is no card in it."""
    import numpy as np

    from quizcards.memory.learner import learner
    from quizcards.memory.pace import spent
    from quizcards.memory.rollout import choose

    memories, reviews, day = store.memories(), store.reviews(), env.day(env.now())
    cards = cards_of(goal, library, memories)
    if not cards:
        raise QuizcardsError(
            "계획에 넣을 카드가 없습니다. quizcards plan --clear로 계획을 지우거나 덱을 다시 골라 주세요."
        )
    weights = [prod(goal.weights.get(tag, 1.0) for tag in card.tags) for card in cards]
    who = learner(cards, weights, memories, reviews, env.settings.scheduler)
    limits = env.settings.limits
    new_per_day = limits.new if new is None else new
    # the same day, the same luck: the plan does not change its mind by chance
    chance = np.random.default_rng(goal.by)
    belief = choose(who.cards, day, goal.by, goal.minutes * 60, new_per_day, who.belief, chance)
    opened = Counter(
        card.deck
        for card in library.cards
        if (m := memories.get(card.key)) and m.reps and m.first_day == day
    )
    return PlanState(
        goal=goal,
        learner=replace(who, belief=belief),
        memories=memories,
        day=day,
        seconds=max(goal.minutes * 60 - spent(reviews, day, who.pace.longest), 0.0),
        new_left=max(new_per_day - opened.total(), 0),
        new_per_day=new_per_day,
        room={deck: most - opened[deck] for deck, most in limits.new_by_deck.items()},
    )


def progress(start: PlanState, env: Environment, library: Library, store: Store) -> Progress:
    """Return what was done for the plan's day since a session began at `start`."""
    return Progress(
        start.goal.by, start.expected, plan_state(start.goal, env, library, store).expected
    )


def forecast(state: PlanState) -> Forecast:
    """Return what to expect of the plan from here on, showing how far it is.

    The same state gives the same forecast.
    """
    import numpy as np

    from quizcards.memory.policy import forecast as play
    from quizcards.terminal.progress import progress

    who, days = state.learner, state.goal.by - state.day
    runs = int(np.clip(WORK // max(len(who.keys) * days, 1), FEWEST, MOST))
    with progress("내다보는 중", sys.stderr) as show:
        return play(
            who.cards,
            state.day,
            state.goal.by,
            state.goal.minutes * 60,
            state.new_per_day,
            who.belief,
            np.random.default_rng(state.goal.by),
            runs,
            (state.seconds, state.new_left),
            show,
        )


def baseline(state: PlanState, seen: Forecast) -> Baseline:
    """Return a forecast as it is kept with the plan."""
    path = [round(float(recall), 4) for recall in (seen.stopped, *seen.path)]
    recall, low, high = (round(float(value), 4) for value in (seen.planned, seen.low, seen.high))
    return Baseline(state.day, len(state.learner.keys), recall, low, high, tuple(path))
