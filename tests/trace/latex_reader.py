"""Reads LaTeX as a person reads a typeset formula, and computes it with NumPy.

It does not know how the formula was written.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

TOKEN = re.compile(r"«\w+»|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\S")
COMPARED = {
    "<": np.less,
    ">": np.greater,
    r"\le": np.less_equal,
    r"\ge": np.greater_equal,
    "=": np.equal,
    r"\ne": np.not_equal,
}
FENCES = {"(": ")", r"\lvert": r"\rvert", r"\lfloor": r"\rfloor", r"\lceil": r"\rceil"}
MEANING: dict[str, Callable[[Any], Any]] = {
    "(": lambda x: x,
    r"\lvert": np.abs,
    r"\lfloor": np.floor,
    r"\lceil": np.ceil,
}
EXTREMES: dict[tuple[str, bool], Callable[..., Any]] = {
    (r"\max", False): np.max,
    (r"\max", True): np.maximum,
    (r"\min", False): np.min,
    (r"\min", True): np.minimum,
}
BIG: dict[str, Callable[..., Any]] = {r"\sum": np.sum, r"\prod": np.prod}
CALLED: dict[str, Callable[..., Any]] = {
    r"\ln": np.log,
    r"\tanh": np.tanh,
    "mean": np.mean,
    "var": np.var,
    "sign": np.sign,
}


class LatexReader:
    """What binds how tightly to a reader: mod < comparison < + - < \\sum < \\cdot < side by side <
    power.
    """

    def __init__(self, text: str, letters: Mapping[str, str], values: Mapping[str, Any]) -> None:
        for latex in sorted(letters, key=len, reverse=True):
            text = text.replace(latex, f"«{letters[latex]}»")
        self.tokens: list[str] = TOKEN.findall(text)
        self.values = values

    def read(self) -> Any:
        value = self.choice()
        assert not self.tokens, self.tokens
        return value

    def sees(self, *tokens: str) -> bool:
        return bool(self.tokens) and self.tokens[0] in tokens

    def take(self, *expected: str) -> str:
        token = self.tokens.pop(0)
        assert not expected or token in expected, f"{token} instead of {expected}"
        return token

    def group(self) -> Any:
        self.take("{")
        value = self.choice()
        self.take("}")
        return value

    def word(self) -> str:
        self.take("{")
        letters = []
        while not self.sees("}"):
            letters.append(self.take())
        self.take("}")
        return "".join(letters)

    def choice(self) -> Any:
        value = self.compared()
        while self.tokens[:1] == ["\\ "] or self.tokens[:2] == [r"\mathrm", "{"]:
            self.take("\\ ")
            self.take(r"\mathrm")
            assert self.word() == "mod"
            self.take("\\ ")
            value = value % self.compared()
        return value

    def compared(self) -> Any:
        value = self.sum()
        return COMPARED[self.take()](value, self.sum()) if self.sees(*COMPARED) else value

    def sum(self) -> Any:
        value = self.product(first=True)
        while self.sees("+", "-"):
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self, first: bool = False) -> Any:
        if first and self.sees("-"):
            self.take()
            return -self.product()
        value = self.big() if self.sees(*BIG) else self.matrix()
        while self.sees(r"\cdot"):
            self.take()
            value = value * (self.big() if self.sees(*BIG) else self.matrix())
        return value

    def big(self) -> Any:
        """A big operator reaches over every factor that follows."""
        function = BIG[self.take()]
        options = {}
        if self.sees("_"):
            self.take()
            self.take("{")
            options = dict([self.option()])
            self.take("}")
        return function(self.product(), **options)

    def matrix(self) -> Any:
        value = self.power()
        while self.sees(r"\,"):
            self.take()
            value = value @ self.power()
        return value

    def power(self) -> Any:
        plain = not self.sees(r"\frac")
        if self.sees("e"):
            self.take()
            self.take("^")
            return np.exp(self.script())
        if self.tokens[:3] == ["10", "^", "{"]:
            del self.tokens[:3]
            value: Any = float("1e" + "".join(iter(self.take, "}")))
            plain = False
        else:
            value = self.primary()
        if self.sees("^"):
            assert plain, "a power of what is no single thing"
            self.take()
            if self.sees(r"\top"):
                self.take()
                value = np.transpose(value)
            else:
                value = value ** self.script()
        assert not self.sees("^"), "two powers in a row"
        return value

    def script(self) -> Any:
        return self.group() if self.sees("{") else self.primary()

    def primary(self) -> Any:
        token = self.take()
        if token == r"\left":
            token = self.take()
            return self.fenced(token, sized=True)
        if token in FENCES:
            return self.fenced(token)
        if token == r"\frac":
            above = self.group()
            return above / self.group()
        if token == r"\sqrt":
            return np.sqrt(self.group())
        if token == r"\begin":
            return self.cases()
        if token in (r"\max", r"\min"):
            return self.extreme(token)
        if token == r"\mathrm":
            return self.called(CALLED[self.word()])
        if token in CALLED:
            return self.called(CALLED[token])
        return (
            self.values[token.strip("«»")] if token[0] in "«" or token.isalpha() else float(token)
        )

    def fenced(self, opening: str, sized: bool = False) -> Any:
        value = self.choice()
        if sized:
            self.take(r"\right")
        self.take(FENCES[opening])
        return MEANING[opening](value)

    def cases(self) -> Any:
        assert self.word() == "cases"
        first = self.choice()
        self.take("&")
        condition = self.choice()
        self.take("\\\\")
        second = self.choice()
        assert [self.take(), self.take(), self.word()] == ["&", r"\text", "else"]
        assert [self.take(), self.word()] == [r"\end", "cases"]
        return np.where(condition, first, second)

    def option(self) -> tuple[str, int]:
        self.take(r"\mathrm")
        name = self.word()
        self.take("=")
        return name, int(self.take())

    def arguments(self) -> tuple[list[Any], dict[str, int]]:
        sized = self.sees(r"\left") and bool(self.take())
        self.take("(")
        values = [self.choice()]
        options: dict[str, int] = {}
        while self.sees(","):
            self.take()
            if "".join(self.tokens[:8]).startswith((r"\mathrm{axis}=", r"\mathrm{ddof}=")):
                options |= dict([self.option()])
            else:
                values.append(self.choice())
        if sized:
            self.take(r"\right")
        self.take(")")
        return values, options

    def called(self, function: Any) -> Any:
        values, options = self.arguments()
        return function(*values, **options)

    def extreme(self, token: str) -> Any:
        values, options = self.arguments()
        several = len(values) == 2
        return EXTREMES[token, several](*values, **options)
