"""The questions of real interviews: `collected.jsonl` in the learner's folder, a line for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from quizcards.errors import QuizcardsError, cannot_write, reason
from quizcards.files import Appender, UnconfirmedError, make_folder
from quizcards.home import records
from quizcards.home.files import COLLECTED
from quizcards.model import Collected


def read(home: Path) -> list[Collected]:
    """Return what was written down; a line that cannot be read is passed over."""
    return list(_rows(home))


def append(home: Path, one: Collected) -> None:
    """Write a question down and return when it is safe on disk.

    Raises QuizcardsError, which says whether it is kept all the same.
    """
    row = {"time": one.time, "question": one.question, "card": one.card, "at": one.at}
    row |= {"date": one.date, "mark": one.mark}
    path = home / COLLECTED
    try:
        make_folder(home)
        with closing(Appender(path)) as file:
            file.append(records.line_of(row))
    except UnconfirmedError as error:
        raise QuizcardsError(
            f"질문은 {path}에 적혔지만, 디스크에 남았는지 확인하지 못했습니다: {reason(error)}. "
            "디스크를 살펴봐 주세요. 다시 적지 않아도 됩니다."
        ) from error
    except OSError as error:
        raise cannot_write(path, error) from error


def _rows(home: Path) -> Iterator[Collected]:
    for row in records.read(home / COLLECTED):
        if isinstance(row.get("question"), str):
            yield _collected(row)


def _collected(row: dict[str, Any]) -> Collected:
    """Return a row as a question; what another hand has written into it wrongly is left out."""
    texts = {name: row.get(name) for name in ("card", "at", "date")}
    known = {name: text for name, text in texts.items() if isinstance(text, str)}
    time = row.get("time")
    return Collected(
        row["question"],
        **known,
        mark=_mark(row.get("mark")),
        time=float(time) if isinstance(time, int | float) else 0.0,
    )


def _mark(mark: object) -> tuple[int, int] | None:
    match mark:
        case [int(points), int(most)] if 0 <= points <= most and most > 0:
            return points, most
    return None
