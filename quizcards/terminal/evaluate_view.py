"""How well the expected recall foretells what happened: scores, and a calibration plot in text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from quizcards.terminal.cells import cell_len
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import ACCENT, MARGIN, QUIET, columns

if TYPE_CHECKING:
    from quizcards.memory.evaluate import Bin, Evaluation, Score

LONGEST = 40
"""Cells of the line on which expectation and outcome are marked, at most."""


def evaluation_lines(evaluation: Evaluation, scores: Mapping[str, Score], width: int) -> list[Text]:
    """Return the scores of several ways to predict, by their names, and the calibration judged."""
    said = f"복습 {evaluation.reviews:,}번, 떠올린 비율 {evaluation.average:.1%}"
    head = Text(f"{MARGIN}{said}", style=HEADING)
    return [head, Text(), *_scores(scores), Text(), *_calibration(evaluation.bins, width)]


def _scores(scores: Mapping[str, Score]) -> list[Text]:
    table = [("", "로그 손실", "RMSE(bins)", "AUC")]
    table += [
        (
            name,
            f"{score.log_loss:.4f}",
            f"{score.rmse_bins:.4f}",
            "–" if score.auc is None else f"{score.auc:.3f}",
        )
        for name, score in scores.items()
    ]
    first, *rest = columns(table)
    lines = [Text(f"{MARGIN}{first}", style=QUIET), *(Text(f"{MARGIN}{line}") for line in rest)]
    return [*lines, Text(f"{MARGIN}손실과 RMSE는 작을수록, AUC는 클수록 좋습니다.", style=QUIET)]


def _calibration(bins: Sequence[Bin], width: int) -> list[Text]:
    """Return a line for each bin: its numbers, and expectation (○) and outcome (●) on one scale."""
    table = [("예상", "복습", "예상 평균", "실제")]
    table += [
        (
            f"{100 * one.low:.0f}–{one.high:.0%}",
            f"{one.count:,}",
            f"{one.expected:.1%}",
            f"{one.actual:.1%}",
        )
        for one in bins
    ]
    left = columns([(*row, "") for row in table])
    room = max(cell_len(line) for line in left)
    cells = min(width - room - len(MARGIN) - 3, LONGEST)
    low = min(math.floor(10 * min(one.expected, one.actual)) / 10 for one in bins)
    low = min(low, 0.9)
    scale = f"{low:.0%}" + "100%".rjust(cells - len(f"{low:.0%}"))
    lines = [Text(f"{MARGIN}{left[0]}", style=QUIET)]
    lines[0].append(" " * (room - cell_len(left[0]) + 3) + scale)
    for one, text in zip(bins, left[1:], strict=True):
        line = Text(f"{MARGIN}{text}" + " " * (room - cell_len(text) + 3))
        lines.append(line.append_text(_track(one, low, cells)))
    return [*lines, Text(f"{MARGIN}○ 예상  ● 실제  ◉ 같은 자리", style=QUIET)]


def _track(one: Bin, low: float, cells: int) -> Text:
    expected, actual = (
        round((value - low) / (1 - low) * (cells - 1)) for value in (one.expected, one.actual)
    )
    signs = {expected: "○", actual: "◉" if actual == expected else "●"}
    track = Text()
    for i in range(cells):
        track.append(signs.get(i, "─"), ACCENT if i in signs else QUIET)
    return track
