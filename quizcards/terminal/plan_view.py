"""A plan, as lines for the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from quizcards.memory.pace import ENOUGH, Pace
from quizcards.model import Card
from quizcards.study.goal import EVEN, LATE, Goal, Standing, over_text
from quizcards.study.tracks import TRACKS
from quizcards.terminal.cells import cell_len
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import (
    ACCENT,
    EIGHTHS,
    MARGIN,
    QUIET,
    columns,
    cropped,
    day_name,
    pad,
    prose,
    wrapped,
)
from quizcards.terminal.views import days_text, lead_text

if TYPE_CHECKING:
    from quizcards.memory.policy import Forecast

ROWS = 4
LISTED = 2
"""How many of the cards that do not fit are named."""


@dataclass(frozen=True)
class PlanView:
    """What is shown of a plan on study day `day`."""

    goal: Goal
    day: int
    cards: int
    """How many cards it is about."""
    forecast: Forecast
    other: Forecast | None
    """What to expect of the same minutes in the other shape, where that differs."""
    left_out: Sequence[Card]
    """The cards that the forecast leaves out."""
    is_held_back: bool
    """Whether the daily limit on new cards alone keeps some out."""
    pace: Pace
    standing: Standing


def plan_lines(plan: PlanView, width: int) -> list[Text]:
    """Return a plan on one screen.

    It says what to expect, the load of each day, what does not fit, and what was assumed.
    """
    lines = [_head(plan, width), *_state(plan), Text(), *_expected(plan)]
    if len(plan.forecast.load.seconds):
        lines += [Text(), *_load(plan, width)]
    if plan.left_out:
        lines += [Text(), *_left_out(plan, width)]
    return [*lines, Text(), *_assumed(plan, width)]


def _head(plan: PlanView, width: int) -> Text:
    goal = plan.goal
    weekday = day_name(goal.by, plan.day - 9)  # always with its weekday, never "tomorrow"
    left = goal.by - plan.day
    until = f"{weekday}까지 {left}일" if left else f"{weekday} 당일"
    parts = [_minutes(plan), f"카드 {plan.cards:,}장", *goal.decks, *goal.tags]
    parts += [TRACKS[goal.track][0]] if goal.track else []
    parts += [f"{tag} {weight:g}배" for tag, weight in goal.weights.items()]
    rest = " · ".join(parts)
    room = width - cell_len(until) - 5
    while cell_len(rest) > room:
        rest = rest[:-2] + "…"
    return Text(f"{MARGIN}{until}", style=HEADING).append(f"   {rest}", QUIET)


def _minutes(plan: PlanView) -> str:
    goal = plan.goal
    today, last = goal.minutes_on(plan.day), goal.minutes_on(goal.by)
    if today == last == goal.minutes:
        return f"하루 {goal.minutes:g}분"
    named = f"하루 {_short(today)}분"
    return named if today == last else f"{named}, 마지막 주에는 {_short(last)}분"


def _short(minutes: float) -> str:
    return f"{round(minutes, 1 if minutes < 10 else None):g}"


def _state(plan: PlanView) -> list[Text]:
    """Say whether it goes as planned, or with what hope it was made anew after a gap."""
    baseline = plan.goal.baseline
    if baseline is None or baseline.made == plan.day:
        return []
    if plan.standing.skipped and plan.goal.by > plan.day:
        gap = days_text(plan.standing.skipped)
        return [Text(f"{MARGIN}{gap} 빠져 다시 세웠습니다: {_percent(plan.forecast.planned)}")]
    if plan.standing.lead is None:
        return []
    return [Text(f"{MARGIN}{lead_text(plan.standing.lead)}")]


def _expected(plan: PlanView) -> list[Text]:
    seen = plan.forecast
    rows = [("지금 본다면", _percent(seen.today), "")]
    if plan.goal.by > plan.day:
        baseline = plan.goal.baseline
        was = ""
        if baseline and baseline.made < plan.day:
            was = f", 세울 때 {_percent(baseline.recall)}"
        rows += [
            ("여기서 멈추면", _percent(seen.stopped), ""),
            (
                "계획대로 하면",
                _percent(seen.planned),
                f"{range_text(seen)}{was}",
            ),
        ]
    if plan.other:
        rows.append(_other(plan.goal.shape, seen, plan.other))
    lines = columns([(name, f"{share:>4}", note) for name, share, note in rows])
    styles = ["", "", ACCENT, QUIET]
    head = Text(f"{MARGIN}그날 떠올릴 비율", style=QUIET)
    return [
        head,
        *(Text(f"{MARGIN}  {line}", style) for line, style in zip(lines, styles, strict=False)),
    ]


def _other(shape: str, seen: Forecast, other: Forecast) -> tuple[str, str, str]:
    named, option = ("마지막 주로 모으면", LATE) if shape == EVEN else ("날마다 고르게 하면", EVEN)
    later = f"30일 뒤 {_percent(other.later)}, 지금 계획은 {_percent(seen.later)}"
    return named, _percent(other.planned), f"{later} (--shape {option})"


def _load(plan: PlanView, width: int) -> list[Text]:
    """Draw the minutes of each day as columns, several days to one where the width needs it."""
    minutes = [seconds / 60 for seconds in plan.forecast.load.seconds]
    each = math.ceil(len(minutes) / (width - 8))
    groups = [minutes[i : i + each] for i in range(0, len(minutes), each)]
    means = [sum(group) / len(group) for group in groups]
    most = max(*means, 1.0)
    wide = max(min((width - 8) // len(means), 3), 1)
    lines = [Text(f"{MARGIN}날마다 드는 시간(분)", style=QUIET)]
    labels = {ROWS - 1: f"{most:.0f}", 0: "0"}
    for row in range(ROWS - 1, -1, -1):
        cells = "".join(
            _eighth(value / most * ROWS - row) * max(wide - 1, 1) + " " * (wide > 1)
            for value in means
        )
        label = labels.get(row, "")
        lines.append(Text.assemble((f"{MARGIN}{label:>4} ", QUIET), (cells.rstrip(), ACCENT)))
    return [
        *lines,
        Text(f"{MARGIN}     {_days(plan.day, len(minutes), wide / each)}", style=QUIET),
        *_counts(plan),
    ]


def _eighth(height: float) -> str:
    return EIGHTHS[round(min(max(height, 0.0), 1.0) * 8)]


def _days(first: int, count: int, cells_a_day: float) -> str:
    """Name days under their columns, as many as have room."""
    line, day = "", 0
    while day < count:
        moment = date.fromordinal(first + day)
        line = pad(line, round(day * cells_a_day)) + f"{moment.month}/{moment.day}"
        day += max(math.ceil(8 / cells_a_day), 1)
    return line


def _counts(plan: PlanView) -> list[Text]:
    reviews = _span(plan.forecast.load.reviews.tolist())
    new = _span(plan.forecast.load.new_cards.tolist())
    return [Text(f"{MARGIN}     하루에 복습 {reviews}장, 새 카드 {new}장", style=QUIET)]


def _span(values: Sequence[float]) -> str:
    low, high = round(min(values)), round(max(values))
    return str(low) if low == high else f"{low}–{high}"


def _left_out(plan: PlanView, width: int) -> list[Text]:
    count = len(plan.left_out)
    if plan.goal.by <= plan.day:
        named, why = "열지 못한", ""
    elif plan.is_held_back:
        named, why = "열지 않을", "   새 카드 수 제한(new_per_day) 탓입니다."
    else:
        named, why = "열지 않을", "   시간이 모자라 자주 묻는 것부터 담았습니다."
    head = Text(f"{MARGIN}다 담지 못해 {named} 카드 {count:,}장", style=HEADING)
    lines = [head.append(why, QUIET)]
    lines += [
        _clipped(f"· {card.id}  {prose(card.question)}", width) for card in plan.left_out[:LISTED]
    ]
    if count > LISTED:
        lines.append(Text(f"{MARGIN}  … 외 {count - LISTED:,}장", style=QUIET))
    return lines


def _clipped(text: str, width: int) -> Text:
    return cropped(wrapped(text, 10**6, first=f"{MARGIN}  ")[0], width - 1)


def _assumed(plan: PlanView, width: int) -> list[Text]:
    pace = plan.pace
    new, passed, failed = (f"{pace.usual(sort):.0f}초" for sort in ("new", "pass", "fail"))
    said = f"답 하나에 새 카드는 {new}, 떠올린 카드는 {passed}, 잊은 카드는 {failed}로 셈했습니다"
    rest = f". {caveat(pace)}" if pace.is_assumed else f"(답 {pace.answers:,}번에서 배웠습니다)."
    return wrapped(said + rest, width - 2, QUIET, MARGIN)


def caveat(pace: Pace) -> str:
    """Say that the times are assumed, and what that means for what is foreseen."""
    return (
        "카드의 글자 수와 말하는 시간으로 어림한 값입니다. "
        f"답이 {ENOUGH}번 쌓이기 전에는(지금 {pace.answers}번) "
        "비율도 시간도 크게 빗나갈 수 있습니다."
    )


def range_text(forecast: Forecast) -> str:
    """Say between which bounds recall comes out nine times in ten."""
    return f"열 번에 아홉 번은 {forecast.low * 100:.0f}–{forecast.high * 100:.0f}%"


def no_plan_lines(goal: Goal | None, width: int) -> list[Text]:
    """Say that there is no plan, or that its day is over, and how to go on."""
    if goal:
        said = f"{over_text(goal)} 지금은 오래 기억하는 간격으로 묻습니다."
        return wrapped(said, width - 2, HEADING, MARGIN)
    return [
        Text(f"{MARGIN}세운 계획이 없습니다.", HEADING),
        Text(f"{MARGIN}quizcards plan --by 12-15 --minutes 30으로 세웁니다."),
    ]


def _percent(share: float) -> str:
    return f"{share * 100:.0f}%"
