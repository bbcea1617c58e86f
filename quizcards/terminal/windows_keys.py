"""A console of Windows, read through prompt_toolkit's input, which knows it.

Written from the documentation of both, never run by us on Windows: what is typed and how long to
wait come from outside, so that tests can give another input.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from math import inf

from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

LOOK = 0.5
"""Seconds between two looks at the size of the window: no signal tells of it."""


class WindowsTerminal:
    """Reads what is typed on a console; a window that changes size is heard in between.

    `is_ready` waits for so many seconds until something comes, `size` looks at the window.
    """

    def __init__(
        self,
        source: Input,
        is_ready: Callable[[float], bool],
        size: Callable[[], os.terminal_size],
    ) -> None:
        self._source = source
        self._is_ready = is_ready
        self._size = size
        self._seen = size()
        self._raw = ExitStack()

    @contextmanager
    def raw(self) -> Iterator[None]:
        """Hold the console in raw mode, and give it back as it was."""
        with self._raw:
            self._raw.enter_context(self._source.raw_mode())
            yield

    @contextmanager
    def lent(self, is_written_on: bool) -> Iterator[None]:
        """Give the console back as it was for a while, and take it again; see `Keyboard`."""
        if is_written_on:  # prompt_toolkit takes a raw console as it is
            yield
            return
        self._raw.close()
        try:
            yield
        finally:
            self._raw.enter_context(self._source.raw_mode())

    def wait(self, patience: float | None) -> str:
        """Wait for something typed, and return ""; or `resize` or `tick` if that comes first."""
        end = inf if patience is None else time.monotonic() + patience
        while True:
            left = max(end - time.monotonic(), 0.0)
            if self._is_ready(min(left, LOOK)):
                return ""
            if self._size() != self._seen:
                self._seen = self._size()
                return "resize"
            if left <= LOOK:
                return "tick"

    def goes_on(self, seconds: float) -> bool:
        """Say whether something more is typed within so many seconds."""
        return self._is_ready(seconds)

    def typed(self) -> str:
        """Return what was typed: "" where a key was let go, the mouse moved, or the like."""
        # all that came, also the beginning of a sequence: `Keyboard` waits for its end
        text = "".join(map(_text, [*self._source.read_keys(), *self._source.flush_keys()]))
        # Windows gives what lies beyond U+FFFF as two halves
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _text(key: KeyPress) -> str:
    """Return what a terminal sends for a key; what is pasted stands between its signs."""
    return f"\x1b[200~{key.data}\x1b[201~" if key.key == Keys.BracketedPaste else key.data


if sys.platform == "win32":
    from prompt_toolkit.eventloop.win32 import wait_for_handles
    from prompt_toolkit.input.win32 import Win32Input

    def console() -> WindowsTerminal:
        """Return the console of this process."""
        source = Win32Input()

        def is_ready(seconds: float) -> bool:
            return wait_for_handles([source.handle], int(seconds * 1000)) is not None

        return WindowsTerminal(source, is_ready, os.get_terminal_size)
