r"""Formulas in two dimensions, from the syntax tree of the code, and their LaTeX.

`m / (1 - beta1**t)` becomes a fraction, which reads \frac{m}{1 - \beta_1^t}. Only macros that
GitHub, MathJax and KaTeX all know are written, and never a backtick or a vertical bar as such: the
LaTeX may stand in a code span and in a table cell.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from quizcards.trace.expression import FENCES, FUNCTIONS, Binding, Operation, Writer
from quizcards.trace.notation import GREEK, Symbol, read_name
from quizcards.trace.tree import (
    SUMS,
    Fence,
    Fraction,
    Grid,
    Leaf,
    Node,
    Root,
    Row,
    Script,
    Styled,
    first_sign,
    is_big,
    row,
)


def layout(node: ast.expr) -> Node:
    """Return an expression as the tree of a formula."""
    return _TreeWriter().write(node, Binding.ALONE)


def layout_symbol(name: str) -> Node:
    r"""Return a Python name as the field writes it: of a derivative, `da_dz`, a fraction.

    >>> [latex_of(layout_symbol(name)) for name in ("m_hat", "beta1", "dvar")]
    ['\\hat m', '\\beta_1', 'd\\sigma^2']
    """
    match read_name(name):
        case (above, below):
            return Fraction(_letter(above), _letter(below))
        case (one,):
            return _letter(one)
    return _upright(name)


def _letter(one: Symbol) -> Node:
    letter: Node = Leaf(GREEK.get(one.letter, one.letter))
    if one.accent:
        letter = Styled(one.accent, letter)
    index = _upright(one.index) if one.index[1:].isalpha() else Leaf(one.index)
    if one.index or one.squared:
        square = Leaf("2") if one.squared else None
        letter = Script(letter, index if one.index else None, square)
    return row(Leaf(GREEK.get(one.before, one.before)), letter) if one.before else letter


def _upright(text: str) -> Leaf:
    return Leaf(" ".join(text.split()), "word", "mathrm")


_BIG = ("sum", "prod")
_LETTERED = frozenset(("log", "max", "min", "sin", "cos", "tanh", "maximum", "minimum"))
"""Functions whose names LaTeX has a command for."""


class _TreeWriter(Writer[Node]):
    """Lays an expression out."""

    # A big operator reaches over every factor after it, so nothing may be multiplied to its right;
    # a matrix product, written side by side, reads tighter than one with a dot.
    operations = MappingProxyType(
        {
            ast.Add: Operation("+", Binding.SUM, Binding.SUM, Binding.REACH),
            ast.Sub: Operation("−", Binding.SUM, Binding.SUM, Binding.REACH),
            ast.MatMult: Operation("@", Binding.MATRIX, Binding.MATRIX, Binding.SIGN),
            ast.Mod: Operation("mod", Binding.COMPARE, Binding.PRODUCT, Binding.SIGN),
        }
    )
    beside = Binding.ALONE

    def row(self, *parts: Node) -> Node:
        return row(*parts)

    def operator(self, sign: str) -> Node:
        return Leaf(" ", "space", ",") if sign == "@" else Leaf(sign, "operator")

    def tight(self, sign: str) -> Node:
        return Leaf(sign, "tight")

    def comma(self) -> Node:
        return Leaf(",", "comma")

    def word(self, text: str) -> Node:
        return _upright(text)

    def fence(self, opening: str, inside: Node, closing: str) -> Node:
        return Fence(opening, inside, closing, _is_tall(inside))

    def begins_with_minus(self, written: Node) -> bool:
        return first_sign(written) == "−"

    def name(self, name: str) -> tuple[Node, Binding]:
        node = layout_symbol(name)
        return node, Binding.POWER if _is_power(node) else Binding.ATOM

    def number(self, value: float) -> tuple[Node, Binding]:
        digits, _, exponent = repr(value).removesuffix(".0").partition("e")
        if not exponent:
            return Leaf(digits), Binding.ATOM
        sign = [Leaf("−", "tight")] if exponent.startswith("-") else []
        power = Script(Leaf("10"), sup=row(*sign, Leaf(str(abs(int(exponent))))))
        if digits == "1":
            return power, Binding.POWER
        return row(Leaf(digits), Leaf("·", "operator"), power), Binding.PRODUCT

    def negative(self, operand: ast.expr) -> tuple[Node, Binding]:
        inside = self.expression(operand)
        reach = Binding.REACH if inside[1] == Binding.REACH else Binding.SIGN
        return row(Leaf("−", "tight"), self.after_sign(self.within(inside, reach))), reach

    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[Node, Binding]:
        above = self.write(exponent, Binding.ALONE)
        return _raised(self.write(base, Binding.ATOM), above), Binding.POWER

    def binary(self, left: ast.expr, op: ast.operator, right: ast.expr) -> tuple[Node, Binding]:
        if isinstance(op, ast.Div):
            above, below = self.write(left, Binding.ALONE), self.write(right, Binding.ALONE)
            return Fraction(above, below), Binding.POWER
        if isinstance(op, ast.Mult):
            return self.product(left, right)
        return super().binary(left, op, right)

    def product(self, left: ast.expr, right: ast.expr) -> tuple[Node, Binding]:
        factor = self.expression(right)
        binding, least = Binding.PRODUCT, Binding.MATRIX
        if factor[1] == Binding.REACH:
            binding, least = Binding.REACH, Binding.REACH
        second = self.after_sign(self.within(factor, least))
        return row(self.write(left, Binding.PRODUCT), Leaf("·", "operator"), second), binding

    def transposed(self, value: Node) -> Node:
        return _raised(value, Leaf("⊤"))

    def choice(self, test: ast.expr, chosen: ast.expr, other: ast.expr) -> Node:
        first, condition, second = (self.write(one, self.beside) for one in (chosen, test, other))
        rows = ((first, condition), (second, Leaf("else", "word", "text")))
        return Grid(rows, "cases", "{")

    def call(
        self, name: str, args: Sequence[ast.expr], options: Sequence[Node]
    ) -> tuple[Node, Binding]:
        if len(args) == 1 and name in _BIG:
            sign: Node = Leaf(FUNCTIONS[name])
            if options:
                sign = Script(sign, self.separated(options))
            return Row((sign, self.after_sign(self.write(args[0], Binding.REACH)))), Binding.REACH
        if len(args) == 1 and not options:
            inside = self.write(args[0], Binding.ALONE)
            if name == "sqrt":
                return Root(inside), Binding.ATOM
            if name == "exp":
                return Script(Leaf("e"), sup=inside), Binding.POWER
            if name in FENCES:
                return self.fence(FENCES[name][0], inside, FENCES[name][1]), Binding.ATOM
        listed = self.separated([*(self.write(arg, Binding.ALONE) for arg in args), *options])
        function: Node = _upright(name)
        if name in _BIG or name in _LETTERED:
            function = Leaf(FUNCTIONS.get(name, name), "function")
        return row(function, self.fence("(", listed, ")")), Binding.ATOM


def _raised(base: Node, above: Node) -> Script:
    """Return a base with a superscript, right above its subscript if it has one."""
    if isinstance(base, Script) and base.sup is None:
        return replace(base, sup=above)
    return Script(base, sup=above)


def _is_power(node: Node) -> bool:
    """Say whether a name may be raised only in parentheses: a square, a derivative."""
    match node:
        case Row(parts=parts):
            return any(map(_is_power, parts))
        case Script(sup=sup):
            return sup is not None
    return isinstance(node, Fraction)


def _is_tall(node: Node) -> bool:
    """Say whether a part is higher than a line, so that what is around it must be too."""
    match node:
        case Fraction() | Grid():
            return True
        case Leaf(text=text):
            return text in SUMS
        case Row(parts=parts):
            return any(map(_is_tall, parts))
        case Root(inside=inside) | Fence(inside=inside):
            return _is_tall(inside)
        case Script(base=base, sub=sub, sup=sup):
            return any(_is_tall(part) for part in (base, sub, sup) if part)
    return False


# Words in LaTeX: what a table, a code span or the reader of cards' LaTeX would trip over has a
# look-alike here.
_CHARACTERS = str.maketrans(
    {c: f"\\{c}" for c in "_#$%&{} "}
    | {"\\": "∖", "^": "⊕", "~": r"\sim ", "|": r"\vert ", "`": "'"}
)
_SIGNS = {sign: f"\\{name}" for name, sign in GREEK.items()}
_SIGNS |= {"−": "-", "∞": r"\infty", "⊤": r"\top", "∑": r"\sum", "∏": r"\prod"}
_SIGNS |= {
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "·": r"\cdot",
    "∪": r"\cup",
    "∧": r"\land",
    "∨": r"\lor",
}
_DELTA = Leaf("Δ")
_DELIMITERS = {
    "|": (r"\lvert", r"\rvert"),
    "⌊": (r"\lfloor", r"\rfloor"),
    "⌈": (r"\lceil", r"\rceil"),
    "{": (r"\{", r"\}"),
}


def latex_of(node: Node) -> str:
    r"""Return the LaTeX of a tree that was laid out.

    >>> print(latex_of(layout(ast.parse("m / (1 - beta1**t)", mode="eval").body)))
    \frac{m}{1 - \beta_1^t}
    """
    match node:
        case Leaf():
            return _latex_leaf(node)
        case Row(parts=parts):
            return _latex_row(parts)
        case Fraction(above=above, below=below):
            return rf"\frac{{{latex_of(above)}}}{{{latex_of(below)}}}"
        case Root(inside=inside):
            return rf"\sqrt{{{latex_of(inside)}}}"
        case Styled(command=command, letter=letter):
            return rf"\{command} {latex_of(letter)}"
        case Script(base=base, sub=sub, sup=sup):
            return latex_of(base) + _latex_script("_", sub) + _latex_script("^", sup)
        case Fence(opening=opening, inside=inside, closing=closing, tall=tall):
            opening, closing = _DELIMITERS.get(opening, (opening, closing))
            if tall:
                return rf"\left{opening} {latex_of(inside)} \right{closing}"
            space = " " if len(opening) > 1 else ""
            return opening + space + latex_of(inside) + space + closing
        case Grid(rows=rows, command=command):
            lines = (" & ".join(map(latex_of, cells)) for cells in rows)
            return rf"\begin{{{command}}}" + r" \\ ".join(lines) + rf"\end{{{command}}}"


def _latex_leaf(leaf: Leaf) -> str:
    text = _SIGNS.get(leaf.text, leaf.text)
    match leaf.kind:
        case "word":
            return rf"\{leaf.command}{{{leaf.text.translate(_CHARACTERS)}}}"
        case "function":
            return text if text.startswith("\\") else f"\\{text}"
        case "operator":
            return r" \ \mathrm{mod}\ " if text == "mod" else f" {text} "
        case "space":
            return rf" \{leaf.command} "
        case "comma":
            return ", "
    return text


def _latex_row(parts: Sequence[Node]) -> str:
    text = ""
    last: Node | None = None
    for part in parts:
        # a sum stands apart from what it reaches over, and \\Delta from its letter
        if last and (is_big(last) or (last == _DELTA and _is_letter(part))):
            text += " "
        text += latex_of(part)
        last = part
    return text


def _is_letter(node: Node) -> bool:
    return isinstance(node, Styled | Script) or (isinstance(node, Leaf) and node.kind == "atom")


def _latex_script(mark: str, script: Node | None) -> str:
    if script is None:
        return ""
    text = latex_of(script)
    return mark + (text if len(text) == 1 or text == r"\top" else f"{{{text}}}")
