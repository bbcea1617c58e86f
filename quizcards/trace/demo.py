"""What a demo file declares.

The function, what may be asked of it, how inputs are drawn, and how people err.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quizcards.errors import QuizcardsError, perhaps
from quizcards.trace.arrays import Numbers
from quizcards.trace.picture import Picture
from quizcards.trace.tracer import Trace, defaults, source_of, trace


@dataclass(frozen=True)
class Mistake:
    """What people compute instead: the line `name` with another formula.

    `feedback` tells them so, in one sentence.
    """

    name: str
    formula: str
    feedback: str

    @property
    def expression(self) -> ast.expr:
        """The formula as a syntax tree."""
        return ast.parse(self.formula, mode="eval").body


@dataclass(frozen=True)
class Worked:
    """An example computed elsewhere: inputs, the last value expected of each name, the source."""

    inputs: Mapping[str, Any]
    values: Mapping[str, Any]
    source: str


@dataclass(frozen=True)
class Demo:
    """One computation that a card can show, ask about and draw.

    `draw` makes fresh inputs from a seeded generator, `picture` makes the picture from a trace,
    `limits` holds the range that a numeric parameter may take.
    """

    function: Callable[..., object]
    asks: Mapping[str, str]
    """What may be asked, and what each is called in Korean: `{"a1": "은닉층의 출력 a₁"}`.

    An empty name is one that nobody gave.
    """
    draw: Callable[[np.random.Generator], Mapping[str, Any]]
    mistakes: tuple[Mistake, ...]
    worked: tuple[Worked, ...]
    picture: Callable[[Trace], Picture]
    limits: Mapping[str, tuple[float, float]]
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The words that a parameter may be where the field disagrees, and what a question says then:
    `{"convention": {"ng": "비용에는 1/(2m)을 곱합니다", ...}}`.
    """
    words: Mapping[str, str] = field(default_factory=dict)
    """What a question writes for a name that is a word of the code: `{"target": "w*"}`.

    An empty word: such an input is never shown.
    """
    lines: Mapping[str, str] = field(default_factory=dict)
    """What a question says in place of a value's line, where its formula reads like code.

    An empty text: nothing is said. Of an input, what stands before its value.
    """
    holds: Callable[[Trace], bool] = lambda _run: True
    """Whether a run is what its questions take for granted: that two columns are orthogonal."""

    @property
    def title(self) -> str:
        """The first sentence of the function's file."""
        module = self.function.__globals__.get("__doc__") or self.function.__name__
        return str(module).strip().splitlines()[0].rstrip(".")

    @property
    def source(self) -> str:
        """Its function as text that needs nothing but NumPy."""
        return source_of(self.function)

    @property
    def parameters(self) -> dict[str, Any]:
        return defaults(self.function)

    def drawn(self, seed: int) -> dict[str, Any]:
        """Return fresh inputs; the same seed gives the same ones."""
        return dict(self.draw(np.random.default_rng(seed)))

    def takes_one(self, name: str) -> bool:
        """Say whether a parameter is one of some words or a single number.

        Not a vector or a matrix, nor a text.
        """
        usual = self.parameters.get(name, ())
        return name in self.choices or not (isinstance(usual, str) or np.ndim(usual))

    def run(
        self, params: Mapping[str, object] | None = None, mistake: Mistake | None = None
    ) -> Trace:
        """Run with these parameters, or with one mistake made on the way.

        Raises QuizcardsError for a parameter that `checked` refuses, and where the arithmetic
        breaks down: a division by zero, an overflow, a value that is no number.

        >>> from quizcards import demos
        >>> run = demos.load("adam").run({"g": 0.1, "t": 1})
        >>> [step.name for step in run.steps]
        ['m', 'v', 'm_hat', 'v_hat', 'delta_w', 'w']
        >>> round(run["m_hat"], 6)
        0.1
        """
        return self._sound(params or {}, {mistake.name: mistake.formula} if mistake else {})

    def first(self, params: Mapping[str, object], mistake: Mistake) -> Any:
        """Return what a mistake's line gives the first time, whatever comes of it later.

        Raises KeyError if the line does not run on this input, QuizcardsError as `run`.
        """
        run = self._sound(params, {mistake.name: mistake.formula}, mistake.name)
        return run.first(mistake.name)

    def _sound(
        self, params: Mapping[str, object], replaced: Mapping[str, str], upto: str | None = None
    ) -> Trace:
        try:
            with np.errstate(divide="raise", over="raise", invalid="raise"):
                run = self.traced(self.checked(params), replaced, upto)
            for step in run.steps:  # plain floats overflow without a word
                if not _is_finite(step.value):
                    raise FloatingPointError(f"{step.name} = {step.value}")
        # ValueError, IndexError: shapes that do not fit
        except (ArithmeticError, ValueError, IndexError) as error:
            raise QuizcardsError(
                f"이 입력으로는 계산할 수 없습니다({error}). 다른 값으로 해 보세요."
            ) from error
        return run

    def traced(
        self, params: Mapping[str, object], replaced: Mapping[str, str], upto: str | None = None
    ) -> Trace:
        """Run with parameters that were checked, some formulas replaced.

        The run may end at the first value of the name `upto`. Raises whatever the function does.
        """
        return trace(self.function, params, replaced, upto)

    def checked(self, params: Mapping[str, object]) -> dict[str, Any]:
        """Return `params` with numbers and arrays in place of text and lists.

        Text stays text where the default is one. Raises QuizcardsError for an unknown name (with
        the nearest one), a value that is no number, or one out of range.
        """
        known = self.parameters
        checked: dict[str, Any] = {}
        for name, value in params.items():
            if name not in known:
                can = ", ".join(known)
                raise QuizcardsError(
                    f"'{name}' 매개변수는 없습니다.{perhaps(name, known)} 쓸 수 있는 것: {can}"
                )
            if name in self.choices:
                checked[name] = self._choice(name, value)
            elif isinstance(known[name], str):
                checked[name] = _text(name, value)
            else:
                checked[name] = self._number(name, value, known[name])
        return checked

    def _choice(self, name: str, value: object) -> str:
        if value not in self.choices[name]:
            raise QuizcardsError(
                f"{name}={value}: {', '.join(self.choices[name])} 가운데 하나를 써 주세요."
            )
        return str(value)

    def _number(self, name: str, value: object, default: Numbers) -> Numbers:
        try:
            array = np.array(_numbers(value), dtype=float)
        except (TypeError, ValueError):
            raise QuizcardsError(
                f"{name}={value}: {_EXPECTED[np.ndim(default)]} 써 주세요."
            ) from None
        low, high = self.limits.get(name, (-math.inf, math.inf))
        if not (np.isfinite(array) & (low <= array) & (array <= high)).all():
            raise QuizcardsError(f"{name}={value}: {_range(low, high)} 값을 써 주세요.")
        if np.ndim(default):
            if array.ndim != np.ndim(default) or array.size == 0:
                raise QuizcardsError(f"{name}={value}: {_EXPECTED[np.ndim(default)]} 써 주세요.")
            return array
        if array.ndim or (isinstance(default, int) and not float(array).is_integer()):
            raise QuizcardsError(
                f"{name}={value}: {'정수' if isinstance(default, int) else '수'} 하나를 써 주세요."
            )
        return int(array) if isinstance(default, int) else float(array)


_EXPECTED = (
    "수 하나를",
    "1,2,3 처럼 쉼표로 이은 수를",
    "1,2;3,4 처럼 줄은 쌍반점으로, 칸은 쉼표로 이은 수를",
)


MOST_LETTERS = 300
"""Of a text that a demo computes with."""


def _text(name: str, value: object) -> str:
    """Return words of letters and digits, parted by single blanks. Raises QuizcardsError."""
    words = str(value).split()
    if not words or not "".join(words).isalnum() or len(" ".join(words)) > MOST_LETTERS:
        raise QuizcardsError(
            f"{name}={value}: 글자와 숫자로 된 단어를 빈칸으로 나누어 "
            f"{MOST_LETTERS}자까지 써 주세요."
        )
    return " ".join(words)


def _is_finite(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_is_finite, value.values()))
    if isinstance(value, np.ndarray):
        return value.dtype.kind != "f" or bool(np.all(np.isfinite(value)))
    return not isinstance(value, float) or math.isfinite(value)


def _numbers(value: object) -> object:
    """Read '0.1', '1,2,3' or '1,2;3,4' as a number, a vector or a matrix."""
    if not isinstance(value, str):
        return value
    if ";" in value:
        return [[float(part) for part in row.split(",")] for row in value.split(";")]
    if "," in value or "[" in value:
        return [float(part) for part in value.strip("[] ").split(",")]
    return float(value)


def _range(low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return "유한한"
    if math.isinf(high):
        return f"{low:g} 이상의"
    return f"{low:g} 이상 {high:g} 이하의"
