"""Formulas in Unicode, from the syntax tree of the code: `m / (1 - beta1**t)` reads m / (1 − β₁ᵗ)."""

from __future__ import annotations

import ast
import unicodedata
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
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδ⊤'",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵀ′",
        strict=True,
    )
)
SUBSCRIPTS = dict(zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))


def superscript(text: str) -> str | None:
    """Return `text` raised, or None where Unicode has no raised form of some character."""
    return _script(text, SUPERSCRIPTS)


def subscript(text: str) -> str | None:
    """Return `text` lowered, or None where Unicode has no lowered form of some character."""
    return _script(text, SUBSCRIPTS)


def _script(text: str, table: dict[str, str]) -> str | None:
    plain = text.replace(" ", "")
    return "".join(table[c] for c in plain) if plain and all(c in table for c in plain) else None


def symbol(name: str) -> str:
    """Return how the field writes a Python name: `m_hat` m̂, `beta1` β₁, `delta_w` Δw, `lr` α."""
    if name in FIELD_NAMES:
        return FIELD_NAMES[name]
    if name.startswith("delta_"):
        return "Δ" + symbol(name.removeprefix("delta_"))
    base, _, accent = name.rpartition("_")
    if base and accent in ACCENTS:
        return unicodedata.normalize("NFC", symbol(base) + ACCENTS[accent])
    stem = name.rstrip("0123456789")
    index = name[len(stem) :]
    if index and (len(stem) == 1 or stem in GREEK):
        return GREEK.get(stem, stem) + (subscript(index) or index)
    return GREEK.get(name, name)


def formula(node: ast.expr) -> str:
    """Return the Unicode mathematics of an expression."""
    return _Writer().write(node, 0)


# How tightly each construct binds; an operand that binds less is put in parentheses.
_COMPARE, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 7)
_BINARY = {
    ast.Add: (" + ", _SUM),
    ast.Sub: (" − ", _SUM),
    ast.Mult: ("·", _PRODUCT),
    ast.MatMult: (" @ ", _PRODUCT),
    ast.Div: (" / ", _PRODUCT),
    ast.FloorDiv: (" ÷ ", _PRODUCT),
    ast.Mod: (" mod ", _PRODUCT),
}
_COMPARISONS = {ast.Lt: "<", ast.LtE: "≤", ast.Gt: ">", ast.GtE: "≥", ast.Eq: "=", ast.NotEq: "≠"}
_FENCES = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}
_FUNCTIONS = {"sum": "Σ", "prod": "Π", "log": "ln", "maximum": "max", "minimum": "min"}


class _Writer:
    def write(self, node: ast.expr, context: int) -> str:
        text, binding = self.expression(node)
        return f"({text})" if binding < context else text

    def expression(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Name(id=name):
                return symbol(name), _ATOM
            case ast.Constant(value=value):
                return number(value) if isinstance(value, (int, float)) else str(value), _ATOM
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return "−" + self.write(operand, _SIGN), _SIGN
            case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
                return self.power(base, exponent)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                sign, binding = _BINARY[type(op)]
                return self.write(left, binding) + sign + self.write(right, binding + 1), binding
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
                return f"{self.write(left, _SUM)} {_COMPARISONS[type(op)]} {self.write(right, _SUM)}", _COMPARE
            case ast.Attribute(value=value, attr="T"):
                return self.write(value, _POWER) + "ᵀ", _ATOM
            case ast.Call(func=func, args=args):
                return self.call(ast.unparse(func).removeprefix("np."), args)
            case ast.Subscript(value=value, slice=index):
                return f"{self.write(value, _ATOM)}[{self.write(index, 0)}]", _ATOM
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                return "[" + ", ".join(self.write(e, 0) for e in elements) + "]", _ATOM
        return ast.unparse(node), 0

    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[str, int]:
        below = self.write(base, _ATOM)
        above = self.write(exponent, 0)
        raised = superscript(above)
        if raised and not below.endswith(tuple(SUPERSCRIPTS.values())):
            return below + raised, _POWER
        return f"{below}^{self.write(exponent, _ATOM)}", _POWER

    def call(self, name: str, args: list[ast.expr]) -> tuple[str, int]:
        inside = ", ".join(self.write(arg, 0) for arg in args)
        if name == "sqrt" and len(args) == 1:
            return "√" + self.write(args[0], _ATOM), _POWER
        if name == "exp" and len(args) == 1 and (raised := superscript(inside)):
            return "e" + raised, _POWER
        if name in _FENCES and len(args) == 1:
            opening, closing = _FENCES[name]
            return opening + inside + closing, _ATOM
        return f"{_FUNCTIONS.get(name, name)}({inside})", _ATOM


def number(value: Any, digits: int = 4) -> str:
    """Return a number as a person writes it: at most `digits` significant digits, a real minus sign, never -0."""
    if isinstance(value, bool):
        return "참" if value else "거짓"
    if isinstance(value, int):
        return str(value).replace("-", "−")
    text = f"{value + 0.0:.{digits}g}"
    return ("0" if float(text) == 0 else text).replace("-", "−")


def values(value: Any, digits: int = 4, most: int = 6) -> str:
    """Return a number, vector or matrix on one line; what does not fit is marked with … and the shape."""
    shape = getattr(value, "shape", ())
    if not shape:
        return number(value, digits)
    rows = [values(row, digits, most) for row in value[:most]]
    rest = " …" if shape[0] > most else ""
    size = f" ({'×'.join(map(str, shape))})" if rest else ""
    return f"[{' '.join(rows)}{rest}]{size}"
