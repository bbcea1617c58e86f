"""What a change makes wrong in the decks, and the change of a deck that makes nothing wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from quizcards.errors import cannot_write
from quizcards.files import Part, part_of
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


Look = Callable[[Mapping[Path, Path]], list[Problem]]
"""Says what is wrong, given for each file that changes where its new version lies."""


def moved(problems: Iterable[Problem], places: Mapping[Path, Path]) -> list[Problem]:
    """Return problems of new versions, found where those lie, as problems of their files."""
    found = list(problems)
    for path, place in places.items():
        found = [_moved(problem, str(place), str(path)) for problem in found]
    return found


def _moved(problem: Problem, place: str, path: str) -> Problem:
    message = problem.message.replace(place, path)
    return replace(problem, path=path if problem.path == place else problem.path, message=message)


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

    def look_at(places: Mapping[Path, Path]) -> list[Problem]:
        return more(known, moved(look(places[path]), places))

    return replace_files({path: text}, look_at)


def replace_files(texts: Mapping[Path, str], look: Look = lambda _: []) -> list[Problem]:
    """Write all deck files or, where `look` finds something wrong, none; return what it finds.

    Every new version is whole beside its file before `look` reads them together. They are put in
    turn, the first file last: after a power cut in between, that one still says the old. Raises
    QuizcardsError where one cannot be written.
    """
    try:
        with ExitStack() as stack:
            parts: dict[Path, Part] = {}
            places: dict[Path, Path] = {}
            for path, text in texts.items():
                parts[path] = stack.enter_context(part_of(path))
                parts[path].write(text.encode())
                places[path] = parts[path].finish()
            problems = look(places)
            if not problems:
                for path in reversed(parts):
                    parts[path].put()
            return problems
    except OSError as error:
        raise cannot_write(error.filename, error) from error
