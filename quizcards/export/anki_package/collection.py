"""The collection of an Anki package: a SQLite database, written row by row."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b, sha1
from html import unescape
from pathlib import Path

from quizcards.export.anki_package import note_type
from quizcards.export.anki_package.note import cleaned
from quizcards.export.anki_package.schedule import CREATED, RevlogRow, Standing
from quizcards.model import Card, Deck

_BY_US = -1
"""The number of changes not yet sent to a server."""
_PRESET = 1
"""The preset of options that every collection has.

A package that names only this one leaves the learner's as it is.
"""


class Collection:
    """A new collection in a file.

    What is in it is as of `now`, which Anki compares to tell what is newer.
    """

    def __init__(self, path: Path, decks: Sequence[Deck], now: float) -> None:
        self.now = int(now)
        self.next_id = int(now * 1000) + 1
        self.decks = {deck.id: _number(deck.id) for deck in decks}
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=OFF")  # a file that is not finished is thrown away
        self.db.executescript(Path(__file__).with_name("schema.sql").read_text(encoding="utf-8"))
        self.db.execute("BEGIN")
        self._insert(
            "col", 1, CREATED, self.now * 1000, 0, 11, 0, 0, 0, *map(_json, self._frame(decks))
        )

    def add(
        self,
        card: Card,
        fields: Mapping[str, str],
        standing: Standing,
        answers: Iterable[RevlogRow],
    ) -> None:
        """Write a card's note, the card and its answers."""
        note = self.next_id
        self.next_id += 1
        tags = " ".join("_".join(cleaned(tag).split()) for tag in card.tags)
        written = [fields[name] for name in note_type.FIELDS]
        first = unescape(re.sub(r"<.*?>", "", written[0]))
        checksum = int(sha1(first.encode()).hexdigest()[:8], 16)
        row = (f" {tags} " if tags else "", "\x1f".join(written), first, checksum, 0, "")
        self._insert("notes", note, guid(card), note_type.ID, self.now, _BY_US, *row)
        *place, data = standing
        self._insert(
            "cards", note, note, self.decks[card.deck], 0, self.now, _BY_US, *place, 0, 0, 0, data
        )
        for at, *answer in answers:
            self._insert("revlog", self._free(at), note, _BY_US, *answer)

    def close(self) -> None:
        """Finish the file."""
        self.db.execute("COMMIT")
        self.db.close()

    def _insert(self, table: str, *row: object) -> None:
        self.db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)

    def _free(self, moment: int) -> int:
        """Return a moment, or the first after it at which no answer was given yet.

        Anki tells answers apart by their moment.
        """
        while self.db.execute("SELECT 1 FROM revlog WHERE id = ?", (moment,)).fetchone():
            moment += 1
        return moment

    def _frame(self, decks: Sequence[Deck]) -> tuple[dict[str, object], ...]:
        """Return what the collection says of itself, its note types, decks, presets and tags."""
        conf: dict[str, object] = {
            "schedVer": 2,
            # the day of creation is that of UTC, whatever the time zone of the reader
            "creationOffset": 0,
            "rollover": 4,
            "curDeck": 1,
            "activeDecks": [1],
            "curModel": str(note_type.ID),
            "nextPos": 1 + sum(len(deck.cards) for deck in decks),
            "newSpread": 0,
            "collapseTime": 1200,
            "timeLim": 0,
            "estTimes": True,
            "dueCounts": True,
            "addToCur": True,
            "sortType": "noteFld",
            "sortBackwards": False,
        }
        names = {1: "Default"}
        names |= {self.decks[deck]: name for deck, name in deck_names(decks).items()}
        models: dict[str, object] = {str(note_type.ID): note_type.note_type()}
        named = {str(number): _deck(number, name, self.now) for number, name in names.items()}
        return conf, models, {**named}, _PRESETS, {}


def guid(card: Card) -> str:
    """Return the name by which Anki knows a note again."""
    return blake2b(card.first_key.encode(), digest_size=10).hexdigest()


def deck_names(decks: Iterable[Deck]) -> dict[str, str]:
    """Return each deck's name in Anki, all below one.

    No two are the same, and in a title :: parts nothing.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for deck in decks:
        title = cleaned(deck.title).replace("::", "∶∶")
        while title.casefold() in taken:
            title = f"{title} ({deck.id})"
        taken.add(title.casefold())
        names[deck.id] = f"{note_type.NAME}::{title}"
    return names


def _number(name: str) -> int:
    """Return a number for a deck, always the same.

    It has 12 digits, below the moments that Anki numbers its own decks by.
    """
    digest = int.from_bytes(blake2b(name.encode(), digest_size=8).digest())
    return digest % 900_000_000_000 + 100_000_000_000


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _deck(number: int, name: str, now: int) -> dict[str, object]:
    today = dict.fromkeys(("newToday", "revToday", "lrnToday", "timeToday"), (0, 0))
    plain = {
        "desc": "",
        "dyn": 0,
        "conf": _PRESET,
        "extendNew": 0,
        "extendRev": 0,
        "collapsed": False,
    }
    return {
        "id": number,
        "name": name,
        "mod": now,
        "usn": _BY_US,
        **today,
        **plain,
        "browserCollapsed": False,
    }


_PRESETS: dict[str, object] = {
    str(_PRESET): {
        "id": _PRESET,
        "name": "Default",
        "mod": 0,
        "usn": 0,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "new": {
            "bury": False,
            "delays": [1, 10],
            "initialFactor": 2500,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": 20,
        },
        "rev": {
            "bury": False,
            "ease4": 1.3,
            "ivlFct": 1,
            "maxIvl": 36500,
            "perDay": 200,
            "hardFactor": 1.2,
        },
        "lapse": {"delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0},
        "dyn": False,
    }
}
