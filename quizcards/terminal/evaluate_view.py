"""How well the expected recall foretells what happened: the scores, and range by range what was
expected and what came.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from quizcards.terminal.text import ACCENT, MARGIN, QUIET, columns

LONGEST = 40
"""Cells of the line on which expectation and outcome are marked, at most."""


@dataclass(frozen=True)
class Row:
    """The scores of one way to predict."""

    name: str
    log_loss: float
    rmse_bins: float
    auc: float | None


@dataclass(frozen=True)
class Range:
    """The reviews whose expected recall lies between `low` and `high`."""

    low: float
    high: float
    count: int
    expected: float
    actual: float


def evaluation_lines(
    reviews: int, average: float, rows: Sequence[Row], ranges: Sequence[Range], width: int
) -> list[Text]:
    """Return the scores, the first row of which is the one judged, and its calibration."""
    head = Text(f"{MARGIN}복습 {reviews:,}번, 떠올린 비율 {average:.1%}", style="bold")
    return [head, Text(), *_scores(rows), Text(), *_calibration(ranges, width)]


def _scores(rows: Sequence[Row]) -> list[Text]:
    table = [("", "로그 손실", "RMSE(bins)", "AUC")]
    table += [
        (
            row.name,
            f"{row.log_loss:.4f}",
            f"{row.rmse_bins:.4f}",
            "–" if row.auc is None else f"{row.auc:.3f}",
        )
        for row in rows
    ]
    first, *rest = columns(table)
    lines = [Text(f"{MARGIN}{first}", style=QUIET), *(Text(f"{MARGIN}{line}") for line in rest)]
    return [*lines, Text(f"{MARGIN}손실과 RMSE는 작을수록, AUC는 클수록 좋습니다.", style=QUIET)]


def _calibration(ranges: Sequence[Range], width: int) -> list[Text]:
    """Return a line for each range: how many, what was expected (○), what came (●), and both on one
    scale.
    """
    table = [("예상", "복습", "예상 평균", "실제")]
    table += [
        (
            f"{100 * one.low:.0f}–{one.high:.0%}",
            f"{one.count:,}",
            f"{one.expected:.1%}",
            f"{one.actual:.1%}",
        )
        for one in ranges
    ]
    left = columns([(*row, "") for row in table])
    room = max(Text(line).cell_len for line in left)
    cells = min(width - room - len(MARGIN) - 3, LONGEST)
    low = min(math.floor(10 * min(one.expected, one.actual)) / 10 for one in ranges)
    low = min(low, 0.9)
    scale = f"{low:.0%}" + "100%".rjust(cells - len(f"{low:.0%}"))
    lines = [Text(f"{MARGIN}{left[0]}", style=QUIET)]
    lines[0].append(" " * (room - Text(left[0]).cell_len + 3) + scale)
    for one, text in zip(ranges, left[1:], strict=True):
        line = Text(f"{MARGIN}{text}" + " " * (room - Text(text).cell_len + 3))
        lines.append(line.append_text(_track(one, low, cells)))
    return [*lines, Text(f"{MARGIN}○ 예상  ● 실제  ◉ 같은 자리", style=QUIET)]


def _track(one: Range, low: float, cells: int) -> Text:
    expected, actual = (
        round((value - low) / (1 - low) * (cells - 1)) for value in (one.expected, one.actual)
    )
    signs = {expected: "○", actual: "◉" if actual == expected else "●"}
    track = Text()
    for i in range(cells):
        track.append(signs.get(i, "─"), ACCENT if i in signs else QUIET)
    return track
