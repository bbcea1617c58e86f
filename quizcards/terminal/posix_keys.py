"""A terminal of a Unix system, read through its descriptor."""

from __future__ import annotations

import codecs
import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

assert sys.platform != "win32"

_INPUT, _LOCAL = 0, 3
"""Where a terminal's settings say what becomes of keys (`termios`: iflag and lflag)."""


class PosixTerminal:
    """Reads what is typed on a terminal; a window that changes size is heard in between."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.before: list[Any] = []
        """The terminal's own settings, while it is held in raw mode."""
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.wake_reader, self.wake_writer = os.pipe()
        os.set_blocking(self.wake_writer, False)

    @contextmanager
    def raw(self) -> Iterator[None]:
        """Hold the terminal in raw mode, and give it back as it was; see `Keyboard`."""
        self.before = before = termios.tcgetattr(self.descriptor)
        old = signal.signal(signal.SIGWINCH, _notice)
        # written to by the signal itself: a handler alone would not wake a `select` that is just
        # about to wait
        old_wakeup = signal.set_wakeup_fd(self.wake_writer, warn_on_full_buffer=False)
        try:
            tty.setraw(self.descriptor, termios.TCSAFLUSH)
            yield
        finally:
            with suppress(termios.error):
                termios.tcsetattr(self.descriptor, termios.TCSADRAIN, before)
            signal.set_wakeup_fd(old_wakeup)
            signal.signal(signal.SIGWINCH, old)

    @contextmanager
    def lent(self, is_written_on: bool) -> Iterator[None]:
        """Give the terminal back as it was for a while, and take it again; see `Keyboard`."""
        raw = termios.tcgetattr(self.descriptor)
        lent = [*self.before]
        if is_written_on:
            lent[_INPUT] = raw[_INPUT]
            lent[_LOCAL] = raw[_LOCAL]
        termios.tcsetattr(self.descriptor, termios.TCSADRAIN, lent)
        try:
            yield
        finally:
            # prompt_toolkit leaves neither of the two behind
            signal.signal(signal.SIGWINCH, _notice)
            signal.set_wakeup_fd(self.wake_writer, warn_on_full_buffer=False)
            termios.tcsetattr(self.descriptor, termios.TCSADRAIN, raw)

    def wait(self, patience: float | None) -> str:
        """Wait for something typed, and return ""; or `resize` or `tick` if that comes first."""
        ready, _, _ = select.select([self.descriptor, self.wake_reader], [], [], patience)
        if not ready:
            return "tick"
        if self.wake_reader in ready:
            os.read(self.wake_reader, 64)
            return "resize"
        return ""

    def goes_on(self, seconds: float) -> bool:
        """Say whether something more is typed within so many seconds."""
        return bool(select.select([self.descriptor], [], [], seconds)[0])

    def typed(self) -> str:
        """Return what was typed. Raises EOFError when the terminal is gone."""
        data = os.read(self.descriptor, 1024)
        if not data:
            raise EOFError
        return self.decoder.decode(data)


def _notice(*_: object) -> None:
    """A signal that needs no more than to wake the reader."""
