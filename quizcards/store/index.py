"""The SQLite index of the logs: a cache of every event and each card's replayed memory.

Other settings, another layout or a damaged file mean dropping it and replaying the logs. It knows
how far each log was read.
"""

from __future__ import annotations

import json
import os
import sqlite3
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Any

from quizcards.memory.replay import new_memory, replay, replay_reviews
from quizcards.memory.schedule import Scheduler
from quizcards.model import AnsweredRow, Event, Memory, Reviews
from quizcards.store import log
from quizcards.store.format import FORMAT, KINDS

LAYOUT = 6
_EVENT = (
    "id, at, day, kind, card, grade, asked, seconds, seed, answer, shown, of, step, claimed, wrong"
)
_MEMORY = (
    "seed, stability, difficulty, step, interval, due_at, due_day, last_day, first_day, "
    "reps, lapses, slow, fast, last_at, suspended, buried_day"
)
_values = attrgetter(*_MEMORY.split(", "))
_TABLES = """
CREATE TABLE meta (fingerprint TEXT NOT NULL) STRICT;
CREATE TABLE logs (name TEXT PRIMARY KEY, offset INTEGER NOT NULL) STRICT;
CREATE TABLE events (
    id TEXT PRIMARY KEY, at REAL NOT NULL, day INTEGER NOT NULL, kind TEXT NOT NULL,
    card TEXT NOT NULL, grade INTEGER, asked TEXT, seconds REAL, seed INTEGER, answer TEXT,
    shown TEXT, of TEXT, step TEXT, claimed INTEGER, wrong INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_card ON events (card, id);
CREATE INDEX events_by_day ON events (day);
CREATE TABLE memories (
    card TEXT PRIMARY KEY, seed REAL NOT NULL, stability REAL NOT NULL, difficulty REAL NOT NULL,
    step INTEGER NOT NULL, interval INTEGER NOT NULL, due_at REAL NOT NULL,
    due_day INTEGER NOT NULL, last_day INTEGER NOT NULL, first_day INTEGER NOT NULL,
    reps INTEGER NOT NULL, lapses INTEGER NOT NULL, slow REAL NOT NULL, fast REAL NOT NULL,
    last_at REAL NOT NULL, suspended INTEGER NOT NULL, buried_day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""
DAMAGED = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What any question to a file raises that is damaged, or cannot be read or written.

SQLite quotes what it cannot read, and that need not be text.
"""
_MANY_CARDS = 500
"""From this many changed cards on, replay goes through arrays: worth the import of numpy."""


class Index:
    """One connection to the index. `names` maps a card's key to its earlier keys, oldest first.

    Where there can be no file it is in memory: made again in each session, which only takes time.
    Raises one of DAMAGED from any method where the file is damaged.
    """

    def __init__(
        self, path: Path, scheduler: Scheduler, names: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.path = path
        self.scheduler = scheduler
        self.first_name = {key: earlier[0] for key, earlier in names.items()}
        self.renamed = {old: key for key, earlier in names.items() for old in earlier}
        # with the kinds: lines that an older program passed over are read by the one that knows
        # them
        self.fingerprint = (
            f"{LAYOUT} {FORMAT} {sorted(KINDS)} {scheduler!r} {sorted(names.items())}"
        )
        try:
            self.db = _opened(str(path))
        except DAMAGED:
            self.db = self._anew()

    def catch_up(self, logs: Iterable[Path]) -> dict[str, int]:
        """Read what the logs have gained and replay the cards it touches.

        Return how many of the lines read are broken, by the paths of their logs.
        """
        paths = list(logs)
        sizes = {path.name: path.stat().st_size for path in paths}
        if sizes == self.offsets():
            return {}
        self.db.execute("BEGIN IMMEDIATE")
        try:
            offsets = self.offsets()
            if offsets is None or any(
                sizes.get(name, 0) < offset for name, offset in offsets.items()
            ):
                # made with other settings, or a log was cut: what it said is no longer said
                self._start_over()
                offsets = {}
            broken = self._read_on(paths, offsets)
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")
        return broken

    def offsets(self) -> dict[str, int] | None:
        """Return how far each log was read, in bytes; None if other settings made this index."""
        tables = self._tables()
        if "meta" not in tables or self.db.execute("SELECT fingerprint FROM meta").fetchone() != (
            self.fingerprint,
        ):
            return None
        return dict(self.db.execute("SELECT name, offset FROM logs"))

    def _tables(self) -> list[str]:
        return [
            name
            for (name,) in self.db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]

    def _start_over(self) -> None:
        for name in self._tables():
            self.db.execute(f"DROP TABLE {name}")
        for statement in _TABLES.split(";"):
            self.db.execute(statement)
        self.db.execute("INSERT INTO meta VALUES (?)", (self.fingerprint,))

    def _read_on(self, paths: list[Path], offsets: Mapping[str, int]) -> dict[str, int]:
        events: list[Event] = []
        broken: dict[str, int] = {}
        for path in paths:
            found = log.read(path, offsets.get(path.name, 0))
            self.db.execute("INSERT OR REPLACE INTO logs VALUES (?, ?)", (path.name, found.offset))
            events += [self._renamed(event) for event in found.events]
            if found.broken:
                broken[str(path)] = found.broken
        rows = (_columns(event) for event in events)
        self.db.executemany(f"INSERT OR IGNORE INTO events ({_EVENT}) VALUES ({'?, ' * 14}?)", rows)
        self._replay(list(dict.fromkeys(event.card for event in events)))
        return broken

    def close(self) -> None:
        self.db.close()

    def drop(self) -> None:
        """Throw the file away, whatever is in it, and begin a new one."""
        self.db.close()
        self.db = self._anew()

    def to_memory(self) -> None:
        """Give up the file and begin anew in memory, as where the disk is full."""
        self.db.close()
        self.db = _opened(":memory:")

    def _anew(self) -> sqlite3.Connection:
        """Return a connection to an empty index in a new file, or else in memory."""
        try:
            for suffix in ("", "-wal", "-shm"):
                _put_away(self.path.with_name(self.path.name + suffix))
            return _opened(str(self.path))
        except (OSError, *DAMAGED):
            return _opened(":memory:")

    def _renamed(self, event: Event) -> Event:
        """Return an event under the name that its card has today."""
        today = self.renamed.get(event.card)
        return replace(event, card=today) if today else event

    def _replay(self, cards: list[str]) -> None:
        plain: list[str] = []
        if len(cards) >= _MANY_CARDS:
            marked = {
                card
                for (card,) in self.db.execute(
                    "SELECT DISTINCT card FROM events WHERE kind <> 'review'"
                )
            }
            plain = [card for card in cards if card not in marked]
            cards = [card for card in cards if card in marked]
        memories = [
            (card, replay(self.history(card), self._name(card), self.scheduler)) for card in cards
        ]
        self._save(memories)
        if plain:
            self._save(self._replay_together(plain))

    def _replay_together(self, cards: list[str]) -> Iterator[tuple[str, Memory]]:
        """Replay cards whose events are all reviews, as arrays."""
        import numpy as np

        number = {card: i for i, card in enumerate(cards)}
        rows = self.db.execute("SELECT card, grade, at, day FROM events ORDER BY id")
        table = [(number[card], grade, at, day) for card, grade, at, day in rows if card in number]
        who, grades, moments, days = (np.array(column) for column in zip(*table, strict=True))
        seeds = np.array([new_memory(self._name(card)).seed for card in cards])
        together = replay_reviews(who, grades, moments, days, seeds, self.scheduler)
        yield from zip(cards, together, strict=True)

    def _save(self, memories: Iterable[tuple[str, Memory]]) -> None:
        rows = ((card, *_values(memory)) for card, memory in memories)
        self.db.executemany(f"INSERT OR REPLACE INTO memories VALUES ({'?, ' * 16}?)", rows)

    def _name(self, card: str) -> str:
        return self.first_name.get(card, card)

    def memories(self) -> dict[str, Memory]:
        """Return the memory of every card that the log speaks of."""
        rows = self.db.execute(f"SELECT card, {_MEMORY} FROM memories")
        return {card: _memory(values) for card, *values in rows}

    def memory(self, card: str) -> Memory:
        """Return the memory of one card; of a card never seen, a new one."""
        row = self.db.execute(f"SELECT {_MEMORY} FROM memories WHERE card = ?", (card,)).fetchone()
        return _memory(row) if row else new_memory(self._name(card))

    def history(self, card: str) -> list[Event]:
        """Return a card's events, oldest first, undos and undone ones included."""
        rows = self.db.execute(f"SELECT {_EVENT} FROM events WHERE card = ? ORDER BY id", (card,))
        return [Event(*row) for row in rows]

    def newest_id(self) -> str:
        """Return the id of the newest event, or nothing."""
        (newest,) = self.db.execute("SELECT max(id) FROM events").fetchone()
        return newest or ""

    def newest_first(self) -> Iterator[Event]:
        """Yield every event, newest first."""
        return (
            Event(*row) for row in self.db.execute(f"SELECT {_EVENT} FROM events ORDER BY id DESC")
        )

    def reviews_by_day(self) -> dict[int, int]:
        """Return how many reviews each study day has that were not undone."""
        return dict(self._live("SELECT day, count(*)", "review", "GROUP BY day"))

    def reviews_after(self, day: int) -> tuple[int, int]:
        """Return how many reviews, not undone, are of a later study day, and the last such day."""
        (last,) = self.db.execute("SELECT max(day) FROM events").fetchone()
        if last is None or last <= day:  # as always, while a clock is right
            return 0, 0
        live = self._live("SELECT count(*), coalesce(max(day), 0)", "review", f"AND day > {day:d}")
        count, last = live.fetchone()
        return count, last

    def reviews(self) -> Reviews:
        """Return every review that was not undone."""
        return self._reviews("")

    def newest_reviews(self, count: int) -> Reviews:
        """Return the newest reviews that were not undone, as far back as the newest `count` go."""
        found = self.db.execute(
            "SELECT id FROM events WHERE kind = 'review' ORDER BY id DESC LIMIT 1 OFFSET ?",
            (count - 1,),
        ).fetchone()
        return self._reviews(found[0] if found else "")

    def _reviews(self, since: str) -> Reviews:
        """Return the reviews from the event `since` on that were not undone."""
        rows = list(
            self._live(
                "SELECT id, card, grade, at, day, asked, seconds", "review", "ORDER BY id", since
            )
        )
        begun: dict[str, list[str]] = {}
        for event_id, card in self._live("SELECT id, card", "restart", "ORDER BY id", since):
            begun.setdefault(card, []).append(event_id)
        ids, cards, *others = zip(*rows, strict=True) if rows else [()] * 7
        lives = [0] * len(rows)
        if begun:
            pairs = zip(ids, cards, strict=True)
            lives = [
                bisect(begun[card], event_id) if card in begun else 0 for event_id, card in pairs
            ]
        before = self._days_before(since, set(cards)) if since else {}
        return replace(Reviews(cards, lives, *others), before=before)

    def _days_before(self, since: str, cards: Iterable[str]) -> dict[tuple[str, int], int]:
        """Return the days of the last reviews before an event of those cards that had any.

        What was undone counts too: one lookup a card is quick, and hardly ever wrong.
        """
        found = {}
        for card in cards:
            row = self.db.execute(
                "SELECT kind, day FROM events WHERE card = ? AND id < ? "
                "AND kind IN ('review', 'restart') ORDER BY id DESC LIMIT 1",
                (card, since),
            ).fetchone()
            if row and row[0] == "review":
                found[card, 0] = row[1]
        return found

    def answers(self) -> list[AnsweredRow]:
        """Return every review that was not undone, and every restart, in time order.

        With no more than statistics need: of 100,000 answers every column is felt.
        """
        rows = self._live(
            "SELECT card, grade, day, asked, seconds, wrong", "review restart", "ORDER BY id"
        )
        return list(map(AnsweredRow._make, rows))

    def wrong_answers(self, count: int) -> list[Event]:
        """Return the newest answers that hold, may be wrong and can be marked again, newest first.

        Those are graded Again, or marked wrong, or come from practice, of which the log does not
        say how it went;
        each kind up to `count`.
        """
        rest = (
            "AND answer IS NOT NULL AND seed IS NOT NULL AND (grade = 1 OR grade IS NULL OR wrong) "
            "AND claimed IS NULL "
            f"ORDER BY id DESC LIMIT {count:d}"
        )
        rows = [
            *self._live(f"SELECT {_EVENT}", "review", rest),
            *self._live(f"SELECT {_EVENT}", "practice", rest),
        ]
        return [Event(*row) for row in sorted(rows, reverse=True)]

    def claimed_answers(self) -> list[Event]:
        """Return the answers that hold and that the learner took for right, oldest first."""
        rows = self._live(f"SELECT {_EVENT}", "review practice", "AND claimed ORDER BY id")
        return [Event(*row) for row in rows]

    def _live(self, select: str, kinds: str, rest: str, since: str = "") -> sqlite3.Cursor:
        """Ask about the events of these kinds that were not undone, from `since` on."""
        undos = self.db.execute(
            f"SELECT {_EVENT} FROM events WHERE of IS NOT NULL AND id >= ? ORDER BY id DESC",
            (since,),
        )
        dead = json.dumps(sorted(_undone(undos)))
        known = kinds.split()
        wanted = ", ".join("?" * len(known))
        return self.db.execute(
            f"{select} FROM events WHERE kind IN ({wanted}) AND id >= ? "
            f"AND id NOT IN (SELECT value FROM json_each(?)) {rest}",
            (*known, since, dead),
        )


def _opened(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=OFF")
        # 64 MB while it works: a rebuild writes its indexes in one go
        db.execute("PRAGMA cache_size=-65536")
    except BaseException:
        db.close()
        raise
    return db


def _put_away(path: Path) -> None:
    """Remove a file; a folder, which is not ours, goes aside. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        path.rename(path.with_name(f"{path.name}.aside-{os.getpid()}"))
    else:
        path.unlink(missing_ok=True)


_columns = attrgetter(*_EVENT.split(", "))


def _undone(undos: Iterable[Any]) -> set[str]:
    dead: set[str] = set()
    for row in undos:
        event = Event(*row)
        if event.id not in dead and event.of:
            dead.add(event.of)
    return dead


def _memory(values: Any) -> Memory:
    numbers: list[Any] = [*values[:-2], bool(values[-2]), values[-1]]
    return Memory(*numbers)
