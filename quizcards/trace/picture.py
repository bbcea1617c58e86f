"""Pictures as data. The terminal draws them in braille, the exporters as SVG; neither computes anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Series:
    """One line of a plot. `points` are drawn as marks joined in order, otherwise as a smooth curve."""

    name: str
    x: Any
    y: Any
    points: bool = False


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
    groups: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Bars:
    """A few named numbers side by side."""

    title: str
    bars: tuple[tuple[str, float], ...]


Picture = Curves | Histogram | Bars
