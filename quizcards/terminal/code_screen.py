"""The watch's screen: an exercise is checked whenever its file is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.quiz.code_file import Row
from quizcards.terminal.code_view import row_lines, solution_lines
from quizcards.terminal.screen import Screen
from quizcards.terminal.text import ACCENT, MARGIN, QUIET, wrapped
from quizcards.terminal.views import top_line

PATIENCE = 0.25
"""Seconds after which the file is looked at again."""
FINISHED = "다 썼습니다. 복습으로 기록했습니다."
ALL_WRITTEN = "지금 쓸 코드를 모두 썼습니다."
NOT_YET = "지금 것을 다 쓰면 쓸 수 있는 키입니다."


class Work(Protocol):
    """An exercise with its file. `stamp` changes whenever the file is saved."""

    @property
    def title(self) -> str: ...
    @property
    def path(self) -> Path: ...
    @property
    def stamp(self) -> object: ...
    def rows(self) -> list[Row]: ...


W = TypeVar("W", bound=Work)


@dataclass(frozen=True)
class Edges(Generic[W]):
    """The world outside: the clock, what keeps a finished exercise, and what comes next.

    `finish` takes the lines, the seconds that they took and how many hints were given, and says
    whether that was kept.
    """

    now: Callable[[], float]
    finish: Callable[[W, Sequence[Row], float, int], bool]
    following: Callable[[W], W | None]


class CodeScreen(Generic[W]):
    """Shows how far a file is right, until the learner leaves."""

    def __init__(self, screen: Screen, edges: Edges[W]) -> None:
        self.screen = screen
        self.edges = edges

    def run(self, work: W) -> None:
        """Watch one exercise after another."""
        self.begin(work)
        while True:
            self.look()
            self.draw()
            key = self.screen.keyboard.read(PATIENCE)
            if key in ("q", "escape"):
                return
            self.press(key)

    def begin(self, work: W) -> None:
        self.work = work
        self.stamp: object = None
        self.rows: list[Row] = []
        self.hints: dict[str, int] = {}
        self.message = ""
        self.problem = ""
        self.with_solution = False
        self.scroll = 0
        self.began = self.edges.now()

    def look(self) -> None:
        """Check the file if it was saved since the last look."""
        stamp = self.work.stamp
        if stamp == self.stamp:
            return
        self.stamp = stamp
        self.message = self.problem = ""
        self.with_solution = False
        try:
            self.rows = self.work.rows()
        except QuizcardsError as error:
            self.problem = str(error)
            return
        if self.is_right and self.edges.finish(
            self.work, self.rows, self.edges.now() - self.began, sum(self.hints.values())
        ):
            self.message = FINISHED

    @property
    def is_right(self) -> bool:
        """Whether every line is right."""
        return bool(self.rows) and not self.problem and all(row.is_right for row in self.rows)

    def draw(self) -> None:
        width, _ = self.screen.size()
        top = [top_line(self.work.title, "저장하면 확인합니다", width)]
        body = [Text(), *wrapped(str(self.work.path), width - 2, QUIET, MARGIN), Text()]
        if self.problem:
            body += wrapped(self.problem, width - 2, ACCENT, MARGIN)
        elif self.with_solution:
            body += solution_lines(self.rows, width)
        else:
            body += row_lines(self.rows, width, self.hints)
        keys = ["s 데모의 식과 견주기", "n 다음"] if self.is_right else ["Enter 힌트"]
        self.scroll, _ = self.screen.frame(
            top, body, [[*keys, "q 그만"]], self.message, self.scroll
        )

    def press(self, key: str) -> None:
        """Do what a key says."""
        if key in ("tick", "resize"):
            return
        self.message = ""
        moved = self.screen.scrolled(key, self.scroll)
        if moved is not None:
            self.scroll = moved
        elif key == "enter" and not self.is_right:
            self.hint()
        elif key == "s" and self.is_right:
            self.with_solution = not self.with_solution
        elif key == "n" and self.is_right:
            work = self.edges.following(self.work)
            if work is None:
                self.message = ALL_WRITTEN
            else:
                self.begin(work)
        elif key in ("n", "s"):
            self.message = NOT_YET
        else:
            self.message = "그 키에는 기능이 없습니다."

    def hint(self) -> None:
        """Give the next hint of the first line that is not right."""
        row = next((row for row in self.rows if not row.is_right), None)
        if row is not None:
            target = row.code.target
            self.hints[target] = min(self.hints.get(target, 0) + 1, len(row.code.hints))
