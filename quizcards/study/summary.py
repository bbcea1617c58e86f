"""What a session came to, and what lies ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from quizcards.memory.schedule import IN_REVIEW
from quizcards.model import Card, Event, Grade, Memory, is_seen
from quizcards.study.goal import Progress
from quizcards.study.names import called
from quizcards.study.queue import NOTHING_LEFT, Left, is_hidden, is_unseen
from quizcards.study.strength import Recall, weakest

SHOWN = 3
"""So many of the cards that gained most are named."""
MORE = 5
"""So many new cards are opened for whoever asks for more."""
LASTING = 7.0
"""A card of so many days of stability is not weak, unless it was just missed."""
DRILLED = 5
"""So many of the weakest cards can be asked at once."""


class Aside(NamedTuple):
    """A card that was put off until tomorrow or, `for_good`, suspended."""

    card: str
    """Its key."""
    name: str
    for_good: bool


class Gain(NamedTuple):
    """A card that a session made last longer: its stability in days before and after."""

    name: str
    before: float
    """0 of a card that was new."""
    after: float


class Weak(NamedTuple):
    """A card that is known least."""

    card: str
    """Its key."""
    name: str
    missed: int = 0
    """How often the session missed it."""


@dataclass(frozen=True)
class Summary:
    """The numbers of the closing screen.

    `next_day` is the study day of the next card due, if any; `early` counts what looking a day
    ahead would ask.
    """

    answers: int
    cards: int
    remembered: int
    seconds: float
    due_tomorrow: int
    early: int
    due_in_session: int
    next_day: int | None
    unseen: int
    day: int
    graduated: int = 0
    """Cards that went from their learning steps to review."""
    stronger: tuple[Gain, ...] = ()
    """The cards that gained most, those first."""
    weak: tuple[Weak, ...] = ()
    """The cards that are known least, those first."""
    days_in_a_row: int = 0
    seconds_tomorrow: float = 0.0
    """How long tomorrow's cards take, where no plan says so."""
    aside: tuple[Aside, ...] = ()
    """What was put off or suspended in the session."""
    left: Left = NOTHING_LEFT
    """What the session leaves unasked."""
    later: Left = NOTHING_LEFT
    """What a session would ask that begins now, where this one asked all that it took up."""
    progress: Progress | None = None
    """What the session did for the day that the learner prepares for, if there is one."""


def summarize(
    answers: Iterable[Event],
    keys: Iterable[str],
    memories: Mapping[str, Memory],
    day: int,
    ahead: int = 0,
) -> Summary:
    """Sum up this session's answers over all the learner's cards.

    `ahead` days have been looked at already.
    """
    events = tuple(answers)
    found = [memories.get(key) for key in keys]
    seen = [memory for memory in found if is_seen(memory)]
    known = [memory for memory in seen if not is_hidden(memory, day)]
    days = [max(memory.due_day, day) for memory in known]
    later = [due for due in days if due > day]
    return Summary(
        answers=len(events),
        cards=len({event.card for event in events}),
        remembered=sum(event.grade != Grade.AGAIN for event in events),
        seconds=sum(event.seconds or 0.0 for event in events),
        due_tomorrow=sum(due == day + 1 for due in days),
        early=sum(_is_early(memory, day, ahead) for memory in known),
        due_in_session=sum(due == day for due in days),
        next_day=min(later, default=None),
        unseen=sum(is_unseen(memory, day) for memory in found),
        day=day,
    )


def graduated(before: Mapping[str, Memory], after: Mapping[str, Memory]) -> int:
    """Return how many cards were new or in their learning steps, and are in review now."""
    count = 0
    for key, memory in after.items():
        was = before.get(key)
        is_learnt = is_seen(was) and (was.step == IN_REVIEW or was.lapses > 0)
        count += not memory.is_new and memory.step == IN_REVIEW and not is_learnt
    return count


def stronger(
    cards: Mapping[str, Card],
    answers: Iterable[Event],
    before: Mapping[str, Memory],
    after: Mapping[str, Memory],
) -> tuple[Gain, ...]:
    """Return the cards whose stability grew by most days, at most SHOWN, most first.

    None that was missed in between is among them.
    """
    missed = {event.card for event in answers if event.grade == Grade.AGAIN}
    gains = []
    for key, memory in after.items():
        was = before.get(key)
        stability = was.stability if is_seen(was) else 0.0
        is_known = key in cards and key not in missed and not memory.is_new
        if is_known and memory.stability > stability:
            gains.append(Gain(called(cards[key]), stability, memory.stability))
    gains.sort(key=lambda gain: gain.before - gain.after)
    return tuple(gains[:SHOWN])


def weak_cards(
    cards: Mapping[str, Card],
    answers: Iterable[Event],
    memories: Mapping[str, Memory],
    recall: Recall,
    day: int,
) -> tuple[Weak, ...]:
    """Return the cards to look at again, at most DRILLED.

    They are those that the session missed, most often first, then those least likely to be known
    of the ones that do not last a week.
    """
    missed = Counter(event.card for event in answers if event.grade == Grade.AGAIN)
    known = [
        card
        for card in weakest(cards.values(), memories, recall)
        if not is_hidden(memories[card.key], day)
        and (card.key in missed or memories[card.key].stability < LASTING)
    ]
    known.sort(key=lambda card: -missed[card.key])
    return tuple(Weak(card.key, called(card), missed[card.key]) for card in known[:DRILLED])


def _is_early(memory: Memory, day: int, ahead: int) -> bool:
    """Say whether looking one more day ahead would ask a card."""
    in_review = memory.step == IN_REVIEW
    return bool(in_review and memory.last_day < day and memory.due_day == day + ahead + 1)


def due_by_day(
    memories: Mapping[str, Memory], keys: Iterable[str], day: int, days: int
) -> list[int]:
    """Return how many cards come due on each of the coming `days` study days.

    Today's count holds what is overdue; a card that was buried today counts tomorrow.
    """
    counts = [0] * days
    for key in keys:
        memory = memories.get(key)
        if not is_seen(memory) or memory.suspended:
            continue
        ahead = max(memory.due_day - day, 1 if memory.buried_day == day else 0)
        if ahead < days:
            counts[max(ahead, 0)] += 1
    return counts


def streak(reviews_by_day: Mapping[int, int], day: int) -> int:
    """Return how many study days in a row had a review, counting back from today.

    A day that is not over yet breaks nothing: without a review today it counts from yesterday.

    >>> streak({8: 20, 9: 5, 10: 12}, day=10)
    3
    >>> streak({8: 20, 9: 5}, day=10)
    2
    >>> streak({7: 20}, day=10)
    0
    """
    last = day if reviews_by_day.get(day) else day - 1
    length = 0
    while reviews_by_day.get(last - length):
        length += 1
    return length
