"""A line of the log: an event as JSON.

It stands apart from `log` because msgspec is loaded only where there is a line to write or read.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import isfinite
from typing import Annotated, Any, Literal

import msgspec

from quizcards.model import Event, EventKind
from quizcards.store.format import AFTER_ALL_IDS, CLOCK, FORMAT

_DAYS = range(date(1969, 12, 30).toordinal(), date(2100, 1, 2).toordinal())
"""The study days of the clock's moments, wherever the learner is."""
_NO_ID = f"{AFTER_ALL_IDS:012x}"


class Line(msgspec.Struct, omit_defaults=True):
    """What stands in a line, in reading order: an event with its moment and day in words."""

    v: Literal[1]
    id: Annotated[str, msgspec.Meta(pattern=r"\A0[0-9a-f]{27}\Z")]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    day: date
    kind: EventKind
    card: str
    grade: Literal[1, 2, 3, 4] | None = None
    asked: str | None = None
    # more seconds, or a greater seed, the index cannot hold
    seconds: Annotated[float, msgspec.Meta(gt=-(2.0**63), lt=2.0**63)] | None = None
    seed: Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)] | None = None
    answer: str | None = None
    shown: str | None = None
    of: str | None = None
    step: str | None = None
    claimed: bool | None = None
    wrong: bool | None = None


_READER = msgspec.json.Decoder(Line)
_WRITER = msgspec.json.Encoder()


def encode(event: Event, new_id: str | None = None) -> bytes:
    """Return an event as one line of JSON, its fields in reading order, the empty ones left out.

    With `new_id` it has that one: to copy an event for its id takes as long as to encode it. Half a
    character, which no file can hold, becomes a question mark. Raises ValueError, OverflowError or
    OSError for a moment or a day that no calendar has, and for seconds that are no number.

    >>> undo = Event("019e704488fa" + "0" * 16, 1_780_000_000.25, 739_764, "undo", "d/a", of="x")
    >>> encode(undo)[:43]
    b'{"v":1,"id":"019e704488fa0000000000000000",'
    >>> decode(encode(undo)) == undo
    True
    """
    if event.seconds is not None and not isfinite(event.seconds):
        raise ValueError("JSON has no such number")  # msgspec would write null
    old_id, at, day, *rest = vars(event).values()
    moment, study_day = datetime.fromtimestamp(at, UTC), date.fromordinal(day)
    try:
        line = _WRITER.encode(Line(FORMAT, new_id or old_id, moment, study_day, *rest))
    except UnicodeEncodeError:
        rest = [_whole(value) for value in rest]
        line = _WRITER.encode(Line(FORMAT, new_id or old_id, moment, study_day, *rest))
    return line + b"\n"


def _whole(value: Any) -> Any:
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def decode(line: bytes) -> Event:
    """Return the event of a line. Raises ValueError or RecursionError if the line holds none."""
    read = _READER.decode(line)
    takes_back = read.kind in ("undo", "redo")
    if (read.kind == "review") != (read.grade is not None) or takes_back != (read.of is not None):
        raise ValueError("not a whole event")
    if read.id >= _NO_ID:
        raise ValueError("an id after which none can come")
    moment, day = read.at.timestamp(), read.day.toordinal()
    if not CLOCK[0] <= moment < CLOCK[1] or day not in _DAYS:
        raise ValueError("a moment or a day that no clock shows")
    _, new_id, _, _, *rest = msgspec.structs.astuple(read)
    return Event(new_id, moment, day, *rest)
