"""Pictures drawn in braille and blocks. Each function returns lines of rich Text no wider than `width` cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from rich.cells import cell_len
from rich.text import Text

from quizcards.trace.notation import number
from quizcards.trace.picture import Bars, Curves, Histogram, Picture, Series

ACCENTS = ("cyan", "yellow", "magenta", "green")
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_EIGHTHS = " ▁▂▃▄▅▆▇█"


def draw(picture: Picture, width: int) -> list[Text]:
    """Draw any picture."""
    match picture:
        case Curves():
            body = _curves(picture, width)
        case Histogram():
            body = _histogram(picture, width)
        case Bars():
            body = _bars(picture, width)
    return [Text(picture.title, style="bold"), *body]


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers within [low, high], at most `most` of them, evenly spaced by 1, 2 or 5 times a power of ten."""
    rough = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(i * step, 12) for i in range(first, last + 1)]


class _Braille:
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


def _curves(picture: Curves, width: int, rows: int = 10) -> list[Text]:
    x_low, x_high = _span([s.x for s in picture.series])
    y_low, y_high = _span([s.y for s in picture.series])
    y_ticks = ticks(y_low, y_high, 4)
    margin = max(cell_len(number(t)) for t in y_ticks) + 1
    canvas = _Braille(max(width - margin - 1, 10), rows)

    def place(x: float, y: float) -> tuple[float, float]:
        across = (x - x_low) / (x_high - x_low) * (canvas.columns * 2 - 1)
        return across, (y_high - y) / (y_high - y_low) * (rows * 4 - 1)

    for i, series in enumerate(picture.series):
        _draw_series(
            canvas, [place(x, y) for x, y in zip(series.x, series.y, strict=True)], series, ACCENTS[i % len(ACCENTS)]
        )
    labels = {round(place(x_low, t)[1]) // 4: number(t) for t in y_ticks}
    lines = [Text(f"{'':{margin}}{picture.y_label}", style="dim")]
    for row in range(rows):
        label = labels.get(row, "")
        axis = Text(f"{label:>{margin - 1}} {'┤' if label else '│'}", style="dim")
        lines.append(axis + canvas.row(row))
    lines.append(Text(f"{'':{margin}}└{'─' * canvas.columns}", style="dim"))
    lines.append(_x_labels(ticks(x_low, x_high), place, margin, canvas.columns, picture.x_label))
    if len(picture.series) > 1:
        lines.append(_legend(picture.series, margin))
    return lines


def _draw_series(canvas: _Braille, points: list[tuple[float, float]], series: Series, style: str) -> None:
    if not series.points:
        for start, end in pairwise(points):
            canvas.line(start, end, style)
        return
    for i, (x, y) in enumerate(points):
        canvas.mark(x, y, "●" if i in (0, len(points) - 1) else "•", style)


def _x_labels(values: list[float], place: object, margin: int, columns: int, name: str) -> Text:
    line = [" "] * (margin + 1 + columns)
    for value in values:
        label = number(value)
        at = margin + 1 + round(place(value, 0)[0]) // 2 - len(label) // 2  # type: ignore[operator]
        at = min(max(at, 0), len(line) - len(label))
        if all(c == " " for c in line[max(at - 1, 0) : at + len(label) + 1]):
            line[at : at + len(label)] = label
    end = len(line) - len(name)
    if all(c == " " for c in line[end - 1 :]):
        line[end:] = name
    return Text("".join(line).rstrip(), style="dim")


def _legend(series: Sequence[Series], margin: int) -> Text:
    text = Text(" " * (margin + 1))
    for i, one in enumerate(series):
        text.append(f"{'●' if one.points else '──'} ", ACCENTS[i % len(ACCENTS)])
        text.append(f"{one.name}   ")
    return text


def _histogram(picture: Histogram, width: int, rows: int = 3) -> list[Text]:
    values = [np.ravel(np.asarray(v, dtype=float)) for _, v in picture.groups]
    low, high = _span(values)
    name_width = max(cell_len(name) for name, _ in picture.groups) + 2
    bins = max(min(width - name_width - 2, 61), 10)
    lines = []
    for i, ((name, _), group) in enumerate(zip(picture.groups, values, strict=True)):
        counts, _ = np.histogram(group, bins=bins, range=(low, high))
        heights = counts / max(counts.max(), 1) * rows * 8
        for row in range(rows - 1, -1, -1):
            label = name if row == 0 else ""
            text = Text(label + " " * (name_width - cell_len(label)))
            bar = "".join(_EIGHTHS[int(min(max(height - row * 8, 0), 8))] for height in heights)
            lines.append(text.append(bar, ACCENTS[i % len(ACCENTS)]))
    axis = [" "] * bins
    for value in ticks(low, high):
        label = number(value)
        at = min(max(round((value - low) / (high - low) * (bins - 1)) - len(label) // 2, 0), bins - len(label))
        if all(c == " " for c in axis[max(at - 1, 0) : at + len(label) + 1]):
            axis[at : at + len(label)] = label
    lines.append(Text(" " * name_width + "─" * bins, style="dim"))
    lines.append(Text(" " * name_width + "".join(axis).rstrip(), style="dim"))
    return lines


def _bars(picture: Bars, width: int) -> list[Text]:
    name_width = max(cell_len(name) for name, _ in picture.bars) + 2
    most = max(abs(value) for _, value in picture.bars) or 1.0
    room = max(width - name_width - 12, 8)
    lines = []
    for i, (name, value) in enumerate(picture.bars):
        halves = round(abs(value) / most * room * 2)
        text = Text(name + " " * (name_width - cell_len(name)))
        text.append("█" * (halves // 2) + "▌" * (halves % 2), ACCENTS[i % len(ACCENTS)])
        lines.append(text.append(f" {number(value)}"))
    return lines


def _span(groups: Sequence[object]) -> tuple[float, float]:
    """Return a range that holds all values and is never empty."""
    values = np.concatenate([np.ravel(np.asarray(group, dtype=float)) for group in groups])
    low, high = float(values.min()), float(values.max())
    if high - low <= 1e-12 * max(abs(low), abs(high), 1.0):
        return low - 0.5, high + 0.5
    return low, high
