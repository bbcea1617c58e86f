"""From the log to memory: the events that still hold, answered again from the beginning.

Nothing here depends on the order in which events arrive or on an event arriving twice: callers hand
in each event once, sorted by id, and ids are ordered by time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from quizcards.memory.schedule import Scheduler, review, unsettled
from quizcards.model import Event, Memory

if TYPE_CHECKING:
    from quizcards.memory.arrays import FloatArray, IntArray, MemoryColumns


def new_memory(name: str) -> Memory:
    """Return the memory of a card never seen.

    `name` is its first key, so that a rename keeps its fuzz.
    """
    return Memory(seed=zlib.crc32(name.encode()) / 2**32)


def live(newest_first: Iterable[Event]) -> Iterator[Event]:
    """Yield the events that still hold, newest first.

    An undo takes back an event, a redo takes back an undo.
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
    """Return the memory that one card's events leave (oldest first, undos included).

    `name` is the card's first key, which its fuzz comes from.

    >>> answer = Event("01", at=0.0, day=1, kind="review", card="deck/card", grade=4)
    >>> replay([answer], "deck/card", Scheduler()).reps
    1
    >>> undo = Event("02", at=9.0, day=1, kind="undo", card="deck/card", of="01")
    >>> replay([answer, undo], "deck/card", Scheduler()).is_new
    True
    """
    memories = [memory for _, memory in replayed(events, name, scheduler)]
    return memories[-1] if memories else new_memory(name)


def replayed(
    events: Sequence[Event], name: str, scheduler: Scheduler
) -> Iterator[tuple[Event, Memory]]:
    """Yield each of one card's events that hold, with the memory it left.

    `events` come oldest first, undos included, and so do those yielded.
    """
    memory = new_memory(name)
    for event in reversed(list(live(reversed(events)))):
        if event.kind == "review":
            assert event.grade is not None, "the log refuses a review without a grade"
            memory = review(memory, event.grade, event.at, event.day, scheduler)
        elif event.kind in ("suspend", "unsuspend"):
            memory = replace(memory, suspended=event.kind == "suspend")
        elif event.kind == "bury":
            memory = replace(memory, buried_day=event.day)
        elif event.kind == "restart":
            memory = new_memory(name)
        yield event, memory


def replay_reviews(
    card: IntArray,
    grade: IntArray,
    at: FloatArray,
    day: IntArray,
    seeds: FloatArray,
    scheduler: Scheduler,
) -> MemoryColumns:
    """Return the memory of n cards at once, columns of shape (n,).

    `card` (indices into `seeds`), `grade`, `at` (epoch seconds) and `day` are arrays over reviews,
    each card's in time order; `seeds` has the shape (n,). The k-th answers of all cards are one
    array operation, so the cost goes with the longest history.
    """
    from quizcards.memory.arrays import ARRAYS, keep_freed_memory, longest_first, new_columns

    keep_freed_memory()
    order, turns = longest_first(card, len(seeds))
    memory = new_columns(seeds[order])
    for rows in turns:
        asked = slice(len(rows))
        after = unsettled(memory[asked], grade[rows], at[rows], day[rows], scheduler, ARRAYS)
        memory.put(asked, after)
    settled: MemoryColumns = scheduler.memory.settled(memory, ARRAYS)
    place = order.argsort()
    return settled[place]
