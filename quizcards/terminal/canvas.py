"""What pictures are drawn on: a canvas of braille dots, and axes with honest ticks around it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from rich.cells import cell_len
from rich.text import Text

from quizcards.terminal.text import wrapped
from quizcards.trace.picture import Series
from quizcards.trace.scale import tick_labels, ticks

ACCENTS = ("cyan", "yellow", "magenta", "green")
ROWS = 10
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


class Braille:
    """A canvas of braille cells, two dots wide and four high; the last series to touch a cell gives its colour."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells = np.zeros((rows, columns), dtype=int)
        self.marks: dict[tuple[int, int], str] = {}
        self.styles: dict[tuple[int, int], str] = {}

    def dot(self, x: int, y: int, style: str) -> None:
        if 0 <= x < self.columns * 2 and 0 <= y < self.rows * 4:
            cell = (y // 4, x // 2)
            self.cells[cell] |= _DOTS[y % 4][x % 2]
            self.styles[cell] = style

    def line(self, start: tuple[float, float], end: tuple[float, float], style: str) -> None:
        count = int(max(abs(end[0] - start[0]), abs(end[1] - start[1]))) + 1
        for t in np.linspace(0.0, 1.0, count + 1):
            x, y = (a + (b - a) * t for a, b in zip(start, end, strict=True))
            self.dot(round(x), round(y), style)

    def mark(self, x: float, y: float, sign: str, style: str) -> None:
        cell = (min(max(round(y) // 4, 0), self.rows - 1), min(max(round(x) // 2, 0), self.columns - 1))
        self.marks[cell], self.styles[cell] = sign, style

    def row(self, index: int) -> Text:
        text = Text()
        for column in range(self.columns):
            cell = (index, column)
            sign = self.marks.get(cell) or (chr(0x2800 + self.cells[cell]) if self.cells[cell] else " ")
            text.append(sign, self.styles.get(cell, ""))
        return text


class Axes:
    """A canvas with a scale on either side: draw in the data's own numbers."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float], width: int, rows: int = ROWS) -> None:
        self.x, self.y = x, y
        self.y_ticks = ticks(*y, 4)
        self.margin = max(map(cell_len, tick_labels(self.y_ticks))) + 1
        self.canvas = Braille(max(width - self.margin - 1, 10), rows)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the dot (column, row) of a point."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0]) * (self.canvas.columns * 2 - 1)
        return across, (self.y[1] - y) / (self.y[1] - self.y[0]) * (self.canvas.rows * 4 - 1)

    def draw(self, series: Series, style: str, marks: str = "•●") -> None:
        """Draw a line; or points, of which the first and the last get the second mark."""
        points = [self.place(x, y) for x, y in zip(series.x, series.y, strict=True)]
        if not series.points:
            for start, end in pairwise(points):
                self.canvas.line(start, end, style)
            return
        for i, (x, y) in enumerate(points):
            self.canvas.mark(x, y, marks[i in (0, len(points) - 1)], style)

    def lines(self, x_label: str, y_label: str) -> list[Text]:
        """Return the canvas framed by its axes."""
        rows = [round(self.place(self.x[0], tick)[1]) // 4 for tick in self.y_ticks]
        labels = dict(zip(rows, tick_labels(self.y_ticks), strict=True))
        lines = [Text(f"{'':{self.margin}}{y_label}", style="dim")]
        for row in range(self.canvas.rows):
            label = labels.get(row, "")
            axis = Text(f"{label:>{self.margin - 1}} {'┤' if label else '│'}", style="dim")
            lines.append(axis + self.canvas.row(row))
        lines.append(Text(f"{'':{self.margin}}└{'─' * self.canvas.columns}", style="dim"))
        return [*lines, self._x_labels(x_label)]

    def _x_labels(self, name: str) -> Text:
        found = ticks(*self.x)
        columns = [round(self.place(tick, self.y[0])[0]) // 2 for tick in found]
        return labelled(columns, tick_labels(found), self.canvas.columns, self.margin + 1, name)


def labelled(columns: Sequence[int], labels: Sequence[str], width: int, offset: int, name: str = "") -> Text:
    """Return a line with each label centred under its column where there is room, and the axis' name at the end."""
    line = [" "] * (offset + width)
    for column, label in zip(columns, labels, strict=True):
        at = min(max(offset + column - len(label) // 2, 0), len(line) - len(label))
        if all(c == " " for c in line[max(at - 1, 0) : at + len(label) + 1]):
            line[at : at + len(label)] = label
    end = len(line) - cell_len(name)
    if name and all(c == " " for c in line[end - 1 :]):
        line[end:] = name
    return Text("".join(line).rstrip(), style="dim")


def legend(series: Sequence[Series], margin: int, width: int, marks: Sequence[str] = ()) -> list[Text]:
    """Name the series side by side, or one below the other where they do not fit."""
    items, below = [], []
    for i, one in enumerate(series):
        mark = marks[i % len(marks)] if marks else "●" if one.points else "──"
        style = ACCENTS[i % len(ACCENTS)]
        items.append(Text(f"{mark} ", style) + Text(one.name, style="none"))
        below += wrapped(one.name, width, style, f"{' ' * margin}{mark} ")
    line = Text(" " * margin) + Text("   ").join(items)
    return [line] if line.cell_len <= width else below
