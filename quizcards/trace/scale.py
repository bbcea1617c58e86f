"""Scales for pictures: a range that holds the values, and honest ticks along it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from quizcards.trace.notation import number


def span(groups: Sequence[object]) -> tuple[float, float]:
    """Return a range that holds all values and is never empty."""
    values = np.concatenate([np.ravel(np.asarray(group, dtype=float)) for group in groups])
    low, high = float(values.min()), float(values.max())
    # narrower than the twelve digits of a tick can tell apart
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        reach = 0.5 * max(abs(low), 1.0)
        return low - reach, high + reach
    return low, high


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers within [low, high], as many as `most` allows.

    They are 1, 2 or 5 times a power of ten apart (Heckbert 1990). With `most` at least 5 there are
    always two, without which no scale can be read.
    """
    power = 10.0 ** math.floor(math.log10((high - low) / (most + 1)))
    for step in (power * m for m in (1, 2, 5, 10, 20)):
        first = math.ceil(low / step - 1e-9)
        last = math.floor(high / step + 1e-9)
        if last - first < most:
            break
    return [float(f"{i * step:.12g}") for i in range(first, last + 1)]


def tick_labels(ticks: Sequence[float]) -> list[str]:
    """Write ticks with as many digits as it takes to say exactly where they are."""
    digits = next(n for n in range(4, 13) if all(float(f"{tick:.{n}g}") == tick for tick in ticks))
    return [number(tick, digits) for tick in ticks]


class Scale(NamedTuple):
    """What the first and last dots of an axis stand for, and ticks evenly many cells apart."""

    low: float
    high: float
    ticks: tuple[float, ...]


class Grid(NamedTuple):
    """Cells along an axis: `dots` in each, the one of them that a tick stands on, and the least
    cells from one tick to the next.
    """

    cells: int
    dots: int
    dot: int
    apart: int

    def within(self, unit: float, step: float, low: float, high: float) -> Scale | None:
        """Return the scale with a `unit` to each cell and a tick at each `step`.

        None where it does not hold [low, high] or has but one tick.
        """
        dot = unit / self.dots
        start = math.floor(low / unit + self.dot / self.dots + 1e-9) * unit - self.dot * dot
        end = start + (self.cells * self.dots - 1) * dot
        first, last = math.ceil(start / step - 1e-9), math.floor(end / step + 1e-9)
        if end < high - 1e-9 * unit or last <= first:
            return None
        return Scale(start, end, tuple(float(f"{i * step:.12g}") for i in range(first, last + 1)))

    def cut(self, scale: Scale, unit: float, high: float) -> tuple[Scale, int]:
        """Return a scale without the cells that lie above `high`, and how many are left."""
        needed = ((high - scale.low) / unit * self.dots + 1) / self.dots
        cells = min(max(math.ceil(needed - 1e-9), 1), self.cells)
        end = scale.low + (cells * self.dots - 1) * unit / self.dots
        return Scale(scale.low, end, tuple(t for t in scale.ticks if t <= end + 1e-9 * unit)), cells


def even(low: float, high: float, grid: Grid) -> Scale:
    """Return the narrowest scale that holds [low, high] and has its ticks on whole cells."""
    for unit, step in _units(high - low, grid):
        found = grid.within(unit, step, low, high)
        if found:
            return found
    raise AssertionError("a unit as long as the range holds it")


def plane(
    x: tuple[float, float], y: tuple[float, float], across: Grid, down: Grid
) -> tuple[tuple[Scale, int], tuple[Scale, int]] | None:
    """Return scales on which a dot is as much across as it is down, each with its cells.

    None where there is no room for two ticks on both.
    """
    ratio = down.dots // across.dots
    for unit, step in _units(y[1] - y[0], down):
        narrow = unit / ratio
        right = across.within(narrow, step, *x)
        up = down.within(unit, step, *y)
        if right and up:
            cuts = across.cut(right, narrow, x[1]), down.cut(up, unit, y[1])
            return cuts if all(len(scale.ticks) > 1 for scale, _ in cuts) else None
    return None


def _units(reach: float, grid: Grid) -> Iterator[tuple[float, float]]:
    """Yield (unit, step) in rising order: what a cell may stand for, and how far ticks are apart.

    A step is 1, 2 or 5 times a power of ten, and a whole number of cells.
    """
    tenth = math.floor(math.log10(reach)) - 1
    steps = [m * 10.0 ** (tenth + power) for power in range(4) for m in (1, 2, 5)]
    apart = range(grid.apart, max(grid.cells // 2, grid.apart) + 1)
    least = reach / (grid.cells + 1)
    yield from sorted({(step / k, step) for step in steps for k in apart if step / k >= least})
