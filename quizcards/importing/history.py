"""Answers that another program recorded -> events of our log."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b

from quizcards.importing.result import ImportedReview, ImportResult
from quizcards.model import Event

_MOVED = 1_000
"""Milliseconds by which an answer may stand later in Anki than in our log, from which it came.

Anki knows answers by their moment: of two at one moment the second is written down after it.
"""


def events(
    result: ImportResult,
    key: str,
    reviews: Sequence[ImportedReview],
    known: Iterable[Event],
    now: float,
    day: Callable[[float], int],
) -> Iterator[Event]:
    """Yield each answer to the card of this key as a review at its own moment.

    One that is `known` to our log, or is yet to come, is recorded among those left behind. An id is
    made of the answer's moment and the card, so that the same answer is always the same event.
    """
    answered: dict[int | None, list[int]] = {}
    for event in known:
        insort(answered.setdefault(event.grade, []), int(event.at * 1000))
    for review in reviews:
        at = review.row / 1000
        if not 0 < at <= now:
            result.record_left_rows("때가 맞지 않는 답")
            continue
        if _take(answered.get(review.grade, []), review.row):
            result.record_left_rows("이미 우리 기록에 있는 답")
            continue
        chance = blake2b(f"anki {review.row} {key}".encode(), digest_size=8).hexdigest()
        yield Event(
            id=f"{review.row:012x}{chance}",
            at=at,
            day=day(at),
            kind="review",
            card=key,
            grade=review.grade,
            asked="anki",
            seconds=review.seconds,
        )


def _take(moments: list[int], row: int) -> bool:
    """Take the moment of an answer from those of our log, in order; say whether it was there."""
    last = bisect_right(moments, row) - 1
    is_known = last >= 0 and row - moments[last] < _MOVED
    if is_known:
        del moments[last]
    return is_known
