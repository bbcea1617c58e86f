"""How many cells text takes in the terminal: the one place that knows.

Unicode leaves the width of some characters open (East Asian Ambiguous: Greek letters, arrows, the
lines of boxes). Where they take two cells, those that drawings are made of are drawn in ASCII,
since a drawing has one cell for each; the others are counted.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import rich.cells
from rich.text import Text

_LAST = 0xFFFF
_NARROW = str.maketrans(
    "─━┄│┌┐└┘├┤┬┴┼╴╵╶╷▁▂▃▄▅▆▇█▌▐░▒▓▲△▼◆●○◉◐□×−",
    "---|+++++++++-|-|_.-=+*%###.:%^Av*@oOo?x-",
)
"""What drawings are made of, and what stands in its place where it would be too wide."""


class _Terminal:
    """What is known of the terminal that is drawn on."""

    ambiguous_width = 1


def ambiguous_width() -> int:
    """Return how many cells a character of ambiguous width takes: 1 or 2."""
    return _Terminal.ambiguous_width


def set_ambiguous_width(cells: int) -> None:
    """Measure and draw from now on for a terminal where such a character takes so many cells."""
    _Terminal.ambiguous_width = cells


def cell_len(text: str | Text) -> int:
    """Return how many cells a text takes."""
    plain = text if isinstance(text, str) else text.plain
    cells = rich.cells.cell_len(plain)
    if _Terminal.ambiguous_width == 2 and not plain.isascii():
        cells += len(_ambiguous().findall(plain))
    return cells


def drawable(text: str) -> str:
    """Return a text as it is drawn, each character in the place that it had."""
    return text.translate(_NARROW) if _Terminal.ambiguous_width == 2 else text


@cache
def _ambiguous() -> re.Pattern[str]:
    """Find what takes two cells where one is ambiguous; marks on a letter take none."""
    found = (
        char
        for char in map(chr, range(0xA1, _LAST))
        if unicodedata.east_asian_width(char) == "A"
        and unicodedata.category(char) not in ("Mn", "Me", "Cf", "Co")
        and ord(char) not in _NARROW
    )
    return re.compile(f"[{re.escape(''.join(found))}]")
