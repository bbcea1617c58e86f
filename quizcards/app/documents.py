"""What a command writes as a document: in which format, and into which file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from quizcards.characters import escaped
from quizcards.errors import QuizcardsError, cannot_write, perhaps
from quizcards.files import write_file

FORMATS = {".md": "markdown", ".svg": "svg", ".json": "json"}
"""The format that a file's suffix stands for."""


def checked_format(to: str | None, output: Path | None) -> str | None:
    """Return the format named, or else the one of the file's suffix; None means the screen.

    Raises QuizcardsError for one that is not there.
    """
    known = list(FORMATS.values())
    if to is not None:
        if to not in known:
            hint, there = perhaps(to, known), ", ".join(known)
            raise QuizcardsError(f"'{to}' 형식은 없습니다.{hint} 쓸 수 있는 것: {there}")
        return to
    if output is None:
        return None
    if output.suffix.lower() not in FORMATS:
        raise QuizcardsError(
            f"{output}: 확장자를 {', '.join(FORMATS)} 가운데 하나로 하거나 "
            "--to로 형식을 적어 주세요."
        )
    return FORMATS[output.suffix.lower()]


def write_document(text: str, output: Path) -> None:
    """Write a document into a file. Raises QuizcardsError where that cannot be."""
    try:
        write_file(output, text.encode(errors="replace"))
    except OSError as error:
        raise cannot_write(output, error) from error


def json_text(value: object) -> str:
    """Return plain data, or arrays of it, as JSON with nothing that a terminal could obey."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_as_list)
    return f"{escaped(text)}\n"


def _as_list(value: object) -> object:
    if hasattr(value, "tolist"):  # an array, or a number of one
        return value.tolist()
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{type(value).__name__} is no data")
