"""Names, numbers and formulas in Unicode: `m_hat / (1 - beta1**t)` reads m̂ / (1 − β₁ᵗ)."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from quizcards.trace.expression import FENCES, FUNCTIONS, Binding, Operation, Writer

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
FIELD_NAMES = {"lr": "alpha", "eps": "epsilon", "lam": "lambda", "var": "sigma"}
"""The letter that the field writes for names that code must spell out; `var` is its square."""

ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
# only what the fonts of terminals have: of Greek letters and j no small form
SUPERSCRIPTS = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUW⊤′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁᵂᵀ′",
        strict=True,
    )
)
SUBSCRIPTS = dict(
    zip(
        "0123456789+−=()aehiklmnoprstuvx",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
        strict=True,
    )
)
_RAISED = tuple(SUPERSCRIPTS.values())


def composed(text: str) -> str:
    """Join letters and their accents where the fonts of terminals have the two in one."""
    return unicodedata.normalize("NFC", text).replace("\u1e91", "z\u0302")


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
    """A name as the field reads it: `dx_hat` is d before x with a hat."""

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
    """Return the symbols of a Python name: two of a derivative (`da_dz`), none of a word."""
    halves = re.fullmatch(r"(d\w+)_(d\w+)", name)
    if halves:
        above, below = map(_read, halves.groups())
        if above and below and above.before == below.before == "d":
            return above, below
    one = _read(name)
    return (one,) if one else ()


def _read(name: str) -> Symbol | None:
    found = _NAME.fullmatch(name)
    if not found or (found["number"] and found["word"]):
        return None
    letter = found["letter"]
    return Symbol(
        letter=FIELD_NAMES.get(letter, letter),
        before=found["before"].replace("delta_", "Delta"),
        accent=found["accent"] or "",
        index=found["number"] or _SIGNS.get(found["word"], found["word"] or ""),
        squared=letter == "var",
    )


def symbol(name: str) -> str:
    """Return a Python name as the field writes it; a word stays as it is.

    >>> " ".join(map(symbol, ["beta1", "m_hat", "dvar", "delta_w", "da_dz", "momentum"]))
    'β₁ m̂ dσ² Δw da/dz momentum'
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
    return composed(letter + index + ("²" if one.squared else ""))


def formula(node: ast.expr) -> str:
    """Return the Unicode mathematics of an expression, on one line.

    >>> formula(ast.parse("m / (1 - beta1**t)", mode="eval").body)
    'm / (1 − β₁ᵗ)'
    """
    return TextWriter().write(node, Binding.ALONE)


def as_long_as(test: str) -> str:
    """Return in words how long a `while` goes on, from what it asks before each turn.

    >>> as_long_as("k < n")
    'k < n인 동안'
    """
    return f"{test}인 동안"


class TextWriter(Writer[str]):
    """Writes an expression on one line."""

    # A product written with · reads tighter than one with / or @, whatever Python's grammar says,
    # so `a / b * c` must read (a / b)·c.
    operations = MappingProxyType(
        {
            ast.Add: Operation("+", Binding.SUM, Binding.SUM, Binding.QUOTIENT),
            ast.Sub: Operation("−", Binding.SUM, Binding.SUM, Binding.QUOTIENT),
            ast.Mult: Operation("·", Binding.PRODUCT, Binding.PRODUCT, Binding.SIGN),
            ast.MatMult: Operation("@", Binding.QUOTIENT, Binding.PRODUCT, Binding.SIGN),
            ast.Div: Operation("/", Binding.QUOTIENT, Binding.PRODUCT, Binding.SIGN),
            ast.Mod: Operation("mod", Binding.COMPARE, Binding.PRODUCT, Binding.SIGN),
        }
    )
    beside = Binding.COMPARE

    def row(self, *parts: str) -> str:
        return "".join(parts)

    def operator(self, sign: str) -> str:
        return sign if sign == "·" else f" {sign} "

    def tight(self, sign: str) -> str:
        return sign

    def comma(self) -> str:
        return ", "

    def word(self, text: str) -> str:
        return text

    def fence(self, opening: str, inside: str, closing: str) -> str:
        return opening + inside + closing

    def begins_with_minus(self, written: str) -> bool:
        return written.startswith("−")

    def name(self, name: str) -> tuple[str, Binding]:
        text = symbol(name)
        if "/" in text:
            return text, Binding.QUOTIENT
        return text, Binding.POWER if text.endswith(_RAISED) else Binding.ATOM

    def number(self, value: float) -> tuple[str, Binding]:
        text = repr(value).removesuffix(".0").replace("-", "−")
        return text, Binding.POWER if "e" in text else Binding.ATOM

    def negative(self, operand: ast.expr) -> tuple[str, Binding]:
        return "−" + self.after_sign(self.write(operand, Binding.SIGN)), Binding.SIGN

    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[str, Binding]:
        above = self.expression(exponent)
        small = _exponent(above[0]) or f"^{self.within(above, Binding.ATOM)}"
        return self.write(base, Binding.ATOM) + small, Binding.POWER

    def transposed(self, value: str) -> str:
        return value + "ᵀ"

    def choice(self, test: ast.expr, chosen: ast.expr, other: ast.expr) -> str:
        first, condition, second = (self.write(one, self.beside) for one in (chosen, test, other))
        return f"{first} if {condition}, else {second}"

    def call(
        self, name: str, args: Sequence[ast.expr], options: Sequence[str]
    ) -> tuple[str, Binding]:
        inside = [self.expression(arg) for arg in args]
        if len(inside) == 1 and not options:
            text = inside[0][0]
            if name == "sqrt":
                return "√" + self.within(inside[0], Binding.ATOM), Binding.POWER
            raised = _exponent(text) if name == "exp" else None
            if raised:
                return "e" + raised, Binding.POWER
            # bars within bars could not be told apart
            if name in FENCES and FENCES[name][0] not in text:
                return self.fence(FENCES[name][0], text, FENCES[name][1]), Binding.ATOM
        least = self.beside if len(args) + len(options) > 1 else Binding.ALONE
        listed = self.separated([*(self.within(one, least) for one in inside), *options])
        return f"{FUNCTIONS.get(name, name)}({listed})", Binding.ATOM


def _exponent(text: str) -> str | None:
    """Return an exponent raised, or None where it would be hard to read: words stay on the line."""
    return None if re.search(r"[^\W\d]{2}", text) else superscript(text)


def number(value: float | str, digits: int = 4) -> str:
    """Return a number as a person writes it: with a real minus sign, and never as -0.

    A float has at most `digits` significant digits. What is no number stays as it is.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "참" if value else "거짓"
    if isinstance(value, int):
        return str(value).replace("-", "−")
    return f"{value + 0.0:.{digits}g}".replace("-", "−")


def values(value: Any, digits: int = 4, most: int = 6) -> str:
    """Return a number, vector, matrix or dictionary on one line.

    Of each axis at most `most` are shown; what is left out is marked with … and the shape.

    >>> values([[0.5, -1.0], [2.0, 3.0]])
    '[[0.5 −1] [2 3]]'
    >>> values({"cat": 2, (0, 1): 0.5})
    '{cat: 2, (0, 1): 0.5}'
    """
    if isinstance(value, dict):
        return _entries(value, digits, most)
    shape = _shape(value)
    size = f" ({'×'.join(map(str, shape))})" if any(n > most for n in shape) else ""
    return _rows(value, digits, most) + size


def key_text(key: Any, digits: int = 4) -> str:
    """Return a key of a dictionary as it is shown: a word, a number or some of them."""
    if isinstance(key, tuple):
        return f"({', '.join(number(part, digits) for part in key)})"
    return number(key, digits)


def _entries(value: dict[Any, Any], digits: int, most: int) -> str:
    shown = list(value.items())[:most]
    listed = ", ".join(f"{key_text(key, digits)}: {number(one, digits)}" for key, one in shown)
    return f"{{{listed}}}" if len(value) <= most else f"{{{listed} …}} ({len(value)}개)"


def _rows(value: Any, digits: int, most: int) -> str:
    if not _shape(value):
        return number(value, digits)
    rest = " …" if len(value) > most else ""
    return f"[{' '.join(_rows(row, digits, most) for row in value[:most])}{rest}]"


def _shape(value: Any) -> tuple[int, ...]:
    return (len(value),) if isinstance(value, (list, tuple)) else getattr(value, "shape", ())
