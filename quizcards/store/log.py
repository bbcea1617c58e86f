"""The log: one append-only file of JSON lines for each device.

A line is durable once `append` returns.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

from quizcards.data_files import record
from quizcards.errors import QuizcardsError
from quizcards.files import Appender, is_plain, sync_folder
from quizcards.model import Event, EventKind

FORMAT = 1
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# json.loads takes twice as long where nothing is in the processor's caches, as after an fsync
_READ = json.JSONDecoder().raw_decode
KINDS: frozenset[EventKind] = frozenset(get_args(EventKind))
NO_EVENT = (ValueError, KeyError, TypeError, RecursionError)
"""What `decode` raises."""
_OPTIONAL: dict[str, Any] = {
    "asked": str,
    "seconds": (int, float),
    "seed": int,
    "answer": str,
    "shown": str,
    "of": str,
    "step": str,
    "claimed": bool,
    "wrong": bool,
}
_IS_ID = re.compile("0[0-9a-f]{27}").fullmatch
CLOCK = (0.0, 4_102_444_800.0)
"""The moments that an event may have: from 1970 on, before 2100 (UTC)."""
_DAYS = range(date(1969, 12, 30).toordinal(), date(2100, 1, 2).toordinal())
"""The study days of those moments, wherever the learner is."""
_AFTER_ALL_IDS = 7_258_118_400_000
"""Milliseconds, those of 2200: ids of this moment or a later one are refused.

Ids go on from the newest that is known, and one at the end of their range would leave no next one.
From the last of the clock it takes more answers to come here than anybody can give.
"""


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
    return f"{following:012x}{chance}" if following < _AFTER_ALL_IDS else fresh


def append(file: Appender, event: Event, new_id: str) -> Event:
    """Add one event to a log under an id; once it is safe on disk return it as it stands there.

    Raises QuizcardsError if it cannot be written, or could not be read again.
    """
    try:
        line = encode(event, new_id)
        read_back = decode(line.decode())
    except (*NO_EVENT, OverflowError, OSError) as error:
        raise QuizcardsError(
            f"답을 기록하지 않았습니다({file.path}): 적어도 다시 읽을 수 없습니다. "
            "기기의 날짜와 시각을 확인하고 다시 시작해 주세요."
        ) from error
    record(file, line)
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
    for line in filter(None, data.split(b"\n")):
        try:
            events.append(decode(line.decode()))
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


def encode(event: Event, new_id: str | None = None) -> bytes:
    """Return an event as one line of JSON, its fields in reading order, the empty ones left out.

    With `new_id` it has that one: to copy an event for its id takes as long as to encode it.

    >>> undo = Event("019e704488fa" + "0" * 16, 1_780_000_000.25, 739_764, "undo", "d/a", of="x")
    >>> encode(undo)[:43]
    b'{"v":1,"id":"019e704488fa0000000000000000",'
    >>> decode(encode(undo).decode()) == undo
    True
    """
    moment = datetime.fromtimestamp(event.at, UTC).isoformat(timespec="microseconds")
    row: dict[str, Any] = {"v": FORMAT}
    row |= {name: value for name, value in vars(event).items() if value is not None}
    if new_id is not None:
        row["id"] = new_id
    row["at"] = moment.replace("+00:00", "Z")
    row["day"] = date.fromordinal(event.day).isoformat()
    return _JSON.encode(row).encode(errors="replace") + b"\n"


def decode(line: str) -> Event:
    """Return the event of a line.

    Raises ValueError, KeyError, TypeError or RecursionError if the line holds none.
    """
    line = line.strip()
    row, end = _READ(line)
    if end < len(line):
        raise ValueError("more than an event")
    kind, grade = row["kind"], row.get("grade")
    if row["v"] != FORMAT or kind not in KINDS:
        raise ValueError("a later format")
    if (kind == "review") != (grade in (1, 2, 3, 4)) or (kind in ("undo", "redo")) != ("of" in row):
        raise ValueError("not a whole event")
    if not (
        _IS_ID(row["id"])
        and int(row["id"][:12], 16) < _AFTER_ALL_IDS
        and isinstance(row["card"], str)
        and -(2**63) <= row.get("seed", 0) < 2**63
    ):
        raise ValueError("id, card or seed")
    if not abs(row.get("seconds", 0)) < 2**63:
        raise ValueError("more seconds than the index can hold")
    if "\\u" in line:
        json.dumps(row, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    at = datetime.fromisoformat(row["at"])
    if at.tzinfo is None:
        raise ValueError("a moment without its zone")
    moment = at.timestamp()
    if not CLOCK[0] <= moment < CLOCK[1]:
        raise ValueError("a moment that no clock shows")
    rest = {name: value for name, value in row.items() if name in _OPTIONAL}
    for name, value in rest.items():
        if not isinstance(value, _OPTIONAL[name]):
            raise TypeError(name)
    day = date.fromisoformat(row["day"]).toordinal()
    if day not in _DAYS:
        raise ValueError("a day that no clock shows")
    return Event(row["id"], moment, day, kind, row["card"], grade, **rest)
