"""The learner's memory as the rest of the program sees it: append an event, ask what is known."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from os import urandom
from pathlib import Path

from quizcards.memory.replay import to_redo, to_undo
from quizcards.memory.schedule import Scheduler
from quizcards.model import Event, Memory
from quizcards.store import log
from quizcards.store.index import Index


class Store:
    """The logs under `home` and the index under `cache`; both folders are made when missing."""

    def __init__(self, home: Path, cache: Path, scheduler: Scheduler, names: Mapping[str, tuple[str, ...]]) -> None:
        self.logs = home / "log"
        cache = cache / f"{zlib.crc32(str(home.resolve()).encode()):08x}"
        for folder in (self.logs, cache):
            folder.mkdir(parents=True, exist_ok=True)
        self.path = self.logs / f"{_device(cache)}.jsonl"
        self.index = Index(cache / "index.sqlite", scheduler, names)
        self.broken: dict[str, int] = {}
        """For each log, how many lines could not be read since this store was opened."""
        self.catch_up()
        newest = next(self.index.newest_first(), None)
        self.last_id = newest.id if newest else None

    def catch_up(self) -> None:
        """Take in whatever any device or process has added to the logs."""
        for path, count in self.index.catch_up(log.files(self.logs)).items():
            self.broken[path] = self.broken.get(path, 0) + count

    def append(self, event: Event) -> Event:
        """Make an event durable, giving it its id, and return it as it now stands in the log.

        The index takes it in later, when something is asked of it.
        """
        event = replace(event, id=log.event_id(event.at, self.last_id))
        log.append(self.path, event)
        self.last_id = event.id
        return event

    def memories(self) -> dict[str, Memory]:
        """Return the memory of every card that the logs speak of."""
        self.catch_up()
        return self.index.memories()

    def memory(self, card: str) -> Memory:
        """Return the memory of one card; of a card never seen, a new one."""
        self.catch_up()
        return self.index.memory(card)

    def to_undo(self) -> Event | None:
        """Return the newest event that can be taken back."""
        self.catch_up()
        return to_undo(self.index.newest_first())

    def to_redo(self) -> tuple[Event, Event] | None:
        """Return the undo that can itself be taken back, and the event it held back."""
        self.catch_up()
        undo = to_redo(self.index.newest_first())
        if undo is None:
            return None
        held = next((event for event in self.index.history(undo.card) if event.id == undo.of), None)
        return (undo, held) if held else None


def _device(cache: Path) -> str:
    """Return this device's name, made once: the host's, with chance added so that no two share a log."""
    file = cache / "device"
    if not file.exists():
        import socket

        host = "".join(c if c.isalnum() else "-" for c in socket.gethostname().split(".")[0].lower())
        file.write_text(f"{host[:20] or 'device'}-{urandom(2).hex()}", encoding="utf-8")
    return file.read_text(encoding="utf-8").strip()
