"""Anki's collection: a SQLite database from a stranger, asked only for rows of plain tables."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from quizcards.errors import QuizcardsError
from quizcards.importing.markup import plain
from quizcards.importing.notes import add_note, read_note
from quizcards.importing.result import ImportedReview, ImportResult, LeftOutError, labelled, shown

_LONGEST_ROW = 1 << 24
_MOST_TEXT = 1 << 26
"""Letters of all notes together: what is read lies in memory several times over."""
_PRACTICE, _MANUAL, _RESCHEDULED = 3, 4, 5
"""Kinds of rows in the history; below them are those of learning, reviewing and learning again."""


def read_collection(database: Path, media: Sequence[str]) -> ImportResult:
    """Return the notes and the history of a collection that came with these media.

    Raises sqlite3.Error if it is broken.
    """
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        _guard(db)
        return _Collection(db).read(media)


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
    """What notes, cards and answers refer to: names of decks, and of each note type's fields."""

    decks: Mapping[Any, str]
    fields: Mapping[Any, Sequence[str]]
    has_old_buttons: bool = False
    """Whether a card being learnt had three buttons, as in Anki's first scheduler.

    They were again, good and easy.
    """


class _Made(NamedTuple):
    """The cards that Anki made of a note."""

    card: Any = None
    """The id of the first, which becomes ours."""
    deck: Any = None
    """The id of that card's deck."""
    cards: int = 0
    """How many there are."""


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

    def read(self, media: Sequence[str]) -> ImportResult:
        """Return every note as a card, or as left out, with the answers to its first card."""
        result = ImportResult()
        frame = self.frame()
        made = self.made()
        firsts = {one.card for one in made.values()}
        reviews = self.reviews(result, firsts, frame.has_old_buttons)
        unseen = dict.fromkeys(media)
        room = _MOST_TEXT
        for number, (key, kind, tags, values) in enumerate(
            self.rows("notes", "id, mid, tags, flds", "id"), 1
        ):
            of = made.get(key, _Made())
            room -= len(_text(values))
            if room < 0:
                raise QuizcardsError(
                    f"노트의 글이 모두 {_MOST_TEXT >> 20}MB를 넘습니다. 덱을 나눠 내보내 주세요."
                )
            fields = _named(frame.fields.get(kind, ()), _text(values).split("\x1f"))
            try:
                note = read_note(fields, _text(tags).split())
            except LeftOutError as reason:
                label = labelled(f"노트 {number}", plain(next(iter(fields.values()))).text)
                result.record_left_out(label, reason, len(reviews.get(of.card, ())))
                continue
            for name in note.media:
                unseen.pop(name, None)
            add_note(
                result,
                f"노트 {number}",
                note,
                frame.decks.get(of.deck, ""),
                reviews.get(of.card, ()),
                of.cards,
            )
        if unseen:
            result.lost.append(
                f"그 밖에 두고 온 미디어 파일 {len(unseen)}개: {', '.join(map(shown, unseen))}"
            )
        return result

    def frame(self) -> _Frame:
        """Return the names of decks and fields.

        Schema 18 has tables of their own for them, schema 11 JSON in one row.
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

    def reviews(
        self, result: ImportResult, firsts: Collection[Any], has_old_buttons: bool
    ) -> dict[Any, list[ImportedReview]]:
        """Return the answers to these cards, oldest first.

        All others are counted in the result, with the reason why they stay behind.
        """
        cards = {card for (card,) in self.rows("cards", "id", "id")}
        reviews: dict[Any, list[ImportedReview]] = {}
        history = (
            self.rows("revlog", "id, cid, ease, time, type, factor", "id")
            if "revlog" in self.tables
            else ()
        )
        for row, card, ease, milliseconds, kind, factor in history:
            result.rows += 1
            if reason := _no_review(row, ease, kind, factor):
                result.record_left_rows(reason)
            elif card not in firsts:
                result.record_left_rows(
                    "한 장으로 합친 다른 카드의 답" if card in cards else "지워진 카드의 답"
                )
            else:
                # of three buttons the second and third were good and easy
                grade = ease + 1 if has_old_buttons and kind != 1 and 1 < ease < 4 else ease
                seconds = milliseconds / 1000 if isinstance(milliseconds, int) else 0.0
                review = ImportedReview(row, grade, max(0.0, seconds))
                reviews.setdefault(card, []).append(review)
        return reviews


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
