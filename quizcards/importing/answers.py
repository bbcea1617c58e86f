"""Answers that were given on an exported page: JSON lines, of which nothing is trusted."""

from __future__ import annotations

import json
import math
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from quizcards.errors import QuizcardsError, cannot_read
from quizcards.files import opened
from quizcards.importing.text import read_text

MARK = '{"quizcards":"answer"'
"""What each line begins with."""
MOST_ANSWERS = 100_000
"""Two hundred a day for more than a year."""
_MOST_SECONDS = 24 * 3600
_IS_ID = re.compile("0[0-9a-f]{27}").fullmatch
_AGAIN = "휴대전화에서 답을 다시 내보내 주세요."


class PageAnswer(NamedTuple):
    """A card's grade, given on the page.

    `id` is that of the event which it becomes, made there; `at` is the moment there.
    """

    id: str
    card: str
    grade: int
    at: float
    seconds: float


def holds_answers(path: Path) -> bool:
    """Say whether a file begins as one of answers does; one that cannot be read does not."""
    try:
        with opened(path) as file:
            head = file.read(len(BOM_UTF8) + len(MARK))
    except OSError:
        return False
    return head.removeprefix(BOM_UTF8).startswith(MARK.encode())


def read_answers(path: Path) -> list[PageAnswer]:
    """Return the answers of a file, of those with one id the first.

    Raises QuizcardsError where a line is none, or there are too many.
    """
    try:
        lines = read_text(path).splitlines()
    except OSError as error:
        raise cannot_read(path, error) from error
    if len(lines) > MOST_ANSWERS:
        raise QuizcardsError(
            f"{path}: 답이 {len(lines):,}개입니다. {MOST_ANSWERS:,}개까지 가져올 수 있으니 "
            "파일을 나눠 주세요."
        )
    found = {answer.id: answer for answer in reversed([*_answers(path, lines)])}
    return sorted(found.values())


def _answers(path: Path, lines: list[str]) -> Iterator[PageAnswer]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _answer(json.loads(line))
        except QuizcardsError as error:
            raise QuizcardsError(f"{path}:{number}: {error} {_AGAIN}") from error
        except (ValueError, RecursionError) as error:
            raise QuizcardsError(
                f"{path}:{number}: 답 하나가 온전히 적힌 줄이 아닙니다. "
                f"파일이 도중에 끊겼을 수 있으니 {_AGAIN}"
            ) from error


def _answer(row: Any) -> PageAnswer:
    """Return a line's answer. Raises QuizcardsError where a field does not hold what it should."""
    if not isinstance(row, dict) or row.get("quizcards") != "answer":
        raise QuizcardsError("페이지에서 내보낸 답이 아닙니다.")
    fields: list[Any] = [row.get(field) for field in ("id", "card", "grade", "seconds")]
    name, card, grade, seconds = fields
    at = _moment(row.get("at"))
    if not isinstance(card, str):
        raise QuizcardsError("card가 optimization/adam처럼 적은 카드가 아닙니다.")
    if type(grade) is not int or grade not in (1, 2, 3, 4):
        raise QuizcardsError("grade가 1, 2, 3, 4 가운데 하나가 아닙니다.")
    if at is None:
        raise QuizcardsError("at이 2026-12-01T09:00:00.000Z처럼 적힌 때가 아닙니다.")
    if not (isinstance(name, str) and _IS_ID(name) and int(name[:12], 16) == round(at * 1000)):
        raise QuizcardsError("id가 at의 때로 만든 것이 아닙니다.")
    if type(seconds) not in (int, float) or not 0 <= seconds <= _MOST_SECONDS:
        raise QuizcardsError("seconds가 0에서 하루까지의 초가 아닙니다.")
    return PageAnswer(name, card, grade, at, float(seconds))


def _moment(value: Any) -> float | None:
    """Return the seconds since the epoch of a moment in UTC; None of what is none."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        at = moment.timestamp() if moment and moment.tzinfo else math.nan
    except (ValueError, OverflowError):
        return None
    return at if at > 0 else None
