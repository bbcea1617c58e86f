"""Lines on stdin and stdout: for pipes, screen readers, and terminals without raw keys."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from quizcards.terminal.keys import latin
from quizcards.terminal.printing import Printer
from quizcards.terminal.text import MARGIN, wrapped

if TYPE_CHECKING:
    from quizcards.terminal.walk import Walk


class Plain:
    """Shows lines and reads lines."""

    def __init__(self, source: TextIO, printer: Printer, width: int = 80) -> None:
        self.source = source
        self.printer = printer
        self.width = width
        self.lines_read: int | None = None
        """How many lines came; None where none was asked for."""

    def page(self, lines: Callable[[int], list[Text]]) -> None:
        """Show a page of its own."""
        self.show([Text(), *lines(self.width)])

    def lent(self) -> AbstractContextManager[None]:
        """Give the terminal to another program: nothing is held of it."""
        return nullcontext()

    def agrees(self, question: str, what: str) -> bool:
        """Say what is going to be done, and whether it is agreed to with an empty line."""
        self.page(lambda width: wrapped(question, width, "", MARGIN))
        return self.read(f"\n Enter {what}   q 그만두기\n> ") == ""

    def walk(self, walk: Walk) -> None:
        """Show a demo line by line: an empty line goes on, a number is marked, the rest leaves."""
        self.show([Text(), *walk.lines(self.width)])
        while not walk.is_over:
            text = self.line("\n 값을 적고 Enter   Enter 다음   q 그만\n> ")
            after = None if text is None else walk.answered(text)
            if after is None:
                return
            walk = after
            self.show([Text(), *walk.current(self.width)])

    def line(self, prompt: str) -> str | None:
        """Return the next line as keys, or None at the end of input."""
        text = self.read(prompt)
        return None if text is None else latin(text)

    def read(self, prompt: str) -> str | None:
        """Return the next line, or None at the end of input."""
        self.printer.ask(prompt)
        text = self.source.readline()
        self.lines_read = (self.lines_read or 0) + bool(text)
        if not text:
            self.printer.say("")
        return text.strip() if text else None

    def show(self, lines: list[Text]) -> None:
        self.printer.say(*(line.plain.rstrip() for line in lines))

    def say(self, message: str) -> None:
        if message:
            self.printer.say(f"\n {message}")
