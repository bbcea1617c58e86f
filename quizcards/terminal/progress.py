"""How far something long has come: one line, rewritten in place and gone at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

CELLS = 30


@contextmanager
def progress(what: str, out: TextIO) -> Iterator[Callable[[float], None]]:
    """Give a function that is told the share done (0 to 1).

    Where `out` is no terminal, nothing is written.
    """
    drawn = -1

    def show(share: float) -> None:
        nonlocal drawn
        percent = int(100 * share)
        if percent != drawn and out.isatty():
            done = CELLS * percent // 100
            out.write(f"\r {what}  {'█' * done}{'░' * (CELLS - done)}  {percent}%")
            out.flush()
        drawn = percent

    try:
        yield show
    finally:
        if out.isatty():
            out.write("\r\x1b[K")
            out.flush()
