r"""A card's text: letters, with mathematics between dollars and pictures between them.

Adam은 $\hat m_t$를 씁니다. ![](media/adam.png)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from quizcards.model import BLANK, filled_in
from quizcards.trace.latex import LatexError
from quizcards.trace.linear import unicode_formula

_LONGEST_FORMULA = 1_000
"""What is longer stays text."""
_PICTURE = r"!\[[^\[\]\n]{0,200}\]\(media/(?P<picture>\w[\w.+-]{0,199})\)"
"""A file of the folder `media` beside the deck: of no other folder, nor of the network."""
_LATEX = rf"(?:(?!\n\s*\n)[^$\\]|\\.){{1,{_LONGEST_FORMULA}}}?"
# as in Pandoc: a price has a space before its second dollar, or a digit or letter after it
_INLINE = rf"(?<![\\$A-Za-z0-9])\$(?![\s$])(?P<inline>{_LATEX})(?<!\s)\$(?![A-Za-z0-9$])"
_DISPLAY = rf"(?<![\\$])\$\$\s*(?P<display>{_LATEX})\s*\$\$(?!\$)"
_IMAGE = re.compile(_PICTURE)
_PART = re.compile(f"{_PICTURE}|{_DISPLAY}|{_INLINE}", re.DOTALL)
_FILLED = re.compile(f"{BLANK.pattern}|{_DISPLAY}|{_INLINE}", re.DOTALL)
_KOREAN = re.compile("[가-힣]")
_ACTIVE = re.compile(
    r"\\(?:href|url|require|class|cssId|style|data|html|include|input|write|def|edef|gdef|xdef|let"
    r"|(?:re)?newcommand|newenvironment|action|mml|texttip|unicode|begingroup)"
)


class Mathematics(NamedTuple):
    """LaTeX within a text."""

    latex: str
    is_display: bool = False
    """Whether it stands on a line of its own."""


class Image(NamedTuple):
    """A picture within a text: the name of its file in the folder `media` beside the deck."""

    name: str


Part = str | Mathematics | Image


def is_plain(text: str) -> bool:
    """Say whether a text is nothing but letters.

    >>> is_plain("$5와 $6"), is_plain("$m_t$는"), is_plain("![](media/a.png)")
    (True, False, False)
    """
    return not ("$" in text or "](media/" in text) or not any(map(_part, _PART.finditer(text)))


def parts(text: str) -> Iterator[Part]:
    """Yield the parts of a text whose blanks are filled in (`filled`), in their order."""
    start = 0
    for match in _PART.finditer(text):
        if part := _part(match):
            if start < match.start():
                yield text[start : match.start()]
            yield part
            start = match.end()
    if start < len(text):
        yield text[start:]


def _part(match: re.Match[str]) -> Mathematics | Image | None:
    """Return what was found, or None for words between dollars."""
    if match["picture"]:
        return Image(match["picture"])
    latex = " ".join((match["display"] or match["inline"]).split())
    if _KOREAN.search(latex) and "\\" not in latex:
        return None
    return Mathematics(latex, match["display"] is not None)


def plain(text: str) -> str:
    r"""Return a text as a screen of letters shows it, its blanks marked as they were.

    Mathematics is in Unicode, or what cannot be said so in LaTeX; a picture is named.

    >>> plain(r"{{$m_t$}}: $\int f$ ![](media/a.png)")
    '{{mₜ}}: ∫ f (그림: a.png)'
    """
    if is_plain(text):
        return text
    return "".join(part if isinstance(part, str) else _shown(part) for part in parts(text))


def _shown(part: Mathematics | Image) -> str:
    if isinstance(part, Image):
        return f"(그림: {part.name})"
    try:
        return unicode_formula(part.latex)
    except LatexError:
        return re.sub(r"\{(?=\{)", "{ ", part.latex)  # two braces would be a blank


def filled(text: str) -> str:
    """Return a text with its blanks filled in, but for what is LaTeX of braces."""
    return _FILLED.sub(
        lambda match: filled_in(match[0]) if match[0].startswith("{{") else match[0], text
    )


def image_names(text: str) -> list[str]:
    """Return the names of the pictures in a text."""
    return [part.name for part in parts(text) if isinstance(part, Image)]


def with_images(text: str, names: Mapping[str, str]) -> str:
    """Return a text in which pictures have other names.

    >>> with_images("![](media/a.png)", {"a.png": "b.png"})
    '![](media/b.png)'
    """

    def named(match: re.Match[str]) -> str:
        name = match["picture"]
        return match[0].replace(f"(media/{name})", f"(media/{names.get(name, name)})")

    return _IMAGE.sub(named, text) if names else text


def with_named_images(text: str) -> str:
    """Return a text in which pictures are named, as where none can be shown."""
    return _IMAGE.sub(lambda match: _shown(Image(match["picture"])), text)


def without_images(text: str) -> str:
    """Return a text without its pictures."""
    return _IMAGE.sub("", text)


def is_passive(latex: str) -> bool:
    r"""Say whether LaTeX sets a formula and does nothing else.

    What renders it elsewhere may also know commands that make links, load or define something.
    """
    return _ACTIVE.search(latex) is None
