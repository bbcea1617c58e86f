"""A log of reviews as a table (CSV), of any program: which card, which grade, and when."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from quizcards.errors import QuizcardsError, cannot_read
from quizcards.importing.text import read_text, separator_of
from quizcards.model import Reviews

COLUMNS = ("card", "grade", "time")
MOST_TOLD = 20
"""How many of the lines that cannot be read are named, at most."""
_MILLISECONDS = 1e11
"""Numbers from here on are moments in milliseconds: as seconds they lie after the year 5138."""


def read_review_log(path: Path, day: Callable[[float], int]) -> Reviews:
    """Return the reviews of a table in time order.

    `day` gives the study day of a moment (epoch seconds). The header names the columns card, grade
    (1..4) and time (ISO 8601, local without an offset, or epoch seconds or milliseconds). Raises
    QuizcardsError that names every line that cannot be read.
    """
    try:
        text = read_text(path)
    except OSError as error:
        raise cannot_read(path, error) from error
    found: list[tuple[float, str, int]] = []
    problems: list[str] = []
    for line, cells in _rows(text, path):
        try:
            found.append(_review(*cells))
        except (ValueError, OverflowError, OSError) as error:
            problems.append(f"{path}:{line}: {error}")
    if problems:
        told = problems[:MOST_TOLD]
        if len(problems) > MOST_TOLD:
            told.append(f"그 밖에 {len(problems) - MOST_TOLD}줄도 같습니다.")
        raise QuizcardsError("\n".join(told))
    found.sort(key=lambda row: row[0])
    moments, cards, grades = zip(*found, strict=True) if found else ((), (), ())
    nothing = [None] * len(found)
    return Reviews(
        cards, [0] * len(found), grades, moments, [day(at) for at in moments], nothing, nothing
    )


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield card, grade and time of each row, with the line that it ends at."""
    reader = csv.reader(io.StringIO(text), delimiter=separator_of(text))
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            raise QuizcardsError(
                f"{path}:1: 첫 줄에 {', '.join(missing)} 칸이 없습니다. "
                "card,grade,time을 첫 줄에 적어 주세요."
            )
        places = [header.index(name) for name in COLUMNS]
        for cells in reader:
            if cells:
                yield reader.line_num, [cells[i].strip() if i < len(cells) else "" for i in places]
    except csv.Error as error:
        raise QuizcardsError(
            f"{path}:{reader.line_num}: CSV로 읽을 수 없습니다({error})."
        ) from error


def _review(card: str, grade: str, time: str) -> tuple[float, str, int]:
    """Return moment, card and grade. Raises ValueError with what is wrong with them."""
    if not card:
        raise ValueError("card 칸이 비어 있습니다.")
    if grade not in ("1", "2", "3", "4"):
        raise ValueError(
            f"grade가 '{grade}'입니다. "
            "1(다시), 2(어려움), 3(알맞음), 4(쉬움) 가운데 하나여야 합니다."
        )
    return _moment(time), card, int(grade)


def _moment(time: str) -> float:
    wrong = ValueError(
        f"time이 '{time}'입니다. 2026-12-01T09:00:00 또는 1764547200처럼 적어 주세요."
    )
    try:
        number = float(time)
    except ValueError:
        try:
            return datetime.fromisoformat(time).timestamp()
        except (ValueError, OverflowError, OSError):
            raise wrong from None
    number = number / 1000 if number >= _MILLISECONDS else number
    if not 0 <= number < _MILLISECONDS:
        raise wrong
    return number
