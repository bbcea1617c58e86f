"""How far something long has come: one line, rewritten in place and gone at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

CELLS = 30
SOON = 2.0
"""Seconds that nobody minds: what takes no longer draws nothing."""


@contextmanager
def progress(
    what: str, out: TextIO | None = None, after: float = 0.0
) -> Iterator[Callable[[float], None]]:
    """Give a function that is told the share done (0 to 1), and draws it `after` so many seconds.

    It is shown on stderr, or on `out`.

    Where that is no terminal, nothing is written.
    """
    out = out or sys.stderr
    drawn = -1
    begun = time.monotonic()

    def show(share: float) -> None:
        nonlocal drawn
        percent = int(100 * share)
        if time.monotonic() - begun < after:
            return
        if percent != drawn and out.isatty():
            done = CELLS * percent // 100
            out.write(f"\r {what}  {'█' * done}{'░' * (CELLS - done)}  {percent}%")
            out.flush()
        drawn = percent

    try:
        yield show
    finally:
        if out.isatty() and (drawn >= 0 or not after):
            out.write("\r\x1b[K")
            out.flush()
