"""What was missed in the last quiz, to be asked again: a small file in the learner's folder,
replaced as a whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

Missed = tuple[str, str, int]
"""Kind, card and seed of a question."""


def read(home: Path) -> list[Missed]:
    """Return what was missed; nothing where there was no quiz, or its file cannot be read."""
    try:
        rows = json.loads((home / _NAME).read_text(encoding="utf-8"))
        return [(str(kind), str(card), int(seed)) for kind, card, seed in rows]
    except (OSError, ValueError, TypeError):
        return []


def write(home: Path, missed: Sequence[Missed]) -> None:
    """Keep what was missed in place of what was kept before."""
    home.mkdir(parents=True, exist_ok=True)
    part = home / f"{_NAME}.{os.getpid()}"
    part.write_text(json.dumps(missed, ensure_ascii=False), encoding="utf-8")
    part.replace(home / _NAME)


_NAME = "last-quiz.json"
