"""The log: one append-only file of JSON lines for each device.

A line is durable once `append` returns.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from quizcards.data_files import record
from quizcards.errors import QuizcardsError
from quizcards.files import Appender, is_plain, sync_folder
from quizcards.model import Event
from quizcards.store.format import AFTER_ALL_IDS, NO_EVENT


@dataclass(frozen=True)
class Read:
    """What was read from a log."""

    events: list[Event]
    broken: int
    """How many lines hold no event."""
    offset: int
    """The byte to read on from."""


def event_id(at: float, last: str | None) -> str:
    """Return a new id that sorts by time: 12 hexadecimal digits of milliseconds, 16 of chance.

    `at` is in seconds since the epoch. The id comes after `last` even if the clock went back, and
    by chance also then: two devices that both go on from one id must not both make the next. Only
    after an id that leaves no next one (somebody made it up) the clock alone counts.
    """
    milliseconds = int(at * 1000)
    chance = os.urandom(8).hex()
    fresh = f"{milliseconds:012x}{chance}"
    if last is None or fresh > last:
        return fresh
    following = int(last[:12], 16) + 1
    return f"{following:012x}{chance}" if following < AFTER_ALL_IDS else fresh


def append(file: Appender, event: Event, new_id: str) -> Event:
    """Add one event to a log under an id; once it is safe on disk return it as it stands there.

    Raises QuizcardsError if it cannot be written, or could not be read again.
    """
    # loads msgspec, which the first question does without
    from quizcards.store.line import decode, encode

    try:
        written = encode(event, new_id)
        read_back = decode(written)
    except (*NO_EVENT, OverflowError, OSError) as error:
        raise QuizcardsError(
            f"답을 기록하지 않았습니다({file.path}): 적어도 다시 읽을 수 없습니다. "
            "기기의 날짜와 시각을 확인하고 다시 시작해 주세요."
        ) from error
    record(file, written)
    return read_back


def read(path: Path, offset: int = 0) -> Read:
    """Read the complete lines from byte `offset` on.

    A line that makes no sense is counted, never fatal. Raises OSError.
    """
    with path.open("rb") as file:
        file.seek(offset)
        data = file.read()
    data = data[: data.rfind(b"\n") + 1]
    events: list[Event] = []
    broken = 0
    # an empty line is left where two processes wrote at one moment
    lines = [text for text in data.split(b"\n") if text]
    if lines:
        from quizcards.store.line import decode
    for text in lines:
        try:
            events.append(decode(text))
        except NO_EVENT:
            broken += 1
    return Read(events, broken, offset + len(data))


def files(folder: Path) -> Iterator[Path]:
    """Yield the logs of all devices, in the order of their names.

    Each of them is one that sync and backup take along; see `adopt`.
    """
    logs = sorted(folder.glob("*.jsonl"))
    yield from (path for path in logs if is_plain(path.name) and path.is_file())


def adopt(folder: Path) -> None:
    """Give each log of a name that nothing takes along a plain one.

    Until a power cut could no longer empty the name of a device, answers went into `.jsonl`.
    Raises OSError.
    """
    for path in folder.glob("*.jsonl"):
        # macOS keeps what a disk has no place for in files named ._NAME
        if is_plain(path.name) or path.name.startswith("._") or not path.is_file():
            continue
        with suppress(FileNotFoundError):  # another session was first
            path.rename(folder / f"found-{os.urandom(4).hex()}.jsonl")
            sync_folder(folder)
