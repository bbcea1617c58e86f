"""Arithmetic as people type it, read and computed: `0.23/(1-0.81)`, `√2`, `e^-1`, `[1/2, ln 2]`.

Nothing that is typed ever runs as code. Length and depth are bounded before anything is computed,
and all numbers are floats, so 9^9^9 overflows at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from quizcards.errors import QuizcardsError

MOST_CHARACTERS = 300
MOST_DEPTH = 20

FUNCTIONS: Mapping[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "ln": math.log,
    "log": math.log,
    "tanh": math.tanh,
    "sin": math.sin,
    "cos": math.cos,
}
"""As NumPy and the cards have them: `log` is the natural one, and angles are in radians."""

CONSTANTS = {"e": math.e, "pi": math.pi}

# signs as other keyboards and printed pages have them
_AS_TYPED = str.maketrans(
    "−–－＋⁄∕／÷，、．；［］（）＾＊×·⋅∙\n０１２３４５６７８９", "---+////,,.;[]()^*****;0123456789"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_TOKEN = re.compile(
    r"(\s*)(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\d.a-z]))"
    r"|(?P<name>[a-z]+\d*|[√π])|(?P<sign>\*\*|[-+*/^()\[\],;]))",
    re.IGNORECASE,
)


class _Token(NamedTuple):
    text: str
    is_number: bool = False
    is_name: bool = False
    after_space: bool = False


_END = _Token("")

Rows = list[list[float]]


def rows(text: str, is_one: bool) -> Rows:
    """Read the numbers of a text, row by row; one number may have spaces around its signs.

    >>> rows("0.23/(1-0.81)", True)
    [[1.2105263157894741]]
    >>> rows("1/2 -2; √4, 2^3", False)
    [[0.5, -2.0], [2.0, 8.0]]

    Raises QuizcardsError for what cannot be read or computed, in a sentence that ends in the text.
    """
    if len(text) > MOST_CHARACTERS:
        raise QuizcardsError(f"{MOST_CHARACTERS}자까지 쓸 수 있습니다: {text[:20]}…")
    try:
        return _Reader(_tokens(text), is_one).read()
    except QuizcardsError as error:
        raise QuizcardsError(f"{error}: {text}") from None
    except OverflowError:
        raise QuizcardsError(f"너무 큰 수입니다: {text}") from None
    except ZeroDivisionError:
        raise QuizcardsError(f"0으로 나눌 수 없습니다: {text}") from None
    except ValueError:
        raise QuizcardsError(f"계산할 수 없는 식입니다: {text}") from None


def in_ascii(text: str) -> str:
    """Return a text with the signs of other keyboards and of print as plain ones, x² as x^(2)."""
    plain = _RAISED_RUN.sub(lambda run: f"^({run[0].translate(_RAISED)})", text)
    return plain.translate(_AS_TYPED)


def _tokens(text: str) -> list[_Token]:
    plain = in_ascii(text).rstrip()
    found: list[_Token] = []
    place = 0
    while place < len(plain):
        one = _TOKEN.match(plain, place)
        if not one and plain[place:].lstrip().startswith("%"):
            raise QuizcardsError("% 없이 써 주세요(확률 72.9%는 0.729)")
        if not one:
            raise _unreadable()
        written = one[0][len(one[1]) :].lower()
        found.append(_Token(written, bool(one["number"]), bool(one["name"]), bool(one[1])))
        place = one.end()
    return found


def _unreadable() -> QuizcardsError:
    return QuizcardsError("수를 읽을 수 없습니다")


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise OverflowError
    return value


def _single(value: float | Rows) -> float:
    """Return a number, also where a bracket holds nothing else."""
    if isinstance(value, list):
        raise _unreadable()
    return value


class _Reader:
    """Reads tokens from left to right, by recursive descent."""

    def __init__(self, tokens: list[_Token], is_one: bool) -> None:
        self.tokens = tokens
        self.is_one = is_one
        self.place = 0
        self.depth = 0

    def read(self) -> Rows:
        found = self.listed()
        if self.next != _END:
            raise _unreadable()
        return found

    @property
    def next(self) -> _Token:
        return self.tokens[self.place] if self.place < len(self.tokens) else _END

    def take(self) -> _Token:
        taken = self.next
        self.place += 1
        return taken

    def listed(self) -> Rows:
        """Read numbers up to a closing bracket or the end."""
        found: Rows = [[]]
        while self.next.text not in ("", ")", "]"):
            if self.next.text == ",":
                self.take()
            elif self.next.text == ";":
                self.take()
                found.append([])
            elif isinstance(one := self.sum(), list):
                found += [*one, []]
            else:
                found[-1].append(one)
        return [row for row in found if row]

    def sum(self) -> float | Rows:
        left = self.product()
        while self.next.text in ("+", "-") and not self.begins_another():
            sign = self.take().text
            right = _single(self.product())
            left = _finite(_single(left) + (right if sign == "+" else -right))
        return left

    def begins_another(self) -> bool:
        """Say whether a sign belongs to the next of several numbers, as in `1 -2`."""
        after = self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else _END
        return not self.is_one and self.next.after_space and not after.after_space

    def product(self) -> float | Rows:
        left = self.signed()
        while True:
            if self.next.text in ("*", "/"):
                is_product = self.take().text == "*"
                right = _single(self.signed())
                left = _finite(_single(left) * right if is_product else _single(left) / right)
            elif self.next.text in ("√", "π") and not self.next.after_space:  # 2√3
                left = _finite(_single(left) * _single(self.power()))
            else:
                return left

    def signed(self) -> float | Rows:
        if self.next.text not in ("+", "-"):
            return self.power()
        sign = self.take().text
        value = _single(self.power())
        return -value if sign == "-" else value

    def power(self) -> float | Rows:
        base = self.atom()
        if self.next.text not in ("^", "**"):
            return base
        self.take()
        return _finite(math.pow(_single(base), _single(self.signed())))

    def atom(self) -> float | Rows:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise QuizcardsError(f"괄호는 {MOST_DEPTH}겹까지 쓸 수 있습니다")
        token = self.take()
        if token.is_number:
            value: float | Rows = _finite(float(token.text))
        elif token.is_name:
            value = self.named(token.text)
        elif token.text in ("(", "["):
            value = self.bracketed(")" if token.text == "(" else "]")
        else:
            raise _unreadable()
        self.depth -= 1
        return value

    def bracketed(self, closing: str) -> float | Rows:
        inside = self.listed()
        if self.next.text not in (closing, ""):  # one that is forgotten at the end is forgiven
            raise QuizcardsError("괄호의 짝이 맞지 않습니다")
        self.take()
        is_group = closing == ")" and [len(row) for row in inside] == [1]
        return inside[0][0] if is_group else inside

    def named(self, name: str) -> float:
        name = {"√": "sqrt", "π": "pi"}.get(name, name)
        if name in CONSTANTS:
            return CONSTANTS[name]
        if name not in FUNCTIONS:
            known = ", ".join((*FUNCTIONS, *CONSTANTS))
            raise QuizcardsError(f"'{name}' 대신 {known} 가운데에서 써 주세요")
        is_fenced = self.next.text == "("
        argument = _single(self.atom() if is_fenced else self.bare())
        return _finite(FUNCTIONS[name](argument))

    def bare(self) -> float | Rows:
        """Read what a function is of without brackets; nobody knows what ln 2^3 would mean."""
        sign = self.take().text if self.next.text == "-" else ""
        value = _single(self.atom())
        if self.next.text in ("^", "**"):
            raise QuizcardsError("어디까지가 함수의 값인지 괄호로 묶어 주세요")
        return -value if sign else value
