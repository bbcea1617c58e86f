"""Files of JSON lines: one for each interview and each test, in a folder of its sort."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from quizcards.data_files import MOST_BYTES, UnreadableError, parse_json, record
from quizcards.errors import cannot_write
from quizcards.files import Appender, make_folder, read_file, write_file

INTERVIEWS = "interviews"
"""The folder of the interviews."""
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def fresh(folder: Path, started: float) -> Path:
    """Return a file for what begins now, in a folder that is made when missing."""
    try:
        make_folder(folder)
    except OSError as error:
        raise cannot_write(folder, error) from error
    name = f"{datetime.fromtimestamp(round(started)):%Y-%m-%d-%H%M%S}"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(path for name in names if not (path := folder / f"{name}.jsonl").exists())


def append(path: Path, row: Mapping[str, Any]) -> None:
    """Add a row and return when it is safe on disk. Raises QuizcardsError if it cannot be."""
    with closing(Appender(path)) as file:
        record(file, line_of(row))


def line_of(row: Mapping[str, Any]) -> bytes:
    """Return a row as it stands in a file."""
    return _JSON.encode(row).encode(errors="replace") + b"\n"


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file; a line that is none, as a power cut leaves, is passed over.

    So is a file that cannot be read.
    """
    return list(_rows(path))


def damaged(path: Path) -> list[int]:
    """Return which lines of a file hold no row, counted from 1, but for halves of a row.

    Those a power cut leaves. Raises OSError for a file that `read` passes over.
    """
    lines = enumerate(read_file(path, MOST_BYTES).splitlines(), 1)
    return [number for number, line in lines if _row(line) is None and not _is_half(line)]


def _is_half(line: bytes) -> bool:
    return not line.strip(b"\0") or (line.startswith(b"{") and not line.endswith(b"}"))


def files(folder: Path) -> list[Path]:
    """Return the files in a folder, oldest first."""
    return sorted(folder.glob("*.jsonl"))


def save(path: Path, text: str) -> None:
    """Write a report. Raises QuizcardsError if it cannot be written."""
    try:
        write_file(path, text.encode())
    except OSError as error:
        raise cannot_write(path, error) from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = read_file(path, MOST_BYTES).splitlines()
    except OSError:
        return
    yield from (row for line in lines if (row := _row(line)) is not None)


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = parse_json(line)
    except UnreadableError:
        return None
    return row if isinstance(row, dict) else None
