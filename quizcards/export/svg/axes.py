"""A pair of axes with ticks and names, to draw in the data's own numbers, and their legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quizcards.export.svg.page import (
    LINE,
    MARGIN,
    MARKS,
    SERIES,
    at,
    tag,
    text,
    text_width,
    wrapped,
)
from quizcards.trace.picture import Series
from quizcards.trace.scale import tick_labels, ticks

Range = tuple[float, float]
_HEIGHT = 240.0
_PLANE_HEIGHT = 320.0
_LEGEND = 220.0  # a narrower room beside a plane is too little for names
_MOST_TICKS = 6


def widened(span: Range, share: float) -> Range:
    """Return a range with room at both ends, so that what is drawn at its ends is seen whole."""
    room = share * (span[1] - span[0])
    return span[0] - room, span[1] + room


class Axes:
    """A frame over two ranges.

    In a `plane` a unit is as long across as it is up, where that fits the page.
    """

    def __init__(self, x: Range, y: Range, width: float, plane: bool = False) -> None:
        self.x, self.y, self.width, self.plane = x, y, width, plane
        self.left = MARGIN + max(map(text_width, tick_labels(ticks(*y, _MOST_TICKS)))) + 8
        self.right, self.top, self.bottom = width - MARGIN, LINE, LINE + _HEIGHT
        shape = (x[1] - x[0]) / (y[1] - y[0])
        if plane and 0.6 < shape < 1.7:
            height = min(_PLANE_HEIGHT, (self.right - self.left) / shape)
            self.bottom, self.right = self.top + height, self.left + shape * height

    def place(self, x: ArrayLike, y: ArrayLike) -> list[tuple[float, float]]:
        """Return where points stand on the page."""
        across = _share(x, self.x) * (self.right - self.left)
        up = _share(y, self.y) * (self.bottom - self.top)
        return list(zip((self.left + across).tolist(), (self.bottom - up).tolist(), strict=True))

    def line(self, x: ArrayLike, y: ArrayLike, kind: str) -> str:
        """Join points in order."""
        return tag("path", class_=kind, d=path(self.place(x, y)))

    def marks(self, series: Series, index: int) -> str:
        """Mark each place once, however many points share it."""
        places = dict.fromkeys(f"M{at(x)},{at(y)}" for x, y in self.place(series.x, series.y))
        index %= SERIES
        return tag("path", class_=f"m{index}", d="".join(place + MARKS[index] for place in places))

    def clipped(self, parts: Iterable[str]) -> str:
        """Cut off what lies outside the frame."""
        width, height = self.right - self.left, self.bottom - self.top
        box = f"{at(self.left)} {at(self.top)} {at(width)} {at(height)}"
        return tag("svg", *parts, x=self.left, y=self.top, width=width, height=height, viewBox=box)

    def frame(self, x_label: str, y_label: str) -> list[str]:
        """Draw the axes with their ticks and names.

        And a grid, except over a plane, which has lines of its own.
        """
        top, right = (self.bottom, self.left) if self.plane else (self.top, self.right)
        parts = across(self.x, x_label, (self.left, self.right), top, self.bottom)
        found = ticks(*self.y, _MOST_TICKS)
        places = self.place([self.x[0]] * len(found), found)
        for (_, y), label in zip(places, tick_labels(found), strict=True):
            parts.append(tag("path", class_="grid", d=f"M{at(self.left - 4)},{at(y)}H{at(right)}"))
            parts.append(text(self.left - 8, y + 4.5, label, "end", "quiet"))
        corner = f"M{at(self.left)},{at(self.top)}V{at(self.bottom)}H{at(self.right)}"
        return [
            *parts,
            tag("path", class_="axis", d=corner),
            text(self.left, self.top - 7, y_label, kind="quiet"),
        ]

    def legend(self, series: Sequence[Series]) -> tuple[list[str], float]:
        """Name the series: beside a narrow plane, else below, as many on a line as fit.

        Return the parts and where they end.
        """
        if self.right < self.width - _LEGEND:
            left, y = self.right + 28, self.top + 12
        else:
            left, y = self.left, self.bottom + 3.4 * LINE
        parts: list[str] = []
        x = left
        for i, one in enumerate(series):
            lines = wrapped(one.name, (self.width - MARGIN - left - 32) / text_width("0"))
            width = 32 + max(map(text_width, lines))
            if x > left and x + width > self.width - MARGIN:
                x, y = left, y + LINE
            parts.append(_sample(one, i % SERIES, x, y - 4.5))
            parts += [text(x + 32, y + j * LINE, line) for j, line in enumerate(lines)]
            x, y = x + width + 16, y + (len(lines) - 1) * LINE
        return parts, max(y, self.bottom + 2 * LINE)


def _share(values: ArrayLike, span: Range) -> NDArray[np.float64]:
    """Return how far along a range the values lie: 0 at its start, 1 at its end."""
    return (np.asarray(values, dtype=float) - span[0]) / (span[1] - span[0])


def _sample(series: Series, index: int, x: float, y: float) -> str:
    if series.points:
        return tag("path", class_=f"m{index}", d=f"M{at(x + 12)},{at(y)}{MARKS[index]}")
    return tag("path", class_=f"line s{index}", d=f"M{at(x)},{at(y)}h24")


def across(span: Range, name: str, ends: Range, top: float, bottom: float) -> list[str]:
    """Draw the ticks of a horizontal axis, with lines up to the top, and its name."""
    left, right = ends
    found = _ticks_that_fit(span, right - left)
    parts = [text((left + right) / 2, bottom + 2 * LINE, name, "middle", "quiet")]
    for tick, label in zip(found, tick_labels(found), strict=True):
        x = left + (tick - span[0]) / (span[1] - span[0]) * (right - left)
        parts.append(tag("path", class_="grid", d=f"M{at(x)},{at(bottom + 4)}V{at(top)}"))
        parts.append(text(x, bottom + LINE - 1, label, "middle", "quiet"))
    return parts


def path(points: Sequence[tuple[float, float]]) -> str:
    """Return the path that joins points in order."""
    return "M" + "L".join(f"{at(x)},{at(y)}" for x, y in points)


def _ticks_that_fit(span: Range, room: float) -> list[float]:
    """Return as many ticks as leave a gap between their labels."""
    for most in range(_MOST_TICKS, 2, -1):
        found = ticks(*span, most)
        if sum(text_width(label) + 12 for label in tick_labels(found)) <= room:
            break
    return found
