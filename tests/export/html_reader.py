"""The exported page as a tree, read by the standard library.

A page that is not well-formed fails here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "img", "input"}


class Element:
    """An element with its attributes, and what it holds: elements and text in order."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.inside: list[Element | str] = []

    def __iter__(self) -> Iterator[Element]:
        yield self
        for one in self.inside:
            if isinstance(one, Element):
                yield from one

    def all(self, tag: str = "", kind: str = "") -> list[Element]:
        """Every element in it of this tag and this class, in order."""
        return [
            one
            for one in self
            if tag in ("", one.tag)
            and (not kind or kind in one.attributes.get("class", "").split())
        ]

    def one(self, tag: str = "", kind: str = "") -> Element:
        (found,) = self.all(tag, kind)
        return found

    @property
    def source(self) -> str:
        """Its text as it stands, what no reader sees included."""
        return "".join(one if isinstance(one, str) else one.source for one in self.inside)

    @property
    def text(self) -> str:
        """What a reader sees: white space as one space, no data and no template."""
        return " ".join(self._seen().split())

    def _seen(self) -> str:
        if self.tag in ("script", "style", "template"):
            return ""
        return "".join(one if isinstance(one, str) else one._seen() for one in self.inside)

    @property
    def data(self) -> Any:
        return json.loads(self.source)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"<{tag}> has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def read(page: str) -> Element:
    """Parse a page and hold it to the rules of a tree: what opens closes, in order."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    (root,) = reader.open
    return root
