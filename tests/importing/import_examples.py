"""Anki packages made by hand, in Anki's three forms, and what an import left behind.

Their tables are as Anki 26.9 writes them.
"""

import io
import json
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from quizcards.app.environment import Environment

if sys.version_info >= (3, 14):
    from compression.zstd import compress
else:
    from backports.zstd import compress

_SHARED = """\
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod
  integer NOT NULL, usn integer NOT NULL,
  tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL, flags
  integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord
  integer NOT NULL, mod integer NOT NULL,
  usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL, ivl
  integer NOT NULL,
  factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL, left integer NOT
  NULL, odue integer NOT NULL,
  odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease
  integer NOT NULL, ivl integer NOT NULL,
  lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL, type integer NOT NULL);
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm
  integer NOT NULL, ver integer NOT NULL,
  dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL, models
  text NOT NULL, decks text NOT NULL,
  dconf text NOT NULL, tags text NOT NULL);
"""
_SCHEMA_18 = """\
CREATE TABLE notetypes (id integer NOT NULL PRIMARY KEY, name text NOT NULL COLLATE unicase,
  mtime_secs integer NOT NULL,
  usn integer NOT NULL, config blob NOT NULL);
CREATE TABLE fields (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE
  unicase, config blob NOT NULL,
  PRIMARY KEY (ntid, ord)) without rowid;
CREATE TABLE templates (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE
  unicase, mtime_secs integer NOT NULL, usn integer NOT NULL, config blob NOT NULL,
  PRIMARY KEY (ntid, ord)) without rowid;
CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);
CREATE TABLE decks (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase,
  mtime_secs integer NOT NULL,
  usn integer NOT NULL, common blob NOT NULL, kind blob NOT NULL);
CREATE UNIQUE INDEX idx_decks_name ON decks (name);
"""
BASIC = ("Front", "Back")
Sides = tuple[str, str]
"""The front and the back of a template."""
FORMS = ("collection.anki2", "collection.anki21", "collection.anki21b")


@dataclass(frozen=True)
class Imported:
    """A finished import: exit code, what was told, and the learner's folder."""

    code: int
    out: str
    err: str
    home: Path

    @property
    def decks(self) -> dict[str, dict[str, Any]]:
        """The new decks as a YAML library of its own reads them, by their file's stem.

        The shipped ones, which come beside a learner's first, are not among them.
        """
        shipped = {file.name for file in Environment({}, self.home).shipped_decks.iterdir()}
        return {
            file.stem: yaml.safe_load(file.read_text("utf-8"))
            for file in (self.home / "decks").glob("*.yaml")
            if file.name not in shipped
        }

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [card for _, deck in sorted(self.decks.items()) for card in deck["cards"]]

    @property
    def events(self) -> list[dict[str, Any]]:
        return [
            json.loads(line) for file in self.logs for line in file.read_text("utf-8").splitlines()
        ]

    @property
    def logs(self) -> list[Path]:
        return sorted((self.home / "log").glob("*.jsonl"))


Import = Callable[..., Imported]


class Row(NamedTuple):
    """An answer in Anki's history: of which note's card (counted from 0), when, and how."""

    note: int
    at: int
    ease: int = 3
    kind: int = 1
    factor: int = 2500
    order: int = 0
    milliseconds: int = 4000


class Note(NamedTuple):
    """A note of one of the note types, in one of the decks, with so many cards."""

    fields: Sequence[str]
    kind: str = "Basic"
    deck: str = "Default"
    tags: str = ""
    cards: int = 1


def package(
    path: Path,
    notes: Sequence[Note],
    history: Sequence[Row] = (),
    form: str = "collection.anki2",
    kinds: Mapping[str, Sequence[str]] = {"Basic": BASIC},
    media: Sequence[str] = (),
    conf: Mapping[str, Any] = {"schedVer": 2},
    sql: str = "",
    templates: Mapping[str, Sequence[Sides]] = {},
) -> Path:
    """Write a package in one of the FORMS; `sql` is run on its collection at the end.

    A note type has these `templates`, or none.
    """
    is_new = form == FORMS[2]
    database = collection(
        path.with_suffix(".db"), notes, history, kinds, conf, is_new, sql, templates
    )
    listed = (
        media_list(media)
        if is_new
        else json.dumps({str(i): name for i, name in enumerate(media)}).encode()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(form, compressed(database) if is_new else database)
        if form != FORMS[0]:  # the older form is only there to say that it is too old
            told = collection(path.with_suffix(".old"), [Note(("Please update", ""))])
            archive.writestr(FORMS[0], told)
        archive.writestr("media", compressed(listed) if is_new else listed)
        archive.writestr("meta", b"\x08\x03" if is_new else b"\x08\x02")
    return path


def collection(
    path: Path,
    notes: Sequence[Note],
    history: Sequence[Row] = (),
    kinds: Mapping[str, Sequence[str]] = {"Basic": BASIC},
    conf: Mapping[str, Any] = {"schedVer": 2},
    is_new: bool = False,
    sql: str = "",
    templates: Mapping[str, Sequence[Sides]] = {},
) -> bytes:
    """Return a collection as the bytes of a database, made in a file at this path."""
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.create_collation("unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
    db.executescript(_SHARED + (_SCHEMA_18 if is_new else ""))
    types = {name: 1000 + i for i, name in enumerate(kinds)}
    decks = {name: 2000 + i for i, name in enumerate(dict.fromkeys(note.deck for note in notes))}
    if is_new:
        _add_tables(db, types, kinds, decks, templates)
        frame = ["", "", ""]
    else:
        models = {
            str(types[kind]): {
                "flds": [{"name": name} for name in names],
                "tmpls": [
                    {"ord": i, "qfmt": front, "afmt": back}
                    for i, (front, back) in enumerate(templates.get(kind, ()))
                ],
            }
            for kind, names in kinds.items()
        }
        named = {str(number): {"name": name} for name, number in decks.items()}
        frame = [json.dumps(part) for part in (conf, models, named)]
    db.execute(
        "INSERT INTO col VALUES (1, 0, 0, 0, ?, 0, 0, 0, ?, ?, ?, '', '')",
        (18 if is_new else 11, *frame),
    )
    for i, note in enumerate(notes):
        _add_note(db, i, note, types.get(note.kind, 1), decks[note.deck])
    rows = [
        (one.at, card_id(one.note, one.order), one.ease, one.factor, one.milliseconds, one.kind)
        for one in history
    ]
    db.executemany("INSERT INTO revlog VALUES (?, ?, 0, ?, 0, 0, ?, ?, ?)", rows)
    db.executescript(sql)
    db.commit()
    db.close()
    return path.read_bytes()


def _add_tables(
    db: sqlite3.Connection,
    types: Mapping[str, int],
    kinds: Mapping[str, Sequence[str]],
    decks: Mapping[str, int],
    templates: Mapping[str, Sequence[Sides]],
) -> None:
    """Fill the tables of schema 18 that are JSON in schema 11."""
    db.executemany(
        "INSERT INTO notetypes VALUES (?, ?, 0, 0, x'')",
        [(number, name) for name, number in types.items()],
    )
    fields = [
        (types[kind], i, name) for kind, names in kinds.items() for i, name in enumerate(names)
    ]
    db.executemany("INSERT INTO fields VALUES (?, ?, ?, x'')", fields)
    sides = [
        (types[kind], i, f"{i}", message(*map(str.encode, pair)))
        for kind, pairs in templates.items()
        for i, pair in enumerate(pairs)
    ]
    db.executemany("INSERT INTO templates VALUES (?, ?, ?, 0, 0, ?)", sides)
    named = [(number, name.replace("::", "\x1f")) for name, number in decks.items()]
    db.executemany("INSERT INTO decks VALUES (?, ?, 0, 0, x'', x'')", named)


def _add_note(db: sqlite3.Connection, number: int, note: Note, kind: int, deck: int) -> None:
    """Add a note and the cards that Anki made of it."""
    values = "\x1f".join(note.fields)
    db.execute(
        "INSERT INTO notes VALUES (?, ?, ?, 0, 0, ?, ?, '', 0, 0, '')",
        (10_000 + number, f"guid{number}", kind, note.tags, values),
    )
    cards = [(card_id(number, order), 10_000 + number, deck, order) for order in range(note.cards)]
    db.executemany(
        "INSERT INTO cards VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '')", cards
    )


def card_id(note: int, order: int = 0) -> int:
    return 1_000_000 + 10 * note + order


def compressed(data: bytes) -> bytes:
    """Return data as zstd packs it."""
    return compress(data)


def media_list(names: Sequence[str]) -> bytes:
    """Return names as Anki's protobuf message MediaEntries: entries of a name, a size, a hash."""
    entries = b""
    for name in names:
        text = name.encode()
        entry = b"\x0a" + bytes([len(text)]) + text + b"\x10\x01" + b"\x1a\x14" + b"h" * 20
        entries += b"\x0a" + bytes([len(entry)]) + entry
    return entries


def message(*parts: bytes) -> bytes:
    """Return a message of protobuf whose first fields are these bytes."""
    data = b""
    for number, part in enumerate(parts, 1):
        size = len(part)
        length = b""
        while size > 0x7F:
            length += bytes([size & 0x7F | 0x80])
            size >>= 7
        data += bytes([number << 3 | 2]) + length + bytes([size]) + part
    return data


def zipped(**members: bytes) -> bytes:
    """Return a zip file; `collection_anki2` names collection.anki2."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return stream.getvalue()


def changed(path: Path, change: Callable[[sqlite3.Connection], object]) -> bytes:
    """Return a package of schema 11 whose collection was changed as by Anki."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    database = path.with_suffix(".changed")
    database.write_bytes(members[FORMS[0]])
    db = sqlite3.connect(database)
    change(db)
    db.commit()
    db.close()
    members[FORMS[0]] = database.read_bytes()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return stream.getvalue()
