"""The store: append an event to the learner's log, ask what the log says.

with Store(home, cache, Scheduler(), library.names) as store:
    store.append(event)
    store.memory("optimization/adam").due_day
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from os import urandom
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from quizcards.files import Appender, make_folder, read_file, sweep, write_file
from quizcards.memory.replay import to_redo, to_undo
from quizcards.memory.schedule import Scheduler
from quizcards.model import AnsweredRow, Event, Memory, Reviews
from quizcards.store import log
from quizcards.store.index import DAMAGED, Index

T = TypeVar("T")


class Store:
    """The logs of all devices, and an index of them that is kept up to date.

    `home` is the learner's folder, `cache` one on this device only, whatever in it may be deleted
    at any time; both are made when missing. `names` maps a card's key to its earlier keys, oldest
    first. Raises OSError where a folder cannot be written.
    """

    def __init__(
        self, home: Path, cache: Path, scheduler: Scheduler, names: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.logs = home / "log"
        self.cache = cache_of(home, cache)
        """The folder for what can be computed again from the logs of this home."""
        for folder in (self.logs, self.cache):
            make_folder(folder)
        log.adopt(self.logs)
        sweep(self.logs)
        self.path = self.logs / f"{named_device(self.cache)}.jsonl"
        """This device's own log, the only one that is written."""
        self._log = Appender(self.path)
        self.broken: dict[str, int] = {}
        """For each log, how many lines could not be read since this store was opened."""
        self.last_id = ""
        """The newest id that this store knows of: the next one comes after it."""
        self._index = Index(self.cache / INDEX, scheduler, names)
        self._ask(Index.newest_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._ask(Index.newest_id)  # now, rather than before the next session's first question
        self.close()

    def close(self) -> None:
        """Let go of the log and the index; every event is in the log already."""
        self._log.close()
        self._index.close()

    def _ask(self, question: Callable[[Index], T]) -> T:
        """Ask the index, up to date with all logs.

        One that turns out damaged, or cannot be read or written any more, is dropped and made
        again from them; in memory where no file can be made, as on a full disk.
        """
        for make_again in (self._index.drop, self._index.to_memory):
            try:
                return self._answer(question)
            except sqlite3.ProgrammingError:
                raise  # a question to a store that is closed, no damage
            except DAMAGED:
                make_again()
                self.broken.clear()
        return self._answer(question)

    def _answer(self, question: Callable[[Index], T]) -> T:
        for path, count in self._index.catch_up(log.files(self.logs)).items():
            self.broken[path] = self.broken.get(path, 0) + count
        self.last_id = max(self.last_id, self._index.newest_id())
        return question(self._index)

    def append(self, event: Event) -> Event:
        """Make an event durable, giving it its id, and return it as it now stands in the log.

        The index takes it in later, when something is asked of it. Raises QuizcardsError if the
        log cannot be written.
        """
        event = log.append(self._log, event, log.event_id(event.at, self.last_id))
        self.last_id = event.id
        return event

    def rebuild(self) -> None:
        """Make the index anew from the logs, whatever it says."""
        self._index.drop()
        self.broken.clear()
        self._ask(Index.newest_id)

    def memories(self) -> dict[str, Memory]:
        """Return the memory of every card that the logs speak of."""
        return self._ask(Index.memories)

    def memory(self, card: str) -> Memory:
        """Return the memory of one card; of a card never seen, a new one."""
        return self._ask(lambda index: index.memory(card))

    def history(self, card: str) -> list[Event]:
        """Return everything that happened to one card, oldest first."""
        return self._ask(lambda index: index.history(card))

    def reviews(self) -> Reviews:
        """Return the reviews of all cards that were not undone, in time order."""
        return self._ask(Index.reviews)

    def newest_reviews(self, count: int) -> Reviews:
        """Return the newest reviews that were not undone, up to about so many, in time order."""
        return self._ask(lambda index: index.newest_reviews(count))

    def reviews_by_day(self) -> dict[int, int]:
        """Return how many reviews, not undone, each study day has (by its ordinal)."""
        return self._ask(Index.reviews_by_day)

    def reviews_after(self, day: int) -> tuple[int, int]:
        """Return how many reviews, not undone, are of a later study day, and the last such day.

        There are some where a clock stood ahead.
        """
        return self._ask(lambda index: index.reviews_after(day))

    def answers(self) -> list[AnsweredRow]:
        """Return every review that was not undone, and every restart, in time order."""
        return self._ask(Index.answers)

    def claimed_answers(self) -> list[Event]:
        """Return the answers that hold and that the learner took for right, oldest first."""
        return self._ask(Index.claimed_answers)

    def wrong_answers(self, count: int) -> list[Event]:
        """Return the newest answers that hold and may be wrong, newest first.

        Reviews and practice, up to `count` of each, that can be marked again.
        """
        return self._ask(lambda index: index.wrong_answers(count))

    def to_undo(self) -> Event | None:
        """Return the newest event that can be taken back."""
        return self._ask(lambda index: to_undo(index.newest_first()))

    def to_redo(self) -> tuple[Event, Event] | None:
        """Return the undo that can itself be taken back, and the event it held back."""
        undo = self._ask(lambda index: to_redo(index.newest_first()))
        if undo is None:
            return None
        held = next((event for event in self.history(undo.card) if event.id == undo.of), None)
        return (undo, held) if held else None


INDEX, DEVICE = "index.sqlite", "device"
"""The files in a device's folder: what the index says, and what the device is called."""
_IS_DEVICE = re.compile("[a-z0-9][a-z0-9-]{0,63}").fullmatch
"""What a device may be called: its log must have a plain name, on every system."""


def named_device(cache: Path) -> str:
    """Return this device's name: the host's, with chance so that no two share a log.

    It is made once, and anew where what was kept is no name. Raises OSError.
    """
    if name := device_name(cache):
        return name
    import socket

    host = socket.gethostname().split(".")[0].lower()
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in host)
    name = f"{plain[:20].strip('-') or 'device'}-{urandom(2).hex()}"
    write_file(cache / DEVICE, name.encode())
    return name


def device_name(cache: Path) -> str:
    """Return the name that is kept in a device's folder; "" where there is no valid one."""
    with suppress(OSError, UnicodeDecodeError):
        name = read_file(cache / DEVICE, most=100).decode("ascii").strip()
        if _IS_DEVICE(name):
            return name
    return ""


def cache_of(home: Path, cache: Path) -> Path:
    """Return the folder for what this device can compute again from the logs of one home."""
    return cache / f"{zlib.crc32(str(home.resolve()).encode()):08x}"
