"""The log: one append-only file of JSON lines for each device. A line is durable once `append` returns."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from quizcards.errors import QuizcardsError
from quizcards.model import Event

FORMAT = 1
KINDS = frozenset(("review", "suspend", "unsuspend", "bury", "undo", "redo"))
_OPTIONAL = {"asked": str, "seconds": float, "seed": int, "answer": str, "shown": str, "of": str}


@dataclass(frozen=True)
class Read:
    """What was read from a log: the events, how many lines hold none, and where to read on from."""

    events: list[Event]
    broken: int
    offset: int


def event_id(at: float, last: str | None) -> str:
    """Return a new id that sorts by time: milliseconds, then chance. After `last` when both fall in one millisecond."""
    stamp = f"{int(at * 1000):012x}"
    if last is not None and last[:12] == stamp and last[12:].strip("f"):
        return f"{int(last, 16) + 1:028x}"
    return stamp + os.urandom(8).hex()


def append(path: Path, event: Event) -> None:
    """Add one event and return when it is safe on disk. Raises QuizcardsError if it cannot be written."""
    line = encode(event)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if _ends_torn(descriptor):
                line = b"\n" + line  # a power cut left half a line: it stays, as a line of its own
            if os.write(descriptor, line) != len(line):
                raise OSError("디스크가 가득 찼습니다")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise QuizcardsError(
            f"답을 기록하지 못했습니다({path}): {error.strerror or error}. 자리를 비우고 다시 시작해 주세요."
        ) from error


def read(path: Path, offset: int = 0) -> Read:
    """Read the complete lines from byte `offset` on. A line that makes no sense is counted, never fatal."""
    with path.open("rb") as file:
        file.seek(offset)
        data = file.read()
    data = data[: data.rfind(b"\n") + 1]
    events: list[Event] = []
    broken = 0
    for line in data.split(b"\n")[:-1]:
        try:
            events.append(decode(line.decode()))
        except (ValueError, KeyError, TypeError):
            broken += 1
    return Read(events, broken, offset + len(data))


def files(folder: Path) -> Iterator[Path]:
    """Yield the logs of all devices, in the order of their names."""
    yield from sorted(folder.glob("*.jsonl"))


def encode(event: Event) -> bytes:
    """Return an event as one line of JSON, its fields in reading order and the empty ones left out."""
    moment = datetime.fromtimestamp(event.at, UTC).isoformat(timespec="microseconds")
    row: dict[str, Any] = {
        "v": FORMAT,
        "id": event.id,
        "at": moment.replace("+00:00", "Z"),
        "day": date.fromordinal(event.day).isoformat(),
        "kind": event.kind,
        "card": event.card,
        "grade": event.grade,
        **{name: getattr(event, name) for name in _OPTIONAL},
    }
    kept = {name: value for name, value in row.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(line: str) -> Event:
    """Return the event of a line. Raises ValueError, KeyError or TypeError if it holds none."""
    row = json.loads(line)
    kind, grade = row["kind"], row.get("grade")
    if row["v"] != FORMAT or kind not in KINDS:
        raise ValueError("a later format")
    if (kind == "review") != (grade in (1, 2, 3, 4)) or (kind in ("undo", "redo")) != ("of" in row):
        raise ValueError("not a whole event")
    if not (isinstance(row["id"], str) and isinstance(row["card"], str) and len(row["id"]) == 28):
        raise TypeError("id or card")
    rest = {name: read_as(row[name]) for name, read_as in _OPTIONAL.items() if name in row}
    return Event(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]).timestamp(),
        day=date.fromisoformat(row["day"]).toordinal(),
        kind=kind,
        card=row["card"],
        grade=grade,
        **rest,
    )


def _ends_torn(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
