"""The note type of our cards: its fields, and how Anki shows them."""

from __future__ import annotations

from pathlib import Path

NAME = "quizcards"
ID = 1_735_689_600_001
"""Anki knows the note type by this, and by the names of its fields and template.

A change makes it another one.
"""
CHANGED = 1_795_910_400
"""When the templates or the style last changed.

Anki takes them anew if this is later than its own, and only then, so that what the learner made of
them stays.
"""
FIELDS = ("질문", "답", "핵심", "식", "오해", "꼬리질문", "계산", "그림", "출처", "카드", "자료")
"""The fields of a note. The last is the card itself as JSON, folded away and not searched.

From it `quizcards import` makes the card again.
"""


def note_type() -> dict[str, object]:
    """Return the note type as Anki's collection holds it."""
    font = {"font": "sans-serif", "size": 18, "rtl": False, "sticky": False, "media": []}
    hidden = {"collapsed": True, "excludeFromSearch": True}
    names: list[dict[str, object]] = [
        {"name": name, "ord": i, **font} for i, name in enumerate(FIELDS)
    ]
    template = {
        "name": "카드",
        "ord": 0,
        "qfmt": _file("front.html"),
        "afmt": _file("back.html"),
        "did": None,
    }
    return {
        "id": ID,
        "name": NAME,
        "type": 0,
        "mod": CHANGED,
        "usn": -1,
        "sortf": 0,
        "did": None,
        "flds": [*names[:-1], names[-1] | hidden],
        "tmpls": [{**template, "bqfmt": "", "bafmt": ""}],
        "css": _file("style.css"),
        "latexPre": "",
        "latexPost": "",
        "req": [[0, "any", [0]]],  # a card is made where the first field says something
        "tags": [],
        "vers": [],
    }


def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8").strip()
