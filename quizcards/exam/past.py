"""Tests as they are kept: when each began, and what it came to by kind of question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

from quizcards.exam.exam import Result, percent, score

FORMAT = 1
RECENT = 5
"""So many tests are compared with as many before them."""
FEWEST = 5
"""A test of fewer questions says too little to be compared with another."""


class Tally(NamedTuple):
    """Points out of so many questions."""

    points: float
    asked: int

    @property
    def percent(self) -> int:
        return percent(self.points, self.asked)


@dataclass(frozen=True)
class PastExam:
    """A test that was taken: its beginning in epoch seconds, how long its answers took, by kind."""

    started: float
    seconds: float
    left: int
    """Questions that were not reached."""
    kinds: Mapping[str, Tally]

    @property
    def total(self) -> Tally:
        return added(self.kinds.values())


def added(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies.

    >>> added([Tally(1.0, 2), Tally(0.5, 1)])
    Tally(points=1.5, asked=3)
    """
    every = list(tallies)
    return Tally(sum(one.points for one in every), sum(one.asked for one in every))


def by_kind(results: Sequence[Result]) -> dict[str, Tally]:
    """Return what the answers come to for each kind of question."""
    found: dict[str, Tally] = {}
    for result in results:
        before = found.get(result.item.kind, Tally(0.0, 0))
        found[result.item.kind] = added([before, Tally(result.verdict.share, 1)])
    return found


def past_exam(started: float, results: Sequence[Result], left: int) -> PastExam:
    """Return a test that has just been taken, as it is kept."""
    return PastExam(started, score(results).seconds, left, by_kind(results))


def last_alike(exam: PastExam, before: Sequence[PastExam]) -> PastExam | None:
    """Return the newest test that an exam can be compared with, if there is one.

    Both were taken to their end, ask in the same single way or in several, and neither is more
    than twice as long as the other.
    """
    return next((one for one in reversed(before) if _are_alike(exam, one)), None)


def _are_alike(one: PastExam, other: PastExam) -> bool:
    is_mixed = len(one.kinds) > 1 and len(other.kinds) > 1
    few, many = sorted((one.total.asked, other.total.asked))
    is_whole = not one.left and not other.left
    same_kinds = is_mixed or one.kinds.keys() == other.kinds.keys()
    return is_whole and same_kinds and few >= FEWEST and many <= 2 * few


def trend(exams: Sequence[PastExam]) -> tuple[int, int] | None:
    """Return the percentage over the tests before the newest ones, and over the newest.

    None where there are too few to compare.
    """
    count = min(RECENT, len(exams) // 2)
    if not count:
        return None
    newest = added(one.total for one in exams[-count:])
    before = added(one.total for one in exams[-2 * count : -count])
    return before.percent, newest.percent


def row_of(exam: PastExam) -> dict[str, Any]:
    """Return a test as JSON has it."""
    kinds = {name: list(tally) for name, tally in exam.kinds.items()}
    return {
        "v": FORMAT,
        "started": exam.started,
        "seconds": exam.seconds,
        "left": exam.left,
        "kinds": kinds,
    }


def exam_of(row: Mapping[str, Any]) -> PastExam | None:
    """Return the test that JSON says, or None where it says none."""
    try:
        kinds = {
            str(name): Tally(float(points), int(asked))
            for name, (points, asked) in row["kinds"].items()
        }
        exam = PastExam(float(row["started"]), float(row["seconds"]), int(row["left"]), kinds)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    is_sound = all(0 <= one.points <= one.asked for one in kinds.values())
    is_timed = 0 <= exam.seconds < inf
    return exam if row.get("v") == FORMAT and is_sound and is_timed and exam.total.asked else None
