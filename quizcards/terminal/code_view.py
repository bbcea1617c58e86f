"""How far an exercise in a file is right: a line a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.text import Text

from quizcards.quiz.code_file import Row
from quizcards.terminal import palette
from quizcards.terminal.item_view import RIGHT, WRONG, kept
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import ACCENT, MARGIN, QUIET, wrapped

TO_DO = "·"


def row_lines(
    rows: Sequence[Row], width: int, hints: Mapping[str, int] | None = None
) -> list[Text]:
    """Return each line to write with its mark, and of the first wrong one what is wrong.

    `hints` says how many hints were given of a line.
    """
    given = hints or {}
    wrong = next((row for row in rows if row.is_wrong), None)
    lines: list[Text] = []
    for row in rows:
        lines += _row(row, width)
        if row is wrong:
            for one in row.said:
                lines += wrapped(one, width - 2, "", f"{MARGIN}    ")
        for one in row.code.hints[: given.get(row.code.target, 0)]:
            lines += wrapped(one, width - 2, QUIET, f"{MARGIN}    힌트  ")
    right = sum(row.is_right for row in rows)
    told = f"{len(rows)}줄 가운데 {right}줄이 맞았습니다."
    return [*lines, Text(), Text(MARGIN + told, style=HEADING if right == len(rows) else "")]


def file_lines(path: Path, rows: Sequence[Row], width: int) -> list[Text]:
    """Return how far a file is right, under its path, whole, so that it can be copied."""
    return [Text(f"{MARGIN}{path}", style=QUIET), Text(), *row_lines(rows, width)]


def _row(row: Row, width: int) -> list[Text]:
    if row.is_right:
        sign, style = RIGHT, palette.RIGHT
    elif row.is_wrong:
        sign, style = WRONG, palette.WRONG
    else:
        sign, style = TO_DO, QUIET
    lines = wrapped(f"{row.code.target} = {row.text or '…'}", width - 2, ACCENT, f"{MARGIN}{sign} ")
    lines[0].stylize(style, 0, len(f"{MARGIN}{sign}"))
    return lines


def solution_lines(rows: Sequence[Row], width: int) -> list[Text]:
    """Return the demo's own line below each that was written, where it reads otherwise."""
    lines: list[Text] = []
    for row in rows:
        lines += _row(row, width)
        own = row.verdict.lines[1:] if row.verdict else ()
        for one in own or ("데모의 식과 같습니다.",):
            lines += kept(one, width - 2, QUIET, f"{MARGIN}    ")
    return lines


def standing_lines(rows: Iterable[tuple[str, str, bool, bool]], width: int) -> list[Text]:
    """Return the exercises with what is done: name, title, whether done, whether due again."""
    lines: list[Text] = []
    for name, title, is_done, is_due in rows:
        sign = TO_DO if not is_done else RIGHT
        again = "  다시 할 때가 되었습니다" if is_due else ""
        lines += wrapped(f"{name}  {title}{again}", width - 2, "", f"{MARGIN}{sign} ")
    return lines
