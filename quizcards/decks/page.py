"""One YAML file opened: its lines, what it holds, and everything that is wrong with it."""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from pathlib import Path

from quizcards.characters import named
from quizcards.decks.files import MOST_BYTES, read_deck
from quizcards.decks.nodes import Node, parse, readable
from quizcards.errors import reason
from quizcards.model import Problem

MOST_LINES = 1_000_000
"""Of one file: what ends a line is counted as `str.splitlines` has it."""
MOST_TOLD = 1_000
"""Problems of one file."""
_LINE_ENDS = "\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


class Page:
    """What is wrong in one file, no more than anybody reads."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: list[str] = []
        self.root: Node | None = None
        """What the file holds; None where it cannot be read at all."""
        self.end: tuple[int, int] | None = None
        """Line and column behind the last character, once that is known."""
        self.problems: list[Problem] = []
        self.untold: list[tuple[int, int]] = []
        """Where the problems stand that are too many."""

    def report(self, line: int, column: int, message: str) -> None:
        """Keep a problem of the file."""
        if self.end and line > self.end[0]:  # libyaml counts a last line without end as ended
            line, column = self.end
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem(self.path, line, column, message))
        else:
            self.untold.append((line, column))

    def told(self) -> list[Problem]:
        """Return the problems, and how many more there are."""
        if not self.untold:
            return self.problems
        more = f"고칠 곳이 {len(self.untold):,}군데 더 있습니다. 앞의 것부터 고쳐 주세요."
        return [*self.problems, Problem(self.path, *self.untold[0], more)]


def open_page(file: Path, holds: str) -> Page:
    """Open a file; what it should hold is said where it is empty. Nothing raises."""
    page = Page(named(file))
    text = _text_of(file, page.report)
    page.lines = (text or "").splitlines()
    page.end = _end(text or "", page.lines)
    page.root = None if text is None else parse(text, page.report)
    if page.root is None and not page.problems:
        page.report(1, 1, f"빈 파일입니다. {holds}")
    return page


def _text_of(file: Path, report: Callable[[int, int, str], None]) -> str | None:
    if named(file) != str(file):
        report(1, 1, "이름에 보일 수 없는 글자가 있어 읽지 않습니다. 이름을 바꿔 주세요.")
        return None
    try:
        text = read_deck(file)
        if sum(map(text.count, _LINE_ENDS)) > MOST_LINES:
            report(1, 1, f"{MOST_LINES:,}줄보다 긴 파일입니다. 파일을 나누어 주세요.")
            return None
        return readable(text, report)
    except OSError as error:
        report(1, 1, _why_unread(error))
    except UnicodeDecodeError as error:
        upto = (error.object[: error.start].decode("utf-8") + "?").splitlines()
        report(
            len(upto), len(upto[-1]), "UTF-8이 아닌 글자가 있습니다. 파일을 UTF-8로 저장해 주세요."
        )
    return None


def _end(text: str, lines: Sequence[str]) -> tuple[int, int]:
    """Return line and column behind the last character of a text that has these lines."""
    if not text or f"{text[-1]}?".splitlines() != [f"{text[-1]}?"]:
        return len(lines) + 1, 1
    return len(lines), len(lines[-1]) + 1


def _why_unread(error: OSError) -> str:
    if error.errno == errno.EFBIG:
        return f"{MOST_BYTES // 1_000_000}MB보다 큰 파일은 읽지 않습니다. 파일을 나누어 주세요."
    if error.errno == errno.ENXIO:
        return "일반 파일이 아니라 장치나 파이프라서 읽지 않습니다. 덱 폴더에서 치워 주세요."
    return f"파일을 읽을 수 없습니다({reason(error)})."
