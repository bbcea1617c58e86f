"""LaTeX of a card's formula -> Unicode for the terminal.

Exact or not at all: what a line of text cannot say without changing the meaning is refused with the command's name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from quizcards.trace.notation import ACCENTS, GREEK, subscript, superscript

SYMBOLS = {
    "cdot": "·", "times": "×", "odot": "⊙", "circ": "∘", "pm": "±", "leftarrow": "←", "gets": "←", "to": "→",
    "rightarrow": "→", "Rightarrow": "⇒", "Leftrightarrow": "⇔", "iff": "⇔", "implies": "⇒", "le": "≤", "leq": "≤",
    "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "propto": "∝", "sim": "∼", "ll": "≪", "gg": "≫",
    "in": "∈", "equiv": "≡", "mid": "|", "infty": "∞", "ldots": "…", "dots": "…", "cdots": "⋯", "top": "⊤",
    "nabla": "∇", "partial": "∂", "sum": "Σ", "prod": "Π", "|": "‖", "Vert": "‖", "vert": "|", "succ": "≻",
    "Longrightarrow": "⇒", "Longleftrightarrow": "⇔", "%": "%", "varepsilon": "ε", "varphi": "φ", "ell": "ℓ", "prime": "′",
} | GREEK  # fmt: skip
OPENING = {"lVert": "‖", "lvert": "|", "lfloor": "⌊", "lceil": "⌈", "{": "{"}
CLOSING = {"rVert": "‖", "rvert": "|", "rfloor": "⌋", "rceil": "⌉", "}": "}"}
OPERATORS = frozenset("· × ⊙ ∘ ± ← → ⇒ ⇔ ≤ ≥ ≠ ≈ ∝ ∼ ≪ ≫ ∈ ≡ ≻ = := + − < > /".split())
FUNCTIONS = frozenset("max min log ln exp tanh sin cos arg sup inf".split())
SPACES = {",": " ", ";": " ", ":": " ", "!": "", " ": " ", "quad": "   ", "qquad": "     "}
DOUBLE_STRUCK = dict(zip("CENPQRVZ1", "ℂ𝔼ℕℙℚℝ𝕍ℤ𝟙", strict=True))
SCRIPT = dict(zip("BDEFHLNTRU", "ℬ𝒟ℰℱℋℒ𝒩𝒯ℛ𝒰", strict=True))
TEXT_COMMANDS = frozenset("text mathrm operatorname textbf mathbf".split())
SIZES = frozenset("left right big Big bigl bigr Bigl Bigr".split())
KNOWN_COMMANDS = frozenset(
    {*SYMBOLS, *OPENING, *CLOSING, *FUNCTIONS, *SPACES, *TEXT_COMMANDS, *SIZES, *ACCENTS}
    | {
        "frac",
        "tfrac",
        "dfrac",
        "sqrt",
        "mathbb",
        "mathcal",
        "begin",
        "end",
        "boldsymbol",
        "vec",
        "underset",
        "overset",
    }
)
"""Names that are LaTeX when they follow a backslash: those read here, and common ones that are refused by name."""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|:=|\s+|.", re.DOTALL)


class LatexError(ValueError):
    """The formula says something that plain text cannot; the message names it, in Korean."""


@dataclass(frozen=True)
class _Piece:
    text: str
    kind: str = "atom"
    """atom, word, product, sum, operator (stands between spaces), fraction, function, open, close, comma or space."""

    @property
    def compound(self) -> bool:
        """Whether it needs parentheses to be one factor."""
        return self.kind in ("fraction", "product", "sum")


def unicode_formula(latex: str) -> str:
    """Return one line of LaTeX as Unicode mathematics. Raises LatexError for what it cannot say exactly."""
    parser = _Parser(_TOKEN.findall(latex))
    text = _joined(parser.sequence(until=None))
    return unicodedata.normalize("NFC", text).strip()


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def next(self) -> str:
        if self.at >= len(self.tokens):
            raise LatexError("식이 중간에 끝났습니다")
        self.at += 1
        return self.tokens[self.at - 1]

    def sequence(self, until: str | None) -> list[_Piece]:
        pieces: list[_Piece] = []
        while (token := self.peek()) != until:
            if token is None:
                raise LatexError("'{'를 닫는 '}'가 없습니다")
            if token.isspace():
                self.at += 1
            elif token in ("^", "_"):
                self.script(pieces)
            elif token == "'" and pieces:
                self.at += 1
                pieces[-1] = _Piece(pieces[-1].text + "′", pieces[-1].kind)
            else:
                pieces.append(self.piece())
        if until:
            self.at += 1
        return pieces

    def group(self) -> _Piece:
        """Read one argument: a braced group or a single token."""
        self.skip_space()
        return self.piece()

    def skip_space(self) -> None:
        while (token := self.peek()) is not None and token.isspace():
            self.at += 1

    def piece(self) -> _Piece:
        token = self.next()
        if token == "{":
            pieces = self.sequence("}")
            return pieces[0] if len(pieces) == 1 else _Piece(_joined(pieces), _kind_of_group(pieces))
        if token == "}":
            raise LatexError("'}'에 맞는 '{'가 없습니다")
        if token.startswith("\\"):
            return self.command(token[1:])
        if token in "-*":
            return _Piece({"-": "−", "*": "·"}[token], "operator")
        if token == ",":
            return _Piece(",", "comma")
        kind = {"(": "open", "[": "open", ")": "close", "]": "close"}.get(token, "atom")
        return _Piece(token, "operator" if token in OPERATORS else kind)

    def command(self, name: str) -> _Piece:
        if name in SYMBOLS:
            return _Piece(SYMBOLS[name], "operator" if SYMBOLS[name] in OPERATORS else "atom")
        if name in OPENING:
            return _Piece(OPENING[name], "open")
        if name in CLOSING:
            return _Piece(CLOSING[name], "close")
        if name in SPACES:
            return _Piece(SPACES[name], "space")
        if name in FUNCTIONS:
            return _Piece(name, "function")
        if name in SIZES:
            delimiter = self.group().text.replace(".", "")
            side = {"(": "open", "[": "open", "{": "open", ")": "close", "]": "close", "}": "close"}
            return _Piece(delimiter, side.get(delimiter, {"l": "open", "r": "close"}.get(name[0], "atom")))
        if name in ("frac", "tfrac", "dfrac"):
            above = self.group()
            numerator = above.text if above.kind == "product" else _factor(above)
            return _Piece(f"{numerator} / {_factor(self.group())}", "fraction")
        if name == "sqrt":
            if self.peek() == "[":
                raise LatexError(r"\sqrt[n]은 쓸 수 없습니다. x^{1/n}으로 써 주세요")
            return _Piece("√" + _factor(self.group()))
        if name in ACCENTS:
            return self.accent(name)
        if name in TEXT_COMMANDS:
            return _Piece(self.raw_group(), "function" if name == "operatorname" else "word")
        if name in ("mathbb", "mathcal"):
            letter = self.raw_group()
            table = DOUBLE_STRUCK if name == "mathbb" else SCRIPT
            if letter not in table:
                raise LatexError(f"\\{name}{{{letter}}}에 해당하는 글자가 없습니다")
            return _Piece(table[letter])
        raise LatexError(f"\\{name}은(는) 터미널 글자로 옮길 수 없습니다")

    def accent(self, name: str) -> _Piece:
        below = self.group().text
        if len(unicodedata.normalize("NFD", below)) != 1:
            raise LatexError(f"\\{name}은(는) 한 글자 위에만 쓸 수 있습니다: {below}")
        return _Piece(below + ACCENTS[name])

    def raw_group(self) -> str:
        """Read a braced word as it stands."""
        self.skip_space()
        start = self.at
        if self.peek() != "{":
            return self.next()
        while self.next() != "}":
            pass
        return "".join(self.tokens[start + 1 : self.at - 1])

    def script(self, pieces: list[_Piece]) -> None:
        """Attach ^ or _ to the piece before it."""
        mark = self.next()
        if not pieces or pieces[-1].kind in ("operator", "space"):
            raise LatexError(f"'{mark}' 앞에 붙을 글자가 없습니다")
        inside = self.group().text
        base = pieces.pop()
        if base.compound:
            base = _Piece(f"({base.text})")
        table = superscript if mark == "^" else subscript
        small, kind = table(inside), base.kind
        if small is None:
            fenced = inside[:1] in ("(", "[") and inside[-1:] in (")", "]")
            word = mark == "_" and inside.isascii() and inside.isalnum()
            small = mark + (inside if len(inside) == 1 or fenced or word else f"({inside})")
            kind = "word" if word else kind
        pieces.append(_Piece(base.text + small, kind))


def _kind_of_group(pieces: list[_Piece]) -> str:
    """Say what a braced group is to its neighbours: dw and ∂w are read as one name, 2m as a product."""
    factors = [piece for piece in pieces if piece.kind != "space"]
    differential = factors[0].text in ("d", "∂") and len(factors) == 2 if factors else False
    fenced = factors and factors[0].kind == "open" and factors[-1].kind == "close"
    if differential or fenced or all(factor.text.isdigit() or factor.text == "." for factor in factors):
        return "atom"
    return "sum" if any(f.kind == "comma" or (f.kind == "operator" and f.text != "·") for f in factors) else "product"


def _factor(piece: _Piece) -> str:
    """Return a piece as something that may stand beside / or under √."""
    return f"({piece.text})" if piece.compound else piece.text


def _joined(pieces: list[_Piece]) -> str:
    """Join pieces with spaces where a reader needs them; a fraction beside a factor gets parentheses."""
    out = ""
    for i, piece in enumerate(pieces):
        before = pieces[i - 1] if i else None
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        if piece.kind == "operator":
            out += _operator(piece.text, before)
            continue
        text = piece.text
        if piece.kind == "fraction" and (_is_factor(before, "close") or _is_factor(after, "open")):
            text = f"({text})"
        if before is not None and not out.endswith(" ") and _spaced(before, piece):
            out += " "
        out += text + (" " if piece.kind == "comma" else "")
    return re.sub(r"(?<=\S) {2}(?=\S)", " ", out).strip()


def _operator(text: str, before: _Piece | None) -> str:
    if text in "−+±" and (before is None or before.kind in ("operator", "comma", "open")):
        return text
    return text if text == "·" else f" {text} "


def _is_factor(piece: _Piece | None, fence: str) -> bool:
    """Say whether a neighbour multiplies: anything but an operator, or a fence that faces away."""
    if piece is None or piece.kind in ("comma", "space"):
        return False
    if piece.kind == "operator":
        return piece.text in "·/"
    return piece.kind not in ("open", "close") or piece.kind == fence


def _spaced(before: _Piece, piece: _Piece) -> bool:
    """Say whether two neighbours need a space to be read as two."""
    if before.kind == "function":
        return piece.kind != "open" or piece.text in "‖|"
    if piece.kind == "function":
        return before.kind not in ("open", "comma", "operator")
    if before.text[:1] in ("Σ", "Π") and before.kind == "atom":
        return True
    return (before.kind == "word" and piece.kind in ("atom", "word") and piece.text[:1].isalnum()) or (
        piece.kind == "word" and before.kind in ("atom", "word") and before.text[-1:].isalnum()
    )
