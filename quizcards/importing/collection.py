"""Anki's collection: a SQLite database from a stranger, asked only for rows of plain tables."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from quizcards.errors import QuizcardsError
from quizcards.importing.images import Images
from quizcards.importing.markup import plain
from quizcards.importing.notes import add_note, read_note
from quizcards.importing.protobuf import tagged
from quizcards.importing.result import ImportedReview, ImportResult, LeftOutError, labelled, shown
from quizcards.importing.template import Template, read_template

_LONGEST_ROW = 1 << 24
_MOST_TEXT = 1 << 26
"""Letters of all notes together: what is read lies in memory several times over."""
_DRAWN = re.compile("latex-[0-9a-f]{40}[.]")
"""What Anki drew of LaTeX that is in the notes."""
_MOST_NAMED = 5
"""Media that a message names."""
_PRACTICE, _MANUAL, _RESCHEDULED = 3, 4, 5
"""Kinds of rows in the history; below them are those of learning, reviewing and learning again."""


def read_collection(database: Path, media: Collection[str], images: Images) -> ImportResult:
    """Return the notes and the history of a collection that came with media of these names.

    Raises sqlite3.Error if it is broken.
    """
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        _guard(db)
        return _Collection(db).read(media, images)


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
    templates: Mapping[Any, Mapping[int, Template | None]]
    """For each note type its templates by their number, None for one that is too long."""
    has_old_buttons: bool = False
    """Whether a card being learnt had three buttons, as in Anki's first scheduler.

    They were again, good and easy.
    """


class _Made(NamedTuple):
    """A card that Anki made of a note."""

    card: Any = None
    """Its id."""
    deck: Any = None
    """The id of its deck."""
    template: Template | None = None
    merged: int = 1
    """How many cards of Anki it stands for."""


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

    def read(self, media: Collection[str], images: Images) -> ImportResult:
        """Return every note as a card, or several, or as left out, with the answers to them."""
        result = ImportResult(images=images)
        frame = self.frame()
        made = self.made(frame)
        ours = {one.card for cards in made.values() for one in cards}
        reviews = self.reviews(result, ours, frame.has_old_buttons)
        seen: set[str] = set()
        room = _MOST_TEXT
        for number, (key, kind, tags, values) in enumerate(
            self.rows("notes", "id, mid, tags, flds", "id"), 1
        ):
            fields = _named(frame.fields.get(kind, ()), _text(values).split("\x1f"))
            cards = made.get(key, [_Made()])
            for place, of in enumerate(cards, 1):
                name = f"노트 {number}의 카드 {place}" if len(cards) > 1 else f"노트 {number}"
                room = _left(room - len(_text(values)) - (of.template.size if of.template else 0))
                answered = reviews.get(of.card, ())
                try:
                    note = read_note(fields, _text(tags).split(), images, template=of.template)
                except LeftOutError as reason:
                    label = labelled(name, plain(next(iter(fields.values()))).text)
                    result.record_left_out(label, reason, len(answered))
                    continue
                seen.update(note.media)
                add_note(result, name, note, frame.decks.get(of.deck, ""), answered, of.merged)
        known = seen | images.sources
        unseen = [name for name in media if name not in known and not _DRAWN.match(name)]
        if unseen:
            named = ", ".join(map(shown, unseen[:_MOST_NAMED]))
            more = " 등" if len(unseen) > _MOST_NAMED else ""
            result.record_loss("", f"그 밖에 두고 온 미디어 파일 {len(unseen):,}개", named + more)
        return result

    def frame(self) -> _Frame:
        """Return the names of decks and fields.

        Schema 18 has tables of their own for them, schema 11 JSON in one row.
        """
        if "notetypes" in self.tables:
            fields = defaultdict[Any, list[str]](list)
            for kind, name in self.rows("fields", "ntid, name", "ntid, ord"):
                fields[kind].append(_text(name))
            templates = defaultdict[Any, dict[int, Template | None]](dict)
            for kind, number, config in self.templates():
                templates[kind][number] = read_template(*_formats(config))
            decks = {
                key: "::".join(_text(name).split("\x1f"))
                for key, name in self.rows("decks", "id, name", "id")
            }
            return _Frame(decks, fields, templates)
        row = next(self.rows("col", "decks, models, conf", "id"), None)
        try:
            named, kinds, conf = (json.loads(_text(part)) for part in row or ())
            return _Frame(
                {int(key): str(deck["name"]) for key, deck in named.items()},
                {
                    int(key): [str(one["name"]) for one in kind["flds"]]
                    for key, kind in kinds.items()
                },
                {
                    int(key): {
                        int(one["ord"]): read_template(str(one["qfmt"]), str(one["afmt"]))
                        for one in kind.get("tmpls", ())
                    }
                    for key, kind in kinds.items()
                },
                conf.get("schedVer", 1) == 1,
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise sqlite3.DatabaseError("not what Anki writes") from error

    def templates(self) -> Iterator[tuple[Any, ...]]:
        """Yield note type, number and configuration of each template of schema 18."""
        if "templates" in self.tables:
            yield from self.rows("templates", "ntid, ord, config", "ntid, ord")

    def made(self, frame: _Frame) -> dict[Any, list[_Made]]:
        """Return for each note the cards that Anki made of it, as they come over.

        A card in a filtered deck belongs to the deck it came from. Blanks are all asked on one
        card, and so is what has no template of its own.
        """
        kinds = dict(self.rows("notes", "id, mid", "id"))
        made: dict[Any, list[_Made]] = {}
        for note, number, card, deck, home in self.rows(
            "cards", "nid, ord, id, did, odid", "nid, ord, id"
        ):
            templates = frame.templates.get(kinds.get(note), {})
            cards = made.setdefault(note, [])
            template = templates.get(number)
            if template is None or template.is_cloze:
                template = templates.get(0)
                if cards:
                    cards[0] = cards[0]._replace(merged=cards[0].merged + 1)
                    continue
            cards.append(_Made(card, home or deck, template))
        return made

    def reviews(
        self, result: ImportResult, ours: Collection[Any], has_old_buttons: bool
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
            elif card not in ours:
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


def _left(room: int) -> int:
    """Return how many more letters there is room for. Raises QuizcardsError where there is none."""
    if room < 0:
        raise QuizcardsError(
            f"노트의 글이 모두 {_MOST_TEXT >> 20}MB를 넘습니다. 덱을 나눠 내보내 주세요."
        )
    return room


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


def _formats(config: Any) -> tuple[str, str]:
    """Return the two sides in a template's configuration, a message in protobuf."""
    try:
        sides = [next(tagged(config, tag), b"") for tag in (1, 2)]
    except (TypeError, ValueError) as error:
        raise sqlite3.DatabaseError("not what Anki writes") from error
    return _text(sides[0]), _text(sides[1])


def _text(value: Any) -> str:
    """Return any value of a cell as text: SQLite lets every column hold any."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value or "")
