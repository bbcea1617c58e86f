"""Pictures as data.

The terminal draws them in braille, the exporters as SVG; neither computes anything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from quizcards.trace.arrays import Column, FloatArray


@dataclass(frozen=True)
class Series:
    """One line of a plot.

    `points` are drawn as marks, over a contour joined in order; otherwise only the line is drawn.
    """

    name: str
    x: Column
    y: Column
    points: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether it ends where it starts: a figure in a plane, which must not be stretched."""
        ends = [(values[0], values[-1]) for values in (self.x, self.y)]
        return len(self.x) > 2 and all(math.isclose(a, b, abs_tol=1e-9) for a, b in ends)


@dataclass(frozen=True)
class Curves:
    """Lines over one pair of axes."""

    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Histogram:
    """How values are spread, one row of bins for each group, over the same axis."""

    title: str
    groups: tuple[tuple[str, Column], ...]


@dataclass(frozen=True)
class Bars:
    """A few named numbers side by side."""

    title: str
    bars: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Contour:
    """A surface over a plane seen from above, with the paths of something that moves on it.

    `z` has shape (len(y), len(x)).
    """

    title: str
    x_label: str
    y_label: str
    x: Column
    y: Column
    z: FloatArray
    paths: tuple[Series, ...] = ()


@dataclass(frozen=True)
class Boundary:
    """Where a classifier changes its mind.

    `z`, of shape (len(y), len(x)), is the probability of class 1, `groups` are points by class, and
    `earlier` are the lines where it changed its mind before.
    """

    title: str
    x_label: str
    y_label: str
    x: Column
    y: Column
    z: FloatArray
    groups: tuple[Series, ...]
    earlier: tuple[Series, ...] = ()
    line: str = "결정 경계 (확률 0.5)"
    """What the line at 0.5 is called; not every output is a probability."""


@dataclass(frozen=True)
class HeatMap:
    """A matrix, each cell by its value; rows and columns may be named."""

    title: str
    values: FloatArray
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


Picture = Curves | Histogram | Bars | Contour | Boundary | HeatMap
