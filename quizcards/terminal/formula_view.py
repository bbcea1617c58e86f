"""A card's formula as the terminal shows it: on one line, or a matrix and cases over several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quizcards.terminal.cells import cell_len
from quizcards.terminal.text import pad
from quizcards.trace.latex import LatexError, parse
from quizcards.trace.linear import linear
from quizcards.trace.tree import Fence, Fraction, Grid, Leaf, Node, Root, Row, Script, Styled

_STANDS_FOR = [chr(code) for code in range(0xE000, 0xE100)]
"""Characters of private use, each of which stands in a line for a box."""
_BRACKET, _OTHER_BRACKET = "┌││└", "┐││┘"
_SIDES = {
    "(": _BRACKET, ")": _OTHER_BRACKET, "[": _BRACKET, "]": _OTHER_BRACKET, "{": "┌│┤└",
    "}": "┐│├┘", "|": "││││", "‖": "‖‖‖‖",
}  # fmt: skip
"""The top, the stretch, the middle and the bottom of a tall delimiter.

Of those that are made for it (tall brackets in three pieces) the fonts of terminals have none.
"""
_LEFT = ("cases", "rcases")


@dataclass(frozen=True)
class _Box:
    """Lines of equal width, one of which is level with what stands beside them."""

    lines: tuple[str, ...]
    level: int

    @property
    def width(self) -> int:
        return cell_len(self.lines[0])


def formula_lines(latex: str) -> list[str]:
    r"""Return a formula as lines of Unicode; one that they cannot say stays as its LaTeX.

    >>> print(*formula_lines(r"A = \begin{bmatrix} a & b \\ c & d \end{bmatrix}"), sep="\n")
    A = ┌a  b┐
        └c  d┘
    """
    return said_lines(latex) or [latex]


def said_lines(latex: str) -> list[str] | None:
    """Return a formula as lines of Unicode, or None where they cannot say it."""
    try:
        box = _box(parse(latex))
    except (LatexError, RecursionError):
        return None
    return [line.rstrip() for line in box.lines]


def _box(node: Node) -> _Box:
    """Lay a part out: its line, with each grid in it at its place."""
    grids: dict[str, _Box] = {}
    line = linear(_with_marks(node, grids))
    parts = re.split(f"([{''.join(grids)}])", line) if grids else [line]
    return _beside([grids[part] if part in grids else _Box((part,), 0) for part in parts])


def _with_marks(node: Node, grids: dict[str, _Box]) -> Node:
    """Return a part with a letter in the place of each grid."""
    match node:
        case Grid():
            mark = _STANDS_FOR[len(grids) % len(_STANDS_FOR)]
            grids[mark] = _grid(node)
            return Leaf(mark)
        case Row(parts=parts):
            return Row(tuple(_with_marks(part, grids) for part in parts))
        case Fence(opening, Row((Grid(rows, command),)), closing):
            return _with_marks(Grid(rows, command, opening, closing), grids)
        case Fence(inside=inside) | Root(inside=inside):
            return replace(node, inside=_with_marks(inside, grids))
        case Fraction(above=above, below=below):
            return replace(node, above=_with_marks(above, grids), below=_with_marks(below, grids))
        case Styled(letter=letter):
            return replace(node, letter=_with_marks(letter, grids))
        case Script(base=base):
            return replace(node, base=_with_marks(base, grids))
    return node


def _grid(grid: Grid) -> _Box:
    """Lay out rows of cells between their delimiters."""
    rows = [[_box(cell) for cell in cells] for cells in grid.rows] or [[_Box(("",), 0)]]
    columns = max(map(len, rows))
    empty = _Box(("",), 0)
    rows = [row + [empty] * (columns - len(row)) for row in rows]
    widths = [max(row[column].width for row in rows) for column in range(columns)]
    lines = [
        line for row in rows for line in _beside(list(_spaced(row, widths, grid.command))).lines
    ]
    braced = "{" in grid.opening or "}" in grid.closing
    if braced and len(lines) % 2 == 0:  # the point of the brace is level with what stands beside it
        lines.insert(len(lines) // 2, " " * cell_len(lines[0]))
    first, last = (_side(sign, len(lines)) for sign in (grid.opening, grid.closing))
    drawn = (f"{a}{line}{b}" for a, line, b in zip(first, lines, last, strict=True))
    return _Box(tuple(drawn), (len(lines) - 1) // 2)


def _spaced(row: Sequence[_Box], widths: Sequence[int], command: str) -> Iterator[_Box]:
    """Yield the cells of a row, each as wide as its column, with what parts them."""
    for column, (box, width) in enumerate(zip(row, widths, strict=True)):
        if column:
            yield _Box((" " if "align" in command or command == "split" else "  ",), 0)
        yield replace(
            box, lines=tuple(_aligned(line, width, column, command) for line in box.lines)
        )


def _aligned(line: str, width: int, column: int, command: str) -> str:
    if command in _LEFT or command == "gathered":
        return pad(line, width)
    before = width - cell_len(line)
    if command in ("aligned", "align", "split"):
        before = 0 if column % 2 else before
    else:
        before //= 2
    return pad(" " * before + line, width)


def _side(sign: str, height: int) -> list[str]:
    """Return a delimiter as high as a box."""
    if height == 1 or sign not in _SIDES:
        return [sign] * height
    top, stretch, middle, bottom = tuple(_SIDES[sign])
    column = [top, *[stretch] * (height - 2), bottom]
    if height > 2:
        column[(height - 1) // 2] = middle
    return column


def _beside(boxes: Sequence[_Box]) -> _Box:
    """Put boxes side by side, their levels on one line."""
    level = max(box.level for box in boxes)
    below = max(len(box.lines) - box.level for box in boxes)
    lines = [""] * (level + below)
    for box in boxes:
        top = level - box.level
        blank = " " * box.width
        for at in range(len(lines)):
            inside = 0 <= at - top < len(box.lines)
            lines[at] += box.lines[at - top] if inside else blank
    return _Box(tuple(lines), level)
