"""A field of HTML -> plain text as it looks on a card, and the media in it, which are left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import NamedTuple

from quizcards.images import FOLDER
from quizcards.importing.text import known_letters
from quizcards.trace.notation import subscript, superscript

_DECLARATION = re.compile(r"<!--(?:(?!<!--).)*?-->|<[!?][^<>]*>", re.DOTALL)
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]*>)")
_SOUND = re.compile(r"\[sound:([^\[\]]*)\]")
_BLOCKS = frozenset(
    """
    address article blockquote dd div dl dt fieldset figure footer form header hr ol p pre
    section table tr ul h1 h2 h3 h4 h5 h6
    """.split()
)
_SILENT = frozenset("script style template".split())
_MEDIA = frozenset("img audio video source embed object".split())
_MATHJAX = "anki-mathjax"
"""How Anki's editor writes what is \\(...\\) in a note."""
_STYLES = frozenset("b strong i em u s strike del mark font big small tt".split())


class Plain(NamedTuple):
    """The text of some HTML, its lines where a browser breaks them, and what is not in it."""

    text: str
    media: list[str]
    """The names of the pictures, sounds and films that it shows and the text does not."""
    is_styled: bool
    """Whether letters were bold, coloured and the like."""


def no_image(_: str) -> str:
    """Take no picture along."""
    return ""


def plain(markup: str, take: Callable[[str], str] = no_image) -> Plain:
    """Return the text of some HTML, which need not be well formed.

    `take` is given the source of each picture, and returns what it is called in the text; "" for
    one that does not come along.
    """
    if not any(c in markup for c in "<&[\n"):
        return Plain(markup.replace("\xa0", " "), [], False)
    reader = _Reader(take)
    sounds = _SOUND.findall(markup)
    # the standard library's parser raises for some declarations, and looks for the end of a tag
    # without one again and again
    reader.feed(_NO_TAG.sub("&lt;", _DECLARATION.sub("", _SOUND.sub("", known_letters(markup)))))
    reader.close()
    return Plain(reader.text(), [*reader.media, *sounds], reader.is_styled)


class _Reader(HTMLParser):
    """Collects text.

    `parts` is a stack: one list for the text itself, and one for each open <sup> or <sub>.
    """

    def __init__(self, take: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.take = take
        self.parts: list[list[str]] = [[]]
        self.media: list[str] = []
        self.is_styled = False
        self.links: list[str] = []
        self.fences: list[tuple[str, str]] = []
        """The marks around each formula of Anki's editor that is open."""
        self.silent = 0
        self.kept = 0
        """How many <pre> are open: in them spaces and line ends count."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.is_styled |= tag in _STYLES or (tag == "span" and "style" in named)
        if tag in _MEDIA:
            source = named.get("src") or named.get("data") or ""
            name = self.take(source) if tag == "img" and source else ""
            if name:
                self.parts[-1].append(f"![]({FOLDER}/{name})")
            elif source:
                self.media.append(source)
        elif tag == _MATHJAX:
            self.fences.append((r"\[", r"\]") if "block" in named else (r"\(", r"\)"))
            self.parts[-1].append(self.fences[-1][0])
        elif tag == "a":
            self.links.append(named.get("href") or "")
        elif tag in ("sup", "sub"):
            self.parts.append([])
        elif tag in ("td", "th"):
            self.parts[-1].append("\t")
        elif tag in ("br", "li") or tag in _BLOCKS:
            self.parts[-1].append("\n- " if tag == "li" else "\n")
        self.silent += tag in _SILENT
        self.kept += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("sup", "sub") and len(self.parts) > 1:
            inside = "".join(self.parts.pop()).replace("-", "−")
            small = superscript(inside) if tag == "sup" else subscript(inside)
            sign = "^" if tag == "sup" else "_"
            if small:
                self.parts[-1].append(small)
            elif inside.strip():
                self.parts[-1].append(f"{sign}({inside.strip()})")
        elif tag == _MATHJAX and self.fences:
            self.parts[-1].append(self.fences.pop()[1])
        elif tag == "a" and self.links:
            self.parts[-1].append(_target(self.links.pop(), "".join(self.parts[-1][-1:])))
        elif tag in _BLOCKS:
            self.parts[-1].append("\n")
        self.silent -= tag in _SILENT and self.silent > 0
        self.kept -= tag == "pre" and self.kept > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts[-1].append(
                data.replace("\xa0", " ") if self.kept else re.sub(r"\s+", " ", data)
            )

    def text(self) -> str:
        """Return what was collected, cells of a row between bars, and no empty line too many."""
        lines = "".join(part for parts in self.parts for part in parts).split("\n")
        rows = (re.sub(r" *\t *", " | ", line.strip(" ").removeprefix("\t")) for line in lines)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(row.rstrip() for row in rows)).strip("\n")


def _target(link: str, text: str) -> str:
    """Return where a link leads, to stand after its text; "" if that is no page, or the text."""
    is_page = link.startswith(("http://", "https://"))
    return f" ({link})" if is_page and not text.endswith(link) else ""
