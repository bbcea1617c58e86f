"""Keys from a raw terminal, with the Korean input mode on or off.

Nobody switches the input mode to press one key, so a two-set (두벌식) jamo counts as the Latin
letter on its key cap. Nobody presses two letters at once to give two commands either: letters that
come in a burst, a number of more than a digit, and a composed syllable, are the key `text`.
"""

from __future__ import annotations

import math
import os
import re
import sys
import time
import unicodedata
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from typing import Protocol

ESCAPE_WAIT = 0.05
"""Seconds after which a lone Esc is a key and not the start of a sequence."""
BURST_WAIT = 0.08
"""Seconds after which a lone letter is a key and not the start of a text."""
STILL_WRITING = 1.0
"""Seconds after a piece of text in which all that is typed still belongs to it."""
TEXT = "text"
"""The key that stands for somebody writing."""
NO_COMMAND = "글을 쓰신 것 같아 아무것도 하지 않았습니다."
"""What is said where a text was typed that nothing asked for."""
NO_SUCH_KEY = "그 키에는 기능이 없습니다. ?를 누르면 도움말이 나옵니다."
_UNFINISHED = re.compile(r"\x1b(\[[0-?]*[ -/]*|O|\][^\x07\x1b]*\x1b?)?\Z")
_PASTE, _PASTE_END = r"\x1b\[200~", r"\x1b\[201~"
"""What a terminal puts around a text that is pasted."""
_TOKEN = re.compile(
    rf"(?P<paste>{_PASTE}[\s\S]*?(?:{_PASTE_END}|\Z))"
    r"|(?P<report>\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[1;[23]R)"
    r"|(?P<sequence>\x1b(?:[\[O][^@-~]*[@-~]?)?)"
    r"|(?P<control>[\x00-\x09\x0b\x0c\x0e-\x1f\x7f])"
    r"|(?P<typed>[^\x00-\x09\x0b\x0c\x0e-\x1f\x7f]+)"
)
"""What a terminal sends: a paste, a report of itself, a sequence of Esc, a control character, or a
run of what can be written, Enter included.
"""
ASK_WIDTH = "\x1b[H─\x1b[6n"
"""Asks where the cursor is behind a character of ambiguous width in the first column (CPR)."""
_NARROW = "\x1b[1;2R"
_CURSOR = re.compile(r"\x1b\[1;([23])R")
ASK_BACKGROUND = "\x1b]11;?\x1b\\"
"""Asks a terminal for the colour of its background (xterm's OSC 11)."""
_BACKGROUND = re.compile(r"\x1b\]11;rgba?:([0-9a-f]{2,4})/([0-9a-f]{2,4})/([0-9a-f]{2,4})", re.I)
PASTE_WAIT = 0.5
"""Seconds to wait for the rest of what is pasted."""
_NUMBER = re.compile(r"(?<!\S)(?:(\d)(?!\1*(?!\S))|[-+−.(\[√]+\d)")
"""Where a number begins that no single key types: not a digit alone, nor one that is held."""
_MOST_REPEATS = 3
"""So often a key that is held may come before it is one: fewer, and 'ssd' would be two commands."""

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


class Terminal(Protocol):
    """What a keyboard reads from: a terminal of Unix, or a console of Windows."""

    def raw(self) -> AbstractContextManager[None]:
        """Hold it in raw mode, and give it back as it was."""

    def lent(self, is_written_on: bool) -> AbstractContextManager[None]:
        """Give it back as it was for a while, and take it again."""

    def wait(self, patience: float | None) -> str:
        """Wait for something typed, and return ""; or `resize` or `tick` if that comes first."""

    def goes_on(self, seconds: float) -> bool:
        """Say whether something more is typed within so many seconds."""

    def typed(self) -> str:
        """Return what was typed. Raises EOFError when the terminal is gone."""


class Keyboard:
    """Reads named keys from a terminal that is in raw mode.

    A window that changes size is the key `resize`.
    """

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.pending: deque[tuple[str, str]] = deque()
        """The keys that were not read yet, each with what was typed."""
        self.text = ""
        """What was typed by the last key; "" for one that types nothing."""
        self.wrote_at = -math.inf
        self.background: tuple[float, float, float] | None = None
        """Red, green and blue in [0, 1], once the terminal has said it."""
        self.ambiguous_width: int | None = None
        """How many cells a character of ambiguous width takes, once the terminal has said it."""

    def raw(self) -> AbstractContextManager[None]:
        """Hold the terminal in raw mode, and give it back as it was, if it is still there.

        What was typed before is dropped: it answers a question that nobody has seen.
        """
        return self.terminal.raw()

    def lent(self, is_written_on: bool = False) -> AbstractContextManager[None]:
        """Give the terminal back as it was for a while, and take it again.

        Where it `is_written_on` already, keys still come one by one and without an echo: none is
        lost until the other program reads them.
        """
        self.wrote_at = -math.inf
        return self.terminal.lent(is_written_on)

    def read(self, patience: float | None = None, typing: bool = False) -> str:
        """Wait for the next key and return its name, or `tick` after so many seconds without one.

        What was typed is kept as `self.text`; more than a key's worth is the key `text`. Where
        `typing` is what is asked for, every letter or syllable of it is a key, as it was typed.

        Raises KeyboardInterrupt for Ctrl-C, EOFError when the terminal is gone.
        """
        while not self.pending:
            key = self.terminal.wait(patience)
            if key:
                return key
            self._take(typing)
        key, self.text = self.pending.popleft()
        if key == "interrupt":
            raise KeyboardInterrupt
        return key

    def written(self) -> str:
        """Return what the last key typed, and all that came with it: they are no keys then."""
        text = self.text + "".join(text for _, text in self.pending)
        self.pending.clear()
        return _in_lines(text)

    def listen(self, patience: float) -> None:
        """Take what the terminal says at once of itself; keys among it stay to be read."""
        if self.terminal.goes_on(patience):
            self._take(typing=False)

    def _take(self, typing: bool) -> None:
        text = self.terminal.typed()
        is_writing = time.monotonic() - self.wrote_at < STILL_WRITING
        with suppress(EOFError):  # it comes again at the next key
            while self.terminal.goes_on(_wait(text, is_writing, typing)):
                text += self.terminal.typed()
        if behind := _CURSOR.search(text):
            self.ambiguous_width = int(behind[1]) - 1
        if said := _BACKGROUND.search(text):
            red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in said.groups())
            self.background = (red, green, blue)
        if typing:
            whole = unicodedata.normalize("NFC", text)
            self.pending.extend((name, "") for name in names(whole, keep=True))
            return
        found = list(pressed(text, is_writing))
        self.pending.extend(found)
        if found:
            self.wrote_at = time.monotonic() if found[-1][0] == TEXT else -math.inf


def _wait(text: str, is_writing: bool, typing: bool) -> float:
    """Return the seconds that may pass until it is clear what a terminal began to send."""
    if _UNFINISHED.search(text):
        return ESCAPE_WAIT
    tokens = list(_TOKEN.finditer(text))
    if tokens and tokens[-1].lastgroup == "paste" and not re.search(rf"{_PASTE_END}\Z", text):
        return PASTE_WAIT
    run = tokens[-1]["typed"] if tokens else None
    if typing or run is None:
        return 0.0
    if is_writing or _text_start(run) < len(run):
        return ESCAPE_WAIT  # what is pasted comes in pieces
    letters = run[-_MOST_REPEATS:]
    is_held = len(letters) == _MOST_REPEATS and len(set(latin(letters))) == 1
    return BURST_WAIT if run[-1].isalpha() and not is_held else 0.0


def pressed(text: str, is_writing: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the names of the keys in what a terminal sent, each with what was typed.

    Somebody who is writing goes on: then Space, Enter and digits are text too, until another key.
    Unknown sequences are passed over.
    """
    for token in _TOKEN.finditer(unicodedata.normalize("NFC", text)):
        if token["paste"] is not None:
            yield TEXT, _content(token["paste"])
            continue
        run = token["typed"]
        if run is None:
            is_writing = False
            yield from ((name, "") for name in names(token.group()))
            continue
        start = 0 if is_writing else _text_start(run)
        yield from ((name, char) for char in run[:start] for name in names(char))
        if start < len(run):
            is_writing = True
            yield TEXT, _in_lines(run[start:])


def _content(paste: str) -> str:
    """Return what is pasted, without control characters and what a terminal puts around it."""
    inner = re.sub(f"{_PASTE}|{_PASTE_END}", "", paste)
    return "".join(char for char in _in_lines(inner) if char == "\n" or char.isprintable())


def _in_lines(text: str) -> str:
    """Return what was typed with Enter as the end of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text_start(run: str) -> int:
    """Return where text begins in what was typed at once: its length where it is keys.

    It begins with a letter or a number. One and the same, however often, is a key; what no single
    key types, as a composed syllable, is text alone.
    """
    letters = [i for i, char in enumerate(run) if char.isalpha()]
    keys = {latin(run[i]) for i in letters}
    is_text = len(keys) > 1 or any(not (len(key) == 1 and key.isascii()) for key in keys)
    starts = [letters[0]] if is_text else []
    if number := _NUMBER.search(run):
        starts.append(number.start())
    return min(starts, default=len(run))


def names(text: str, keep: bool = False) -> Iterator[str]:
    """Yield the names of the keys in what a terminal sent, each letter of a text too.

    A letter is `latin`, unless it is to `keep` as it was typed. Unknown sequences are passed over.
    """
    for token in _TOKEN.finditer(text):
        sequence = token["sequence"]
        if token["report"] is not None:
            if token["report"] != _NARROW:  # for that it was taken already
                yield "resize"  # what the terminal says of itself asks for no more than that
        elif token["paste"] is not None:
            yield from names(_content(token["paste"]), keep)
        elif sequence == "\x1b":
            yield "escape"
        elif sequence is not None:
            if sequence[1:] in _SEQUENCES:
                yield _SEQUENCES[sequence[1:]]
        else:
            for char in token.group():
                if char in _NAMED:
                    yield _NAMED[char]
                elif char.isprintable():
                    yield from char if keep else latin(char)


def keyboard() -> Keyboard:
    """Return the keyboard of the terminal that this process has."""
    if sys.platform == "win32":
        from quizcards.terminal.windows_keys import console

        return Keyboard(console())
    else:  # noqa: RET505  what follows an `if` alone is checked for Windows too
        from quizcards.terminal.posix_keys import PosixTerminal

        return Keyboard(PosixTerminal(sys.stdin.fileno()))


def has_raw_keys() -> bool:
    """Say whether single keys can be read here and frames drawn: a terminal that can do both."""
    term = os.environ.get("TERM", "")
    if term == "dumb" or not (term or sys.platform == "win32"):  # where no terminal has a name
        return False
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    if sys.platform == "win32":
        from quizcards.terminal.sequences import obeyed_here

        return obeyed_here()
    return True
