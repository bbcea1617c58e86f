"""What costs seconds and is rarely broken: `make test` tries some of it, `make contract` all.

What every card and every demo is held to, `make test` too tries on each of them, once or more: a
new one that is broken is told of at once. Fewer are its seeds, lines and ways to write them.
"""

import os
import zlib
from collections.abc import Iterable
from typing import TypeVar

import pytest

Case = TypeVar("Case")

IS_SEARCHING = "CONTRACT_SEEDS" in os.environ
"""Whether this is `make contract`, which has the time."""


def some(cases: Iterable[Case], first: int = 0, every: int = 3) -> list[Case]:
    """Return every third case (or `every` so many) from the `first` on, or all of them in
    `make contract`.
    """
    return list(cases) if IS_SEARCHING else list(cases)[first % every :: every]


def one(cases: Iterable[Case], name: str) -> list[Case]:
    """Return one case, or all of them in `make contract`.

    Which one hangs on the name of what the cases are of, so that together they try all kinds.
    """
    every = list(cases)
    if IS_SEARCHING or not every:
        return every
    return [every[zlib.crc32(name.encode()) % len(every)]]


def examples(number: int) -> int:
    """Return how many examples to try of as many as `make contract` tries: an eighth."""
    return number if IS_SEARCHING else max(10, number // 8)


every_seed = pytest.mark.parametrize("seed", some(range(20), every=5))
"""What holds between demos holds for each draw: four tell what twenty do, but for rare draws."""
