"""A formula as a tree: what a reader of mathematics sees, before it is written in any notation.

Two things make trees: `typeset` from the syntax tree of Python code, `latex` from the LaTeX of a
card. Three write them: `typeset` in LaTeX, `linear` on one line of Unicode, and the exporters'
MathML. The signs in a tree are Unicode's, whatever they were called where they came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "atom", "word", "function", "operator", "tight", "comma", "open", "close", "space", "gap"
]
"""How a sign stands to its neighbours.

An atom is a letter, a number or a sign of its own; a word and a function's name stand upright; an
operator stands between spaces, a tight one (the colon of a slice) does not; a space is thin, a gap
as wide as a letter or two.
"""


@dataclass(frozen=True)
class Leaf:
    """One sign, number or word."""

    text: str
    kind: Kind = "atom"
    command: str = ""
    """The LaTeX command that it came from, if any: it tells `text` from `mathrm`, `,` from `;`."""


@dataclass(frozen=True)
class Row:
    """Parts side by side; what a pair of braces holds in LaTeX."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Fraction:
    """One part above another, with a bar between them; a binomial coefficient if `binom`."""

    above: Node
    below: Node
    command: str = "frac"


@dataclass(frozen=True)
class Root:
    """A square root, or one of another degree."""

    inside: Node
    degree: Node | None = None


@dataclass(frozen=True)
class Styled:
    """A part with an accent (`hat`, `overline`), of another alphabet (`mathbb`), or bold."""

    command: str
    letter: Node


@dataclass(frozen=True)
class Fence:
    """A part between two delimiters, which are as high as it is if `tall`; one may be empty."""

    opening: str
    inside: Node
    closing: str
    tall: bool


@dataclass(frozen=True)
class Script:
    """A base with what is attached to it: primes, a subscript, a superscript.

    The limits of a sum are scripts too; `limits` are those of any other base.
    """

    base: Node
    sub: Node | None = None
    sup: Node | None = None
    primes: str = ""
    limits: bool = False


@dataclass(frozen=True)
class Grid:
    """Rows of cells: a matrix, a choice (a value and its condition in a row), aligned lines.

    `command` is its environment in LaTeX; the delimiters are as high as it is, and may be empty.
    """

    rows: tuple[tuple[Node, ...], ...]
    command: str
    opening: str = ""
    closing: str = ""


Node = Leaf | Row | Fraction | Root | Styled | Fence | Script | Grid


def row(*parts: Node) -> Node:
    """Return parts side by side; one alone is itself."""
    return parts[0] if len(parts) == 1 else Row(parts)


def parts_of(node: Node) -> tuple[Node, ...]:
    """Return what stands side by side; a part that is no row is alone."""
    return node.parts if isinstance(node, Row) else (node,)


def first_sign(node: Node) -> str:
    """Return the leaf that a reader meets first; nothing where a fence or a bar comes first."""
    match node:
        case Leaf(text=text):
            return text
        case Row(parts=(first, *_)) | Script(base=first):
            return first_sign(first)
    return ""


SUMS = tuple("∑∏∐⋃⋂⨁⨂")
INTEGRALS = tuple("∫∬∭∮")


def is_big(node: Node) -> bool:
    """Say whether this is the sign of a sum or the like, alone or with its limits."""
    match node:
        case Leaf(text=text, kind="atom") if text in SUMS:
            return True
        case Script(base=base):
            return is_big(base)
    return False
