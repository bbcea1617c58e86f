"""The elements of an SVG: text escaped and measured, one style for light, dark and print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from quizcards.characters import BREAKS, CONTROLS, DIRECTIONS, UNWRITABLE, one_of

WIDTH = 640.0
PHONE_WIDTH = 400.0
"""So that on a phone the letters of a picture stay as large as they were drawn."""
MARGIN = 20.0
FONT = 13.0
LINE = 19.0  # from one line of text to the next
SERIES = 5  # colours, each with a dash and a mark of its own
SHADES = 5


@dataclass(frozen=True)
class Palette:
    """Colours by what they are for. Series are told apart by dash and mark as well."""

    ground: str
    ink: str
    quiet: str
    grid: str
    box: str
    back: str
    series: tuple[str, ...]
    shades: tuple[str, ...]


# Okabe & Ito's colours for every kind of colour vision, some a little darker on white or lighter on
# black for contrast
LIGHT = Palette(
    "#ffffff", "#1f2328", "#59636e", "#e3e7eb", "#f6f8fa", "#b3261e",
    ("#0072b2", "#d55e00", "#008060", "#b04a90", "#1f2328"),
    ("#eef5fa", "#c5dfee", "#8fc1de", "#2874a8", "#004b7a"),
)  # fmt: skip
DARK = Palette(
    "#0d1117", "#e6edf3", "#9aa4af", "#262c34", "#161b22", "#ff8a80",
    ("#56b4e9", "#e69f00", "#2bbf93", "#dd8fb9", "#f0e442"),
    ("#14202b", "#17364d", "#1d5274", "#58b0e3", "#b5dffa"),
)  # fmt: skip
DASHES = ("none", "8 4", "2.5 3.5", "10 4 2.5 4", "5 3")
MARKS = (  # around a point: circle, triangle, square, diamond, triangle upside down
    "m-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
    "m0,-5.2l4.8,8.4h-9.6z",
    "m-3.7,-3.7h7.4v7.4h-7.4z",
    "m0,-5.4l5.4,5.4l-5.4,5.4l-5.4,-5.4z",
    "m0,5.2l4.8,-8.4h-9.6z",
)
FONTS = (
    "Pretendard, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', "
    "'Nanum Gothic', sans-serif"
)
# of the font's size: a Latin letter or a digit is about one cell wide, Hangul less than two
_CELL = 0.58
_FAR = 9e4
# to XML a carriage return is a line end like any other
_UNWRITABLE = one_of(CONTROLS, BREAKS.replace("\r", ""), DIRECTIONS, UNWRITABLE)


def document(title: str, width: float, height: float, parts: Iterable[str]) -> str:
    """Return a complete SVG: the title above the parts, all within one margin."""
    lines = wrapped(title, (width - 2 * MARGIN) / (FONT + 2) / _CELL)
    top = MARGIN + len(lines) * (LINE + 2) + 4
    heading = [
        text(MARGIN, MARGIN + 12 + i * (LINE + 2), line, kind="title")
        for i, line in enumerate(lines)
    ]
    size = {"width": width, "height": top + height + MARGIN}
    body = tag("g", *parts, transform=f"translate(0 {at(top)})")
    return tag(
        "svg",
        tag("title", escaped(title)),
        tag("style", _STYLE),
        tag("rect", class_="ground", **size),
        *heading,
        body,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        viewBox=f"0 0 {at(width)} {at(size['height'])}",
        **size,
    )


def stacked(documents: Sequence[str]) -> str:
    """Return complete documents as one, each below the one before."""
    sizes = [
        [float(n) for n in re.findall(r'viewBox="0 0 (\S+) (\S+)"', document)[0]]
        for document in documents
    ]
    inside = []
    top = 0.0
    for one, (_, high) in zip(documents, sizes, strict=True):
        inside.append(one.replace("<svg ", f'<svg y="{at(top)}" ', 1))
        top += high
    width = max(width for width, _ in sizes)
    height = sum(height for _, height in sizes)
    return tag(
        "svg",
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {at(width)} {at(height)}",
        width=width,
        height=height,
    )


def tag(name: str, *inside: str, **attributes: object) -> str:
    """Return an element on a line of its own.

    What is inside must be escaped or written by `tag`.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
    )
    if not inside:
        return f"<{name}{written}/>\n"
    return f"<{name}{written}>{''.join(inside)}</{name}>\n"


def _attribute(value: object) -> str:
    return at(value) if isinstance(value, float) else escaped(str(value))


def text(x: float, y: float, content: str, anchor: str = "start", kind: str = "label") -> str:
    """Return a line of text that stands on y."""
    return tag("text", escaped(content), class_=kind, x=float(x), y=float(y), text_anchor=anchor)


def escaped(content: str) -> str:
    """Return writable text in which nothing is markup."""
    return escape(writable(content))


def writable(content: str) -> str:
    """Return text with a box for what XML cannot hold or what turns text around."""
    return _UNWRITABLE.sub("□", content)


def at(value: float) -> str:
    """Return a coordinate to a tenth of a pixel.

    What is far off the page is brought near enough for any renderer.
    """
    return f"{round(min(max(value, -_FAR), _FAR), 1) + 0.0:g}"


def text_width(content: str) -> float:
    """Return about how long a text is, rather too long than too short: Hangul takes two cells."""
    return FONT * _CELL * sum(map(_cells, content))


def wrapped(content: str, cells: float) -> list[str]:
    """Break text into lines of at most so many cells.

    Between words, and inside a word that is longer than a line.
    """
    lines, room = [""], cells
    for word in re.findall(r"[^ \t\n]+", content):
        needed = sum(map(_cells, word))
        if lines[-1] and needed + 1 > room:
            lines.append("")
            room = cells
        elif lines[-1]:
            lines[-1] += " "
            room -= 1
        for char in word:
            if _cells(char) > room and lines[-1]:
                lines.append("")
                room = cells
            lines[-1] += char
            room -= _cells(char)
    return lines


def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _colours(palette: Palette) -> str:
    """Return the rules that differ between light and dark."""
    ground, ink, quiet, back = palette.ground, palette.ink, palette.quiet, palette.back
    rules = [
        f".ground{{fill:{ground}}}.label,.title,.name{{fill:{ink}}}"
        f".quiet,.hill,.head{{fill:{quiet}}}.back{{fill:{back}}}",
        f".grid{{stroke:{palette.grid}}}.axis,.level,.edge{{stroke:{quiet}}}"
        f".limit{{stroke:{ink}}}.return{{stroke:{back}}}",
        f".box{{fill:{palette.box};stroke:{quiet}}}.bar,.value{{fill:{palette.series[0]}}}",
    ]
    for i, colour in enumerate(palette.series):
        rules.append(f".s{i}{{stroke:{colour}}}.m{i}{{fill:{colour};stroke:{ground}}}")
    for i, shade in enumerate(palette.shades):
        on_shade = ink if i <= SHADES // 2 else ground
        rules.append(f".h{i}{{fill:{shade}}}.t{i}{{fill:{on_shade}}}")
    return "\n".join(rules)


_STYLE = f"""
text{{font-family:{FONTS};font-size:{FONT:g}px}}
.title{{font-size:{FONT + 2:g}px;font-weight:bold}}.name{{font-weight:bold}}
.grid,.axis,.level,.edge,.return,.line{{fill:none}}.line{{stroke-width:2;stroke-linejoin:round}}
.level{{stroke-width:.6}}.return{{stroke-dasharray:4 3}}
path.land{{fill-rule:evenodd;stroke:none}}path.land.hill{{fill-opacity:.06}}\
path.land.m0,path.land.m1{{fill-opacity:.13}}
{"".join(f".s{i}{{stroke-dasharray:{dash}}}" for i, dash in enumerate(DASHES))}
{_colours(LIGHT)}
@media (prefers-color-scheme:dark){{
{_colours(DARK)}
}}
"""
