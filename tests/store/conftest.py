"""Stores in a folder of their own, and events to put into them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from quizcards.memory.schedule import Scheduler
from quizcards.model import Event, EventKind
from quizcards.store.store import Store

START = 1_780_000_000.0  # 2026-05-28, 20:26:40 UTC


@pytest.fixture
def open_store(learner: Path, tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Open the learner's log as one of several devices, each with a cache of its own."""
    opened: list[Store] = []

    def open_as(
        device: str = "desk",
        scheduler: Scheduler | None = None,
        names: Any = (),
        home: Path = learner,
    ) -> Store:
        store = Store(home, tmp_path / "caches" / device, scheduler or Scheduler(), dict(names))
        opened.append(store)
        return store

    yield open_as
    for store in opened:
        store.close()


@pytest.fixture
def event() -> Callable[..., Event]:
    """Make an event `minutes` after the start; the study day turns every 24 hours."""

    def make(
        card: str = "deck/card",
        grade: int | None = 3,
        minutes: float = 0.0,
        kind: EventKind = "review",
        **more: Any,
    ) -> Event:
        at = START + minutes * 60
        grade = grade if kind == "review" else None
        return Event(
            id="",
            at=at,
            day=739_000 + int(minutes // 1440),
            kind=kind,
            card=card,
            grade=grade,
            **more,
        )

    return make


@pytest.fixture
def rows() -> Callable[[Path], list[dict[str, Any]]]:
    """Read a log as anyone could: one JSON object a line."""
    return lambda path: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
