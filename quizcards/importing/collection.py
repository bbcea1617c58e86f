"""Anki's collection, a SQLite database from a stranger: it is asked only for the rows of plain
tables.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from quizcards.importing.markup import plain
from quizcards.importing.notes import add_note, read_note
from quizcards.importing.result import Answer, Found, LeftOutError, labelled, shown

_LONGEST_ROW = 1 << 24
_PRACTICE, _MANUAL, _RESCHEDULED = 3, 4, 5
"""Kinds of rows in the history; below them are those of learning, reviewing and learning again."""


def read_collection(database: Path, media: Sequence[str]) -> Found:
    """Return the notes and the history of a collection that came with these media.

    Raises sqlite3.Error if it is broken.
    """
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        _guard(db)
        return _Collection(db).found(media)


def _guard(db: sqlite3.Connection) -> None:
    """Let nothing in the schema run, no row grow, and no page be read twice."""
    db.text_factory = lambda text: text.decode(errors="replace")
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_ROW)
    db.create_collation(
        "unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold())
    )
    db.execute("PRAGMA trusted_schema=OFF")
    db.execute("PRAGMA query_only=ON")
    if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("not a sound database")


class _Frame(NamedTuple):
    """What notes, cards and answers refer to: the names of decks, and of the fields of each note
    type.
    """

    decks: Mapping[Any, str]
    fields: Mapping[Any, Sequence[str]]
    has_old_buttons: bool = False
    """Whether a card being learnt had three buttons, as in Anki's first scheduler: again, good and
    easy.
    """


class _Made(NamedTuple):
    """What Anki made of a note: its first card, which becomes ours, that card's deck, and how many
    cards there are.
    """

    card: Any = None
    deck: Any = None
    cards: int = 0


class _Collection:
    """The tables of a collection."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        tables = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        self.tables = {name for name, sql in tables if str(sql).lower().startswith("create table")}

    def rows(self, table: str, columns: str, order: str) -> Iterator[tuple[Any, ...]]:
        """Return the rows of a plain table."""
        if table not in self.tables:
            raise sqlite3.DatabaseError(f"no table {table}")
        return self.db.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")

    def found(self, media: Sequence[str]) -> Found:
        found, frame, made = Found(), self.frame(), self.made()
        answers = self.answers(found, {one.card for one in made.values()}, frame.has_old_buttons)
        unseen = dict.fromkeys(media)
        for number, (key, kind, tags, values) in enumerate(
            self.rows("notes", "id, mid, tags, flds", "id"), 1
        ):
            of = made.get(key, _Made())
            fields = _named(frame.fields.get(kind, ()), _text(values).split("\x1f"))
            try:
                note = read_note(fields, _text(tags).split())
            except LeftOutError as reason:
                label = labelled(f"노트 {number}", plain(next(iter(fields.values()))).text)
                found.leave_out(label, reason, len(answers.get(of.card, ())))
                continue
            for name in note.media:
                unseen.pop(name, None)
            add_note(
                found,
                f"노트 {number}",
                note,
                frame.decks.get(of.deck, ""),
                answers.get(of.card, ()),
                of.cards,
            )
        if unseen:
            found.lost.append(
                f"그 밖에 두고 온 미디어 파일 {len(unseen)}개: {', '.join(map(shown, unseen))}"
            )
        return found

    def frame(self) -> _Frame:
        """Return what stands in tables of its own in schema 18, and as JSON in one row in schema
        11.
        """
        if "notetypes" in self.tables:
            fields = defaultdict[Any, list[str]](list)
            for kind, name in self.rows("fields", "ntid, name", "ntid, ord"):
                fields[kind].append(_text(name))
            decks = {
                key: "::".join(_text(name).split("\x1f"))
                for key, name in self.rows("decks", "id, name", "id")
            }
            return _Frame(decks, fields)
        row = next(self.rows("col", "decks, models, conf", "id"), None)
        try:
            decks, models, conf = (json.loads(_text(part)) for part in row or ())
            return _Frame(
                {int(key): str(deck["name"]) for key, deck in decks.items()},
                {
                    int(key): [str(one["name"]) for one in kind["flds"]]
                    for key, kind in models.items()
                },
                conf.get("schedVer", 1) == 1,
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise sqlite3.DatabaseError("not what Anki writes") from error

    def made(self) -> dict[Any, _Made]:
        """Return for each note what Anki made of it.

        A card in a filtered deck belongs to the deck it came from.
        """
        made: dict[Any, _Made] = {}
        for note, card, deck, home in self.rows("cards", "nid, id, did, odid", "nid, ord, id"):
            first = made.get(note, _Made(card, home or deck))
            made[note] = first._replace(cards=first.cards + 1)
        return made

    def answers(
        self, found: Found, firsts: Collection[Any], has_old_buttons: bool
    ) -> dict[Any, list[Answer]]:
        """Return the answers to these cards, oldest first, and count all others with the reason why
        they stay behind.
        """
        cards = {card for (card,) in self.rows("cards", "id", "id")}
        answers: dict[Any, list[Answer]] = {}
        history = (
            self.rows("revlog", "id, cid, ease, time, type, factor", "id")
            if "revlog" in self.tables
            else ()
        )
        for row, card, ease, milliseconds, kind, factor in history:
            found.rows += 1
            if reason := _no_review(row, ease, kind, factor):
                found.leave_rows(reason)
            elif card not in firsts:
                found.leave_rows(
                    "한 장으로 합친 다른 카드의 답" if card in cards else "지워진 카드의 답"
                )
            else:
                grade = ease + 1 if has_old_buttons and kind != 1 and 1 < ease < 4 else ease
                seconds = milliseconds / 1000 if isinstance(milliseconds, int) else 0.0
                answers.setdefault(card, []).append(Answer(row, grade, max(0.0, seconds)))
        return answers


def _no_review(row: Any, ease: Any, kind: Any, factor: Any) -> str:
    """Return why a row of the history is no answer that counts, or ""."""
    if kind in (_MANUAL, _RESCHEDULED):
        return "손으로 바꾼 일정"
    if kind == _PRACTICE and not factor:
        return "일정을 바꾸지 않는 연습"
    return "" if isinstance(row, int) and ease in (1, 2, 3, 4) else "답이 아닌 줄"


def _named(names: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    """Return the fields of a note by their names; what has no name of its own is counted."""
    fields: dict[str, str] = {}
    for i, value in enumerate(values):
        name = names[i] if i < len(names) else ""
        fields[name if name and name not in fields else f"{i + 1}번째"] = value
    return fields


def _text(value: Any) -> str:
    """Return any value of a cell as text: SQLite lets every column hold any."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value or "")
