"""Answers that another program recorded -> events of our log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

from quizcards.importing.build import NewDeck
from quizcards.importing.result import ImportResult
from quizcards.model import Event


def events(
    result: ImportResult, decks: Iterable[NewDeck], now: float, day: Callable[[float], int]
) -> Iterator[Event]:
    """Yield each answer as a review at its own moment.

    One that is yet to come is recorded among those left behind. An id is made of the answer's
    moment and the card, so that the same answer is always the same event.
    """
    for deck in decks:
        for card in deck.cards:
            key = deck.key(card)
            for review in card.reviews:
                at = review.row / 1000
                if not 0 < at <= now:
                    result.record_left_rows("때가 맞지 않는 답")
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
