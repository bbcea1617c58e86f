"""Formulas in Unicode, from the syntax tree of the code: `m / (1 - beta1**t)` reads m / (1 −
β₁ᵗ).
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
FIELD_NAMES = {"lr": "alpha", "eps": "epsilon", "lam": "lambda", "var": "sigma"}
"""The letter that the field writes for names that code must spell out; `var` is its square."""

ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
SUPERSCRIPTS = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδ⊤′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵀ′",
        strict=True,
    )
)
SUBSCRIPTS = dict(
    zip(
        "0123456789+−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
_RAISED = tuple(SUPERSCRIPTS.values())


def superscript(text: str) -> str | None:
    """Return `text` raised, or None where Unicode has no raised form of some character."""
    return _script(text, SUPERSCRIPTS)


def subscript(text: str) -> str | None:
    """Return `text` lowered, or None where Unicode has no lowered form of some character."""
    return _script(text, SUBSCRIPTS)


def _script(text: str, table: dict[str, str]) -> str | None:
    if re.search(r"\w \w", text):
        return None
    plain = text.replace(" ", "")
    return "".join(table[c] for c in plain) if plain and all(c in table for c in plain) else None


@dataclass(frozen=True)
class Symbol:
    """A name as the field reads it: `dx_hat` is d before x with a hat, `beta1` is beta with the
    index 1.
    """

    letter: str
    """One letter, or a name in GREEK."""

    before: str = ""
    """Nothing, `d` or `Delta`."""

    accent: str = ""
    index: str = ""
    """Digits, a sign or a word."""

    squared: bool = False


_SIGNS = {"plus": "+", "minus": "−", "inf": "∞"}
_NAME = re.compile(
    rf"(?P<before>d|delta_|)(?P<letter>{'|'.join(GREEK | FIELD_NAMES)}|[^\W\d_])"
    rf"(?P<number>\d*)(?:_(?P<accent>{'|'.join(ACCENTS)}))?(?:_(?P<word>[A-Za-z]+))?"
)


def read_name(name: str) -> tuple[Symbol, ...]:
    """Return the symbols that a Python name stands for: two if it is a derivative (`da_dz`), none
    if it is a word.
    """
    if halves := re.fullmatch(r"(d\w+)_(d\w+)", name):
        above, below = map(_read, halves.groups())
        if above and below and above.before == below.before == "d":
            return above, below
    one = _read(name)
    return (one,) if one else ()


def _read(name: str) -> Symbol | None:
    found = _NAME.fullmatch(name)
    if not found or (found["number"] and found["word"]):
        return None
    letter, before = found["letter"], found["before"].replace("delta_", "Delta")
    index = found["number"] or _SIGNS.get(found["word"], found["word"] or "")
    return Symbol(
        FIELD_NAMES.get(letter, letter), before, found["accent"] or "", index, letter == "var"
    )


def symbol(name: str) -> str:
    """Return how the field writes a Python name: `m_hat` m̂, `beta1` β₁, `dvar` dσ², `delta_w` Δw,
    `da_dz` da/dz.
    """
    return "/".join(map(_written, read_name(name))) or name


def _written(one: Symbol) -> str:
    letter = (
        GREEK.get(one.before, one.before)
        + GREEK.get(one.letter, one.letter)
        + ACCENTS.get(one.accent, "")
    )
    small = None if one.index[1:].isalpha() else subscript(one.index)
    index = small or (one.index and f"_{one.index}")
    return unicodedata.normalize("NFC", letter + index + ("²" if one.squared else ""))


def formula(node: ast.expr) -> str:
    """Return the Unicode mathematics of an expression."""
    return _Writer().write(node, 0)


# How tightly each construct binds; an operand that binds less is put in parentheses. A product
# written with · reads
# tighter than one with / or @, whatever Python's grammar says, so `a / b * c` must read (a / b)·c.
_COMPARE, _SUM, _QUOTIENT, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 8)
_BINARY = {  # sign, how tightly it binds, how tightly its left and right operands must
    ast.Add: (" + ", _SUM, _SUM, _QUOTIENT),
    ast.Sub: (" − ", _SUM, _SUM, _QUOTIENT),
    ast.Mult: ("·", _PRODUCT, _PRODUCT, _SIGN),
    ast.MatMult: (" @ ", _QUOTIENT, _PRODUCT, _SIGN),
    ast.Div: (" / ", _QUOTIENT, _PRODUCT, _SIGN),
    ast.Mod: (" mod ", _COMPARE, _PRODUCT, _SIGN),
}
_COMPARISONS = {ast.Lt: "<", ast.LtE: "≤", ast.Gt: ">", ast.GtE: "≥", ast.Eq: "=", ast.NotEq: "≠"}
_FENCES = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}
_FUNCTIONS = {"sum": "∑", "prod": "∏", "log": "ln", "maximum": "max", "minimum": "min"}


class _Writer:
    """Writes an expression and how tightly it binds; 0 for what stands alone, like a choice."""

    def write(self, node: ast.expr, context: int) -> str:
        return _within(self.expression(node), context)

    def operand(self, node: ast.expr, context: int) -> str:
        """Write what follows a sign: a minus there gets parentheses."""
        text = self.write(node, context)
        return f"({text})" if text.startswith("−") else text

    def expression(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="np"), attr=name):
                text = symbol(name)
                return text, _QUOTIENT if "/" in text else _POWER if text.endswith(
                    _RAISED
                ) else _ATOM
            case ast.Constant(value=value):
                return _constant(value), _POWER if isinstance(value, float) and "e" in repr(
                    value
                ) else _ATOM
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return "−" + self.operand(operand, _SIGN), _SIGN
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.expression(operand)
            case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
                return self.power(base, exponent)
            case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
                return f"⌊{self.write(ast.BinOp(left, ast.Div(), right), 0)}⌋", _ATOM
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                sign, binding, least_left, least_right = _BINARY[type(op)]
                return self.write(left, least_left) + sign + self.operand(
                    right, least_right
                ), binding
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
                return self.write(value, _ATOM) + "ᵀ", _POWER
            case ast.Attribute(value=value, attr=name):
                return f"{self.write(value, _ATOM)}.{name}", _ATOM
            case ast.Subscript(value=value, slice=index):
                indices = index.elts if isinstance(index, ast.Tuple) else [index]
                return f"{self.write(value, _ATOM)}[{self.listed(indices)}]", _ATOM
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                return f"[{self.listed(elements)}]", _ATOM
            case ast.Slice(lower=lower, upper=upper, step=step):
                start, stop, stride = (
                    self.write(part, _COMPARE) if part else "" for part in (lower, upper, step)
                )
                return f"{start}:{stop}" + (f":{stride}" if stride else ""), _ATOM
        return ast.unparse(node), 0

    def listed(self, nodes: Sequence[ast.expr]) -> str:
        return ", ".join(self.write(node, _COMPARE) for node in nodes)

    def choice(self, test: ast.expr, chosen: ast.expr, other: ast.expr) -> tuple[str, int]:
        first, condition, second = (self.write(part, _COMPARE) for part in (chosen, test, other))
        return f"{first} if {condition}, else {second}", 0

    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[str, int]:
        above = self.expression(exponent)
        return self.write(base, _ATOM) + (
            _exponent(above[0]) or f"^{_within(above, _ATOM)}"
        ), _POWER

    def call(
        self, name: str, args: Sequence[ast.expr], keywords: Sequence[ast.keyword]
    ) -> tuple[str, int]:
        # keepdims only keeps the shape; every other keyword (axis, ddof) changes the numbers, so it
        # is shown
        options = [f"{k.arg}={self.write(k.value, 0)}" for k in keywords if k.arg != "keepdims"]
        inside = [self.expression(arg) for arg in args]
        if len(inside) == 1 and not options:
            text = inside[0][0]
            if name == "sqrt":
                return "√" + _within(inside[0], _ATOM), _POWER
            if name == "exp" and (raised := _exponent(text)):
                return "e" + raised, _POWER
            opening, closing = _FENCES.get(name, ("", ""))
            if opening and opening not in text:
                return opening + text + closing, _ATOM
        least = _COMPARE if len(args) + len(options) > 1 else 0
        listed = ", ".join([*(_within(one, least) for one in inside), *options])
        return f"{_FUNCTIONS.get(name, name)}({listed})", _ATOM


def _within(written: tuple[str, int], context: int) -> str:
    text, binding = written
    return f"({text})" if binding < context else text


def _exponent(text: str) -> str | None:
    """Return an exponent raised, or None where it would be hard to read: words stay on the line."""
    return None if re.search(r"[^\W\d]{2}", text) else superscript(text)


def _constant(value: Any) -> str:
    """Return a constant as it was written: a formula must not round."""
    return (
        repr(value).removesuffix(".0").replace("-", "−") if isinstance(value, float) else str(value)
    )


def number(value: Any, digits: int = 4) -> str:
    """Return a number as a person writes it: at most `digits` significant digits, a real minus
    sign, never -0.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "참" if value else "거짓"
    if isinstance(value, int):
        return str(value).replace("-", "−")
    return f"{value + 0.0:.{digits}g}".replace("-", "−")


def values(value: Any, digits: int = 4, most: int = 6) -> str:
    """Return a number, vector or matrix on one line; what does not fit is marked with … and the
    shape.
    """
    shape = _shape(value)
    size = f" ({'×'.join(map(str, shape))})" if any(n > most for n in shape) else ""
    return _rows(value, digits, most) + size


def _rows(value: Any, digits: int, most: int) -> str:
    if not _shape(value):
        return number(value, digits)
    rest = " …" if len(value) > most else ""
    return f"[{' '.join(_rows(row, digits, most) for row in value[:most])}{rest}]"


def _shape(value: Any) -> tuple[int, ...]:
    return (len(value),) if isinstance(value, (list, tuple)) else getattr(value, "shape", ())
