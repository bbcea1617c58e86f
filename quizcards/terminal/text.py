"""Lines of text for the terminal: wrapped and aligned by cells, times in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rich.text import Text

from quizcards.characters import named, shown
from quizcards.model import Memory
from quizcards.study.names import about as about
from quizcards.study.names import day_name as day_name
from quizcards.study.names import minutes as minutes
from quizcards.terminal.cells import cell_len, drawable
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


def broken(text: str, width: int) -> str:
    """Break each line that is wider than `width` between its words, keeping its indent.

    A word that is wider still stays whole, so that a path may be copied.
    """
    return "".join(_broken(line, width) for line in text.splitlines(keepends=True))


def _broken(line: str, width: int) -> str:
    if cell_len(line.rstrip()) <= width:
        return line
    before, words, after = line.partition(line.strip(" \n"))
    indent = before[: width // 2]
    parts: list[str] = []
    for word in words.split(" "):
        if parts and cell_len(f"{indent}{parts[-1]} {word}") <= width:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return "\n".join(indent + part for part in parts) + after


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

    What no-break spaces keep together is cut at one of them, so that no number of a list is halved.
    Only what may be the last piece is measured as a whole: a text of a million letters without a
    space would else be measured for every line of it.
    """
    pieces = []
    start = 0
    while len(word) - start > _MOST_IN_A_LINE or cell_len(word[start:]) > width:
        end = _end_of_head(word, start, width)
        if end == len(word):
            break
        gap = word.rfind(NO_BREAK, start + 1, end + 1)
        pieces.append(word[start : gap if gap > start else end])
        start = gap + 1 if gap > start else end
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
    return line + Text(" " * max(width - cell_len(line), 0))


def cropped(line: Text, width: int) -> Text:
    """Return a styled line in at most `width` cells; what is left out is marked.

    Control characters are shown as a box.
    """
    clean = cleaned(line).copy()
    if cell_len(clean) > width:
        clean = clean[: _end_of_head(clean.plain, 0, width - cell_len("…"))]
        clean.rstrip()
        clean.append("…")
    return clean


def cleaned(line: Text) -> Text:
    """Return a styled line with a box for each character that a terminal may obey."""
    text = drawable(named(line.plain))
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
    filled = "█" * (halves // 2) + "▌" * (halves % 2)
    return filled + "·" * ((width - len(filled)) // cell_len("·"))


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


def definitions(meanings: Mapping[str, str], width: int) -> list[Text]:
    """Lay out terms and their meanings side by side; a long term takes a line of its own."""
    widest = width * 3 // 5
    indent = max((cell_len(term) for term in meanings if cell_len(term) <= widest), default=0) + 5
    lines: list[Text] = []
    for term, meaning in meanings.items():
        first = pad(f"  {term}", indent)
        if cell_len(term) > widest:
            lines.append(Text(first))
            first = " " * indent
        lines += wrapped(meaning, width, first=first, rest=" " * indent)
    return lines


def interval(memory: Memory, at: float) -> str:
    """Return when a card comes back: '10분', '3일', '2.5개월', '2년 6개월'."""
    return minutes(memory.due_at - at) if memory.step >= 0 else long_span(int(memory.interval))


def long_span(days: float) -> str:
    """Return a span of days in words, as exact as people say it."""
    if days < 60:
        return f"{days:.0f}일"
    if days < 365:
        return f"{days / 30.4:.1f}".removesuffix(".0") + "개월"
    years, months = divmod(round(days / 365.25 * 12), 12)
    return f"{years}년 {months}개월" if months else f"{years}년"
