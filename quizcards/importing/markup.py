"""A field of HTML -> plain text as it looks on a card, and the media in it, which are left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from quizcards.trace.notation import subscript, superscript

_SOUND = re.compile(r"\[sound:([^\]]*)\]")
_BLOCKS = frozenset("address article blockquote dd div dl dt fieldset figure footer form header hr ol p pre section table tr ul h1 h2 h3 h4 h5 h6".split())  # fmt: skip
_SILENT = frozenset("script style template".split())
_MEDIA = frozenset("img audio video source embed object".split())


def plain(markup: str) -> tuple[str, list[str]]:
    """Return the text of some HTML, its lines where a browser breaks them, and the names of the media it shows."""
    reader = _Reader()
    sounds = _SOUND.findall(markup)
    reader.feed(_SOUND.sub("", markup))
    reader.close()
    return reader.text(), [*reader.media, *sounds]


class _Reader(HTMLParser):
    """Collects text. `parts` is a stack: one list for the text itself, and one for each open <sup> or <sub>."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[list[str]] = [[]]
        self.media: list[str] = []
        self.silent = 0
        self.kept = 0
        """How many <pre> are open: in them spaces and line ends count."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MEDIA:
            named = dict(attrs)
            self.media += [name for name in [named.get("src") or named.get("data")] if name]
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
            inside = "".join(self.parts.pop())
            small = superscript(inside) if tag == "sup" else subscript(inside)
            self.parts[-1].append(
                small or (f"{'^' if tag == 'sup' else '_'}({inside.strip()})" if inside.strip() else "")
            )
        elif tag in _BLOCKS:
            self.parts[-1].append("\n")
        self.silent -= tag in _SILENT and self.silent > 0
        self.kept -= tag == "pre" and self.kept > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts[-1].append(data.replace("\xa0", " ") if self.kept else re.sub(r"\s+", " ", data))

    def text(self) -> str:
        """Return what was collected: cells of a row between bars, and no empty line at either end or doubled."""
        lines = "".join(part for parts in self.parts for part in parts).split("\n")
        rows = (re.sub(r" *\t *", " | ", line.strip(" ").removeprefix("\t")) for line in lines)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(row.rstrip() for row in rows)).strip("\n")
