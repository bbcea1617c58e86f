"""Changing the learner's files: in an editor at a line, or whole and at once; and what a change
made wrong or right.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from quizcards.errors import QuizcardsError, reason
from quizcards.model import Place, Problem

_FALLBACKS = ("nano", "vim", "vi", "notepad")


def open_editor(place: Place, variables: Mapping[str, str]) -> None:
    """Open the file at the line and wait. Raises QuizcardsError where no editor opens."""
    chosen = variables.get("VISUAL") or variables.get("EDITOR")
    try:
        command = (
            shlex.split(chosen)
            if chosen
            else next(([name] for name in _FALLBACKS if shutil.which(name)), [])
        )
    except ValueError as error:  # a quotation mark that is not closed
        raise QuizcardsError(
            f"EDITOR를 읽지 못했습니다: {chosen}. 따옴표를 확인해 주세요."
        ) from error
    if not command:
        raise QuizcardsError(
            "편집기를 찾지 못했습니다. EDITOR 환경 변수에 편집기를 적어 주세요(예: export EDITOR=nano)."
        )
    try:
        subprocess.run([*command, *_at_line(Path(command[0]).stem, place)], check=False)
    except OSError as error:
        message = (
            f"편집기를 열지 못했습니다({command[0]}: {reason(error)}). EDITOR를 확인해 주세요."
        )
        raise QuizcardsError(message) from error


def _at_line(editor: str, place: Place) -> list[str]:
    if editor in ("code", "codium", "cursor"):
        return ["--wait", "--goto", f"{place.path}:{place.line}"]
    if editor in ("hx", "helix", "subl", "zed"):
        return [f"{place.path}:{place.line}"]
    if editor in ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne"):
        return [f"+{place.line}", place.path]
    return [place.path]


def replace_file(
    path: Path,
    text: str,
    look: Callable[[Path], Iterable[Problem]] = lambda _: (),
    known: Sequence[Problem] = (),
) -> list[Problem]:
    """Write a file whole, beside its place, and look at it; move it there unless that finds more
    than the known problems.

    Return what it finds more.

    What stood there keeps its rights, and a link goes on leading to it. Raises QuizcardsError where
    nothing can be written.
    """
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with part.open("wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
        found = more(known, [moved(problem, part, path) for problem in look(part)])
        if not found:
            part.replace(target)
        return found
    except OSError as error:
        raise QuizcardsError(f"{path}에 쓸 수 없습니다({reason(error)}).") from error
    finally:
        part.unlink(missing_ok=True)


def lay_schema(shipped: Path, folder: Path) -> None:
    """Copy the JSON Schema into a folder that has none, for editors: a new deck names it in its
    first line.
    """
    if not (target := folder / "schema.json").exists():
        with suppress(OSError):  # the deck is there; an editor merely tells less of it
            target.write_bytes((shipped / target.name).read_bytes())


def moved(problem: Problem, part: Path, path: Path) -> Problem:
    """Return a problem of a file that is to stand elsewhere, as it will be there."""
    message = problem.message.replace(str(part), str(path))
    return Problem(
        str(path) if problem.path == str(part) else problem.path,
        problem.line,
        problem.column,
        message,
    )


def more(before: Iterable[Problem], after: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are in `after` and were not before, though those before may have
    moved to other lines.
    """
    known = Counter(map(_said, before))
    found = []
    for problem in after:
        known[_said(problem)] -= 1
        if known[_said(problem)] < 0:
            found.append(problem)
    return found


def _said(problem: Problem) -> tuple[str, str]:
    return problem.path, re.sub(r":\d+:\d+|\d+번째 줄", "", problem.message)
