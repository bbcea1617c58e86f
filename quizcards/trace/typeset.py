r"""Formulas in LaTeX, from the syntax tree of the code: `m / (1 - beta1**t)` is \frac{m}{1 - \beta_1^t}.

Only macros that GitHub, MathJax and KaTeX all know are written, and never a backtick or a vertical bar as such: the
text may stand in a code span and in a table cell.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from quizcards.trace.notation import GREEK, Symbol, read_name


def typeset(node: ast.expr) -> str:
    """Return the LaTeX of an expression."""
    return _Setter().write(node, 0)


def typeset_symbol(name: str) -> str:
    r"""Return how the field writes a Python name: `m_hat` \hat m, `beta1` \beta_1, `dvar` d\sigma^2, `lr` \alpha."""
    match read_name(name):
        case (above, below):
            return rf"\frac{{{_letter(above)}}}{{{_letter(below)}}}"
        case (one,):
            return _letter(one)
    return _upright(name)


def _letter(one: Symbol) -> str:
    before = rf"\{one.before} " if one.before in GREEK else one.before
    letter = rf"\{one.letter}" if one.letter in GREEK else one.letter
    accent = rf"\{one.accent} " if one.accent else ""
    index = _upright(one.index) if one.index[1:].isalpha() else _SIGNS.get(one.index, one.index)
    return before + accent + letter + _script("_", index) + ("^2" if one.squared else "")


def _script(mark: str, text: str) -> str:
    return text and mark + (text if len(text) == 1 else f"{{{text}}}")


def _upright(text: str) -> str:
    """Return text as the word it is, whatever its characters mean in LaTeX."""
    return rf"\mathrm{{{' '.join(text.split()).translate(_CHARACTERS)}}}"


# What a table, a code span or the reader of cards' LaTeX would trip over has a look-alike here.
_CHARACTERS = str.maketrans(
    {c: f"\\{c}" for c in "_#$%&{} "}
    | {"\\": "∖", "^": "⊕", "~": r"\sim ", "|": r"\vert ", "`": "'"}
)
_SIGNS = {"−": "-", "∞": r"\infty"}

# How tightly each construct binds. A big operator (\sum) reaches over every factor after it, so
# nothing may be
# multiplied to its right; a matrix product, written side by side, reads tighter than one with
# \cdot.
_COMPARE, _SUM, _REACH, _PRODUCT, _MATRIX, _SIGN, _POWER, _ATOM = range(1, 9)
_SUMS = {ast.Add: " + ", ast.Sub: " - "}
_COMPARISONS = {
    ast.Lt: "<",
    ast.LtE: r"\le",
    ast.Gt: ">",
    ast.GtE: r"\ge",
    ast.Eq: "=",
    ast.NotEq: r"\ne",
}
_FENCES = {
    "abs": (r"\lvert", r"\rvert"),
    "floor": (r"\lfloor", r"\rfloor"),
    "ceil": (r"\lceil", r"\rceil"),
}
_BIG = {"sum": r"\sum", "prod": r"\prod"}
_FUNCTIONS = _BIG | {"log": r"\ln", "maximum": r"\max", "minimum": r"\min"}
_FUNCTIONS |= {name: f"\\{name}" for name in ("max", "min", "sin", "cos", "tanh")}
_TALL = (r"\frac", r"\sum", r"\prod", r"\begin")


def _within(written: tuple[str, int], context: int) -> str:
    text, binding = written
    return _fenced(text) if binding < context else text


def _after_sign(text: str) -> str:
    """Put what follows a sign in parentheses if it begins with a minus."""
    return _fenced(text) if text.startswith("-") else text


def _fenced(inside: str, opening: str = "(", closing: str = ")") -> str:
    if any(command in inside for command in _TALL):
        return rf"\left{opening} {inside} \right{closing}"
    return f"{opening} {inside} {closing}" if len(opening) > 1 else opening + inside + closing


class _Setter:
    """Writes an expression and how tightly it binds; 0 for what stands alone, like a choice."""

    def write(self, node: ast.expr, context: int) -> str:
        return _within(self.expression(node), context)

    def expression(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="np"), attr=name):
                text = typeset_symbol(name)
                return text, _POWER if "^" in text or text.startswith(r"\frac") else _ATOM
            case ast.Constant(value=value):
                return _constant(value)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inside = self.expression(operand)
                reach = _REACH if inside[1] == _REACH else _SIGN
                return "-" + _after_sign(_within(inside, reach)), reach
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.expression(operand)
            case ast.BinOp(left=left, op=op, right=right):
                return self.binary(left, op, right)
            case ast.Compare(left=left, ops=ops, comparators=rights) if all(
                type(op) in _COMPARISONS for op in ops
            ):
                pairs = zip(ops, rights, strict=True)
                rest = (
                    f" {_COMPARISONS[type(op)]} {self.write(right, _SUM)}" for op, right in pairs
                )
                return self.write(left, _SUM) + "".join(rest), _COMPARE
            case ast.IfExp(test=test, body=chosen, orelse=other):
                return self.choice(test, chosen, other)
            case ast.Call(
                func=ast.Attribute(ast.Name("np"), "where"), args=[test, chosen, other], keywords=[]
            ):
                return self.choice(test, chosen, other)
            case ast.Call(func=func, args=args, keywords=keywords):
                return self.call(ast.unparse(func).removeprefix("np."), args, keywords)
        return self.indexed(node)

    def indexed(self, node: ast.expr) -> tuple[str, int]:
        """Write what has to do with arrays, and at last whatever mathematics has no sign for."""
        match node:
            case ast.Attribute(value=value, attr="T"):
                return self.write(value, _ATOM) + r"^\top", _POWER
            case ast.Attribute(value=value, attr=name):
                return f"{self.write(value, _ATOM)}.{_upright(name)}", _ATOM
            case ast.Subscript(value=value, slice=index):
                indices = index.elts if isinstance(index, ast.Tuple) else [index]
                return self.write(value, _ATOM) + _fenced(self.listed(indices), "[", "]"), _ATOM
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                return _fenced(self.listed(elements), "[", "]"), _ATOM
            case ast.Slice(lower=lower, upper=upper, step=step):
                start, stop, stride = (
                    self.write(part, 0) if part else "" for part in (lower, upper, step)
                )
                return f"{start}:{stop}" + (f":{stride}" if stride else ""), _ATOM
        return _upright(ast.unparse(node)), 0

    def listed(self, nodes: Sequence[ast.expr]) -> str:
        return ", ".join(self.write(node, 0) for node in nodes)

    def binary(self, left: ast.expr, op: ast.operator, right: ast.expr) -> tuple[str, int]:
        if type(op) in _SUMS:
            return self.write(left, _SUM) + _SUMS[type(op)] + _after_sign(
                self.write(right, _REACH)
            ), _SUM
        if isinstance(op, ast.Mult):
            factor = self.expression(right)
            binding, least = (_REACH, _REACH) if factor[1] == _REACH else (_PRODUCT, _MATRIX)
            return (
                rf"{self.write(left, _PRODUCT)} \cdot {_after_sign(_within(factor, least))}",
                binding,
            )
        match op:
            case ast.MatMult():
                return (
                    rf"{self.write(left, _MATRIX)} \, {_after_sign(self.write(right, _SIGN))}",
                    _MATRIX,
                )
            case ast.Div():
                return rf"\frac{{{self.write(left, 0)}}}{{{self.write(right, 0)}}}", _POWER
            case ast.FloorDiv():
                return _fenced(
                    self.binary(left, ast.Div(), right)[0], r"\lfloor", r"\rfloor"
                ), _ATOM
            case ast.Pow():
                return self.write(left, _ATOM) + _script("^", self.write(right, 0)), _POWER
            case ast.Mod():
                divisor = _after_sign(self.write(right, _SIGN))
                return rf"{self.write(left, _PRODUCT)} \ \mathrm{{mod}}\ {divisor}", _COMPARE
        return _upright(ast.unparse(ast.BinOp(left, op, right))), 0

    def choice(self, test: ast.expr, chosen: ast.expr, other: ast.expr) -> tuple[str, int]:
        first, condition, second = (self.write(part, 0) for part in (chosen, test, other))
        return rf"\begin{{cases}}{first} & {condition} \\ {second} & \text{{else}}\end{{cases}}", 0

    def call(
        self, name: str, args: Sequence[ast.expr], keywords: Sequence[ast.keyword]
    ) -> tuple[str, int]:
        # keepdims only keeps the shape; every other keyword (axis, ddof) changes the numbers, so it
        # is shown
        options = [
            f"{_upright(k.arg or '**')}={self.write(k.value, 0)}"
            for k in keywords
            if k.arg != "keepdims"
        ]
        if len(args) == 1 and name in _BIG:
            return (
                f"{_BIG[name]}{_script('_', ', '.join(options))} {_after_sign(self.write(args[0], _REACH))}",
                _REACH,
            )
        if len(args) == 1 and not options:
            if name == "sqrt":
                return rf"\sqrt{{{self.write(args[0], 0)}}}", _ATOM
            if name == "exp":
                return "e" + _script("^", self.write(args[0], 0)), _POWER
            if name in _FENCES:
                return _fenced(self.write(args[0], 0), *_FENCES[name]), _ATOM
        inside = ", ".join([*(self.write(arg, 0) for arg in args), *options])
        return _FUNCTIONS.get(name, _upright(name)) + _fenced(inside), _ATOM


def _constant(value: Any) -> tuple[str, int]:
    """Return a constant as it was written: a formula must not round."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return _upright(str(value)), _ATOM
    digits, _, exponent = repr(value).removesuffix(".0").partition("e")
    if not exponent:
        return digits, _ATOM
    power = f"10^{{{int(exponent)}}}"
    return (power, _POWER) if digits == "1" else (rf"{digits} \cdot {power}", _PRODUCT)
