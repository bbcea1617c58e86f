"""Answers from elsewhere as logs of their own, which to delete takes them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.errors import cannot_write
from quizcards.files import write_file
from quizcards.store.line import encode

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Event


def write_log(env: Environment, origin: str, reviews: Sequence[Event]) -> Path | None:
    """Write events into a log of their own, the same for the same events, and return it.

    Of no events there is none. Raises QuizcardsError where it cannot be written.
    """
    if not reviews:
        return None
    lines = b"".join(map(encode, reviews))
    path = env.home / "log" / f"{origin}-{sha256(lines).hexdigest()[:12]}.jsonl"
    try:
        if not path.exists():
            write_file(path, lines)
    except OSError as error:
        raise cannot_write(path, error) from error
    return path


def told(rows: int, reviews: int, left: Counter[str], log: Path | None) -> str:
    """Return what is said of answers: how many there are, how many came, and where they are."""
    line = f"복습 기록 {rows}개 가운데 {reviews}개를 옮겼습니다."
    reasons = [f"{why} {count}개" for why, count in left.items()]
    if reasons:
        line += f" 두고 온 것: {', '.join(reasons)}."
    if log:
        line += f" {log}에 있고, 이 파일을 지우면 되돌릴 수 있습니다."
    return line
