"""What a change makes wrong in the decks, and the change of a deck that makes nothing wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from quizcards.errors import QuizcardsError, reason
from quizcards.files import part_of
from quizcards.model import Problem


def more(before: Iterable[Problem], after: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are in `after` and were not before.

    One that was there before may have moved to another line.
    """
    known = Counter(map(_without_line, before))
    found = []
    for problem in after:
        known[_without_line(problem)] -= 1
        if known[_without_line(problem)] < 0:
            found.append(problem)
    return found


def _without_line(problem: Problem) -> tuple[str, str]:
    return problem.path, re.sub(r":\d+:\d+|\d+번째 줄", "", problem.message)


def moved(problem: Problem, part: Path, path: Path) -> Problem:
    """Return a problem of a file that is to stand elsewhere, as it will be there."""
    message = problem.message.replace(str(part), str(path))
    if problem.path == str(part):
        return replace(problem, path=str(path), message=message)
    return replace(problem, message=message)


def replace_file(
    path: Path,
    text: str,
    look: Callable[[Path], Iterable[Problem]] = lambda _: (),
    known: Sequence[Problem] = (),
) -> list[Problem]:
    """Write a deck file unless that makes something wrong; return what it would make wrong.

    `look` reads the new version where it lies, beside the file, and returns every problem;
    those that are `known` are none of the change. Raises QuizcardsError where nothing can be
    written.
    """
    try:
        with part_of(path) as part:
            part.write(text.encode())
            place = part.finish()
            found = more(known, [moved(problem, place, path) for problem in look(place)])
            if not found:
                part.put()
            return found
    except OSError as error:
        raise QuizcardsError(f"{path}에 쓸 수 없습니다({reason(error)}).") from error
