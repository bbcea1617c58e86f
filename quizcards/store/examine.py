"""What logs and index are like, told without changing either.

Whoever opens the store has it mend what it can; this is to be asked before.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from math import isclose
from pathlib import Path
from typing import Any, Literal, NamedTuple

from quizcards.data_files import UnreadableError, parse_json
from quizcards.files import is_plain, read_file
from quizcards.memory.schedule import Scheduler
from quizcards.model import Event
from quizcards.store.format import FORMAT, KINDS, NO_EVENT
from quizcards.store.index import DAMAGED, Index
from quizcards.store.line import decode

Fault = Literal["torn", "damaged", "later", "foreign"]
"""Why a line holds no event.

A power cut has torn it, and nobody was told that its answer is safe; it was whole once, and is no
JSON any more; a later version wrote it; or it is JSON, and no event to any version.
"""
IndexState = Literal["absent", "stale", "same", "cut", "differs", "damaged"]
"""What an index says beside the logs.

There is none, or one of other settings, and the next question makes it; it says the same; a log is
shorter than the index has read it; it says something else; or it cannot be read.
"""
_ID = re.compile(rb'"id":"(0[0-9a-f]{27})"')


class BadLine(NamedTuple):
    """A line that holds no event."""

    path: Path
    line: int
    """Counted from 1."""
    fault: Fault
    text: bytes


@dataclass
class Logs:
    """What the logs of a folder hold."""

    files: list[Path] = field(default_factory=list)
    events: dict[str, Event] = field(default_factory=dict)
    """By their ids."""
    bad: list[BadLine] = field(default_factory=list)
    """The lines that hold no event, but for those whose event stands elsewhere."""
    left_out: list[Path] = field(default_factory=list)
    """The logs of a name that neither sync nor backup takes along."""
    refused: list[OSError] = field(default_factory=list)
    """Why a log could not be read; each names it."""


def examine_logs(folder: Path) -> Logs:
    """Read all that any device has written. Raises OSError where the folder cannot be read."""
    found = Logs()
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        return found
    for path in (folder / name for name in names if name.endswith(".jsonl")):
        if path.name.startswith("._"):
            continue  # macOS keeps what a disk has no place for in such files
        try:
            data = read_file(path)
        except OSError as error:
            found.refused.append(error)
            continue
        (found.files if is_plain(path.name) else found.left_out).append(path)
        for number, line in enumerate(data.split(b"\n"), 1):
            _take(found, path, number, line)
    found.bad = [bad for bad in found.bad if not _stands_elsewhere(bad, found.events)]
    return found


def _take(found: Logs, path: Path, number: int, line: bytes) -> None:
    if not line:
        return
    try:
        event = decode(line)
    except NO_EVENT:
        found.bad.append(BadLine(path, number, _fault(line), line))
    else:
        found.events[event.id] = event


def _fault(line: bytes) -> Fault:
    try:
        row = parse_json(line)
    except UnreadableError:
        return "torn" if _is_torn(line) else "damaged"
    if not isinstance(row, dict):
        return "foreign"
    version, kind = row.get("v"), row.get("kind")
    is_later = isinstance(version, int) and version > FORMAT
    is_new = version == FORMAT and isinstance(kind, str) and kind not in KINDS
    return "later" if is_later or is_new else "foreign"


def _is_torn(line: bytes) -> bool:
    """Say whether a line is the beginning of one: it is no JSON for nothing but its end."""
    if not line.strip(b"\0"):
        return True  # room that was made for a line, and nothing written into it
    try:
        json.loads(line.decode())
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    except json.JSONDecodeError as error:
        return line[-1:] != b"}" and (
            error.pos >= len(error.doc) or error.msg.startswith("Unterminated string")
        )
    except (ValueError, RecursionError):
        pass
    return False


def _stands_elsewhere(bad: BadLine, events: Mapping[str, Event]) -> bool:
    """Say whether a restore, another machine or `recovered` has brought a bad line's event back."""
    told = _ID.search(bad.text)
    if told and told[1].decode() in events:
        return True
    return any(event.id in events for event in recovered([bad]))


def recovered(bad: Sequence[BadLine]) -> list[Event]:
    """Return the events of lines that no version can read for nothing but their ids.

    Such ids were made after one at the end of their range. The new one says the moment of the
    event, and is the same wherever it is made, so that nothing comes twice.
    """
    events = dict(_recovered(bad))
    ids = {old: event.id for old, event in events.items()}
    return [replace(event, of=ids.get(event.of or "", event.of)) for event in events.values()]


def _recovered(bad: Sequence[BadLine]) -> Iterator[tuple[str, Event]]:
    """Yield events under new ids, with the ids they had."""
    for one in bad:
        if one.fault != "foreign":
            continue
        try:
            row = parse_json(one.text)
            milliseconds = int(datetime.fromisoformat(row["at"]).timestamp() * 1000)
            new = f"{milliseconds:012x}{sha256(one.text).hexdigest()[:16]}"
            yield str(row["id"]), decode(json.dumps({**row, "id": new}).encode())
        except (*NO_EVENT, KeyError, TypeError, OverflowError, OSError):
            continue  # something else is wrong, too


def examine_index(
    path: Path, scheduler: Scheduler, names: Mapping[str, tuple[str, ...]], logs: Sequence[Path]
) -> IndexState:
    """Say what an index says beside the logs: a copy of it, brought up to date, and a new one.

    Raises OSError where a log cannot be read.
    """
    if not os.path.lexists(path):
        return "absent"
    memory = Path(":memory:")
    try:
        with (
            closing(_there(path)) as there,
            closing(Index(memory, scheduler, names)) as copy,
            closing(Index(memory, scheduler, names)) as fresh,
        ):
            if there.execute("PRAGMA quick_check").fetchone() != ("ok",):
                return "damaged"
            there.backup(copy.db)
            offsets = copy.offsets()
            if offsets is None:
                return "stale"
            sizes = {path.name: path.stat().st_size for path in logs}
            if any(sizes.get(name, 0) < offset for name, offset in offsets.items()):
                return "cut"
            copy.catch_up(logs)
            fresh.catch_up(logs)
            return "same" if _say_the_same(copy.db, fresh.db) else "differs"
    except DAMAGED:
        return "damaged"


def _there(path: Path) -> sqlite3.Connection:
    """Open what is there, and make nothing.

    As one who may write: a mere reader cannot take away the files that SQLite keeps beside it.
    """
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=30)


def _say_the_same(one: sqlite3.Connection, other: sqlite3.Connection) -> bool:
    """Compare two indexes: events to the letter, memories but for what rounding makes of them.

    Many cards are replayed as arrays, and their powers may differ in the last bit.
    """
    events = "SELECT * FROM events ORDER BY id"
    if one.execute(events).fetchall() != other.execute(events).fetchall():
        return False
    memories = "SELECT * FROM memories ORDER BY card"
    rows: list[list[tuple[Any, ...]]] = [db.execute(memories).fetchall() for db in (one, other)]
    return len(rows[0]) == len(rows[1]) and all(
        a[0] == b[0] and all(map(_is_close, a[1:], b[1:]))
        for a, b in zip(rows[0], rows[1], strict=True)
    )


def _is_close(a: float, b: float) -> bool:
    return isclose(a, b, rel_tol=1e-9)
