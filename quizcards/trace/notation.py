"""Formulas in Unicode, from the syntax tree of the code: `m / (1 - beta1**t)` reads m / (1 − β₁ᵗ)."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
FIELD_NAMES = {"lr": "α", "eps": "ε", "var": "σ²", "lam": "λ", "momentum": "momentum", "delta": "δ"}
"""What the field writes for names that code must spell out."""

ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
SUPERSCRIPTS = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδ⊤′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵀ′",
        strict=True,
    )
)
SUBSCRIPTS = dict(zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
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


def symbol(name: str) -> str:
    """Return how the field writes a Python name: `m_hat` m̂, `beta1` β₁, `dw1` dw₁, `delta_w` Δw, `lr` α."""
    if name in FIELD_NAMES:
        return FIELD_NAMES[name]
    if name.startswith("delta_"):
        return "Δ" + symbol(name.removeprefix("delta_"))
    base, _, accent = name.rpartition("_")
    if base and accent in ACCENTS:
        letter, index = symbol(base)[0], symbol(base)[1:]
        small = all(c in _RAISED or c in SUBSCRIPTS.values() for c in index)
        return unicodedata.normalize("NFC", letter + ACCENTS[accent] + index) if small else name
    stem = name.rstrip("0123456789")
    index = name[len(stem) :]
    if index and (len(stem) == 1 or stem in GREEK or (len(stem) == 2 and stem[0] == "d")):
        return GREEK.get(stem, stem) + (subscript(index) or index)
    return GREEK.get(name, name)


def formula(node: ast.expr) -> str:
    """Return the Unicode mathematics of an expression."""
    return _Writer().write(node, 0)


# How tightly each construct binds; an operand that binds less is put in parentheses. A product written with · reads
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
    def write(self, node: ast.expr, context: int) -> str:
        text, binding = self.expression(node)
        return f"({text})" if binding < context else text

    def operand(self, node: ast.expr, context: int) -> str:
        """Write what follows a sign: a minus there gets parentheses."""
        text = self.write(node, context)
        return f"({text})" if text.startswith("−") else text

    def expression(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="np"), attr=name):
                return symbol(name), _POWER if symbol(name).endswith(_RAISED) else _ATOM
            case ast.Constant(value=value):
                return _constant(value), _POWER if isinstance(value, float) and "e" in repr(value) else _ATOM
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return "−" + self.operand(operand, _SIGN), _SIGN
            case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
                return self.power(base, exponent)
            case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
                return f"⌊{self.write(ast.BinOp(left, ast.Div(), right), 0)}⌋", _ATOM
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                sign, binding, least_left, least_right = _BINARY[type(op)]
                return self.write(left, least_left) + sign + self.operand(right, least_right), binding
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
                return f"{self.write(left, _SUM)} {_COMPARISONS[type(op)]} {self.write(right, _SUM)}", _COMPARE
            case ast.Attribute(value=value, attr="T"):
                return self.write(value, _ATOM) + "ᵀ", _POWER
            case ast.Attribute(value=value, attr=name):
                return f"{self.write(value, _ATOM)}.{name}", _ATOM
            case ast.Call(func=func, args=args, keywords=keywords):
                return self.call(ast.unparse(func).removeprefix("np."), args, keywords)
            case ast.Subscript(value=value, slice=index):
                indices = index.elts if isinstance(index, ast.Tuple) else [index]
                return f"{self.write(value, _ATOM)}[{self.listed(indices)}]", _ATOM
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                return f"[{self.listed(elements)}]", _ATOM
        return ast.unparse(node), 0

    def listed(self, nodes: Sequence[ast.expr]) -> str:
        return ", ".join(self.write(node, 0) for node in nodes)

    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[str, int]:
        below = self.write(base, _ATOM)
        raised = _exponent(self.write(exponent, 0))
        return below + (raised or f"^{self.write(exponent, _ATOM)}"), _POWER

    def call(self, name: str, args: Sequence[ast.expr], keywords: Sequence[ast.keyword]) -> tuple[str, int]:
        inside = self.listed(args)
        # keepdims only keeps the shape; every other keyword (axis, ddof) changes the numbers, so it is shown
        options = [f"{k.arg}={self.write(k.value, 0)}" for k in keywords if k.arg != "keepdims"]
        if len(args) == 1 and not options:
            if name == "sqrt":
                return "√" + self.write(args[0], _ATOM), _POWER
            if name == "exp" and (raised := _exponent(inside)):
                return "e" + raised, _POWER
            opening, closing = _FENCES.get(name, ("", ""))
            if opening and opening not in inside:
                return opening + inside + closing, _ATOM
        return f"{_FUNCTIONS.get(name, name)}({', '.join([inside, *options])})", _ATOM


def _exponent(text: str) -> str | None:
    """Return an exponent raised, or None where it would be hard to read: words stay on the line."""
    return None if re.search(r"[^\W\d]{2}", text) else superscript(text)


def _constant(value: Any) -> str:
    """Return a constant as it was written: a formula must not round."""
    return repr(value).removesuffix(".0").replace("-", "−") if isinstance(value, float) else str(value)


def number(value: Any, digits: int = 4) -> str:
    """Return a number as a person writes it: at most `digits` significant digits, a real minus sign, never -0."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "참" if value else "거짓"
    if isinstance(value, int):
        return str(value).replace("-", "−")
    return f"{value + 0.0:.{digits}g}".replace("-", "−")


def values(value: Any, digits: int = 4, most: int = 6) -> str:
    """Return a number, vector or matrix on one line; what does not fit is marked with … and the shape."""
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
