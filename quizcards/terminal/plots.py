"""Pictures drawn in braille and blocks.

Each function returns lines of rich Text no wider than `width` cells.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray
from rich.text import Text

from quizcards.terminal.canvas import (
    SHARED,
    STROKES,
    Axes,
    horizontal,
    labelled,
    legend,
    pens,
    sample,
)
from quizcards.terminal.cells import cell_len
from quizcards.terminal.palette import HEADING, SERIES
from quizcards.terminal.text import EIGHTHS, QUIET, pad, padded, wrapped
from quizcards.trace.notation import number
from quizcards.trace.picture import (
    Bars,
    Boundary,
    Contour,
    Curves,
    HeatMap,
    Histogram,
    Picture,
    Series,
)
from quizcards.trace.scale import span, tick_labels, ticks

_SHADES = " ░▒▓█"
_CLASS_MARKS = ("○", "×", "△", "□")
_SURFACE_ROWS = 14
_LEVELS = 7
MOST_PATHS = 3
"""Paths over one contour that can be followed; more are drawn in two plots."""
_GAP = 3
_LEAST_BESIDE = 34


def draw(picture: Picture, width: int) -> list[Text]:
    """Draw any picture."""
    match picture:
        case Curves():
            body = _curves(picture, width)
        case Histogram():
            body = _histogram(picture, width)
        case Bars():
            body = _bars(picture, width)
        case Contour():
            body = _contour(picture, width)
        case Boundary():
            body = _boundary(picture, width)
        case HeatMap():
            body = _heat_map(picture, width)
    return [*wrapped(picture.title, width, HEADING), *body]


def _curves(picture: Curves, width: int) -> list[Text]:
    x, y = span([s.x for s in picture.series]), span([s.y for s in picture.series])
    axes = Axes(x, y, width, level=all(s.is_closed for s in picture.series))
    drawn = list(zip(picture.series, pens(picture.series), strict=True))
    for series, pen in drawn:
        axes.draw(series, pen)
    lines = axes.lines(picture.x_label, picture.y_label)
    names = [(sample(series, pen), series.name) for series, pen in drawn]
    return lines + (_legend(axes, names, width) if len(names) > 1 else [])


def _contour(picture: Contour, width: int) -> list[Text]:
    """Draw a contour, or two that have half of its paths each where they are many."""
    if len(picture.paths) <= MOST_PATHS:
        return _land(picture, width)
    half = (len(picture.paths) + 1) // 2
    halves = [replace(picture, paths=p) for p in (picture.paths[:half], picture.paths[half:])]
    each = (width - _GAP) // 2
    if each < _LEAST_BESIDE:
        first, second = (_land(one, width) for one in halves)
        return [*first, Text(), *second]
    pairs = zip_longest(*(_land(one, each) for one in halves), fillvalue=Text())
    return [_stripped(padded(left, each + _GAP) + right) for left, right in pairs]


def _stripped(line: Text) -> Text:
    line.rstrip()
    return line


def _land(picture: Contour, width: int) -> list[Text]:
    """Draw lines of equal height, closer where it is steeper, and the paths over them."""
    axes = Axes(span([picture.x]), span([picture.y]), width, _SURFACE_ROWS, level=True)
    levels = np.quantile(picture.z, np.linspace(0, 1, _LEVELS + 2)[1:-1])
    bands = np.searchsorted(levels, _at_dots(axes, picture))
    _draw_steps(axes, picture, bands, every=2)
    drawn = list(zip(picture.paths, pens(picture.paths, joined=True), strict=True))
    for path, pen in reversed(drawn):  # the first lies on top
        axes.draw(path, pen, joined=True)
    lines = axes.lines(picture.x_label, picture.y_label)
    names = [(sample(path, pen, joined=True), path.name) for path, pen in drawn]
    low, high = (number(level, 2) for level in (levels[0], levels[-1]))
    return lines + _legend(
        axes, [*names, (Text("⠂⠐ ⠂⠐", QUIET), f"등고선 (높이 {low}~{high})")], width
    )


def _boundary(picture: Boundary, width: int) -> list[Text]:
    """Draw the line where the probability is one half, where it lay before, and the points.

    Each class has a mark of its own.
    """
    axes = Axes(span([picture.x]), span([picture.y]), width, _SURFACE_ROWS, level=True)
    _draw_steps(axes, picture, _at_dots(axes, picture) > 0.5)
    groups = [Series(group.name, group.x, group.y, points=True) for group in picture.groups]
    series = [*groups, *picture.earlier]
    drawn = list(zip(series, pens(series, marks=_CLASS_MARKS, strokes=STROKES[1:]), strict=True))
    for one, pen in drawn:
        axes.draw(one, pen)
    lines = axes.lines(picture.x_label, picture.y_label)
    names = [(sample(one, pen), one.name) for one, pen in drawn]
    return lines + _legend(axes, [*names, (Text("⠒⠒⠒⠒", QUIET), picture.line)], width)


def _legend(axes: Axes, names: Sequence[tuple[Text, str]], width: int) -> list[Text]:
    shared = [(Text(SHARED), "겹친 점")] if axes.has_shared else []
    return legend([*names, *shared], axes.margin + 1, width)


def _at_dots(axes: Axes, picture: Contour | Boundary) -> NDArray[np.float64]:
    """Return the surface at every dot (row, column) of the canvas, by bilinear interpolation."""
    z = np.asarray(picture.z, dtype=float)
    x, y = _dots_of(axes)
    along = np.array([np.interp(x, picture.x, row) for row in z])
    return np.array([np.interp(y, picture.y, column) for column in along.T]).T


def _dots_of(axes: Axes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what the canvas's columns and rows of dots stand for."""
    x = np.linspace(*axes.x, axes.canvas.columns * 2)
    return x, np.linspace(axes.y[1], axes.y[0], axes.canvas.rows * 4)


def _draw_steps(
    axes: Axes,
    picture: Contour | Boundary,
    bands: NDArray[np.integer | np.bool_],
    every: int = 1,
) -> None:
    """Dot the places where a band differs from the one below or to the right.

    Nothing is known, nor drawn, beyond the picture's own grid. With `every` 2 the line is fainter.
    """
    differs = np.zeros(bands.shape, dtype=bool)
    differs[:-1] |= bands[:-1] != bands[1:]
    differs[:, :-1] |= bands[:, :-1] != bands[:, 1:]
    across, down = _dots_of(axes)
    x_low, x_high = span([picture.x])
    y_low, y_high = span([picture.y])
    differs &= (x_low <= across) & (across <= x_high)
    differs &= ((y_low <= down) & (down <= y_high))[:, None]
    for y, x in np.argwhere(differs):
        if (x + y) % every == 0:
            axes.canvas.shade(int(x), int(y))


def _heat_map(picture: HeatMap, width: int) -> list[Text]:
    """Write each cell's number on a ground shaded by its value.

    Columns that do not fit are left out and marked.
    """
    cells = np.atleast_2d(np.asarray(picture.values, dtype=float))
    low, high = span([cells])
    written = [[number(value, 3) for value in row] for row in cells]
    texts = [*picture.columns, *(text for row in written for text in row)]
    each = max(4, 2 + max(cell_len(text) for text in texts))
    indent = max((cell_len(name) + 1 for name in picture.rows), default=0)
    indent = indent if indent + each + 1 <= width else 0  # names that leave no room stand above
    fits = max((width - indent - 1) // each, 1)
    more = "…" if fits < cells.shape[1] else ""
    head = "".join(pad(name, each) for name in picture.columns[:fits])
    lines = [Text(" " * indent + head.rstrip(), style=QUIET)] if head else []
    for i, (row, texts) in enumerate(zip(cells, written, strict=True)):
        name = picture.rows[i] if picture.rows else ""
        lines += wrapped(name, width, QUIET) if name and not indent else []
        line = Text.assemble((pad(name, indent) if indent else "", QUIET))
        for value, text in zip(row[:fits], texts[:fits], strict=True):
            share = (value - low) / (high - low)
            shade = _SHADES[min(int(share * len(_SHADES)), len(_SHADES) - 1)]
            line.append(shade + pad(text, each - 1), SERIES[0] if share > 0.5 else "none")
        line.append(more)
        line.rstrip()
        lines.append(line)
    return lines


def _histogram(picture: Histogram, width: int, rows: int = 3) -> list[Text]:
    """Draw a row of bins for each group: the highest is as high as the row, its count beside it."""
    values = [np.ravel(np.asarray(v, dtype=float)) for _, v in picture.groups]
    low, high = span(values)
    names = [name for name, _ in picture.groups]
    indent = _beside([*names, f"{max(map(len, values)):,}개"], width)
    bins = min(width - indent - 2, 61)
    lines: list[Text] = []
    for i, (name, group) in enumerate(zip(names, values, strict=True)):
        counts, _ = np.histogram(group, bins=bins, range=(low, high))
        heights = counts / max(counts.max(), 1) * rows * 8
        beside: dict[int, Text] = {}
        if indent:
            beside = {rows - 1: _right(f"{counts.max():,}개 ", indent), 0: Text(pad(name, indent))}
        else:
            lines += wrapped(name, width)
        for row in range(rows - 1, -1, -1):
            text = beside.get(row, Text(" " * indent))
            bar = "".join(EIGHTHS[int(min(max(height - row * 8, 0), 8))] for height in heights)
            lines.append(text.append(bar, SERIES[i % len(SERIES)]))
    scale = ticks(low, high)
    columns = [round((value - low) / (high - low) * (bins - 1)) for value in scale]
    return [
        *lines,
        *horizontal(bins, "값", " " * indent),
        labelled(columns, tick_labels(scale), bins, indent),
    ]


def _right(text: str, width: int) -> Text:
    return Text.assemble((" " * max(width - cell_len(text), 0) + text, QUIET))


def _bars(picture: Bars, width: int) -> list[Text]:
    """Draw a bar for each value from where 0 is: to the right, or to the left below 0."""
    indent = _beside([name for name, _ in picture.bars], width)
    numbers = [value for _, value in picture.bars]
    low = min(*numbers, 0.0)
    high = max(*numbers, 0.0)
    each = (width - 12 - indent) * 2 / (high - low or 1.0)
    zero = math.ceil(-low * each / 2)
    lines: list[Text] = []
    for i, (name, value) in enumerate(picture.bars):
        full, half = divmod(round(abs(value) * each), 2)
        if value >= 0:
            bar = " " * zero + "█" * full + "▌" * half
        else:
            bar = ("▐" * half + "█" * full).rjust(zero)
        lines += [] if indent else wrapped(name, width)
        text = Text(pad(name, indent)) if indent else Text()
        lines.append(text.append(bar, SERIES[i % len(SERIES)]).append(f" {number(value)}"))
    return lines


def _beside(names: Sequence[str], width: int) -> int:
    """Return how far to indent for names beside their bars; 0 if they must stand above."""
    indent = max(cell_len(name) for name in names) + 2
    return indent if indent + 20 <= width else 0
