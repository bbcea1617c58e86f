"""Scales for pictures: a range that holds the values, and honest ticks along it."""

from __future__ import annotations

import math
from collections.abc import Sequence

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
