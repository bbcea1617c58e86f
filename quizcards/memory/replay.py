"""From the log to memory: the events that still hold, answered again from the beginning.

Nothing here depends on the order in which events arrive or on an event arriving twice: callers hand
in each event once, sorted by id, and ids are ordered by time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from quizcards.memory.schedule import Scheduler, review
from quizcards.model import Event, Memory


def new_memory(name: str) -> Memory:
    """Return the memory of a card never seen.

    `name` is its first key, so that a rename keeps its fuzz.
    """
    return Memory(seed=zlib.crc32(name.encode()) / 2**32)


def live(newest_first: Iterable[Event]) -> Iterator[Event]:
    """Yield the events that still hold, newest first: an undo takes back an event, a redo takes
    back an undo.
    """
    dead: set[str] = set()
    for event in newest_first:
        if event.id in dead:
            continue
        if event.of:
            dead.add(event.of)
        yield event


def to_undo(newest_first: Iterable[Event]) -> Event | None:
    """Return the newest answer (or bury, or suspend) that still holds."""
    return next((event for event in live(newest_first) if not event.of), None)


def to_redo(newest_first: Iterable[Event]) -> Event | None:
    """Return the undo to take back, unless something new was done since."""
    event = next((event for event in live(newest_first) if event.kind != "redo"), None)
    return event if event is not None and event.kind == "undo" else None


def replay(events: Sequence[Event], name: str, scheduler: Scheduler) -> Memory:
    """Return the memory that one card's events leave (oldest first, undos included)."""
    memories = [memory for _, memory in replayed(events, name, scheduler)]
    return memories[-1] if memories else new_memory(name)


def replayed(
    events: Sequence[Event], name: str, scheduler: Scheduler
) -> Iterator[tuple[Event, Memory]]:
    """Yield each of one card's events that hold, with the memory it left (oldest first, undos
    included).
    """
    memory = new_memory(name)
    for event in reversed(list(live(reversed(events)))):
        if event.kind == "review":
            memory = review(memory, event.grade, event.at, event.day, scheduler)
        elif event.kind in ("suspend", "unsuspend"):
            memory = replace(memory, suspended=event.kind == "suspend")
        elif event.kind == "bury":
            memory = replace(memory, buried_day=event.day)
        elif event.kind == "restart":
            memory = new_memory(name)
        yield event, memory


def replay_reviews(
    cards: Any, grades: Any, moments: Any, days: Any, seeds: Any, scheduler: Scheduler
) -> Memory:
    """Return the memory of many cards at once, as arrays over cards.

    `cards` (indices into `seeds`), `grades`, `moments` and `days` are arrays over reviews, each
    card's in time order. The k-th answers of all cards are one array operation, so the cost goes
    with the longest history.
    """
    import numpy as np

    n = len(seeds)
    whole = {"step", "interval", "due_day", "last_day", "first_day", "reps", "lapses"}
    numbers = ("stability", "difficulty", "due_at", *whole)
    state: dict[str, Any] = {
        name: np.zeros(n, dtype=np.int64 if name in whole else np.float64) for name in numbers
    }
    turn = _turns(cards, n)
    by_turn = np.argsort(turn, kind="stable")
    for rows in np.split(by_turn, np.flatnonzero(np.diff(turn[by_turn])) + 1):
        who = cards[rows]
        before = Memory(seeds[who], **{name: values[who] for name, values in state.items()})
        after = review(before, grades[rows], moments[rows], days[rows], scheduler, np)
        for name, values in state.items():
            values[who] = getattr(after, name)
    return Memory(seeds, **state)


def _turns(cards: Any, n: int) -> Any:
    """Return for each review how many reviews of the same card come before it."""
    import numpy as np

    by_card = np.argsort(cards, kind="stable")
    counts = np.bincount(cards, minlength=n)
    starts = np.cumsum(counts) - counts
    turn = np.empty(len(cards), dtype=np.int64)
    turn[by_card] = np.arange(len(cards)) - np.repeat(starts, counts)
    return turn
