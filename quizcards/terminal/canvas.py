"""What pictures are drawn on: a canvas of braille dots, with axes, their names and ticks around it.

Each series has a colour, and beside it a stroke or a mark of its own, so that nothing is lost where
there is no colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from rich.text import Text

from quizcards.terminal.cells import cell_len
from quizcards.terminal.palette import SERIES
from quizcards.terminal.text import QUIET, wrapped
from quizcards.trace.picture import Series
from quizcards.trace.scale import Grid, even, plane, tick_labels

STROKES = ("1", "11111000", "100", "1111111111001100", "110000")
"""How lines are dotted, over and over: 1 is a dot."""
MARKS = ("●", "○", "▲", "□", "◆")
SHARED = "*"
"""Stands where points of several series fall on one place."""
ROWS = 10
_MOST_TICKS = 6
_SAMPLE = 8
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot in a braille character, by row and column (Unicode, from U+2800)."""


@dataclass(frozen=True)
class Pen:
    """What tells one series from the others: a colour, and a stroke or a mark of its own."""

    style: str = ""
    stroke: str = STROKES[0]
    mark: str = MARKS[0]


def pens(
    series: Sequence[Series],
    joined: bool = False,
    marks: Sequence[str] = MARKS,
    strokes: Sequence[str] = STROKES,
) -> list[Pen]:
    """Return a pen for each series. `joined` points have a line through them."""
    found: list[Pen] = []
    lines = 0
    points = 0
    for i, one in enumerate(series):
        style = SERIES[i % len(SERIES)]
        found.append(Pen(style, strokes[lines % len(strokes)], marks[points % len(marks)]))
        lines += joined or not one.points
        points += joined or one.points
    return found


class Braille:
    """A canvas of braille cells, two dots wide and four high.

    The last series to touch a cell gives its colour. Behind it lies a ground, dim, which shows only
    in cells that nothing else touches.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells = np.zeros((rows, columns), dtype=int)
        self.ground = np.zeros((rows, columns), dtype=int)
        self.marks: dict[tuple[int, int], str] = {}
        self.styles: dict[tuple[int, int], str] = {}

    def shade(self, x: int, y: int) -> None:
        """Dot the ground."""
        self.ground[y // 4, x // 2] |= _DOTS[y % 4][x % 2]

    def line(self, points: Sequence[tuple[float, float]], pen: Pen, covers: bool = False) -> None:
        """Join places in order, in the pen's stroke, which runs on from one to the next.

        A line that `covers` takes the cells that it touches from those before it.
        """
        dots = list(_between(points))
        for i, (x, y) in enumerate(dots):
            is_inside = 0 <= x < self.columns * 2 and 0 <= y < self.rows * 4
            if is_inside and pen.stroke[i % len(pen.stroke)] == "1":
                cell = (y // 4, x // 2)
                if covers and self.styles.get(cell, pen.style) != pen.style:
                    self.cells[cell] = 0
                self.cells[cell] |= _DOTS[y % 4][x % 2]
                self.styles[cell] = pen.style

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Return the row and the column of the nearest cell."""
        row = min(max(round(y) // 4, 0), self.rows - 1)
        column = min(max(round(x) // 2, 0), self.columns - 1)
        return row, column

    def mark(self, x: float, y: float, sign: str, style: str) -> None:
        cell = self.cell(x, y)
        self.marks[cell], self.styles[cell] = sign, style

    def row(self, index: int) -> Text:
        text = Text()
        places = ((index, column) for column in range(self.columns))
        for style, run in groupby(places, key=lambda cell: self.styles.get(cell, QUIET)):
            text.append("".join(self._sign(cell) for cell in run), style)
        return text

    def _sign(self, cell: tuple[int, int]) -> str:
        bits = self.cells[cell] or self.ground[cell]
        return self.marks.get(cell) or (chr(0x2800 + bits) if bits else " ")


def _between(points: Sequence[tuple[float, float]]) -> Iterable[tuple[int, int]]:
    """Yield every dot on the way through the points, once each time it is passed."""
    last = None
    for start, end in pairwise(points):
        count = int(max(abs(end[0] - start[0]), abs(end[1] - start[1]))) + 1
        for t in np.linspace(0.0, 1.0, count + 1):
            x, y = (round(a + (b - a) * t) for a, b in zip(start, end, strict=True))
            if (x, y) != last:
                last = x, y
                yield last


class Axes:
    """A canvas with a scale on either side: draw in the data's own numbers.

    Ticks stand evenly many cells apart: the scales reach a little beyond the data for that. In a
    `level` plane a unit is as long across as it is up, where that fits: circles are round.
    """

    def __init__(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        width: int,
        rows: int = ROWS,
        level: bool = False,
    ) -> None:
        down = Grid(rows, 4, 1, max(rows // (_MOST_TICKS - 1), 2))
        up = even(*y, down)
        self.margin = _room(up.ticks)
        columns = max(width - self.margin - 1, 10)
        across = Grid(columns, 2, 0, max(columns // _MOST_TICKS, 4))
        right = even(*x, across)
        is_square = level and 0.6 < (x[1] - x[0]) / (y[1] - y[0]) < 1.7
        # the labels of the other scale may be wider
        square = plane(x, y, across._replace(cells=columns - 1), down) if is_square else None
        if square:
            (right, columns), (up, rows) = square
            self.margin = _room(up.ticks)
        self.x, self.x_ticks = (right.low, right.high), right.ticks
        self.y, self.y_ticks = (up.low, up.high), up.ticks
        self.canvas = Braille(columns, rows)
        self.has_shared = False

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the dot (column, row) of a point."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        down = (self.y[1] - y) / (self.y[1] - self.y[0])
        return across * (self.canvas.columns * 2 - 1), down * (self.canvas.rows * 4 - 1)

    def draw(self, series: Series, pen: Pen, joined: bool = False) -> None:
        """Draw a line; or points, or with `joined` both.

        Of a joined line without points the end is marked; it covers those before it.
        """
        points = [self.place(x, y) for x, y in zip(series.x, series.y, strict=True)]
        if joined or not series.points:
            self.canvas.line(points, pen, covers=joined)
        if series.points:
            others = {cell for cell, sign in self.canvas.marks.items() if sign != pen.mark}
            for x, y in points:
                if self.canvas.cell(x, y) in others:
                    self.canvas.mark(x, y, SHARED, "")
                    self.has_shared = True
                else:
                    self.canvas.mark(x, y, pen.mark, pen.style)
        elif joined and not series.is_closed:
            self.canvas.mark(*points[-1], pen.mark, pen.style)

    def lines(self, x_label: str, y_label: str) -> list[Text]:
        """Return the canvas framed by its axes."""
        rows = [round(self.place(self.x[0], tick)[1]) // 4 for tick in self.y_ticks]
        labels = dict(zip(rows, tick_labels(self.y_ticks), strict=True))
        width = self.margin + 1 + self.canvas.columns
        lines = wrapped(y_label, width, QUIET, " " * min(self.margin, width // 2))
        for row in range(self.canvas.rows):
            label = labels.get(row, "")
            axis = f"{label:>{self.margin - 1}} {'┤' if label else '│'}"
            lines.append(Text.assemble((axis, QUIET), self.canvas.row(row)))
        columns = [round(self.place(tick, self.y[0])[0]) // 2 for tick in self.x_ticks]
        lines += horizontal(self.canvas.columns, x_label, f"{'':{self.margin}}└")
        under = labelled(columns, tick_labels(self.x_ticks), self.canvas.columns, self.margin + 1)
        return [*lines, under]


def _room(ticks: Sequence[float]) -> int:
    return max(map(cell_len, tick_labels(ticks))) + 1


def horizontal(columns: int, name: str, start: str) -> list[Text]:
    """Return a horizontal axis with its name at the end, or above where that leaves too little."""
    room = columns - cell_len(name) - 1
    if room >= columns // 2:
        return [Text(f"{start}{'─' * room} {name}", style=QUIET)]
    rule = Text(f"{start}{'─' * columns}", style=QUIET)
    return [*wrapped(name, cell_len(start) + columns, QUIET, " " * cell_len(start)), rule]


def labelled(columns: Sequence[int], labels: Sequence[str], width: int, offset: int) -> Text:
    """Return a line with each label centred under its column where there is room."""
    line = [" "] * (offset + width)
    for column, label in zip(columns, labels, strict=True):
        at = min(max(offset + column - len(label) // 2, 0), len(line) - len(label))
        if all(c == " " for c in line[max(at - 1, 0) : at + len(label) + 1]):
            line[at : at + len(label)] = label
    return Text("".join(line).rstrip(), style=QUIET)


def legend(items: Sequence[tuple[Text, str]], margin: int, width: int) -> list[Text]:
    """Name what is drawn, samples with their names: side by side, on as many lines as it takes."""
    lines: list[Text] = []
    for sample, name in items:
        kept = sample + Text(f" {name}")
        if lines and cell_len(lines[-1]) + 3 + cell_len(kept) <= width:
            lines[-1] += Text("   ") + kept
        elif margin + cell_len(kept) <= width:
            lines.append(Text(" " * margin) + kept)
        else:
            first, *rest = wrapped(name, width, "", " " * (margin + cell_len(sample) + 1))
            lines += [Text(" " * margin) + sample + first[margin + cell_len(sample) :], *rest]
    return lines


def sample(series: Series, pen: Pen, joined: bool = False) -> Text:
    """Return a piece of what a series is drawn with: its line, its mark, or one on the other."""
    if series.points and not joined:
        return Text(pen.mark, pen.style)
    has_mark = series.points or (joined and not series.is_closed)
    row = Braille(_SAMPLE, 1)
    row.line([(0, 1), (2 * _SAMPLE - 1, 1)], pen)
    if has_mark:
        row.mark(_SAMPLE, 1, pen.mark, pen.style)
    return Text(row.row(0).plain.rstrip(), pen.style)
