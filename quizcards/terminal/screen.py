"""The whole screen of a terminal: it draws a frame, and waits for a key."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.text import Text

from quizcards.terminal.cells import cell_len, set_ambiguous_width
from quizcards.terminal.keys import ASK_BACKGROUND, ASK_WIDTH, NO_COMMAND, TEXT, keyboard
from quizcards.terminal.palette import EITHER, GRADE, background, background_of, theme
from quizcards.terminal.text import ACCENT, MARGIN, QUIET, bar, cleaned, wrapped

if TYPE_CHECKING:
    from quizcards.terminal.walk import Walk

DRAWING, WRITING = "\x1b[?25l\x1b[?7l\x1b[?2004h", "\x1b[?2004l\x1b[?7h\x1b[?25h"
"""A frame has no cursor and wraps no line, and what is pasted is told from keys."""
ENTER, LEAVE = f"\x1b[?1049h{DRAWING}", f"{WRITING}\x1b[?1049l"
CLEAR = "\x1b[H\x1b[2J"
CLOSES = "다른 키를 누르면 닫힙니다"
WALK_KEYS = ("값을 적고 Enter", "→ 다음", "← 이전", "End 끝까지", CLOSES)
PATIENCE = 0.005
"""Seconds in which a terminal may say how wide it draws before the first frame is drawn."""
FARTHER = 10**6
"""More lines than anything has: to the very beginning or end."""
MOVES = {"up": -1, "k": -1, "down": 1, "j": 1}


class Screen:
    """Holds the terminal for one session.

    `ambiguous_width` is how many cells a character of ambiguous width takes; None asks the
    terminal, and takes it for 1 where it does not answer.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        out: TextIO | None = None,
        ambiguous_width: int | None = None,
    ) -> None:
        self.out = out or sys.stdout
        self.keyboard = keyboard()
        # rich decides on colour by the real terminal and the environment; frames are rendered to
        # text with that decision, as a console of Windows that obeys sequences shows it
        colors = Console(file=self.out, _environ=environment, legacy_windows=False)
        self.color: Any = colors.color_system
        self.no_color = colors.no_color
        self.ground = background(environment)
        self.asks_ground = (
            self.ground == EITHER
            and self.color is not None
            and not self.no_color
            and environment.get("TERM") != "linux"  # which would print the question
        )
        self.theme = theme(self.ground, self.color)
        self.asks_width = ambiguous_width is None
        self.has_asked_width = False
        set_ambiguous_width(ambiguous_width or 1)

    @contextmanager
    def open(self) -> Iterator[Screen]:
        """Take the terminal, and give it back whatever happens."""
        with self.keyboard.raw(), self._alternate():
            yield self

    @contextmanager
    def _alternate(self) -> Iterator[None]:
        self._write(ENTER + ASK_BACKGROUND * self.asks_ground + ASK_WIDTH * self.asks_width)
        if self.asks_width:
            self.has_asked_width = True
            self.keyboard.listen(PATIENCE)
        try:
            yield
        finally:
            with suppress(OSError):  # a terminal that is gone needs nothing, and hides no error
                self._write(LEAVE)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Give the terminal to another program (an editor) and take it back."""
        self._write(LEAVE)
        try:
            with self.keyboard.lent():
                yield
        finally:
            self._write(ENTER)

    @contextmanager
    def cleared(self) -> Iterator[None]:
        """Give this screen, empty and with a cursor, to what writes on it.

        The one below it stays as it is.
        """
        self._write(WRITING + CLEAR)
        try:
            with self.keyboard.lent(is_written_on=True):
                yield
        finally:
            self._write(DRAWING + CLEAR)

    def page(
        self, lines: Callable[[int], list[Text]], extra: Mapping[str, str] | None = None
    ) -> str:
        """Show a page of its own until a key closes it, and return that key.

        `extra` names keys that do something there. It scrolls; Space goes on to its end, and then
        closes it too.
        """
        body: list[Text] = []
        scroll = drawn_for = 0
        message = ""
        while True:
            width, height = self.size()
            if width != drawn_for:
                body = lines(width)
                drawn_for = width
            keys = [*(extra or {}).values(), CLOSES]
            if len(body) + 1 + len(bar(keys, width - 2)) > height:
                keys = ["↑↓ Space 움직이기", *keys]
            scroll, ends = self.frame([], body, [keys], message, scroll)
            key = self.keyboard.read()
            message = NO_COMMAND if key == TEXT else ""
            moved = self.scrolled("pagedown" if key == "space" and not ends else key, scroll)
            if moved is None and key not in ("resize", TEXT):
                return key
            scroll = scroll if moved is None else moved

    def agrees(self, question: str, what: str) -> bool:
        """Say what is going to be done, and whether Enter was pressed for it; Esc is for not."""
        while True:
            width, _ = self.size()
            lines = wrapped(question, width - 1, "", MARGIN)
            self.frame([Text()], lines, [[f"Enter {what}", "Esc 그만두기"]])
            key = self.keyboard.read()
            if key in ("enter", "escape", "q"):
                return key == "enter"

    def walk(self, walk: Walk) -> None:
        """Walk a demo until a key leaves it; the current line stays in sight."""
        message = ""
        while True:
            width, _ = self.size()
            self.frame([Text()], walk.lines(width), [list(WALK_KEYS)], message, FARTHER)
            key = self.keyboard.read()
            moved = walk.written(self.keyboard.text) if key == TEXT else walk.press(key)
            message = NO_COMMAND if key == TEXT and moved is None else ""
            if moved is None and key not in ("resize", TEXT):
                return
            walk = moved or walk

    def scrolled(self, key: str, scroll: int) -> int | None:
        """Return where a key scrolls to, or None if it is no such key."""
        _, height = self.size()
        steps = MOVES | {
            "pagedown": height - 6,
            "pageup": 6 - height,
            "home": -FARTHER,
            "end": FARTHER,
        }
        return max(scroll + steps[key], 0) if key in steps else None

    def size(self) -> tuple[int, int]:
        """Return columns and rows, never so few that nothing can be drawn."""
        columns, rows = self.terminal_size()
        return max(columns, 20), max(rows, 6)

    def terminal_size(self) -> os.terminal_size:
        """Return the window's own columns and rows.

        Not $COLUMNS and $LINES, which a resize leaves behind.
        """
        size = os.get_terminal_size(self.out.fileno())
        # some terminals (a serial line) do not know
        return size if all(size) else os.terminal_size((80, 24))

    def frame(
        self,
        top: list[Text],
        body: list[Text],
        footer: list[list[str]],
        message: str = "",
        scroll: int = 0,
        sight: tuple[int, int] | None = None,
        grades: Sequence[str] = (),
    ) -> tuple[int, bool]:
        """Draw a whole frame.

        Return the scroll position that was possible, and whether the body's end shows. The footer's
        rows are lists of items, the `grades` bold above them. The lines of the body from and up to
        `sight` are scrolled to if they are out of sight, their beginning in any case.
        """
        self._suit_background()
        if self.has_asked_width and self.keyboard.ambiguous_width:
            set_ambiguous_width(self.keyboard.ambiguous_width)
        width, height = self.size()
        foot = wrapped(message, width - 1, ACCENT, MARGIN)[: height // 3] if message else []
        foot += [Text(MARGIN + line, style=GRADE) for line in bar(grades, width - 2)]
        foot += [
            Text(MARGIN + line, style=QUIET) for items in footer for line in bar(items, width - 2)
        ]
        room = max(height - len(top) - len(foot) - 1, 1)
        if sight is not None and not scroll <= sight[0] <= sight[1] <= scroll + room:
            scroll = min(sight[0], max(sight[1] - room, 0))
        scroll = min(scroll, max(len(body) - room, 0))
        below = len(body) - scroll - room
        hidden = [f"↑ {scroll}줄 위"] if scroll else []
        hidden += [f"↓ {below}줄 더"] if below > 0 else []
        more = "".join(f" {one}" for one in hidden)
        rule = Text(MARGIN + "─" * max(width - 2 - cell_len(more), 0) + more, style=QUIET)
        shown = [*top, *body[scroll : scroll + room]]
        shown += [Text()] * (height - len(foot) - 1 - len(shown))
        self._draw([*shown, rule, *foot], width)
        return scroll, below <= 0

    def _suit_background(self) -> None:
        """Take the colours for the background that the terminal says it has."""
        if self.asks_ground and self.keyboard.background is not None:
            ground = background_of(*self.keyboard.background)
            if ground != self.ground:
                self.ground = ground
                self.theme = theme(ground, self.color)

    def _draw(self, lines: list[Text], width: int) -> None:
        buffer = io.StringIO()
        console = Console(
            file=buffer,
            width=width,
            force_terminal=True,
            color_system=self.color,
            no_color=self.no_color,
            theme=self.theme,
            legacy_windows=False,
        )
        for line in lines:
            console.print(cleaned(line), no_wrap=True, overflow="crop")
        rows = buffer.getvalue().split("\n")[: min(len(lines), self.terminal_size().lines)]
        self._write("\x1b[H" + "\r\n".join(f"{row}\x1b[K" for row in rows) + "\x1b[J")

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()
