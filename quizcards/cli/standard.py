"""`-` in the place of a file: what a pipe hands over on stdin."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from quizcards.cli.options import STANDARD
from quizcards.errors import QuizcardsError

MOST_BYTES = 2**31
"""More than any package of cards; a pipe may have no end."""
PIECE = 2**20


@contextmanager
def file_of(path: Path) -> Iterator[Path]:
    """Give the path, or where it is `-` a file with what comes on stdin, which then is deleted.

    Raises QuizcardsError where stdin is a terminal or does not end.
    """
    if path != STANDARD:
        yield path
        return
    if sys.stdin.isatty():
        raise QuizcardsError("-: 파이프로 넣어 주세요. 예: cat cards.csv | quizcards import -")
    with TemporaryDirectory(prefix="quizcards-") as folder:
        file = Path(folder) / "stdin"
        _copy(file)
        try:
            yield file
        except QuizcardsError as error:  # nobody knows a file by that name
            raise QuizcardsError(str(error).replace(str(file), str(STANDARD))) from error


def _copy(file: Path) -> None:
    with file.open("wb") as copy:
        for piece in iter(lambda: sys.stdin.buffer.read(PIECE), b""):
            copy.write(piece)
            if copy.tell() > MOST_BYTES:
                raise QuizcardsError("-: 너무 큽니다. 2 GB까지 가져올 수 있습니다.")
