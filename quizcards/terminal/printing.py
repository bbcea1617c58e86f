"""The printer: the only way of text to stdout and to stderr.

What comes from outside (a log, the name of a file, another program's error) is shown and never
obeyed. Lines are in colour where the terminal and the environment allow it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO, TypeAlias

from quizcards.characters import named, shown
from quizcards.errors import QuizcardsError, reason

if TYPE_CHECKING:
    from rich.text import Text

Lines: TypeAlias = "list[Text]"
PIPE_WIDTH = 80
FEWEST_COLUMNS = 40


class Printer:
    """Prints on one stream, which is looked up anew each time.

    Where stdout takes nothing more, QuizcardsError says so, or BrokenPipeError that nobody reads.
    What stderr does not take is lost, for there is nowhere left to say so.
    """

    def __init__(self, stream: Callable[[], TextIO]) -> None:
        self._stream = stream

    @property
    def is_terminal(self) -> bool:
        return self._stream().isatty()

    @property
    def width(self) -> int:
        """How many columns there are: those of the terminal, or 80 in a pipe."""
        if not self.is_terminal:
            return PIPE_WIDTH
        from shutil import get_terminal_size

        return max(get_terminal_size().columns, FEWEST_COLUMNS)

    def say(self, *lines: object, flush: bool = False) -> None:
        """Print each on a line of its own, or on more, parted between words, in a terminal."""
        self._write(self._fitting(shown("".join(f"{line}\n" for line in lines))), flush)

    def ask(self, prompt: str) -> None:
        """Print what is answered behind it, on the same line."""
        self._write(self._fitting(shown(prompt)), flush=True)

    def hand_over(self, data: str | bytes) -> None:
        """Write what is meant for programs, as it stands; on a terminal it is text like any.

        Raises QuizcardsError for bytes on a terminal, which cannot show them.
        """
        if self.is_terminal and isinstance(data, bytes):
            raise QuizcardsError(
                "화면에 보일 수 없는 형식입니다. -o로 파일 이름을 적거나 파이프로 보내 주세요."
            )
        self._write(shown(data) if self.is_terminal and isinstance(data, str) else data)

    def list(self, *names: object) -> None:
        """Print names, each on one line whatever is in it."""
        self._write("".join(f"{named(str(name))}\n" for name in names))

    def draw(self, lines: Lines) -> None:
        """Print styled lines, each whole however long it is."""
        from rich.console import Console

        from quizcards.terminal.palette import background, theme
        from quizcards.terminal.text import cleaned

        # or else rich flushes, and ends the process where that fails
        self._write("", flush=True)
        console = Console(file=self._stream(), highlight=False)
        console.push_theme(theme(background(os.environ), console.color_system))
        with console.capture() as captured:
            for line in lines:
                console.print(cleaned(line), soft_wrap=True)
        self._write(_laid_out(captured.get()))

    def _fitting(self, text: str) -> str:
        if not self.is_terminal:
            return _laid_out(text)
        from quizcards.terminal.text import broken

        return _laid_out(broken(text, self.width))

    def _write(self, data: str | bytes, flush: bool = False) -> None:
        stream = self._stream()
        try:
            if isinstance(data, bytes):
                stream.buffer.write(data)
            else:
                stream.write(data)
            if flush:
                stream.flush()
        except OSError as error:
            if stream is sys.stderr:
                return
            if isinstance(error, BrokenPipeError):
                raise
            let_go(stream)
            raise QuizcardsError(unwritable(error)) from error


def _laid_out(text: str) -> str:
    """Return text with plain spaces: what kept words together would hide them from a search.

    Of the encodings before Unicode some have no such space at all.
    """
    return text.replace("\N{NO-BREAK SPACE}", " ")


STDOUT = Printer(lambda: sys.stdout)
STDERR = Printer(lambda: sys.stderr)


def let_go(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere, and all that follows: its failure is told once."""
    with suppress(OSError):  # it has no descriptor where somebody put another stream in its place
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def unwritable(error: OSError) -> str:
    """Return what to say where stdout takes nothing more."""
    return f"결과를 출력할 수 없습니다({reason(error)}). 출력을 보낸 곳을 확인해 주세요."


def width() -> int:
    """Return how many columns a view may take: those of the terminal, or 80 in a pipe."""
    return STDOUT.width


def print_lines(lines: Lines) -> None:
    """Print lines on stdout, each whole however long it is."""
    STDOUT.draw(lines)
