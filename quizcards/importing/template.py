"""A template of Anki: which fields of a note a card shows, on which side, and what stands between.

{{FrontSide}}<hr id=answer>{{#Example}}e.g. {{Example}}{{/Example}}
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import escape
from typing import NamedTuple

LONGEST = 100_000
"""Letters of a side. It is filled in for each note."""
# never across another opening one, so that no end is looked for again and again
_SILENT = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<(script|style)\b[^<>]*>(?:(?!<(?:script|style)\b).)*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"\{\{([^{}]{1,1000})\}\}")
_ANSWER = re.compile(r"""<hr\b[^<>]*\bid\s*=\s*["']?answer\b[^<>]*>""", re.IGNORECASE)
"""What parts the answer from the question, which most templates repeat above it."""
_BREAK = re.compile(
    r"<(?:br|hr|p|div|tr|td|th|li|ul|ol|dl|dt|dd|table|section|h[1-6])\b", re.IGNORECASE
)
_ELEMENT = re.compile("<[^<>]*>")
_EMPTY = re.compile(r"(?:\s|&nbsp;|</?(?:br|div)\b[^<>]*>)*", re.IGNORECASE)
_CLOZE_NUMBER = re.compile(r"c\d+")
_RUBY = re.compile(r" ?([^ <>\[\]]{1,40})\[([^\[\]]{1,40})\]")

Side = tuple[str, ...]
"""HTML and what stands in {{}}, by turns."""


class Template(NamedTuple):
    """The two sides of a card, as its note type's author wrote them."""

    front: Side
    above: Side
    """What the back shows before the line that parts the answer from the question."""
    back: Side

    @property
    def size(self) -> int:
        """How many letters there are on its sides."""
        return sum(map(len, (*self.front, *self.above, *self.back)))

    @property
    def is_cloze(self) -> bool:
        """Whether it asks for the blanks of a text."""
        return any("cloze:" in tag for tag in self.front[1::2])


class Filled(NamedTuple):
    """A card's sides as HTML."""

    question: str
    answer: str
    """What the back shows beside the question."""
    shown: Collection[str]
    """The names of the fields on them."""


def read_template(front: str, back: str) -> Template | None:
    """Return a template, or None for one that is too long to be filled in again and again."""
    if max(len(front), len(back)) > LONGEST:
        return None
    above, line, below = (back, "", "")
    if found := _ANSWER.search(back):
        above, line, below = back[: found.start()], found[0], back[found.end() :]
    return Template(_side(front), _side(above if line else ""), _side(below if line else above))


def _side(html: str) -> Side:
    return tuple(_TAG.split(_SILENT.sub("", html)))


def filled_sides(
    template: Template, fields: Mapping[str, str], named: Collection[str], apart: Collection[str]
) -> Filled:
    """Return a card's sides with a note's fields in them.

    On the back, what the front has shown is left out, as are the fields that are kept `apart`. A
    field there that is among the `named` is called by its name, unless the template does so.
    """
    front = _Filling(fields, {*apart})
    question = front.filled(template.front, is_front=True)
    back = _Filling(fields, {*apart, *front.shown})
    above = back.filled(template.above, named=named)
    answer = (above if back.shown else "") + back.filled(template.back, named=named)
    for name in front.hints:
        if name not in back.shown:
            answer += f"<br>{escape(name)}: {fields[name]}"
    if not back.shown:  # one that says which part of the question is the answer
        back = _Filling(fields, {*apart})
        answer = back.filled(template.back)
        if back.shown >= front.shown:
            answer = ""
    return Filled(question, answer, front.shown | back.shown | front.hints)


class _Filling:
    """Fills in sides; each field once, however often a template names it."""

    def __init__(self, fields: Mapping[str, str], hidden: Collection[str]) -> None:
        self.fields = fields
        self.hidden = hidden
        self.shown: set[str] = set()
        self.hints: set[str] = set()
        """What a front shows only when it is asked for."""

    def filled(self, side: Side, named: Collection[str] = (), is_front: bool = False) -> str:
        """Return a side as HTML."""
        parts: list[str] = []
        sections: list[bool] = []
        closed = 0
        before = ""
        """The HTML since the last field."""
        for i, part in enumerate(side):
            sign = part[:1]
            if i % 2 and sign in ("#", "^"):
                sections.append(self._is_there(part[1:].strip()) == (sign == "#"))
                closed += not sections[-1]
            elif i % 2 and sign == "/":
                closed -= bool(sections) and not sections.pop()
            elif closed:
                continue
            elif i % 2 == 0:
                parts.append(part)
                before += part
            elif value := self._value(part, is_front):
                name = _name(part)
                if name in named and self.shown and _wants_name(before):
                    parts.append(f"{escape(name)}: ")
                parts.append(value)
                self.shown.add(name)
                before = ""
        return "".join(parts)

    def _is_there(self, name: str) -> bool:
        """Say whether Anki shows a section: of a field that says something, or of a blank."""
        value = self.fields.get(name, "")
        return _EMPTY.fullmatch(value) is None or _CLOZE_NUMBER.fullmatch(name) is not None

    def _value(self, tag: str, is_front: bool) -> str:
        """Return what stands for a tag; "" for what is no field, or not to be seen here."""
        *filters, name = (part.strip() for part in tag.split(":"))
        if name not in self.fields or name in self.hidden or name in self.shown:
            return ""
        value = self.fields[name]
        if _EMPTY.fullmatch(value) or any(one.startswith("tts") for one in filters):
            return ""
        if is_front and "type" in filters:
            return ""
        if is_front and "hint" in filters:
            self.hints.add(name)
            return ""
        if "kanji" in filters or "kana" in filters:
            return _RUBY.sub(r"\1" if "kanji" in filters else r"\2", value)
        return value


def _name(tag: str) -> str:
    return tag.rpartition(":")[2].strip()


def _wants_name(before: str) -> bool:
    """Say whether a field stands on a line of its own of which nothing says what it is.

    Within an element, as in <img src="{{Picture}}">, there is no place for a name.
    """
    if before.rfind("<") > before.rfind(">") or not _BREAK.search(before):
        return False
    return not any(map(str.isalnum, _ELEMENT.sub("", before)))
