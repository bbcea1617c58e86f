"""Reads Unicode mathematics as a person reads it, without knowing how it was written."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

RAISED = re.compile("[⁰¹²³⁴-⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ]+")
NUMBER = r"\d+(?:\.\d+)?(?:e[−+]\d+)?"


class Read:
    """A number whose Python operators bind as a reader binds what is on screen: mod < + − < / < · <
    unary − < power.
    """

    def __init__(self, value: Any) -> None:
        self.value = value

    def __or__(self, other: "Read") -> "Read":
        return Read(self.value % other.value)

    def __lshift__(self, other: "Read") -> "Read":
        return Read(self.value + other.value)

    def __rshift__(self, other: "Read") -> "Read":
        return Read(self.value - other.value)

    def __sub__(self, other: "Read") -> "Read":
        return Read(self.value / other.value)

    def __mul__(self, other: "Read") -> "Read":
        return Read(self.value * other.value)

    def __neg__(self) -> "Read":
        return Read(-self.value)

    def __pow__(self, other: "Read") -> "Read":
        return Read(self.value**other.value)


def root(x: Any) -> Any:
    # any function of one number will do, as long as both readings use the same
    return abs(x) ** 0.5


def exponential(x: Any) -> Any:
    return math.e**x


def logarithm(x: Any) -> Any:
    return math.log(1 + abs(x))


FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "sqrt": root,
    "abs": abs,
    "exp": exponential,
    "ln": logarithm,
    "g": lambda x: -x,
}


def read(
    text: str, numbers: Mapping[str, float], letters: Mapping[str, str], side_by_side: bool = False
) -> Any:
    """Return the value of a formula. `letters` are written for the names of `numbers`.

    With `side_by_side` every letter is a name of its own, and what stands side by side is
    multiplied.
    """
    scope: dict[str, Any] = {
        name: lambda v, f=function: Read(f(v.value)) for name, function in FUNCTIONS.items()
    }
    scope |= {name: Read(value) for name, value in numbers.items()} | {
        "Read": Read,
        "e": Read(math.e),
    }
    return eval(as_python(text, letters, side_by_side), scope).value


def as_python(text: str, letters: Mapping[str, str], side_by_side: bool) -> str:
    """Write what is on screen as Python over `Read`."""
    for letter, name in letters.items():
        text = text.replace(letter, name)
    text = RAISED.sub(lambda run: f"^({unicodedata.normalize('NFKC', run[0])})", text)
    # no bars within bars: the writer spells abs out there
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text)
    words = re.findall(
        rf"{NUMBER}|{'|'.join(FUNCTIONS)}|mod|\w|\S" if side_by_side else rf"{NUMBER}|\w+|\S", text
    )
    if side_by_side:
        words = multiplied(words)
    for i in range(len(words) - 1, -1, -1):
        if words[i] == "√":  # it reaches over the one thing that follows
            end = end_of_primary(words, i + 1)
            words[i:end] = ["sqrt", "(", *words[i + 1 : end], ")"]
    out: list[str] = []
    for word in words:
        binary = bool(out) and out[-1] not in ("(", "**", "<<", ">>", "-", "*", "|")
        signs = {"−": ">>" if binary else "-", "+": "<<", "·": "*", "/": "-", "mod": "|", "^": "**"}
        out.append(
            f"Read(float('{word.replace('−', '-')}'))"
            if word[0].isdigit()
            else signs.get(word, word)
        )
    return " ".join(out)


def multiplied(words: list[str]) -> list[str]:
    """Put · between things that stand side by side."""
    out: list[str] = []
    for word in words:
        starts = word in ("(", "√") or word[0].isalnum()
        if (
            starts
            and out
            and (out[-1] == ")" or (out[-1][0].isalnum() and out[-1] not in FUNCTIONS))
        ):
            out.append("·")
        out.append(word)
    return out


def end_of_primary(words: list[str], start: int) -> int:
    """Return where a name, a number, a call or a parenthesis that begins at `start` ends."""
    opens = start if words[start] == "(" else start + 1
    if opens == len(words) or words[opens] != "(":
        return start + 1
    depth = 0
    for i in range(opens, len(words)):
        depth += (words[i] == "(") - (words[i] == ")")
        if depth == 0:
            return i + 1
    raise AssertionError(f"unbalanced: {words}")


def outcome(compute: Callable[[], Any]) -> str:
    try:
        return repr(compute())
    except (ArithmeticError, TypeError) as error:  # TypeError: the remainder of a complex number
        return type(error).__name__
