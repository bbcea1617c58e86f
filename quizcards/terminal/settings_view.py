"""The settings, each with its value, where that comes from, and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from rich.text import Text

from quizcards.terminal.cells import cell_len
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import MARGIN, QUIET, pad, wrapped

MANY = 4
"""A list that is longer is told by its length."""


def settings_lines(
    file: str, rows: Sequence[tuple[str, object, str, str]], width: int
) -> list[Text]:
    """Return the path of the file, then each setting (name, value, source, meaning)."""
    names = max(cell_len(name) for name, *_ in rows) + 3
    lines = [*wrapped(f"설정 파일 {file}", width, QUIET, MARGIN), Text()]
    for name, value, source, meaning in rows:
        said = f"{_shown(value)}  ({PurePath(source).name})"
        lines += wrapped(said, width, HEADING, MARGIN + pad(name, names))
        lines += wrapped(meaning, width, QUIET, MARGIN + " " * names)
    return lines


def _shown(value: object) -> str:
    """Return a value as settings.toml has it, as far as there is room."""
    if value is None or value == ():
        return "정하지 않음"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"{len(value)}개" if len(value) > MANY else ", ".join(map(_shown, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
