"""What was missed in the last quiz, to be asked again: `last-quiz.json` in the learner's folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from quizcards.data_files import read_json
from quizcards.errors import QuizcardsError, reason
from quizcards.files import write_file

Missed = tuple[str, str, int]
"""Kind, card and seed of a question."""


def read(home: Path) -> list[Missed]:
    """Return what was missed; nothing where there was no quiz, or its file cannot be read."""
    try:
        rows = read_json(home / _NAME)
        return [(str(kind), str(card), int(seed)) for kind, card, seed in rows]
    except (OSError, ValueError, TypeError, OverflowError):
        return []


def write(home: Path, missed: Sequence[Missed]) -> None:
    """Keep what was missed in place of what was kept before, after every answer.

    Raises QuizcardsError where nothing can be written.
    """
    path = home / _NAME
    try:
        write_file(path, json.dumps(missed, ensure_ascii=False).encode())
    except OSError as error:
        raise QuizcardsError(
            f"{path}: 틀린 문제를 적어 둘 수 없습니다({reason(error)})."
        ) from error


_NAME = "last-quiz.json"
