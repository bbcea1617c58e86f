"""`-` in the place of a file: what a pipe hands over on stdin, and what goes on to stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from quizcards.cli.options import STANDARD
from quizcards.errors import QuizcardsError
from quizcards.terminal.printing import STDOUT

MOST_BYTES = 2**31
"""More than any package of cards; a pipe may have no end."""
PIECE = 2**20


@contextmanager
def file_of(path: Path, suffix: str = "") -> Iterator[Path]:
    """Give the path, or where it is `-` a file with what comes on stdin, which then is deleted.

    Raises QuizcardsError where stdin is a terminal or does not end.
    """
    if path != STANDARD:
        yield path
        return
    if sys.stdin.isatty():
        raise QuizcardsError("-: 파일을 파이프로 넣어 주세요. 예: cat 파일 | quizcards import -")
    with _nameless(f"stdin{suffix}") as file:
        _copy(file)
        yield file


@contextmanager
def place_of(path: Path, suffix: str) -> Iterator[Path]:
    """Give the path, or where it is `-` a file which goes to stdout if it was written."""
    if path != STANDARD:
        yield path
        return
    with _nameless(f"stdout{suffix}") as file:
        yield file
        if file.exists():
            STDOUT.hand_over(file.read_bytes())


@contextmanager
def _nameless(name: str) -> Iterator[Path]:
    """Give the path of a temporary file, which errors call `-`: nobody knows it by its name."""
    with TemporaryDirectory(prefix="quizcards-") as folder:
        file = Path(folder) / name
        try:
            yield file
        except QuizcardsError as error:
            text = str(error).replace(str(file), str(STANDARD)).replace(f"{folder}{os.sep}", "")
            raise QuizcardsError(text) from error


def _copy(file: Path) -> None:
    with file.open("wb") as copy:
        for piece in iter(lambda: sys.stdin.buffer.read(PIECE), b""):
            copy.write(piece)
            if copy.tell() > MOST_BYTES:
                raise QuizcardsError("-: 너무 큽니다. 2 GB까지 읽을 수 있습니다.")
