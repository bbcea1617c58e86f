"""Which key points a typed answer seems to cover: a suggestion with its reasons, never a
judgement.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from quizcards.model import Grade, KeyPoint
from quizcards.quiz.korean import letters
from quizcards.quiz.phrases import Answer, Span, Stretch, phrase

PARTLY = 0.6
"""A key point is worth a look when this share of a phrase was found."""


class State(IntEnum):
    """What is suggested for a key point."""

    MISSED = 0
    UNSURE = 1
    COVERED = 2

    @property
    def turned(self) -> State:
        """What the learner makes of it by a key: covered what was not, missed what was."""
        return State.MISSED if self is State.COVERED else State.COVERED


@dataclass(frozen=True, slots=True)
class PointMark:
    """A suggestion, where in the answer (in NFC) the words for it stand, and which share of a
    phrase they are.
    """

    state: State
    spans: tuple[Span, ...] = ()
    score: float = 0.0


def marks(answer: str, points: Sequence[KeyPoint]) -> tuple[PointMark, ...]:
    """Return a suggestion for every key point."""
    typed = Answer(unicodedata.normalize("NFC", answer))
    return tuple(
        max(_found(point, typed), key=_rank, default=PointMark(State.MISSED)) for point in points
    )


def proposed_grade(found: Sequence[PointMark]) -> Grade:
    """Return the grade to propose: an unsure point counts half, and EASY is for the learner to
    say.
    """
    share = sum(mark.state for mark in found) / (State.COVERED * max(1, len(found)))
    return Grade.GOOD if share >= 0.75 else Grade.HARD if share >= 0.5 else Grade.AGAIN


class AlternativeProblem(NamedTuple):
    """An alternative that misleads the suggestions: of which key point, as it is written, and why,
    for its author.
    """

    point: int
    alternative: str
    message: str


def alternative_problems(points: Sequence[KeyPoint]) -> tuple[AlternativeProblem, ...]:
    """Return what is wrong with the alternatives of a card's key points."""
    return tuple(
        AlternativeProblem(number, text, message)
        for number, point in enumerate(points)
        for text in point.any_of
        for message in _problems(text, number, points)
    )


def _rank(mark: PointMark) -> tuple[int, float]:
    return mark.state, mark.score


def _found(point: KeyPoint, answer: Answer) -> Iterator[PointMark]:
    """Yield a mark for every phrase of a key point wherever enough of it stands."""
    for text in _alternatives(point):
        wanted = phrase(text)
        for stretch in answer.stretches(wanted.clauses):
            score, spans = stretch.find(wanted)
            if score >= PARTLY:
                sure = (
                    score == 1.0
                    and stretch.denied(spans) == wanted.denies
                    and _fits(point, stretch)
                )
                yield PointMark(State.COVERED if sure else State.UNSURE, tuple(spans), score)


def _alternatives(point: KeyPoint) -> tuple[str, ...]:
    return point.any_of or (" ".join(point.all_of) or point.point,)


def _fits(point: KeyPoint, stretch: Stretch) -> bool:
    return all(map(stretch.holds, point.all_of)) and not any(map(stretch.holds, point.none_of))


def _problems(text: str, own: int, points: Sequence[KeyPoint]) -> Iterator[str]:
    if len(set(letters(text).places)) < 2:
        yield "한 글자뿐이라 다른 말에도 걸립니다. 두 글자 이상으로 써 주세요."
    for number, mark in enumerate(marks(text, points)):
        if number != own and mark.state is State.COVERED:
            yield f"다른 핵심 '{points[number].point}'에도 맞습니다. 두 핵심을 가르는 말로 써 주세요."
