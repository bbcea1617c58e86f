"""What several commands print alike: JSON, and a page that may be longer than the terminal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from quizcards.app.asking import asker
from quizcards.app.environment import Environment
from quizcards.terminal.keys import has_raw_keys
from quizcards.terminal.printing import STDOUT, Lines, print_lines, width


def print_json(value: object) -> None:
    """Print plain data, or arrays of it, as JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_as_list)
    STDOUT.hand_over_json(text)


def _as_list(value: object) -> object:
    if hasattr(value, "tolist"):  # an array, or a number of one
        return value.tolist()
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{type(value).__name__} is no data")


def local_moment(moment: float) -> str:
    """Return a moment as ISO 8601 in local time, with its distance from UTC."""
    return datetime.fromtimestamp(round(moment)).astimezone().isoformat()


def listed(counts: Mapping[str, int]) -> str:
    """Return how many there are of each kind: "기록 3개, 덱 1개"."""
    return ", ".join(f"{name} {count}개" for name, count in sorted(counts.items())) or "없음"


def show_page(env: Environment, lines: Callable[[int], Lines]) -> None:
    """Print what `lines` makes of a width, or open it to be scrolled where it is too long."""
    drawn = lines(width())
    if len(drawn) < shutil.get_terminal_size().lines or not has_raw_keys():
        print_lines(drawn)
        return
    with asker(env, plain=False) as screen:
        screen.page(lines)


def asked(question: str, done: str) -> str | None:
    """Ask for a line at the terminal, below what was printed; None where Esc leaves it.

    `done` says what the key does that ends it.
    """
    from quizcards.terminal.editor import typed

    STDOUT.say(f"\n {question}\n")
    try:
        return typed(lambda: [done], ways=["Esc 끝내기"])
    except EOFError:
        return None
