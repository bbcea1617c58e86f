"""The one reader of JSON and TOML, which another program, machine or person may have written.

What it gives is so small and flat that it can be walked, compared and printed anywhere. Beside it
the one way to record what the learner has answered.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from quizcards.errors import QuizcardsError, reason
from quizcards.files import Appender, UnconfirmedError, read_file

MOST_BYTES = 16 * 2**20
MOST_DEPTH = 50
MOST_DIGITS = 20
"""Digits of a whole number: two more than the largest that fits into 64 bits needs."""


class UnreadableError(ValueError):
    """A file that cannot be used; its text is the reason in Korean, to stand in brackets."""


def read_json(path: Path) -> Any:
    """Return what a file of JSON holds.

    Raises FileNotFoundError where there is none, and UnreadableError for any other reason.
    """
    return parse_json(_bytes(path))


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a file of TOML holds. Raises as `read_json` does."""
    text = _text(_bytes(path))
    import tomllib  # not every learner has settings

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableError(f"TOML이 아님: {error}") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(_unending(error)) from error
    _refuse_unending(table)
    return table


def parse_json(data: bytes) -> Any:
    """Return what JSON says. Raises UnreadableError.

    >>> parse_json(b'{"a": [1, 2]}')
    {'a': [1, 2]}
    >>> parse_json(b"[" * 100_000)
    Traceback (most recent call last):
    quizcards.data_files.UnreadableError: 괄호가 50겹보다 깊음
    """
    text = _text(data)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"JSON이 아님: {error.lineno}번째 줄") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(_unending(error)) from error
    _refuse_unending(value)
    return value


def record(file: Appender, line: bytes) -> None:
    """Add a line with an answer to a file, and return when it is safe on disk.

    Raises QuizcardsError, which says whether the answer counts all the same.
    """
    try:
        file.append(line)
    except UnconfirmedError as error:
        raise QuizcardsError(
            f"답은 {file.path}에 적혔지만, 디스크에 남았는지 확인하지 못했습니다: {reason(error)}. "
            "디스크를 살펴보고 다시 시작해 주세요. 남아 있는 답은 다시 묻지 않습니다."
        ) from error
    except OSError as error:
        raise QuizcardsError(
            f"답을 기록하지 못했습니다({file.path}): {reason(error)}. "
            "자리를 비우고 다시 시작해 주세요."
        ) from error


def _bytes(path: Path) -> bytes:
    try:
        return read_file(path, MOST_BYTES)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnreadableError(reason(error)) from error


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError("UTF-8이 아님") from error


def _unending(error: ValueError | RecursionError) -> str:
    """Return what is too long, told by what Python itself stops at."""
    if isinstance(error, RecursionError):
        return f"괄호가 {MOST_DEPTH}겹보다 깊음"
    return f"{MOST_DIGITS}자리보다 긴 수가 있음"


def _refuse_unending(value: Any) -> None:
    """Raise UnreadableError for what is nested too deep, or has a whole number that is too long.

    Level by level, since going down would end as badly as what it looks for.
    """
    level = [value]
    for _ in range(MOST_DEPTH + 1):
        if any(isinstance(one, int) and abs(one) >= 10**MOST_DIGITS for one in level):
            raise UnreadableError(_unending(ValueError()))
        level = [
            inner
            for one in level
            if isinstance(one, (dict, list))
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise UnreadableError(_unending(RecursionError()))
