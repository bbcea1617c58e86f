"""The interviews: one file of JSON lines for each, first what was to be asked, then its steps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from quizcards.errors import QuizcardsError, reason
from quizcards.files import append_lines, make_folder, write_file

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def fresh(home: Path, started: float) -> Path:
    """Return a file for an interview that begins now, in a folder that is made when missing."""
    folder = home / "interviews"
    try:
        make_folder(folder)
    except OSError as error:
        raise QuizcardsError(f"{folder}: 쓸 수 없습니다({reason(error)}).") from error
    name = f"{datetime.fromtimestamp(round(started)):%Y-%m-%d-%H%M%S}"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(path for name in names if not (path := folder / f"{name}.jsonl").exists())


def append(path: Path, row: Mapping[str, Any]) -> None:
    """Add a row and return when it is safe on disk. Raises QuizcardsError if it cannot be."""
    try:
        append_lines(path, _JSON.encode(row).encode(errors="replace") + b"\n")
    except OSError as error:
        raise QuizcardsError(
            f"답을 기록하지 못했습니다({path}): {reason(error)}. 자리를 비우고 다시 시작해 주세요."
        ) from error


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of an interview; a line torn by a power cut is passed over."""
    return list(_rows(path))


def files(home: Path) -> list[Path]:
    """Return the files of all interviews, oldest first."""
    return sorted((home / "interviews").glob("*.jsonl"))


def save(path: Path, text: str) -> None:
    """Write a report. Raises QuizcardsError if it cannot be written."""
    try:
        write_file(path, text.encode())
    except OSError as error:
        raise QuizcardsError(f"{path}: 쓸 수 없습니다({reason(error)}).") from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_bytes().splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            yield row
