"""The key points that a typed answer seems to cover: a suggestion, never a judgement."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from quizcards.model import Grade, KeyPoint
from quizcards.quiz.korean import STEM, letters, words
from quizcards.quiz.lexicon import NO_GLOSSARY, Lexicon
from quizcards.quiz.phrases import Phrase, Span, Stretch, TypedAnswer, first_way, phrase, torn_terms

PARTLY = 0.6
"""A key point is worth a look when this share of a phrase was found."""

COMPANY = 3
"""Who says so many key points whole is believed to know the card: one phrase is not taken for the
contrary then.
"""
WAYS = 4
"""Of who says a single key point, it is believed if so many of its alternatives say so.

Of answers that nobody had looked at, such a point was right in 9 and wrong in 19.
"""

MOST_COMPARED = 200
"""Alternatives of one card; those that ship have up to fifty."""

GOOD_SHARE = 0.75
HARD_SHARE = 0.5
"""From which share of the key points these grades are proposed."""


class State(IntEnum):
    """What is suggested for a key point."""

    MISSED = 0
    UNSURE = 1
    COVERED = 2
    CONTRARY = 3
    """The opposite of it was said."""

    @property
    def turned(self) -> State:
        """What the learner makes of it by a key: covered what was not, missed what was."""
        return State.MISSED if self is State.COVERED else State.COVERED


@dataclass(frozen=True, slots=True)
class PointMark:
    """A suggestion for one key point.

    `spans` are where in the answer (in NFC) the words for it stand, `score` is the share of a
    phrase that they are.
    """

    state: State
    spans: tuple[Span, ...] = ()
    score: float = 0.0


def marks(
    answer: str,
    points: Sequence[KeyPoint],
    lexicon: Lexicon = NO_GLOSSARY,
    question: str = "",
    falsehoods: Sequence[str] = (),
) -> tuple[PointMark, ...]:
    """Return a suggestion for every key point, in their order.

    Part of a phrase is worth nothing where it is one word, or only repeats the question.
    Of who says little, a point is doubted that one of the `falsehoods` about the points earns by
    the same alternatives, or that is said of what another point is about.
    """
    typed = _read(answer, lexicon)
    missed = PointMark(State.MISSED)
    asked = letters(question).text
    found = [
        max(
            (
                mark
                for mark in _found(point, typed)
                if mark.score == 1.0 or _adds(mark, typed, asked)
            ),
            key=_rank,
            default=missed,
        )
        for point in points
    ]
    contrary = [tuple(_contrary(point, typed)) for point in points]
    if not any(contrary):
        if sum(mark.state is State.COVERED for mark in found) >= COMPANY:
            return tuple(found)
        return _alone(tuple(_doubted(found, points, typed, falsehoods)), points, typed)
    whole = [
        mark.state is State.COVERED and not spans
        for mark, spans in zip(found, contrary, strict=True)
    ]
    if sum(map(bool, contrary)) == 1 and sum(whole) >= COMPANY:
        return tuple(
            PointMark(State.UNSURE, spans, 1.0) if spans else mark
            for mark, spans in zip(found, contrary, strict=True)
        )
    return tuple(
        PointMark(State.CONTRARY, spans, 1.0)
        if spans
        else replace(mark, state=min(mark.state, State.UNSURE))
        for mark, spans in zip(found, contrary, strict=True)
    )


def _doubted(
    found: Sequence[PointMark],
    points: Sequence[KeyPoint],
    typed: TypedAnswer,
    falsehoods: Sequence[str],
) -> Iterator[PointMark]:
    """Yield the marks, for a look where the same words may say something else.

    False statements earn the point by them, too, or what they say is said of what another point
    is about.
    """
    false = [_read(text, typed.lexicon) for text in falsehoods]
    about = [{name for name, _ in typed.lexicon.topics(point.point)} for point in points]
    for mark, point, own in zip(found, points, about, strict=True):
        if mark.state is not State.COVERED:
            yield mark
            continue
        earn = {text for one in false for text, _ in _covering(point, one)}
        others = set().union(*about) - own - typed.lexicon.names_in(point.point) if own else set()
        is_doubted = all(
            text in earn or typed.topic(spans[-1][1]) in others
            for text, spans in _covering(point, typed)
        )
        yield replace(mark, state=State.UNSURE) if is_doubted else mark


def _alone(
    found: tuple[PointMark, ...], points: Sequence[KeyPoint], typed: TypedAnswer
) -> tuple[PointMark, ...]:
    """Return the marks, for a look the only point that is said, if in few ways and among others."""
    said = [number for number, mark in enumerate(found) if mark.state is State.COVERED]
    if len(said) != 1:
        return found
    point = points[said[0]]
    ways = {text for text, _ in _covering(point, typed)}
    if len(ways) >= min(WAYS, len(point.any_of)) or not _says_more(point, typed):
        return found
    return tuple(replace(mark, state=min(mark.state, State.UNSURE)) for mark in found)


def _says_more(point: KeyPoint, typed: TypedAnswer) -> bool:
    """Say whether two words or more of an answer stand nowhere in a point and its alternatives."""
    own = letters(" ".join((point.point, *point.any_of))).text
    others = (word for word in words(typed.text) if letters(word).text[:STEM] not in own)
    return sum(1 for _ in others) > 1


def proposed_grade(found: Sequence[PointMark], points: Sequence[KeyPoint]) -> Grade:
    """Return the grade to propose. An unsure point counts half; EASY is for the learner to say.

    Whoever said the opposite of any point has it wrong.
    """
    if any(mark.state is State.CONTRARY for mark in found):
        return Grade.AGAIN
    said, of = counted(found, points)
    share = said / max(1, of)
    if share >= GOOD_SHARE:
        return Grade.GOOD
    if share >= HARD_SHARE:
        return Grade.HARD
    return Grade.AGAIN


class Counted(NamedTuple):
    """What a grade is proposed by: so many key points said, of so many."""

    said: float
    of: int


def counted(found: Sequence[PointMark], points: Sequence[KeyPoint]) -> Counted:
    """Count the key points that were said, an unsure one as half.

    Those that are nice to have do not count, unless there are no others.
    """
    pairs = list(zip(found, points, strict=True))
    must = [mark for mark, point in pairs if not point.nice] or [mark for mark, _ in pairs]
    worth = {State.COVERED: 1.0, State.UNSURE: 0.5}
    return Counted(sum(worth.get(mark.state, 0.0) for mark in must), len(must))


class AlternativeProblem(NamedTuple):
    """An alternative that misleads the suggestions, and why, for its author.

    `point` is the index of its key point.
    """

    point: int
    alternative: str
    message: str


def alternative_problems(
    points: Sequence[KeyPoint], lexicon: Lexicon = NO_GLOSSARY
) -> tuple[AlternativeProblem, ...]:
    """Return what is wrong with the alternatives of a card's key points.

    Of each pair one is looked for in the other, so of more than `MOST_COMPARED` alternatives only
    that is said.
    """
    count = sum(len(point.any_of) for point in points)
    if count > MOST_COMPARED:
        first = next(i for i, point in enumerate(points) if point.any_of)
        much = (
            f"이 카드에는 다른 말이 모두 {count:,}개 있어 서로 비교하지 않았습니다. "
            f"{MOST_COMPARED}개까지 비교합니다."
        )
        return (AlternativeProblem(first, points[first].any_of[0], much),)
    return tuple(
        AlternativeProblem(number, text, message)
        for number, point in enumerate(points)
        for text in point.any_of
        for message in _problems(text, number, points, lexicon)
    )


def _adds(mark: PointMark, answer: TypedAnswer, asked: str) -> bool:
    """Say whether part of a phrase is several words, and not all of them those of the question."""
    words = (letters(answer.text[start:end]).text for start, end in mark.spans)
    return len(mark.spans) > 1 and not all(word in asked for word in words)


def _rank(mark: PointMark) -> tuple[int, float]:
    return mark.state, mark.score


def _found(point: KeyPoint, answer: TypedAnswer) -> Iterator[PointMark]:
    """Yield a mark for every phrase of a key point wherever enough of it stands."""
    for text in _alternatives(point):
        wanted = phrase(text, answer.lexicon)
        if answer.most(wanted) < PARTLY:
            continue
        for stretch in answer.places(wanted):
            found = stretch.find(wanted, least=PARTLY)
            if found.share < PARTLY:
                continue
            is_covered = found.share == 1.0 and _says(point, wanted, stretch, found.spans)
            state = State.COVERED if is_covered else State.UNSURE
            yield PointMark(state, tuple(found.spans), found.share)


def _covers(point: KeyPoint, answer: TypedAnswer) -> bool:
    """Say whether an answer covers a key point: soon, where a word is missing."""
    return any(_covering(point, answer))


def _covering(point: KeyPoint, answer: TypedAnswer) -> Iterator[tuple[str, list[Span]]]:
    """Yield the alternatives by which an answer covers a key point, and where it does."""
    for text in _alternatives(point):
        wanted = phrase(text, answer.lexicon)
        if not answer.has_words(wanted):
            continue
        for stretch in answer.places(wanted):
            found = stretch.find(wanted, least=1.0)
            if found.share == 1.0 and _says(point, wanted, stretch, found.spans):
                yield text, found.spans
                break


def _contrary(point: KeyPoint, answer: TypedAnswer) -> list[Span]:
    """Return where a clause of an answer says the contrary of a key point, if one does."""
    wanted = [phrase(text, answer.lexicon) for text in point.contrary]
    told = (clause.told(one) for one in wanted for clause in answer.stretches((1,)))
    return next(filter(None, told), [])


def _says(point: KeyPoint, wanted: Phrase, stretch: Stretch, spans: list[Span]) -> bool:
    """Say whether a stretch in which a whole phrase stands means the key point."""
    if not stretch.says(wanted, spans) or any(map(stretch.holds, point.none_of)):
        return False
    also = [phrase(text, stretch.answer.lexicon) for text in point.all_of]
    beside = [stretch.find(one, least=1.0) for one in also]
    if any(found.share < 1.0 for found in beside):
        return False
    lexicon = stretch.answer.lexicon
    said = stretch.text[spans[0][0] :]
    if lexicon.contradicts(said, " ".join((point.point, *point.any_of, *point.all_of))):
        return False
    together = sorted({*spans, *(span for found in beside for span in found.spans)})
    return stretch.keeps_roles([wanted, *also], together, point.point)


def _read(text: str, lexicon: Lexicon) -> TypedAnswer:
    return TypedAnswer(unicodedata.normalize("NFC", text), lexicon)


def _alternatives(point: KeyPoint) -> tuple[str, ...]:
    return point.any_of or (" ".join(point.all_of) or point.point,)


def _problems(text: str, own: int, points: Sequence[KeyPoint], lexicon: Lexicon) -> Iterator[str]:
    if len(set(letters(text).places)) < 2:
        yield "한 글자뿐이라 다른 말에도 걸립니다. 두 글자 이상으로 써 주세요."
    for term in torn_terms(text, lexicon):
        joined = term.replace(" ", "")
        yield f"| 묶음은 빈칸에서 나뉩니다. '{term}' 대신 '{joined}'라고 붙여 써 주세요."
    typed = _read(first_way(text), lexicon)
    for number, other in enumerate(points):
        if number != own and _covers(other, typed):
            yield f"다른 핵심 '{other.point}'에도 맞습니다. 두 핵심을 가르는 말로 써 주세요."
