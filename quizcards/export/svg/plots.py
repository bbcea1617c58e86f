"""The pictures of demos as SVG: the same data that the terminal draws in braille."""

from __future__ import annotations

import numpy as np

from quizcards.export.svg.axes import Axes, across, path, widened
from quizcards.export.svg.contour import Line, level_lines, region
from quizcards.export.svg.page import (
    LINE,
    MARGIN,
    SERIES,
    SHADES,
    WIDTH,
    at,
    document,
    tag,
    text,
    text_width,
    wrapped,
)
from quizcards.trace.notation import number
from quizcards.trace.picture import (
    Bars,
    Boundary,
    Contour,
    Curves,
    HeatMap,
    Histogram,
    Picture,
)
from quizcards.trace.scale import span

Drawing = tuple[list[str], float, float]  # parts, width, height
_LEVELS = 9
_BINS = 60
_HILLS = 54.0  # height of a row of bins
_CELL_WIDTH, _CELL_HEIGHT = 96.0, 34.0
_NAMES = 0.36  # of the width: the room that names may take beside their bars


def picture_svg(picture: Picture, width: float = WIDTH) -> str:
    """Return any picture as a complete SVG document.

    It has this width, and is wider only where a matrix needs it.
    """
    match picture:
        case Curves():
            drawing = _curves(picture, width)
        case Histogram():
            drawing = _histogram(picture, width)
        case Bars():
            drawing = _bars(picture, width)
        case Contour():
            drawing = _contour(picture, width)
        case Boundary():
            drawing = _boundary(picture, width)
        case HeatMap():
            drawing = _heat_map(picture, width)
    parts, width, height = drawing
    return document(picture.title, width, height, parts)


def _curves(picture: Curves, width: float) -> Drawing:
    x = widened(span([series.x for series in picture.series]), 0.02)
    y = widened(span([series.y for series in picture.series]), 0.05)
    axes = Axes(x, y, width, plane=all(series.is_closed for series in picture.series))
    parts = axes.frame(picture.x_label, picture.y_label)
    for i, series in enumerate(picture.series):
        if series.points:
            parts.append(axes.marks(series, i))
        else:
            parts.append(axes.line(series.x, series.y, f"line s{i % SERIES}"))
    if len(picture.series) == 1:
        return parts, width, axes.bottom + 2 * LINE
    names, end = axes.legend(picture.series)
    return [*parts, *names], width, end


def _contour(picture: Contour, width: float) -> Drawing:
    """Draw lines of equal height, darker ground where it is higher, and the paths over them."""
    axes = Axes(span([picture.x]), span([picture.y]), width, plane=True)
    surface = (picture.x, picture.y, picture.z)
    levels = np.quantile(picture.z, np.linspace(0, 1, _LEVELS + 2)[1:-1]).tolist()
    land = []
    for level in levels:
        land.append(_area(axes, region(*surface, level), "hill"))
        land += [axes.line(*line, "level") for line in level_lines(*surface, level)]
    for i, one in enumerate(picture.paths):
        land.append(axes.line(one.x, one.y, f"line s{i % SERIES}"))
        if one.points:
            land.append(axes.marks(one, i))
    names, end = axes.legend(picture.paths)
    bottom = end + 1.6 * LINE
    frame = axes.frame(picture.x_label, picture.y_label)
    scale = _heights(levels, axes.left, bottom)
    return [axes.clipped(land), *frame, *names, *scale], width, bottom


def _heights(levels: list[float], left: float, y: float) -> list[str]:
    """Draw which ground means which height, from the lowest line to the highest."""
    lowest = f"높이 {number(levels[0], 2)}"
    highest = number(levels[-1], 2)
    start = left + text_width(lowest) + 8
    end = start + (len(levels) + 1) * 16

    def box(x: float) -> str:
        return f"M{at(x)},{at(y - 11)}H{at(end)}v13H{at(x)}z"

    # each level lies over those below it, and what is covered more often is darker
    grounds = [
        tag("path", class_="hill land", d=box(start + i * 16)) for i in range(1, len(levels) + 1)
    ]
    return [
        text(left, y, lowest, kind="quiet"),
        *grounds,
        tag("path", class_="level", d=box(start)),
        text(end + 8, y, highest, kind="quiet"),
    ]


def _boundary(picture: Boundary, width: float) -> Drawing:
    """Draw where the probability is one half, where it was before, and the points with marks.

    Each class has a ground of its own.
    """
    axes = Axes(span([picture.x]), span([picture.y]), width, plane=True)
    x, y, z = picture.x, picture.y, np.asarray(picture.z, dtype=float)
    land = [
        _area(axes, region(x, y, -z, -0.5), "m0"),
        _area(axes, region(x, y, z, 0.5), "m1"),
    ]
    land += [axes.line(*line, "line limit") for line in level_lines(x, y, z, 0.5)]
    for i, one in enumerate(picture.earlier, len(picture.groups)):
        land.append(axes.line(one.x, one.y, f"line s{i % SERIES}"))
    frame = axes.frame(picture.x_label, picture.y_label)
    marks = [axes.marks(group, i) for i, group in enumerate(picture.groups)]
    names, end = axes.legend([*picture.groups, *picture.earlier])
    return [axes.clipped(land), *frame, *marks, *names], width, end


def _area(axes: Axes, lines: list[Line], kind: str) -> str:
    outlines = [path(axes.place(*line)) + "Z" for line in lines]
    return tag("path", class_=f"{kind} land", d="".join(outlines))


def _histogram(picture: Histogram, width: float) -> Drawing:
    """Draw a row of bins for each group.

    The highest bin of a row is as high as the row, its count stands beside it.
    """
    values = [np.ravel(np.asarray(group, dtype=float)) for _, group in picture.groups]
    low, high = widened(span(values), 0.02)
    counts = [np.histogram(group, bins=_BINS, range=(low, high))[0] for group in values]
    left = MARGIN + text_width(str(max(map(max, counts)))) + 8
    right = width - MARGIN
    parts: list[str] = []
    y = 0.0
    for i, ((name, _), count) in enumerate(zip(picture.groups, counts, strict=True)):
        lines = wrapped(name, (right - left) / text_width("0"))
        top = y + len(lines) * LINE
        base = top + _HILLS
        most = count.max()
        parts += [text(left, y + (j + 1) * LINE - 5, line) for j, line in enumerate(lines)]
        parts.append(text(left - 8, top + 9, str(most), "end", "quiet"))
        parts.append(text(left - 8, base, "0", "end", "quiet"))
        heights = count / max(most, 1) * _HILLS
        parts.append(_hills(heights.tolist(), left, right, base, f"m{i % SERIES}"))
        parts.append(tag("path", class_="axis", d=f"M{at(left)},{at(top)}V{at(base)}H{at(right)}"))
        y = base + 14
    return [*across((low, high), "값", (left, right), 0.0, base), *parts], width, base + 2 * LINE


def _hills(heights: list[float], left: float, right: float, base: float, kind: str) -> str:
    """Draw bins beside one another, each up from the base, across and down again."""
    width = (right - left) / _BINS
    bins = [
        f"M{at(left + i * width)},{at(base)}v{at(-height)}h{at(width)}v{at(height)}z"
        for i, height in enumerate(heights)
        if height
    ]
    return tag("path", class_=kind, d="".join(bins))


def _bars(picture: Bars, width: float) -> Drawing:
    """Draw bars from a common zero, to the left of it what is negative, each with its number."""
    names = [wrapped(name, _NAMES * width / text_width("0")) for name, _ in picture.bars]
    numbers = [number(value) for _, value in picture.bars]
    low = min(0.0, *(value for _, value in picture.bars))
    high = max(0.0, *(value for _, value in picture.bars))
    beside = max(map(text_width, numbers)) + 8
    start = MARGIN + max(text_width(line) for lines in names for line in lines) + 12
    if low < 0:  # numbers stand at both ends
        start += beside
    scale = (width - MARGIN - beside - start) / (high - low or 1.0)
    zero = start - low * scale
    parts: list[str] = []
    y = 12.0
    for lines, (_, value), label in zip(names, picture.bars, numbers, strict=True):
        height = len(lines) * LINE
        parts += [text(MARGIN, y + 14 + i * LINE, line) for i, line in enumerate(lines)]
        parts += _bar(value * scale, zero, y + height / 2, label)
        y += height + 10
    parts.append(tag("path", class_="axis", d=f"M{at(zero)},6V{at(y - 4)}"))
    return parts, width, y


def _bar(reach: float, zero: float, middle: float, label: str) -> list[str]:
    """Draw one bar that reaches so far from zero, to the left if below it, and its number."""
    end = zero + reach
    if reach < 0:
        number_at, anchor = end - 8, "end"
    else:
        number_at, anchor = end + 8, "start"
    return [
        tag("rect", class_="bar", x=min(zero, end), y=middle - 8, width=abs(reach), height=16.0),
        text(number_at, middle + 4.5, label, anchor),
    ]


def _heat_map(picture: HeatMap, width: float) -> Drawing:
    """Write each cell's number on a ground shaded by its value."""
    cells = np.atleast_2d(np.asarray(picture.values, dtype=float))
    low, high = span([cells])
    written = [[number(value, 3) for value in row] for row in cells]
    row_count, column_count = cells.shape
    named = max((text_width(name) + 12 for name in picture.rows), default=0.0)
    labels = [*picture.columns, *(label for row in written for label in row)]
    needed = 16 + max(map(text_width, labels))
    wide = max(needed, min((width - 2 * MARGIN - named) / column_count, _CELL_WIDTH))
    left = MARGIN + named
    parts = [
        text(left + (j + 0.5) * wide, LINE, name, "middle", "quiet")
        for j, name in enumerate(picture.columns)
    ]
    top = LINE + 8 if picture.columns else 8.0
    for i, row in enumerate(cells):
        y = top + i * _CELL_HEIGHT
        if picture.rows:
            parts.append(text(MARGIN, y + 21, picture.rows[i], kind="quiet"))
        for j, value in enumerate(row):
            shade = min(int((value - low) / (high - low) * SHADES), SHADES - 1)
            x = left + j * wide
            size = {"width": wide - 2, "height": _CELL_HEIGHT - 2}
            parts.append(tag("rect", class_=f"h{shade}", x=x, y=y, **size))
            parts.append(text(x + wide / 2 - 1, y + 21, written[i][j], "middle", f"t{shade}"))
    return parts, max(width, left + column_count * wide + MARGIN), top + row_count * _CELL_HEIGHT
