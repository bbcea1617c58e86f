"""The linear format: a card's formula on one line of Unicode, for the terminal.

Exact or not at all: what a line of text cannot say without changing the meaning is refused with the
command's name. The terminal shows it as LaTeX, and everything else as mathematics.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizcards.trace.latex import ACCENTS, LIMITS, PRODUCTS, LatexError, parse
from quizcards.trace.notation import composed, subscript, superscript
from quizcards.trace.tree import (
    INTEGRALS,
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
    parts_of,
)

DOUBLE_STRUCK = dict(zip("CNPQRZ", "ℂℕℙℚℝℤ", strict=True))
"""The letters of other alphabets that the fonts of terminals have.

The others are drawn plain: ℒ as L, 𝔼 as E.
"""
_OVER_EACH = {"overline": "\u0305", "underline": "\u0332"}
"""Accents that may stand over several letters, and how over each of them."""


class UnsayableError(LatexError):
    """A line of the terminal cannot say the formula, which is good LaTeX all the same."""


def unicode_formula(latex: str) -> str:
    r"""Return one line of LaTeX as Unicode mathematics.

    Raises LatexError for what is no LaTeX, and UnsayableError for what it cannot say exactly.

    >>> unicode_formula(r"\hat m_t = \frac{m_t}{1 - \beta_1^t}")
    'm̂ₜ = mₜ / (1 − β₁ᵗ)'
    """
    try:
        return linear(parse(latex))
    except RecursionError:
        raise LatexError("괄호가 너무 깊이 겹쳤습니다") from None


def check_formula(latex: str) -> str | None:
    """Return why a formula is no LaTeX that we read, in Korean, or None if it is."""
    try:
        unicode_formula(latex)
    except UnsayableError:
        return None
    except LatexError as error:
        return str(error)
    return None


def linear(node: Node) -> str:
    """Return a parsed formula on one line.

    Raises UnsayableError for what it cannot say exactly.
    """
    pieces = [_piece(part) for part in parts_of(node)]
    return composed(_joined(pieces)).strip()


@dataclass(frozen=True)
class _Piece:
    text: str
    kind: str = "atom"
    """How it stands to its neighbours: a leaf's kind, or what it is as a whole.

    A whole is a product, a sum, a differential, a fraction, a root or a fence with what it holds.
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
        return self.kind == "function" or self.text[:1] in (*SUMS, *INTEGRALS)


def _piece(node: Node) -> _Piece:
    match node:
        case Leaf(text=text, kind=kind):
            return _Piece(text, kind)
        case Row(parts=parts):
            return _grouped([_piece(part) for part in parts])
        case Fraction(above=above, below=below, command="binom"):
            listed = f"{_argument(above, 'binom').text}, {_argument(below, 'binom').text}"
            return _Piece(f"C({listed})", "fence")
        case Fraction(above=above, below=below, command=name):
            return _fraction(_argument(above, name), _argument(below, name))
        case Root(inside=inside, degree=None):
            return _root(_argument(inside, "sqrt"))
        case Root(inside=inside, degree=degree):
            return _marked(Script(inside, sup=Fraction(Leaf("1"), degree or Row(()))))
        case Styled(command=name, letter=Script() as script) if name in ACCENTS:
            return _marked(replace(script, base=Styled(name, script.base)))
        case Styled(command=name, letter=letter):
            return _styled(name, _piece(letter))
        case Fence():
            return _fence(node)
        case Script():
            return _marked(node)
        case Grid(command=name):
            raise UnsayableError(f"\\begin{{{name}}}은(는) 한 줄에 쓸 수 없습니다")


def _argument(node: Node, name: str) -> _Piece:
    """Return an argument, which must not be empty."""
    piece = _piece(node)
    if not piece.text:
        raise LatexError(f"\\{name}의 중괄호가 비어 있습니다")
    return piece


def _fraction(above: _Piece, below: _Piece) -> _Piece:
    over = above.text if above.kind in ("product", "differential") else _factor(above)
    derivative = below.kind == "differential" and above.text[0] in "d∂"
    return _Piece(f"{over} / {below.text if derivative else _factor(below)}", "fraction")


def _root(inside: _Piece) -> _Piece:
    plain = not (inside.compound or inside.kind == "root" or "^" in inside.marks)
    return _Piece("√" + (inside.text if plain else f"({inside.text})"), "root")


def _styled(name: str, inside: _Piece) -> _Piece:
    """Return a letter with an accent, or in another alphabet, or what is only set otherwise."""
    text = inside.text
    if name in ACCENTS:
        if len(unicodedata.normalize("NFD", text)) == 1 and text.isalpha():
            return _Piece(text + ACCENTS[name])
        if name in _OVER_EACH and text.isalnum():
            return _Piece("".join(letter + _OVER_EACH[name] for letter in text), inside.kind)
        raise UnsayableError(f"\\{name}은(는) 한 글자 위에만 쓸 수 있습니다: {text}")
    if name in ("overbrace", "underbrace", "overrightarrow"):
        raise UnsayableError(f"\\{name}은(는) 터미널 글자로 옮길 수 없습니다")
    return replace(inside, text=DOUBLE_STRUCK.get(text, text)) if name == "mathbb" else inside


def _fence(fence: Fence) -> _Piece:
    inside = [_piece(part) for part in parts_of(fence.inside)]
    alone = _grouped(inside).compound and not (fence.opening and fence.closing)
    text = f"({_joined(inside)})" if alone else _joined(inside)
    return _Piece(fence.opening + text + fence.closing, "fence")


def _marked(script: Script) -> _Piece:
    """Attach the primes, the subscript and the superscript, in this order."""
    base = _piece(script.base)
    if script.limits and base.kind != "function":
        raise UnsayableError(f"'{base.text}'의 위아래에 붙은 것은 한 줄에 쓸 수 없습니다")
    text = f"({base.text})" if base.compound or base.marks or base.kind == "root" else base.text
    kind = base.kind if base.kind in ("word", "function", "close", "fence") else "atom"
    attached = {
        "′": script.primes or None,
        "_": _small("_", _piece(script.sub).text) if script.sub else None,
        "^": _small("^", _piece(script.sup).text) if script.sup else None,
    }
    for small in attached.values():
        text += small or ""
        if kind != "function" and small and small[0] in "_^*" and small[-1] not in ")]":
            kind = "word"  # S_λ needs a space before a letter
    if not base.text and text[:1] in ("_", "^"):
        raise UnsayableError(f"앞에 붙은 작은 글자를 옮길 수 없습니다: {text}")
    return _Piece(
        text, kind, "".join(mark for mark, small in attached.items() if small is not None)
    )


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
    """Return a braced group as one piece.

    Its kind is what it is to its neighbours: 2m a product, dw a differential.
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
    if len(factors) == 2 and factors[0].text in ("d", "∂") and not factors[1].text[:1].isdigit():
        return _Piece(text, "differential")
    applied = kinds[0] == "function" and (kinds[1:] == ["fence"] or _one_fence(kinds[1:]))
    return _Piece(text, "sum" if _is_sum(factors) and not applied else "product")


def _is_sum(pieces: list[_Piece]) -> bool:
    """Say whether anything outside fences binds less than a product, or reaches further."""
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
    """Join pieces, with spaces where a reader needs them.

    A fraction beside a factor gets parentheses.
    """
    pieces = [piece for piece in pieces if piece.text]
    out = ""
    before: _Piece | None = None
    for piece, after in zip(pieces, _followers(pieces), strict=True):
        if piece.kind == "operator":
            out += _operator(piece.text, before)
            before = piece
            continue
        text = piece.text
        if piece.kind == "fraction" and (_is_factor(before, "close") or _is_factor(after, "open")):
            text = f"({text})"
        if before is not None and not out.endswith(" ") and _spaced(before, piece):
            out += " "
        out += text + (" " if piece.kind == "comma" else "")
        if piece.kind != "space":
            before = piece
    return re.sub(r"(?<=\S) {2}(?=\S)", " ", out).strip()


def _followers(pieces: Sequence[_Piece]) -> list[_Piece | None]:
    """Return for each piece the next one that is no space; None where there is none."""
    followers: list[_Piece | None] = []
    after = None
    for piece in reversed(pieces):
        followers.append(after)
        if piece.kind != "space":
            after = piece
    return followers[::-1]


def _operator(text: str, before: _Piece | None) -> str:
    if text in "−+±" and (before is None or before.kind in ("operator", "comma", "open", "gap")):
        return text
    return text if text == "·" else f" {text} "


def _is_factor(piece: _Piece | None, fence: str) -> bool:
    """Say whether a neighbour multiplies.

    All do but a sum's operator, and a fence that faces away.
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
