"""What settings cost over the coming months, as a table and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from quizcards.terminal.palette import HEADING
from quizcards.terminal.plots import draw
from quizcards.terminal.text import MARGIN, QUIET, columns, minutes
from quizcards.trace.picture import Curves, Series

if TYPE_CHECKING:
    from quizcards.memory.arrays import FloatArray
    from quizcards.memory.simulate import Months


def cost_lines(costs: Sequence[Months], cards: int, width: int) -> list[Text]:
    """Return what settings cost: a table, and the minutes a day as they go on."""
    days = len(costs[0].seconds)
    head = ["기억률", "새 카드", "하루 복습", "하루 시간", "바쁜 날", "끝에 아는 카드"]
    rows = [
        [
            f"{cost.setting.scheduler.retention:.2f}",
            _new_cards(cost),
            f"{cost.reviews.mean():.1f}장",
            minutes(cost.seconds.mean()),
            minutes(cost.seconds.max()),
            f"{cost.known[-1]:,.0f}장 ({cost.known[-1] / cards:.0%})",
        ]
        for cost in costs
    ]
    first, *rest = columns([head, *rows], gap=2)
    lines = [
        Text(f"{MARGIN}앞으로 {days}일, 카드 {cards:,}장", style=HEADING),
        Text(),
        Text(f"{MARGIN}{first}", style=QUIET),
    ]
    lines += [Text(f"{MARGIN}{row}") for row in rest]
    return [
        *lines,
        Text(),
        *(Text(MARGIN) + line for line in draw(_curves(costs, days), width - 2)),
    ]


def _new_cards(cost: Months) -> str:
    new, minutes = cost.setting.new, cost.setting.minutes
    if new is None:
        return f"{minutes:g}분까지" if minutes else "모두"
    return f"{new}장" + (f"({minutes:g}분까지)" if minutes else "")


def _curves(costs: Sequence[Months], days: int) -> Curves:
    week = 7 if days >= 28 else 1
    series = [Series(_name(cost, costs), *_means(cost.seconds / 60, week)) for cost in costs]
    return Curves(
        "하루에 드는 시간" + (" (한 주 평균)" if week > 1 else ""), "일", "분", tuple(series)
    )


def _means(values: FloatArray, each: int) -> tuple[list[float], list[float]]:
    groups = [values[i : i + each] for i in range(0, len(values) - each + 1, each)]
    return [each * (i + 0.5) for i in range(len(groups))], [float(group.mean()) for group in groups]


def _name(cost: Months, costs: Sequence[Months]) -> str:
    """Name a setting by what sets it apart from the others."""
    setting = cost.setting
    parts = [f"{setting.scheduler.retention:.2f}"]
    if setting.new is not None and len({other.setting.new for other in costs}) > 1:
        parts.append(f"새 카드 {setting.new}장")
    if setting.minutes and len({other.setting.minutes for other in costs}) > 1:
        parts.append(f"{setting.minutes:g}분까지")
    return ", ".join(parts)
