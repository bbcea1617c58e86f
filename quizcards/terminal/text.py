"""Lines of text for the terminal: wrapped and aligned by cells, times in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from rich.cells import cell_len
from rich.text import Text

from quizcards.characters import named, shown
from quizcards.model import Memory
from quizcards.study.names import weekday_name
from quizcards.terminal.palette import ACCENT as ACCENT
from quizcards.terminal.palette import QUIET as QUIET

MARGIN = " "
NO_BREAK = "\u00a0"
_MOST_IN_A_LINE = 500
"""Characters, some of which take no cell."""
EIGHTHS = " ▁▂▃▄▅▆▇█"
"""Blocks that fill a cell from below, by eighths."""


def wrapped(
    text: str, width: int, style: str = "", first: str = "", rest: str | None = None
) -> list[Text]:
    """Wrap plain text to `width` cells, each paragraph line kept.

    `first` and `rest` start the lines. Words stay whole where they fit, and a no-break space keeps
    two together. Control characters are shown as a box, never sent.
    """
    rest = " " * cell_len(first) if rest is None else rest
    lines: list[Text] = []
    for paragraph in shown(text).split("\n"):
        for line in _fill(paragraph, max(width - cell_len(first), 4)):
            prefix = rest if lines else first
            lines.append(Text(prefix).append(line, style))
    return lines


def _fill(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in filter(None, re.split(r"[ \t]+", paragraph)):
        if line and cell_len(line) + 1 + cell_len(word) <= width:
            line += " " + word
            continue
        if line:
            lines.append(line)
        *heads, line = _cut(word, width)
        lines += heads
    return [*lines, line]


def _cut(word: str, width: int) -> list[str]:
    """Cut a word into pieces that `width` cells hold, each as long as may be.

    Only what may be the last piece is measured as a whole: a text of a million letters without a
    space would else be measured for every line of it.
    """
    pieces = []
    start = 0
    while len(word) - start > _MOST_IN_A_LINE or cell_len(word[start:]) > width:
        end = _end_of_head(word, start, width)
        if end == len(word):
            break
        pieces.append(word[start:end])
        start = end
    return [*pieces, word[start:]]


def _end_of_head(word: str, start: int, width: int) -> int:
    """Return where the part of a word ends that `width` cells hold, at least one character."""
    used = 0
    for end in range(start, len(word)):
        used += cell_len(word[end])
        if used > width and end > start:
            return end
    return len(word)


def prose(text: str) -> str:
    """Join the lines that an author wrapped by hand; an empty line still parts paragraphs."""
    return "\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text))


def pad(text: str, width: int) -> str:
    """Fill with spaces up to `width` cells."""
    return text + " " * max(width - cell_len(text), 0)


def padded(line: Text, width: int) -> Text:
    """Fill a styled line with spaces up to `width` cells."""
    return line + Text(" " * max(width - line.cell_len, 0))


def cropped(line: Text, width: int) -> Text:
    """Return a styled line in at most `width` cells; what is left out is marked.

    Control characters are shown as a box.
    """
    clean = cleaned(line).copy()
    if clean.cell_len > width:
        clean.truncate(width - 1)
        clean.rstrip()  # half of a wide character becomes a space
        clean.append("…")
    return clean


def cleaned(line: Text) -> Text:
    """Return a styled line with a box for each character that a terminal may obey."""
    text = named(line.plain)
    if text == line.plain:
        return line
    clean = line.copy()
    clean.plain = text
    return clean


def bar(items: Iterable[str], width: int, gap: int = 3) -> list[str]:
    """Lay short items side by side, going to a new line between items, never inside one."""
    lines: list[str] = []
    for item in items:
        if lines and cell_len(lines[-1]) + gap + cell_len(item) <= width:
            lines[-1] += " " * gap + item
        else:
            lines.append(item)
    return lines


def share_bar(share: float, width: int) -> str:
    """Return a bar in half cells over a dotted ground, so that what is missing is seen too."""
    halves = round(share * width * 2)
    return ("█" * (halves // 2) + "▌" * (halves % 2)).ljust(width, "·")


def columns(rows: Iterable[Sequence[str]], gap: int = 3) -> list[str]:
    """Align rows of cells in columns, the last one ragged."""
    table = [list(row) for row in rows]
    if not table:
        return []
    widths = [max(cell_len(row[i]) for row in table) for i in range(len(table[0]))]
    return [
        (" " * gap).join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]


def interval(memory: Memory, at: float) -> str:
    """Return when a card comes back: '10분', '3일', '2.5개월'."""
    if memory.step >= 0:
        return minutes(memory.due_at - at)
    days = int(memory.interval)
    if days < 30:
        return f"{days}일"
    if days < 365:
        return f"{_short(days / 30.4)}개월"
    return f"{_short(days / 365.25)}년"


def minutes(seconds: float) -> str:
    """Return a short span of time in words."""
    seconds = max(round(seconds), 0)
    if seconds < 60:
        return f"{seconds}초"
    if seconds < 3600:
        return f"{_short(seconds / 60)}분"
    return f"{_short(seconds / 3600)}시간"


def day_name(day: int, today: int) -> str:
    """Return a study day as people say it: '내일', '12월 3일(목)'."""
    near = {0: "오늘", 1: "내일", 2: "모레"}.get(day - today)
    moment = date.fromordinal(day)
    return near or f"{moment.month}월 {moment.day}일({weekday_name(day)})"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
