"""Which cards a session takes up, and which of them comes next."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizcards.memory.schedule import IN_REVIEW
from quizcards.model import Card, Memory, is_seen

LEARN_AHEAD = 20 * 60
"""When nothing else is left, a card in its steps is asked this many seconds before its time."""

MOST_NEW = 100
"""More new cards than a day has time for: a session takes up no more where no number is set."""

EVERY_DAY = 1_000_000
"""More days ahead than any card is due: a session asks all that it took up."""


@dataclass(frozen=True)
class Limits:
    """How much is new in a day (over all decks, and in each), and how much a session takes."""

    new: int | None = None
    """None for as many as there is time for."""
    new_by_deck: Mapping[str, int] = field(default_factory=dict)
    cards: int | None = None


@dataclass(frozen=True)
class Left:
    """What a session still has to ask, the card on screen counted too.

    `again` are the cards in their steps, `done` those that the session has finished with.
    """

    reviews: int
    new: int
    again: int
    done: int = 0
    seconds: float | None = None
    """How long it will take, where that can be told."""
    no_time: bool = False
    """Whether there is no time for some of what could be asked."""

    @property
    def cards(self) -> int:
        """How many cards that is."""
        return self.reviews + self.new + self.again

    @property
    def share(self) -> float:
        """How much of the session is behind, in 0..1."""
        return self.done / (self.done + self.cards)


NOTHING_LEFT = Left(reviews=0, new=0, again=0)


def gather(
    cards: Sequence[Card],
    memories: Mapping[str, Memory],
    now: float,
    day: int,
    limits: Limits,
    chosen: Iterable[str] | None = None,
) -> tuple[str, ...]:
    """Return the keys of the cards for a session, in the order to ask them: due, then new.

    `chosen` restricts the session to some cards; the daily limits still count what was new today
    anywhere. Due cards come lowest retrievability first, which is largest elapsed/stability first;
    new cards come deck by deck, so that a topic stays together, each after what it needs.
    """
    wanted = {card.key for card in cards} if chosen is None else set(chosen)
    usable = [
        card for card in cards if card.key in wanted and not is_hidden(memories.get(card.key), day)
    ]
    due = [
        (memories[card.key], card.key)
        for card in usable
        if is_due(memories.get(card.key), now, day)
    ]
    due.sort(key=lambda pair: (pair[0].stability / max(day - pair[0].last_day, 0.5), pair[1]))
    seen = {key for key, memory in memories.items() if not memory.is_new}
    seen_today = Counter(
        card.deck for card in cards if card.key in seen and memories[card.key].first_day == day
    )
    unseen = [card for card in usable if card.key not in seen]
    picked = [key for _, key in due] + list(_new(unseen, seen_today, limits))
    return tuple(picked[: limits.cards])


def next_key(
    keys: Iterable[str],
    memories: Mapping[str, Memory],
    now: float,
    day: int,
    ahead: int = 0,
    answered: Iterable[str] = (),
) -> str | None:
    """Return the card to ask now, or None when all are done.

    Cards whose step has come go first, then due and new cards in the session's order, then steps
    soon to come. Of those the one comes that was `answered` longest ago, so that none is asked
    again right after it was read while others wait. `ahead` asks cards that many days before they
    are due.

    >>> failed = Memory(seed=0.5, reps=3, step=0, due_at=1000.0)  # asked again at second 1000
    >>> memories = {"optimization/adam": failed}  # of the other card nothing is known: it is new
    >>> keys = ("optimization/adam", "optimization/momentum")
    >>> next_key(keys, memories, now=400.0, day=1)
    'optimization/momentum'
    >>> next_key(keys, memories, now=1000.0, day=1)
    'optimization/adam'
    """
    waiting: list[tuple[float, str]] = []
    first: str | None = None
    for key in keys:
        memory = memories.get(key)
        if not is_left(memory, day, ahead):
            continue
        if is_seen(memory) and memory.step >= 0:
            waiting.append((memory.due_at, key))
        else:
            first = first or key
    soonest, step_key = min(waiting, default=(math.inf, None))
    if soonest <= now:
        return step_key
    if first is not None:
        return first
    last = {key: place for place, key in enumerate(answered)}
    early = [(last.get(key, -1), at, key) for at, key in waiting if at <= now + LEARN_AHEAD]
    return min(early)[2] if early else None


def is_left(memory: Memory | None, day: int, ahead: int = 0) -> bool:
    """Say whether a card taken up by a session is still to be asked in it."""
    if not is_seen(memory):
        return not is_hidden(memory, day)
    early = memory.due_day <= day + ahead and memory.last_day < day
    return not is_hidden(memory, day) and (memory.step >= 0 or memory.due_day <= day or bool(early))


def left_of(keys: Iterable[str], memories: Mapping[str, Memory], answered: Iterable[str]) -> Left:
    """Count what is still to be asked by what it is; `answered` are the cards asked so far.

    >>> failed = Memory(seed=0.5, reps=3, step=0, due_at=1000.0)
    >>> left_of(["d/failed", "d/new"], {"d/failed": failed}, answered=["d/failed", "d/known"])
    Left(reviews=0, new=1, again=1, done=1, seconds=None, no_time=False)
    """
    left = set(keys)
    counts = Counter(_state(memories.get(key)) for key in left)
    return Left(counts["review"], counts["new"], counts["again"], len(set(answered) - left))


def _state(memory: Memory | None) -> str:
    if not is_seen(memory):
        return "new"
    return "review" if memory.step == IN_REVIEW else "again"


def is_due(memory: Memory | None, now: float, day: int) -> bool:
    """Say whether a card that was seen before is to be asked.

    Its study day has come or, where it is in a step, the moment of the step.
    """
    if not is_seen(memory):
        return False
    if memory.step == IN_REVIEW:
        return bool(memory.due_day <= day)
    return bool(memory.due_at <= now + LEARN_AHEAD)


def is_hidden(memory: Memory | None, day: int) -> bool:
    """Say whether a card is suspended, or buried until tomorrow."""
    return memory is not None and (memory.suspended or memory.buried_day == day)


def is_unseen(memory: Memory | None, day: int) -> bool:
    """Say whether a card is new and may be opened today."""
    return not is_seen(memory) and not is_hidden(memory, day)


def _new(unseen: Sequence[Card], seen_today: Counter[str], limits: Limits) -> Iterator[str]:
    """Yield new cards within the daily limits, deck by deck, each after the cards it needs."""
    left = MOST_NEW if limits.new is None else limits.new - seen_today.total()
    if limits.cards is not None:
        left = min(left, limits.cards)
    room = {deck: most - seen_today[deck] for deck, most in limits.new_by_deck.items()}
    waiting = list(unseen)
    missing = {card.key for card in unseen}
    while left > 0:
        ready = next(
            (
                card
                for card in waiting
                if not missing.intersection(card.needs) and room.get(card.deck, 1) > 0
            ),
            None,
        )
        if ready is None:
            return
        left -= 1
        room[ready.deck] = room.get(ready.deck, left + 2) - 1
        missing.discard(ready.key)
        waiting.remove(ready)
        yield ready.key
