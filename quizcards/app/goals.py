"""The plan that a command line asks for: made, kept, shown and given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from quizcards.app import planning
from quizcards.app.notices import warn
from quizcards.app.selection import chosen_cards, unknown_names
from quizcards.errors import QuizcardsError
from quizcards.home.goal import clear_goal, read_goal, write_goal
from quizcards.memory.habits import SORTS
from quizcards.study.goal import (
    EVEN,
    MOST_MINUTES,
    MOST_WEIGHT,
    SHAPES,
    Goal,
    goal_data,
    parse_day,
    why_no_day,
)
from quizcards.study.names import full_date
from quizcards.study.tracks import why_no_track
from quizcards.terminal.printing import STDERR

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.memory.policy import Forecast
    from quizcards.model import Library
    from quizcards.terminal.plan_view import PlanView


@dataclass(frozen=True)
class GoalOptions:
    """What is asked for of a plan; what is left out stays as it is."""

    by: str | None = None
    minutes: float | None = None
    decks: Sequence[str] = ()
    tags: Sequence[str] = ()
    weights: Sequence[str] = ()
    """How much tags count, each as "tag=2"."""
    track: str | None = None
    shape: str | None = None
    next: str | None = None
    """The day of a second round, after the one of the plan."""

    @property
    def changes_nothing(self) -> bool:
        return self == GoalOptions()


@dataclass(frozen=True)
class Plan:
    """A plan as it stands today, and what to expect of it."""

    state: planning.PlanState
    forecast: Forecast
    library: Library
    other: Forecast | None = None
    """What to expect of the same minutes in the other shape, where that was asked for."""

    def view(self) -> PlanView:
        """Return what is shown of it."""
        return planning.plan_view(self.state, self.forecast, self.other, self.library)

    def as_data(self) -> dict[str, object]:
        """Return it as plain data for JSON."""
        state, seen = self.state, self.forecast
        learner = state.learner
        load = seen.load
        columns = zip(
            load.seconds, load.reviews, load.new_cards, load.recall_if_stopped, strict=True
        )
        days = [
            {
                "day": date.fromordinal(state.day + ahead).isoformat(),
                "seconds": seconds,
                "reviews": reviews,
                "new": new,
                "recall": recall,
            }
            for ahead, (seconds, reviews, new, recall) in enumerate(columns)
        ]
        return {
            **goal_data(state.goal),
            "shape": state.goal.shape,
            "days_left": state.goal.by - state.day,
            "cards": len(learner.keys),
            "recall": {
                "today": seen.today,
                "stopped": seen.stopped,
                "planned": seen.planned,
                "low": seen.low,
                "high": seen.high,
                "later": seen.later,
            },
            "other_shape": self.other
            and {"planned": self.other.planned, "later": self.other.later},
            "lead": state.standing.lead,
            "days": days,
            "left_out": [learner.keys[i] for i in seen.left_out.tolist()],
            "seconds_a_card": {sort: learner.pace.usual(sort) for sort in SORTS},
            "answers": learner.pace.answers,
        }


def present_plan(env: Environment) -> Plan | None:
    """Return the learner's plan as it stands today, or None where there is none."""
    library = env.library()
    warn(library)
    goal = planning.present_goal(env)
    if goal is None:
        return None
    with env.store(library) as store:
        state = planning.plan_state(goal, env, library, store)
    return Plan(state, _forecast(state), library)


def beside_other_shape(plan: Plan) -> Plan:
    """Return a plan with what its minutes would bring in the other shape."""
    other = planning.in_other_shape(plan.state)
    return replace(plan, other=_forecast(other) if other else None)


def make_plan(env: Environment, options: GoalOptions) -> Plan:
    """Make the plan that is asked for, and keep it with what is foreseen of it today.

    Raises QuizcardsError that names everything that cannot be.
    """
    library = env.library()
    warn(library)
    goal = _goal(env, library, options)
    with env.store(library) as store:
        state = planning.plan_state(goal, env, library, store)
    seen = _forecast(state)
    before = planning.kept_goal(env) if options.next else planning.readable_goal(env)
    goal = replace(goal, baseline=planning.baseline(state, seen))
    write_goal(env.home, goal)
    if before and before.by != goal.by:
        was, now = (full_date(date.fromordinal(one.by)) for one in (before, goal))
        STDERR.say(f"계획의 날짜를 바꾸었습니다: {was} → {now}")
    return Plan(replace(state, goal=goal), seen, library)


def clear_plan(env: Environment) -> bool:
    """Give up the learner's plan; say whether there was one.

    Raises QuizcardsError when it cannot be removed.
    """
    return clear_goal(env.home)


def _forecast(state: planning.PlanState) -> Forecast:
    """Return what to expect of a plan, showing how far the work is."""
    from quizcards.terminal.progress import progress

    with progress("내다보는 중") as show:
        return planning.forecast(state, show)


def _goal(env: Environment, library: Library, options: GoalOptions) -> Goal:
    """Return the goal that is asked for: the one that is kept, with what is given."""
    today = env.day(env.now())
    present = planning.kept_goal(env) if options.by else read_goal(env.home)
    problems = list(unknown_names(library, options.decks, options.tags))
    weights = _weights(library, options.weights, problems)
    if options.track and (why := why_no_track(options.track)):
        problems.append(f"--track {why}")
    minutes = options.minutes
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        problems.append(f"--minutes {minutes:g}: 0보다 크고 {MOST_MINUTES} 이하인 수를 써 주세요.")
    if options.shape and options.shape not in SHAPES:
        problems.append(f"--shape {options.shape}: {' 또는 '.join(SHAPES)}를 써 주세요.")
    day = _day(options, present, today, problems)
    if problems:
        raise QuizcardsError("\n".join(problems))
    goal = present or Goal(day, env.settings.minutes_per_day)
    return replace(
        goal,
        by=day,
        minutes=goal.minutes if minutes is None else minutes,
        decks=tuple(dict.fromkeys(options.decks)) or goal.decks,
        tags=tuple(dict.fromkeys(options.tags)) or goal.tags,
        weights=weights or goal.weights,
        track=options.track or goal.track,
        late_from=_late_from(goal, options.shape, today),
    )


def _late_from(goal: Goal, shape: str | None, today: int) -> int | None:
    """Return the day from which a plan of that shape, or of the one it has, moves minutes.

    That stays the same as long as the day of the plan is not over, however often it is changed:
    what was moved so far is not lost.
    """
    if (shape or goal.shape) == EVEN:
        return None
    is_new = goal.late_from is None or goal.by <= today
    return today if is_new else goal.late_from


def _day(options: GoalOptions, present: Goal | None, today: int, problems: list[str]) -> int:
    """Return the day to plan for, adding to the problems where there is none."""
    if options.next is not None:
        return _next_day(options, present, today, problems)
    if options.by is None:
        if present and present.by > today:
            return present.by
        problems.append("언제까지인지 --by로 적어 주세요(예: --by 2026-12-15).")
        return 0
    if why := why_no_day(options.by, today):
        problems.append(f"--by {why}")
    return parse_day(options.by, today) or 0


def _next_day(options: GoalOptions, present: Goal | None, today: int, problems: list[str]) -> int:
    """Return the day of a second round, adding to the problems where there is none."""
    text = options.next or ""
    day = parse_day(text, today) or 0
    if options.by is not None:
        problems.append("--by와 --next 가운데 하나만 써 주세요.")
    elif present is None:
        problems.append("--next: 이어 갈 계획이 없습니다. --by로 날짜를 적어 세워 주세요.")
    elif why := why_no_day(text, today):
        problems.append(f"--next {why}")
    elif day <= present.by:
        was = full_date(date.fromordinal(present.by))
        problems.append(
            f"--next {text}: 지금 계획의 날({was})보다 뒤의 날짜를 써 주세요. "
            "계획을 앞당기려면 --by를 씁니다."
        )
    return day


def _weights(library: Library, texts: Sequence[str], problems: list[str]) -> dict[str, float]:
    """Return how much each tag counts, adding to the problems where that cannot be."""
    weights: dict[str, float] = {}
    for text in texts:
        tag, _, number = text.partition("=")
        weight = _number(number)
        if not 0 < weight <= MOST_WEIGHT:
            problems.append(
                f"--weight {text}: 태그=배수로 써 주세요(예: optimizer=2). "
                f"배수는 0보다 크고 {MOST_WEIGHT} 이하입니다."
            )
            continue
        weights[tag] = weight
        try:
            chosen_cards(library, [], [tag])
        except QuizcardsError as error:
            problems.append(f"--weight {error}")
    return weights


def _number(text: str) -> float:
    """Return the number, or 0 where it is none."""
    try:
        return float(text)
    except ValueError:
        return 0.0
