"""`quizcards plan`: prepare for a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizcards.app import planning
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
    from quizcards.memory.policy import Forecast
    from quizcards.model import Library
    from quizcards.store.store import Store
    from quizcards.study.goal import Goal
    from quizcards.terminal.plan_view import Outline

MINUTES = 30.0


@app.command(
    "plan", help="면접 날짜에 맞춰 공부할 계획을 세웁니다. 날짜를 적지 않으면 지금 계획을 봅니다."
)
def make_plan(
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="DATE", help="면접 날짜: 2026-12-15, 12-15, +14.", show_default=False
        ),
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(
            "--minutes", help=f"하루 공부 시간(분). 처음에는 {MINUTES:g}.", show_default=False
        ),
    ] = None,
    deck: DeckOption = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(
            "--weight",
            metavar="TAG=2",
            help="이 꼬리표가 붙은 카드를 더 무겁게.",
            show_default=False,
        ),
    ] = None,
    clear: Annotated[
        bool, typer.Option("--clear", help="계획을 지우고 오래 기억하는 간격으로 돌아갑니다.")
    ] = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    changes = (by, minutes, deck or None, weight or None)
    if clear:
        if any(change is not None for change in changes):
            raise QuizcardsError("--clear는 다른 선택지와 함께 쓸 수 없습니다.")
        print("계획을 지웠습니다." if planning.clear_goal(env.home) else "세운 계획이 없습니다.")
        return
    library = env.library()
    warn(library)
    with env.store(library) as store:
        if all(change is None for change in changes):
            _show(env, library, store, as_json)
            return
        goal = _goal(env, library, by, minutes, deck, weight)
        state = planning.plan_state(goal, env, library, store)
        seen = planning.forecast(state)
        goal = replace(goal, baseline=planning.baseline(state, seen))
        planning.write_goal(env.home, goal)
        _print(replace(state, goal=goal), seen, library, as_json)


def _show(env: Environment, library: Library, store: Store, as_json: bool) -> None:
    """Show the present plan as it stands today."""
    if goal := planning.present_goal(env):
        state = planning.plan_state(goal, env, library, store)
        _print(state, planning.forecast(state), library, as_json)
    elif as_json:
        print_json(None)
    else:
        from quizcards.terminal.plan_view import no_plan_lines

        print_lines(no_plan_lines(planning.read_goal(env.home), width()))


def _goal(
    env: Environment, library: Library, by: str | None, minutes: float | None, deck: Sequence[str] | None,
    weight: Sequence[str] | None,
) -> Goal:  # fmt: skip
    """Return the plan that is asked for; without a date, the present one with what is given.

    Raises QuizcardsError that names everything that cannot be.
    """
    from quizcards.study.goal import MOST_MINUTES, Goal

    today = env.day(env.now())
    present = planning.read_goal(env.home) if by is None else None
    problems = list(unknown_decks(library, deck or ()))
    weights, wrong = _weights(library, weight or ())
    problems += wrong
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        problems.append(f"--minutes {minutes:g}: 0보다 크고 {MOST_MINUTES} 이하인 수를 써 주세요.")
    day = present.by if present and present.by > today else _day(by, today, problems)
    if problems:
        raise QuizcardsError("\n".join(problems))
    goal = present or Goal(day, MINUTES)
    return replace(
        goal,
        minutes=goal.minutes if minutes is None else minutes,
        decks=tuple(dict.fromkeys(deck)) if deck else goal.decks,
        weights=weights or goal.weights,
    )


def _day(text: str | None, today: int, problems: list[str]) -> int:
    """Return the day of a text, adding to the problems where it is none to plan for."""
    from quizcards.study.goal import FURTHEST, parse_day

    if text is None:
        problems.append("언제까지인지 --by로 적어 주세요(예: --by 2026-12-15).")
        return 0
    day = parse_day(text, today)
    if day is None:
        problems.append(
            f"--by {text}: 날짜로 읽을 수 없습니다. 2026-12-15, 12-15, '12월 15일', +14처럼 써 주세요."
        )
    elif day <= today:
        when = "오늘입니다" if day == today else "지난 날입니다"
        problems.append(f"--by {text}: {when}. 내일부터의 날짜를 써 주세요.")
    elif day - today > FURTHEST:
        problems.append(f"--by {text}: 너무 멉니다. {FURTHEST}일 안의 날짜를 써 주세요.")
    return day or 0


def _weights(library: Library, texts: Sequence[str]) -> tuple[dict[str, float], list[str]]:
    """Return how much each tag counts, and what is wrong with how it was written."""
    from quizcards.study.goal import MOST_WEIGHT

    weights: dict[str, float] = {}
    problems: list[str] = []
    for text in texts:
        tag, _, number = text.partition("=")
        try:
            weights[tag] = float(number)
            if not 0 < weights[tag] <= MOST_WEIGHT:
                raise ValueError("not a weight")
        except ValueError:
            problems.append(
                f"--weight {text}: 꼬리표=배수로 써 주세요(예: optimizer=2). 배수는 0보다 크고 {MOST_WEIGHT} 이하입니다."
            )
            continue
        try:
            chosen_cards(library, [], [tag])
        except QuizcardsError as error:
            problems.append(f"--weight {error}")
    return weights, problems


def _print(state: planning.PlanState, seen: Forecast, library: Library, as_json: bool) -> None:
    from quizcards.terminal.plan_view import plan_lines

    outline = _outline(state, seen, library)
    if as_json:
        print_json(_data(outline, seen, state.standing.lead))
    else:
        print_lines(plan_lines(outline, width()))


def _outline(state: planning.PlanState, seen: Forecast, library: Library) -> Outline:
    from quizcards.terminal.plan_view import Outline

    cards = {card.key: card for card in library.cards}
    who = state.learner
    openable = state.new_left + state.new_per_day * max(state.goal.by - state.day - 1, 0)
    return Outline(
        goal=state.goal,
        day=state.day,
        cards=len(who.keys),
        today=seen.today,
        stopped=seen.stopped,
        planned=seen.planned,
        low=seen.low,
        high=seen.high,
        seconds=seen.seconds,
        reviews=seen.reviews,
        new=seen.new,
        left_out=[cards[who.keys[i]] for i in seen.left_out.tolist()],
        is_held_back=len(seen.new) > 0 and float(seen.new.sum()) > 0.95 * openable,
        pace=who.pace.seconds,
        answers=who.pace.answers,
    )


def _data(plan: Outline, seen: Forecast, lead: float | None) -> dict[str, Any]:
    from datetime import date

    from quizcards.study.goal import goal_data

    def day(k: int) -> str:
        return date.fromordinal(plan.day + k).isoformat()

    columns = zip(seen.seconds, seen.reviews, seen.new, seen.path, strict=True)
    return {
        **goal_data(plan.goal),
        "days_left": plan.goal.by - plan.day,
        "cards": plan.cards,
        "recall": {
            "today": plan.today,
            "stopped": plan.stopped,
            "planned": plan.planned,
            "low": plan.low,
            "high": plan.high,
        },
        "lead": lead,
        "days": [
            {"day": day(k), "seconds": seconds, "reviews": reviews, "new": new, "recall": recall}
            for k, (seconds, reviews, new, recall) in enumerate(columns)
        ],
        "left_out": [card.key for card in plan.left_out],
        "seconds_a_card": dict(plan.pace),
        "answers": plan.answers,
    }
