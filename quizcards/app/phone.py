"""Answers that were given on a page on the phone: to the log it is one more device."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizcards.app.logs import told, write_log
from quizcards.importing.answers import PageAnswer, read_answers
from quizcards.model import Event, by_any_key

if TYPE_CHECKING:
    from quizcards.app.environment import Environment

_AHEAD = 300.0
"""Seconds by which the phone's clock may be ahead of ours."""


@dataclass(frozen=True)
class Taken:
    """What came of a file of answers: how many it has, and how many of them are `reviews` now."""

    answers: int
    reviews: int
    left: Counter[str]
    """Why the others stayed behind, and how many for each reason."""
    log: Path | None
    """The log that they were written into."""

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "answers": self.answers,
            "reviews": self.reviews,
            "left": self.left,
            "file": str(self.log) if self.log else None,
        }

    @property
    def story(self) -> str:
        """What is said of it."""
        return told(self.answers, self.reviews, self.left, self.log)


def take_answers(env: Environment, file: Path) -> Taken:
    """Write the answers of a file into a log of their own, but for those that the log has.

    Raises QuizcardsError where the file holds anything else, or the log cannot be written.
    """
    answers = read_answers(file)
    library = env.library()
    cards = by_any_key(library.cards)
    latest = env.now() + _AHEAD
    left: Counter[str] = Counter()
    reviews = []
    with env.store(library) as store:
        keys = {cards[answer.card].key for answer in answers if answer.card in cards}
        known = {event.id for key in keys for event in store.history(key)}
    for answer in answers:
        if answer.card not in cards:
            left["지금 읽는 덱에 없는 카드의 답"] += 1
        elif answer.id in known:
            left["이미 우리 기록에 있는 답"] += 1
        elif answer.at > latest:
            left["때가 맞지 않는 답"] += 1
        else:
            reviews.append(_review(env, answer, cards[answer.card].key))
    return Taken(len(answers), len(reviews), left, write_log(env, "phone", reviews))


def _review(env: Environment, answer: PageAnswer, key: str) -> Event:
    return Event(
        id=answer.id,
        at=answer.at,
        day=env.day(answer.at),
        kind="review",
        card=key,
        grade=answer.grade,
        asked="recall",
        seconds=answer.seconds,
    )
