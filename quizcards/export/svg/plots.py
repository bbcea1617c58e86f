"""Pictures as SVG: the same data that the terminal draws in braille, in the same order."""

from __future__ import annotations

from typing import Any

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
    Series,
)
from quizcards.trace.scale import span

Drawing = tuple[list[str], float, float]  # parts, width, height
_LEVELS = 9
_BINS = 60
_HILLS = 54.0  # height of a row of bins
_CELL_WIDTH, _CELL_HEIGHT = 96.0, 34.0
_NAMES = 0.36  # of the width: the room that names may take beside their bars


def picture_svg(picture: Picture, width: float = WIDTH) -> str:
    """Return any picture as a complete SVG document of this width, wider only where a matrix needs
    it.
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
    x, y = span([s.x for s in picture.series]), span([s.y for s in picture.series])
    axes = Axes(
        widened(x, 0.02), widened(y, 0.05), width, plane=all(map(_is_closed, picture.series))
    )
    parts = axes.frame(picture.x_label, picture.y_label)
    for i, series in enumerate(picture.series):
        parts.append(
            axes.marks(series, i)
            if series.points
            else axes.line(series.x, series.y, f"line s{i % SERIES}")
        )
    if len(picture.series) == 1:
        return parts, width, axes.bottom + 2 * LINE
    names, end = axes.legend(picture.series)
    return [*parts, *names], width, end


def _is_closed(series: Series) -> bool:
    """Say whether a line comes back to where it starts: a figure in a plane, which must not be
    stretched.
    """
    points = np.array([series.x, series.y], dtype=float)
    return points.shape[1] > 2 and np.allclose(points[:, 0], points[:, -1])


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
        land += [axes.marks(one, i)] if one.points else []
    names, end = axes.legend(picture.paths)
    scale = _heights(levels, axes.left, end + 1.6 * LINE)
    frame = axes.frame(picture.x_label, picture.y_label)
    return [axes.clipped(land), *frame, *names, *scale], width, end + 1.6 * LINE


def _heights(levels: list[float], left: float, y: float) -> list[str]:
    """Draw which ground means which height, from the lowest line to the highest."""
    low, high = number(levels[0], 2), number(levels[-1], 2)
    start = left + text_width(f"높이 {low}") + 8
    end = start + (len(levels) + 1) * 16
    steps = [
        f"M{at(start + i * 16)},{at(y - 11)}H{at(end)}v13H{at(start + i * 16)}z"
        for i in range(1, len(levels) + 1)
    ]
    parts = [tag("path", class_="hill land", d=step) for step in steps]
    outline = tag("path", class_="level", d=f"M{at(start)},{at(y - 11)}H{at(end)}v13H{at(start)}z")
    return [
        text(left, y, f"높이 {low}", kind="quiet"),
        *parts,
        outline,
        text(end + 8, y, high, kind="quiet"),
    ]


def _boundary(picture: Boundary, width: float) -> Drawing:
    """Draw the line where the probability is one half, where it lay before, each class' ground, and
    its points with marks.
    """
    axes = Axes(span([picture.x]), span([picture.y]), width, plane=True)
    z = np.asarray(picture.z, dtype=float)
    land = [
        _area(axes, region(picture.x, picture.y, -z, -0.5), "m0"),
        _area(axes, region(picture.x, picture.y, z, 0.5), "m1"),
        *(axes.line(*line, "line limit") for line in level_lines(picture.x, picture.y, z, 0.5)),
        *(
            axes.line(one.x, one.y, f"line s{i % SERIES}")
            for i, one in enumerate(picture.earlier, len(picture.groups))
        ),
    ]
    marks = [axes.marks(group, i) for i, group in enumerate(picture.groups)]
    names, end = axes.legend([*picture.groups, *picture.earlier])
    return (
        [axes.clipped(land), *axes.frame(picture.x_label, picture.y_label), *marks, *names],
        width,
        end,
    )


def _area(axes: Axes, lines: list[Line], kind: str) -> str:
    return tag(
        "path", class_=f"{kind} land", d="".join(path(axes.place(*line)) + "Z" for line in lines)
    )


def _histogram(picture: Histogram, width: float) -> Drawing:
    """Draw a row of bins for each group: the highest of a row is as high as the row, its count
    beside it.
    """
    values = [np.ravel(np.asarray(group, dtype=float)) for _, group in picture.groups]
    low, high = widened(span(values), 0.02)
    counts = [np.histogram(group, bins=_BINS, range=(low, high))[0] for group in values]
    left, right = MARGIN + text_width(str(max(map(max, counts)))) + 8, width - MARGIN
    parts: list[str] = []
    y = 0.0
    for i, ((name, _), group) in enumerate(zip(picture.groups, counts, strict=True)):
        lines = wrapped(name, (right - left) / text_width("0"))
        parts += [text(left, y + (j + 1) * LINE - 5, line) for j, line in enumerate(lines)]
        top, base = y + len(lines) * LINE, y + len(lines) * LINE + _HILLS
        parts += [
            text(left - 8, top + 9, str(group.max()), "end", "quiet"),
            text(left - 8, base, "0", "end", "quiet"),
        ]
        parts.append(
            _hills(group / max(group.max(), 1) * _HILLS, left, right, base, f"m{i % SERIES}")
        )
        parts.append(tag("path", class_="axis", d=f"M{at(left)},{at(top)}V{at(base)}H{at(right)}"))
        y = base + 14
    return [*across((low, high), "값", (left, right), 0.0, base), *parts], width, base + 2 * LINE


def _hills(heights: Any, left: float, right: float, base: float, kind: str) -> str:
    wide = (right - left) / _BINS
    bins = [
        f"M{at(left + i * wide)},{at(base)}v{at(-h)}h{at(wide)}v{at(h)}z"
        for i, h in enumerate(heights)
        if h
    ]
    return tag("path", class_=kind, d="".join(bins))


def _bars(picture: Bars, width: float) -> Drawing:
    """Draw bars from a common zero, to the left of it what is negative, each with its number at its
    end.
    """
    names = [wrapped(name, _NAMES * width / text_width("0")) for name, _ in picture.bars]
    numbers = [number(value) for _, value in picture.bars]
    low, high = (extreme(0.0, *(value for _, value in picture.bars)) for extreme in (min, max))
    beside = max(map(text_width, numbers)) + 8
    start = (
        MARGIN
        + max(text_width(line) for lines in names for line in lines)
        + 12
        + (beside if low < 0 else 0)
    )
    scale = (width - MARGIN - beside - start) / (high - low or 1.0)
    zero = start - low * scale
    parts: list[str] = []
    y = 12.0
    for lines, (_, value), label in zip(names, picture.bars, numbers, strict=True):
        height = len(lines) * LINE
        middle = y + height / 2
        parts += [text(MARGIN, y + 14 + i * LINE, line) for i, line in enumerate(lines)]
        reach = abs(value) * scale
        end = zero - reach if value < 0 else zero + reach
        parts.append(
            tag("rect", class_="bar", x=min(zero, end), y=middle - 8, width=reach, height=16.0)
        )
        parts.append(
            text(
                end + (-8 if value < 0 else 8), middle + 4.5, label, "end" if value < 0 else "start"
            )
        )
        y += height + 10
    parts.append(tag("path", class_="axis", d=f"M{at(zero)},6V{at(y - 4)}"))
    return parts, width, y


def _heat_map(picture: HeatMap, width: float) -> Drawing:
    """Write each cell's number on a ground shaded by its value."""
    cells = np.atleast_2d(np.asarray(picture.values, dtype=float))
    low, high = span([cells])
    written = [[number(value, 3) for value in row] for row in cells]
    named = max((text_width(name) + 12 for name in picture.rows), default=0.0)
    needed = 16 + max(
        text_width(label)
        for label in [*picture.columns, *(label for row in written for label in row)]
    )
    wide = max(needed, min((width - 2 * MARGIN - named) / cells.shape[1], _CELL_WIDTH))
    left = MARGIN + named
    parts = [
        text(left + (j + 0.5) * wide, LINE, name, "middle", "quiet")
        for j, name in enumerate(picture.columns)
    ]
    top = LINE + 8 if picture.columns else 8.0
    for i, row in enumerate(cells):
        y = top + i * _CELL_HEIGHT
        parts += [text(MARGIN, y + 21, picture.rows[i], kind="quiet")] if picture.rows else []
        for j, value in enumerate(row):
            shade = min(int((value - low) / (high - low) * SHADES), SHADES - 1)
            x = left + j * wide
            parts.append(
                tag("rect", class_=f"h{shade}", x=x, y=y, width=wide - 2, height=_CELL_HEIGHT - 2)
            )
            parts.append(text(x + wide / 2 - 1, y + 21, written[i][j], "middle", f"t{shade}"))
    return parts, max(width, left + cells.shape[1] * wide + MARGIN), top + len(cells) * _CELL_HEIGHT
