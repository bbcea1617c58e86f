"""Keys from a raw terminal, with the Korean input mode on or off.

Nobody switches the input mode to press one key, so a two-set (두벌식) jamo counts as the Latin
letter on its key cap, and a composed syllable as the letters that were typed to compose it.
"""

from __future__ import annotations

import codecs
import os
import re
import select
import signal
import sys
import unicodedata
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

ESCAPE_WAIT = 0.03
"""Seconds after which a lone Esc is a key and not the start of a sequence."""
_UNFINISHED = re.compile(r"\x1b(\[[0-?]*[ -/]*|O)?\Z")

_LATIN = dict(
    zip(
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
        "qwertyuiopasdfghjklzxcvbnmqwertop",
        strict=True,
    )
)
_INITIAL = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIAL = "k o i o j p u p h hk ho hl y n nj np nl b m ml l".split()
_FINAL = ["", *"r r rt s sw sg e f fr fa fq ft fx fv fg a q qt t t d w c z x v g".split()]
"""What the parts of a syllable are typed with, each in the order of Unicode."""
_SYLLABLE = ord("가")
_ENDS = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end"}
"""The last letter of an arrow key's sequence, whose start depends on the terminal's mode."""
_SEQUENCES = {
    **{"[" + end: name for end, name in _ENDS.items()},
    **{"O" + end: name for end, name in _ENDS.items()},
    "[1~": "home",
    "[4~": "end",
    "[5~": "pageup",
    "[6~": "pagedown",
}
_NAMED = {
    " ": "space",
    "\r": "enter",
    "\n": "enter",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x03": "interrupt",
    "\x04": "q",
}


def latin(text: str) -> str:
    """Return the keys that were pressed for `text`, in lower case.

    'ㅇ' and 'd' are one key, '야' is two ('di').
    """
    keys = []
    for char in unicodedata.normalize("NFC", text):
        if "가" <= char <= "힣":
            before_final, final = divmod(ord(char) - _SYLLABLE, len(_FINAL))
            initial, medial = divmod(before_final, len(_MEDIAL))
            keys.append(_LATIN[_INITIAL[initial]] + _MEDIAL[medial] + _FINAL[final])
        else:
            keys.append(_LATIN.get(char, char.lower()))
    return "".join(keys)


class Keyboard:
    """Reads named keys from a terminal that is in raw mode.

    A window that changes size is the key `resize`.
    """

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.before: list[Any] = []
        """The terminal's own settings, while it is held in raw mode."""
        self.pending: deque[str] = deque()
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.wake_reader, self.wake_writer = os.pipe()
        os.set_blocking(self.wake_writer, False)

    @contextmanager
    def raw(self) -> Iterator[None]:
        """Hold the terminal in raw mode, and give it back as it was, if it is still there."""
        import termios
        import tty

        self.before = before = termios.tcgetattr(self.descriptor)
        old = signal.signal(signal.SIGWINCH, _notice)
        # written to by the signal itself: a handler alone would not wake a `select` that is just
        # about to wait
        old_wakeup = signal.set_wakeup_fd(self.wake_writer, warn_on_full_buffer=False)
        try:
            tty.setraw(self.descriptor, termios.TCSADRAIN)
            yield
        finally:
            with suppress(termios.error):
                termios.tcsetattr(self.descriptor, termios.TCSADRAIN, before)
            signal.set_wakeup_fd(old_wakeup)
            signal.signal(signal.SIGWINCH, old)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Give the terminal back as it was for a while, and take it again."""
        import termios

        raw = termios.tcgetattr(self.descriptor)
        termios.tcsetattr(self.descriptor, termios.TCSADRAIN, self.before)
        try:
            yield
        finally:
            # prompt_toolkit leaves neither of the two behind
            signal.signal(signal.SIGWINCH, _notice)
            signal.set_wakeup_fd(self.wake_writer, warn_on_full_buffer=False)
            termios.tcsetattr(self.descriptor, termios.TCSADRAIN, raw)

    def read(self, patience: float | None = None) -> str:
        """Wait for the next key and return its name, or `tick` after so many seconds without one.

        Raises KeyboardInterrupt for Ctrl-C, EOFError when the terminal is gone.
        """
        while not self.pending:
            ready, _, _ = select.select([self.descriptor, self.wake_reader], [], [], patience)
            if not ready:
                return "tick"
            if self.wake_reader in ready:
                os.read(self.wake_reader, 64)
                return "resize"
            self._take()
        key = self.pending.popleft()
        if key == "interrupt":
            raise KeyboardInterrupt
        return key

    def _take(self) -> None:
        data = os.read(self.descriptor, 1024)
        if not data:
            raise EOFError
        text = self.decoder.decode(data)
        while _UNFINISHED.search(text) and select.select([self.descriptor], [], [], ESCAPE_WAIT)[0]:
            data = os.read(self.descriptor, 1024)
            if not data:
                break
            text += self.decoder.decode(data)
        self.pending.extend(names(text))


def _notice(*_: object) -> None:
    """A signal that needs no more than to wake the reader."""


def names(text: str) -> Iterator[str]:
    """Yield the names of the keys in what a terminal sent. Unknown sequences are passed over."""
    at = 0
    while at < len(text):
        char = text[at]
        at += 1
        if char == "\x1b":
            if at < len(text) and text[at] in "[O":
                end = at + 1
                while end < len(text) and not ("@" <= text[end] <= "~"):
                    end += 1
                sequence = text[at : end + 1]
                if sequence in _SEQUENCES:
                    yield _SEQUENCES[sequence]
                at = end + 1
            else:
                yield "escape"
        elif char in _NAMED:
            yield _NAMED[char]
        elif char.isprintable():
            yield from latin(char)


def has_raw_keys() -> bool:
    """Say whether single keys can be read here: a real terminal, and not Windows."""
    if os.name == "nt" or os.environ.get("TERM", "dumb") in ("dumb", ""):
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()
