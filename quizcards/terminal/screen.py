"""The full-screen session: draws a frame, waits for a key, and answers with what the learner decided."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.model import DemoCall, Grade
from quizcards.study.session import Command, Graded, Question, Reply
from quizcards.study.summary import Summary
from quizcards.terminal import views
from quizcards.terminal.keys import Keyboard
from quizcards.terminal.laboratory import Laboratory
from quizcards.terminal.text import ACCENT, QUIET, bar, wrapped

if TYPE_CHECKING:
    from quizcards.terminal.walk import Walk

ENTER, LEAVE = "\x1b[?1049h\x1b[?25l\x1b[?7l", "\x1b[?7h\x1b[?25h\x1b[?1049l"
WALK_KEYS = ("→ 다음", "← 이전", "End 끝까지", "다른 키를 누르면 돌아갑니다")
MOVES = {"up": -1, "k": -1, "down": 1, "j": 1}


class Screen:
    """Holds the terminal for one session."""

    def __init__(self, laboratory: Laboratory, environment: Mapping[str, str], out: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.keyboard = Keyboard(sys.stdin.fileno())
        self.laboratory = laboratory
        self.left: _Asking | None = None
        """The question that was last left without an answer."""
        # rich decides on colour by the real terminal and the environment; frames are rendered to text with that decision
        colors = Console(file=self.out, _environ=environment)
        self.color: Any = colors.color_system
        self.no_color = colors.no_color

    @contextmanager
    def open(self) -> Iterator[Screen]:
        """Take the terminal, and give it back whatever happens."""
        with self.keyboard.raw(), self._alternate():
            yield self

    @contextmanager
    def _alternate(self) -> Iterator[None]:
        self._write(ENTER)
        try:
            yield
        finally:
            self._write(LEAVE)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Give the terminal to another program (an editor, a typed answer) and take it back."""
        self._write(LEAVE)
        try:
            with self.keyboard.lent():
                yield
        finally:
            self._write(ENTER)

    def ask(self, question: Question) -> Reply:
        """Show a question, then its answer, until the learner grades it or does something else."""
        asking = _Asking(self, question)
        if self.left is not None:
            asking.carry_on(self.left)
        reply = asking.run()
        self.left = asking if isinstance(reply, Command) else None
        return reply

    def close(self, summary: Summary, message: str) -> Reply:
        """Show the end of the session. Any key leaves, but undo goes back and `a` looks ahead."""
        offer = views.ahead_offer(summary)
        while True:
            self.frame([Text()], views.summary_lines(summary), [[*offer, "u 되돌리기", "q 끝내기"]], message)
            key = self.keyboard.read()
            if key in ("u", "r"):
                return Command(views.COMMANDS[key])
            if key == "a" and offer:
                return Command("ahead")
            if key in ("q", "escape", "enter", "space"):
                return Command("quit")

    def page(self, lines: Callable[[int], list[Text]], extra: Mapping[str, str] | None = None) -> str:
        """Show a page of its own until a key closes it, and return that key; `extra` names keys that do something there.

        It scrolls; Space goes on to its end, and then closes it too.
        """
        body: list[Text] = []
        scroll = drawn_for = 0
        while True:
            width, _ = self.size()
            if width != drawn_for:
                body, drawn_for = lines(width), width
            keys = ["↑↓ Space 움직이기", *(extra or {}).values(), "다른 키를 누르면 돌아갑니다"]
            scroll, ends = self.frame([], body, [keys], scroll=scroll)
            key = self.keyboard.read()
            moved = self.scrolled("pagedown" if key == "space" and not ends else key, scroll)
            if moved is None and key != "resize":
                return key
            scroll = scroll if moved is None else moved

    def demo(self, call: DemoCall) -> None:
        """Show a demo, and walk it line by line where the learner asks for it. Raises QuizcardsError if it cannot run."""
        while self.page(lambda width: self.laboratory.lines(call, width), {"right": "→ 한 줄씩"}) == "right":
            self.walk(self.laboratory.walk(call))

    def walk(self, walk: Walk) -> None:
        """Walk a demo until a key leaves it; the current line stays in sight."""
        while True:
            width, _ = self.size()
            self.frame([Text()], walk.lines(width), [list(WALK_KEYS)], scroll=10**6)
            key = self.keyboard.read()
            moved = walk.press(key)
            if moved is None and key != "resize":
                return
            walk = moved or walk

    def scrolled(self, key: str, scroll: int) -> int | None:
        """Return where a key scrolls to, or None if it is no such key."""
        _, height = self.size()
        steps = MOVES | {"pagedown": height - 6, "pageup": 6 - height, "home": -(10**6), "end": 10**6}
        return max(scroll + steps[key], 0) if key in steps else None

    def size(self) -> tuple[int, int]:
        """Return columns and rows, never so few that nothing can be drawn."""
        columns, rows = self.terminal_size()
        return max(columns, 20), max(rows, 6)

    def terminal_size(self) -> os.terminal_size:
        """Return the window's own columns and rows, not $COLUMNS and $LINES, which a resize leaves behind."""
        size = os.get_terminal_size(self.out.fileno())
        return size if all(size) else os.terminal_size((80, 24))  # some terminals (a serial line) do not know

    def frame(
        self, top: list[Text], body: list[Text], footer: list[list[str]], message: str = "", scroll: int = 0
    ) -> tuple[int, bool]:
        """Draw a whole frame; return the scroll position that was possible, and whether the body's end shows. The footer's rows are lists of items."""
        width, height = self.size()
        foot = wrapped(message, width - 1, ACCENT, views.MARGIN)[: height // 3] if message else []
        foot += [Text(views.MARGIN + line, style=QUIET) for items in footer for line in bar(items, width - 2)]
        room = max(height - len(top) - len(foot) - 1, 1)
        scroll = min(scroll, max(len(body) - room, 0))
        below = len(body) - scroll - room
        more = f" ↓ {below}줄 더" if below > 0 else ""
        rule = Text(views.MARGIN + "─" * max(width - 2 - cell_len(more), 0) + more, style=QUIET)
        shown = [*top, *body[scroll : scroll + room]]
        shown += [Text()] * (height - len(foot) - 1 - len(shown))
        self._draw([*shown, rule, *foot], width)
        return scroll, below <= 0

    def _draw(self, lines: list[Text], width: int) -> None:
        buffer = io.StringIO()
        console = Console(
            file=buffer,
            width=width,
            force_terminal=True,
            color_system=self.color,
            no_color=self.no_color,
            legacy_windows=False,
        )
        for line in lines:
            console.print(line, no_wrap=True, overflow="crop")
        rows = buffer.getvalue().split("\n")[: min(len(lines), self.terminal_size().lines)]
        self._write("\x1b[H" + "\r\n".join(f"{row}\x1b[K" for row in rows) + "\x1b[J")

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()


class _Asking:
    """One question on the screen, from its first showing to the reply."""

    def __init__(self, screen: Screen, question: Question) -> None:
        self.screen = screen
        self.question = question
        self.message = question.message
        self.revealed = False
        self.latex = False
        self.typed: str | None = None
        self.scroll = 0
        self.started = monotonic()

    def carry_on(self, before: _Asking) -> None:
        """After an edit, or an undo of nothing, the same question goes on as it stood."""
        was, now = before.question, self.question
        if (was.card.key, was.outcomes[0].reps) == (now.card.key, now.outcomes[0].reps):
            self.revealed, self.latex, self.typed = before.revealed, before.latex, before.typed
            self.scroll, self.started = before.scroll, before.started

    def run(self) -> Reply:
        while True:
            fits = self.draw()
            reply = self.press(self.screen.keyboard.read(), fits)
            if reply is not None:
                return reply

    def draw(self) -> bool:
        """Draw the frame; return whether the end of the answer is on screen."""
        width, _ = self.screen.size()
        body = [Text(), *views.asked(self.question.card, width), Text()]
        if self.revealed:
            body += views.answered(self.question.card, width, self.screen.laboratory.evidence, self.latex, self.typed)
        else:
            body.append(Text(f"{views.MARGIN}소리 내어 답해 보세요.", style=QUIET))
        top = [views.header(self.question, width)]
        self.scroll, ends = self.screen.frame(top, body, self.footer(), self.message, self.scroll)
        return ends

    def footer(self) -> list[list[str]]:
        demo = ["d 데모"] if self.question.card.demo else []
        if not self.revealed:
            return [["Space 답 보기", "t 적어서 답하기", *demo, "u 되돌리기", "? 도움말", "q 그만"]]
        grades = views.grades(self.question.outcomes, self.question.at)
        return [grades, [*demo, "u 되돌리기", "e 고치기", "b 미루기", "s 쉬게 하기", "? 도움말", "q 그만"]]

    def press(self, key: str, fits: bool) -> Reply | None:
        """Do what a key says; return a reply when the question is over."""
        if key == "resize":
            return None
        self.message = ""
        moved = self.screen.scrolled(key, self.scroll)
        if moved is not None:
            self.scroll = moved
        elif key in views.COMMANDS:
            return Command(views.COMMANDS[key])
        elif key in ("space", "enter"):
            self.reveal(fits)
        elif key in ("1", "2", "3", "4"):
            return self.grade(int(key))
        elif key == "l":
            self.latex = not self.latex
        elif key == "t" and not self.revealed:
            self.type_answer()
        elif key == "d":
            self.show_demo()
        elif key in ("?", "/"):
            self.screen.page(views.help_lines)
        else:
            self.message = "그 키에는 기능이 없습니다. ?를 누르면 도움말이 나옵니다."
        return None

    def reveal(self, fits: bool) -> None:
        if self.revealed and not fits:
            self.scroll = self.screen.scrolled("pagedown", self.scroll) or self.scroll
        elif self.revealed:
            self.message = "1 다시, 2 어려움, 3 알맞음, 4 쉬움 가운데 하나를 눌러 주세요."
        self.revealed = True

    def grade(self, grade: int) -> Reply | None:
        if not self.revealed:
            self.message = "먼저 Space로 답을 보고 나서 매겨 주세요."
            return None
        return Graded(Grade(grade), round(monotonic() - self.started, 1), self.typed)

    def type_answer(self) -> None:
        from quizcards.terminal.editor import typed_answer

        width, _ = self.screen.size()
        with self.screen.lent():
            self.typed = typed_answer(views.asked(self.question.card, width))
        self.revealed = self.revealed or self.typed is not None

    def show_demo(self) -> None:
        if self.question.card.demo is None:
            self.message = "이 카드에는 아직 데모가 없습니다."
            return
        try:
            self.screen.demo(self.question.card.demo)
        except QuizcardsError as error:
            self.message = str(error)
