"""LaTeX of a card's formula -> Unicode for the terminal.

Exact or not at all: what a line of text cannot say without changing the meaning is refused with the
command's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from quizcards.trace.notation import ACCENTS, GREEK, subscript, superscript

SYMBOLS = {
    "cdot": "·", "times": "×", "odot": "⊙", "circ": "∘", "pm": "±", "leftarrow": "←", "gets": "←", "to": "→",
    "rightarrow": "→", "Rightarrow": "⇒", "Leftrightarrow": "⇔", "iff": "⇔", "implies": "⇒", "le": "≤", "leq": "≤",
    "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "propto": "∝", "sim": "∼", "ll": "≪", "gg": "≫",
    "in": "∈", "equiv": "≡", "mid": "|", "infty": "∞", "ldots": "…", "dots": "…", "cdots": "⋯", "top": "⊤",
    "nabla": "∇", "partial": "∂", "sum": "∑", "prod": "∏", "|": "‖", "Vert": "‖", "vert": "|", "succ": "≻",
    "Longrightarrow": "⇒", "Longleftrightarrow": "⇔", "%": "%", "varepsilon": "ε", "varphi": "φ", "ell": "ℓ", "prime": "′",
    "ast": "∗", "_": "_", "#": "#", "&": "&", "$": "$",
} | GREEK  # fmt: skip
OPENING = {"lVert": "‖", "lvert": "|", "lfloor": "⌊", "lceil": "⌈", "{": "{"}
CLOSING = {"rVert": "‖", "rvert": "|", "rfloor": "⌋", "rceil": "⌉", "}": "}"}
PRODUCTS = frozenset("·×⊙∘∗/")
OPERATORS = PRODUCTS | frozenset("± ← → ⇒ ⇔ ≤ ≥ ≠ ≈ ∝ ∼ ≪ ≫ ∈ ≡ ≻ = := + − < >".split())
LIMITS = ("max", "min", "sup", "inf", "arg")
FUNCTIONS = frozenset((*LIMITS, "log", "ln", "exp", "tanh", "sin", "cos"))
SPACES = {",": " ", ";": " ", ":": " ", "!": "", " ": " "}
GAPS = {"quad": "   ", "qquad": "     "}
DOUBLE_STRUCK = dict(zip("CENPQRVZ1", "ℂ𝔼ℕℙℚℝ𝕍ℤ𝟙", strict=True))
SCRIPT = dict(zip("BDEFHLNTRU", "ℬ𝒟ℰℱℋℒ𝒩𝒯ℛ𝒰", strict=True))
FRACTIONS = frozenset("frac tfrac dfrac".split())
WORDS = frozenset("text mathrm operatorname textbf mathbf".split())
SIZES = frozenset("left right big Big bigl bigr Bigl Bigr".split())
REFUSED = frozenset("begin end boldsymbol vec underset overset".split())
KNOWN_COMMANDS = frozenset(
    {
        *SYMBOLS,
        *OPENING,
        *CLOSING,
        *FUNCTIONS,
        *SPACES,
        *GAPS,
        *WORDS,
        *SIZES,
        *ACCENTS,
        *FRACTIONS,
        *REFUSED,
    }
    | {"sqrt", "mathbb", "mathcal"}
)
"""Names that are LaTeX when they follow a backslash: those read here, and common ones that are
refused by name.
"""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|:=|\s+|[가-힣]+|.", re.DOTALL)
_MARKS = {"'": "′", "_": "_", "^": "^"}


class LatexError(ValueError):
    """The formula says something that plain text cannot; the message names it, in Korean."""


@dataclass(frozen=True)
class _Piece:
    text: str
    kind: str = "atom"
    """atom, word, product, sum, differential, fraction, root, function, operator (stands between
    spaces), open, close, fence (both with what they hold), comma, space (thin) or gap.
    """

    marks: str = ""
    """Which of ′ _ ^ are attached to it."""

    @property
    def compound(self) -> bool:
        """Whether it needs parentheses to be one factor."""
        return self.kind in ("fraction", "product", "sum", "differential")

    @property
    def is_big(self) -> bool:
        """Whether it reaches over everything after it, like a sum or a logarithm."""
        return self.kind == "function" or self.text[:1] in ("∑", "∏")


def unicode_formula(latex: str) -> str:
    """Return one line of LaTeX as Unicode mathematics.

    Raises LatexError for what it cannot say exactly.
    """
    try:
        text = _joined(_Parser(_TOKEN.findall(latex)).sequence(until=None))
    except RecursionError:
        raise LatexError("괄호가 너무 깊이 겹쳤습니다") from None
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

    def skip_space(self) -> None:
        while (token := self.peek()) is not None and (token.isspace() or token == "~"):
            self.at += 1

    def sequence(self, until: str | None) -> list[_Piece]:
        """Read pieces up to the token `until`, and that token too."""
        pieces: list[_Piece] = []
        while True:
            self.skip_space()
            token = self.peek()
            if token == until:
                self.at += until is not None
                return pieces
            if token is None:
                raise LatexError(
                    {"}": "'{'를 닫는 '}'가 없습니다"}.get(
                        until or "", r"\left에 맞는 \right가 없습니다"
                    )
                )
            if token in _MARKS:
                if not pieces or pieces[-1].kind in ("operator", "space", "gap", "comma", "open"):
                    raise LatexError(f"'{token}' 앞에 붙을 글자가 없습니다")
                pieces.append(self.marked(pieces.pop()))
            else:
                pieces.append(self.piece())

    def group(self) -> _Piece:
        """Read one argument: a braced group or a single token."""
        self.skip_space()
        return self.piece()

    def argument(self, name: str) -> _Piece:
        """Read one argument that must not be empty."""
        piece = self.group()
        if not piece.text:
            raise LatexError(f"\\{name}의 중괄호가 비어 있습니다")
        return piece

    def piece(self) -> _Piece:
        token = self.next()
        if token == "{":
            return _grouped(self.sequence("}"))
        if token == "}":
            raise LatexError("'}'에 맞는 '{'가 없습니다")
        if token in "^_":
            raise LatexError(f"'{token}' 앞에 붙을 글자가 없습니다")
        if token.startswith("\\"):
            return self.command(token[1:])
        if token in "$#%&":
            raise LatexError(
                f"'{token}'는 LaTeX에서 다른 뜻이 있습니다. 글자 그대로라면 \\{token}로 써 주세요"
            )
        if token == ",":
            return _Piece(",", "comma")
        text = {"-": "−", "*": "∗", "'": "′"}.get(token, token)
        kind = {"(": "open", "[": "open", ")": "close", "]": "close"}.get(token, "atom")
        if "가" <= token[0] <= "힣":
            kind = "word"
        return _Piece(text, "operator" if text in OPERATORS else kind)

    def command(self, name: str) -> _Piece:
        if name in SYMBOLS:
            return _Piece(SYMBOLS[name], "operator" if SYMBOLS[name] in OPERATORS else "atom")
        if name in OPENING:
            return _Piece(OPENING[name], "open")
        if name in CLOSING:
            return _Piece(CLOSING[name], "close")
        if name in SPACES:
            return _Piece(SPACES[name], "space")
        if name in GAPS:
            return _Piece(GAPS[name], "gap")
        if name in FUNCTIONS:
            return _Piece(name, "function")
        if name in FRACTIONS:
            return self.fraction(name)
        if name == "sqrt":
            return self.root()
        if name in ACCENTS:
            return self.accent(name)
        if name in WORDS:
            return self.word(name)
        if name in ("mathbb", "mathcal"):
            return self.letter(name)
        if name == "left":
            return self.fenced()
        if name in SIZES and name != "right":
            return self.delimiter({"l": "open", "r": "close"}.get(name[-1], "atom"))
        raise LatexError(r"\right에 맞는 \left가 없습니다" if name == "right" else _untold(name))

    def fraction(self, name: str) -> _Piece:
        above, below = self.argument(name), self.argument(name)
        over = above.text if above.kind in ("product", "differential") else _factor(above)
        derivative = below.kind == "differential" and above.text[0] in "d∂"
        return _Piece(f"{over} / {below.text if derivative else _factor(below)}", "fraction")

    def root(self) -> _Piece:
        self.skip_space()
        if self.peek() == "[":
            raise LatexError(r"\sqrt[n]은 쓸 수 없습니다. x^{1/n}으로 써 주세요")
        inside = self.argument("sqrt")
        plain = not (inside.compound or inside.kind == "root" or "^" in inside.marks)
        return _Piece("√" + (inside.text if plain else f"({inside.text})"), "root")

    def accent(self, name: str) -> _Piece:
        below = self.group().text
        if len(unicodedata.normalize("NFD", below)) != 1 or not below.isalpha():
            raise LatexError(f"\\{name}은(는) 한 글자 위에만 쓸 수 있습니다: {below}")
        return _Piece(below + ACCENTS[name])

    def letter(self, name: str) -> _Piece:
        letter = self.group().text
        table = DOUBLE_STRUCK if name == "mathbb" else SCRIPT
        if letter not in table:
            raise LatexError(f"\\{name}{{{letter}}}에 해당하는 글자가 없습니다")
        return _Piece(table[letter])

    def word(self, name: str) -> _Piece:
        """Read letters that stand upright: a word in a formula, or the name of a function."""
        function = name == "operatorname"
        if function and self.peek() == "*":
            self.at += 1
        self.skip_space()
        tokens = [self.next()]
        depth = int(tokens == ["{"])
        while depth:
            tokens.append(self.next())
            depth += (tokens[-1] == "{") - (tokens[-1] == "}")
        text = "".join(_upright(token) for token in tokens if token not in ("{", "}"))
        return _Piece(text, "function" if function else "word")

    def delimiter(self, side: str) -> _Piece:
        """Read what follows \\left, \\right or a size. A dot stands for none."""
        self.skip_space()
        token = self.next()
        name = token[1:]
        text = (OPENING | CLOSING | SYMBOLS).get(name, "") if token.startswith("\\") else token
        if text not in (
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "|",
            "‖",
            "⌊",
            "⌋",
            "⌈",
            "⌉",
            "/",
            "<",
            ">",
            ".",
        ):
            raise LatexError(f"괄호가 와야 할 곳입니다: {token}")
        sides = dict.fromkeys("([{⌊⌈", "open") | dict.fromkeys(")]}⌋⌉", "close")
        return _Piece(text.replace(".", ""), sides.get(text, side))

    def fenced(self) -> _Piece:
        opening = self.delimiter("open").text
        inside = self.sequence(r"\right")
        closing = self.delimiter("close").text
        alone = _grouped(inside).compound and not (opening and closing)
        text = f"({_joined(inside)})" if alone else _joined(inside)
        return _Piece(opening + text + closing, "fence")

    def marked(self, base: _Piece) -> _Piece:
        """Attach the primes, the subscript and the superscript that follow, in this order."""
        found: dict[str, str] = {}
        while (mark := self.peek()) is not None and (mark in _MARKS or mark.isspace()):
            self.at += 1
            if mark.isspace():
                continue
            if (mark in found and mark != "'") or (mark == "'" and "^" in found):
                raise LatexError(f"'{mark}'가 한 글자에 두 번 붙었습니다")
            found[mark] = found.get("'", "") + "′" if mark == "'" else self.group().text
        text = f"({base.text})" if base.compound or base.marks or base.kind == "root" else base.text
        kind = base.kind if base.kind in ("word", "function", "close", "fence") else "atom"
        for mark in _MARKS:
            small = (
                found[mark] if mark == "'" and mark in found else _small(mark, found.get(mark, ""))
            )
            text += small
            if kind != "function" and small[:1] in ("_", "^", "*") and small[-1] not in ")]":
                kind = "word"  # S_λ needs a space before a letter
        return _Piece(text, kind, "".join(_MARKS[mark] for mark in found))


def _untold(name: str) -> str:
    return f"\\{name}은(는) 터미널 글자로 옮길 수 없습니다"


def _upright(token: str) -> str:
    """Return one token of a word as a letter."""
    letters = SPACES | SYMBOLS | OPENING | CLOSING
    if token in ("$", "#", "%", "&", "_", "^"):
        raise LatexError(f"글 안의 '{token}'는 \\{token}로 써 주세요")
    if token.startswith("\\") and token[1:] not in letters:
        raise LatexError(_untold(token[1:]))
    return letters[token[1:]] if token.startswith("\\") else token.replace("~", " ")


def _small(mark: str, text: str) -> str:
    """Return a superscript or subscript, with ^ or _ before it where Unicode has no small form."""
    small = superscript(text) if mark == "^" else subscript(text)
    if small is not None or not text:
        return small or ""
    if text == "∗":
        return "*"
    word = mark == "_" and text.isascii() and text.isalnum()
    return mark + (text if len(text) == 1 or word or _one_fence(text) else f"({text})")


def _one_fence(parts: Sequence[str]) -> bool:
    """Say whether the first of these opens a fence that only the last closes."""
    depth = 0
    for i, part in enumerate(parts):
        depth += (part in ("(", "[", "open")) - (part in (")", "]", "close"))
        if depth <= 0:
            return i == len(parts) - 1 and i > 0
    return False


def _grouped(pieces: list[_Piece]) -> _Piece:
    """Return a braced group as one piece, which is what it is to its neighbours: 2m a product, dw a
    differential.
    """
    if len(pieces) == 1:
        return pieces[0]
    text = _joined(pieces)
    factors = [piece for piece in pieces if piece.kind != "space"]
    kinds = [piece.kind for piece in factors]
    if _one_fence(kinds):
        return _Piece(text, "fence", factors[-1].marks)
    if all(piece.text[:1].isdigit() or piece.text == "." for piece in factors):
        return _Piece(text, "atom", "".join(piece.marks for piece in factors))
    if len(factors) == 2 and factors[0].text in ("d", "∂"):
        return _Piece(text, "differential")
    applied = kinds[0] == "function" and (kinds[1:] == ["fence"] or _one_fence(kinds[1:]))
    return _Piece(text, "sum" if _is_sum(factors) and not applied else "product")


def _is_sum(pieces: list[_Piece]) -> bool:
    """Say whether anything outside fences binds less than a product, or reaches over what
    follows.
    """
    depth = 0
    for piece in pieces:
        depth += (piece.kind == "open") - (piece.kind == "close")
        if depth == 0 and (
            piece.is_big
            or piece.kind == "comma"
            or (piece.kind == "operator" and piece.text != "·")
        ):
            return True
    return False


def _factor(piece: _Piece) -> str:
    """Return a piece as something that may stand beside /."""
    return f"({piece.text})" if piece.compound else piece.text


def _joined(pieces: list[_Piece]) -> str:
    """Join pieces with spaces where a reader needs them; a fraction beside a factor gets
    parentheses.
    """
    pieces = [piece for piece in pieces if piece.text]
    out = ""
    for i, piece in enumerate(pieces):
        before = next((p for p in reversed(pieces[:i]) if p.kind != "space"), None)
        after = next((p for p in pieces[i + 1 :] if p.kind != "space"), None)
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
    if text in "−+±" and (before is None or before.kind in ("operator", "comma", "open", "gap")):
        return text
    return text if text == "·" else f" {text} "


def _is_factor(piece: _Piece | None, fence: str) -> bool:
    """Say whether a neighbour multiplies: anything but a sum's operator, or a fence that faces
    away.
    """
    if piece is None or piece.kind in ("comma", "gap"):
        return False
    if piece.kind == "operator":
        return piece.text in PRODUCTS
    return piece.kind not in ("open", "close") or piece.kind == fence


def _spaced(before: _Piece, piece: _Piece) -> bool:
    """Say whether two neighbours need a space to be read as two."""
    if before.kind == "function":
        index = "_" in before.marks and before.text.startswith(LIMITS)
        return index or piece.kind not in ("open", "fence") or piece.text[0] in "‖|"
    if piece.kind == "function":
        return before.kind not in ("open", "comma", "operator")
    if before.is_big and before.kind in ("atom", "word"):
        return True
    words = (
        before.kind in ("atom", "word")
        and piece.kind in ("atom", "word")
        and "word" in (before.kind, piece.kind)
    )
    return (
        words and piece.text[0].isalnum() and (before.kind == "word" or before.text[-1].isalnum())
    )
