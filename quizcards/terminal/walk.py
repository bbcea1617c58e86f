"""A demo one line at a time.

A value is hidden first, so that the learner computes it. It can be typed and is marked then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.quiz.numbers import agree, read, shape_of
from quizcards.quiz.question import Value
from quizcards.terminal.cells import cell_len
from quizcards.terminal.demo_run import given
from quizcards.terminal.keys import names
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import ACCENT, MARGIN, QUIET, wrapped
from quizcards.trace.notation import formula, symbol, values
from quizcards.trace.tracer import Step, Trace

_NUMERIC = tuple("0123456789.,;/+-−e[] ")
"""What a number, a vector or a matrix is typed with."""
_MOVES = {
    "right": 1,
    "space": 1,
    "enter": 1,
    "left": -1,
    "backspace": -1,
    "home": -(10**6),
    "end": 10**6,
}


@dataclass(frozen=True)
class Walk:
    """Where the learner stands: two positions to a line, the even one without its value."""

    title: str
    trace: Trace
    at: int = 0
    typed: str = ""
    """The value as far as the learner has typed it."""

    said: str = ""
    """What is said of the value that was typed."""

    @property
    def is_over(self) -> bool:
        return self.at == 2 * len(self.trace.steps) - 1

    def press(self, key: str) -> Walk | None:
        """Return where a key leads, or None if it does not move."""
        if not self.at % 2 and (taken := self._taken(key)):
            return taken
        if key not in _MOVES:
            return None
        at = min(max(self.at + _MOVES[key], 0), 2 * len(self.trace.steps) - 1)
        return replace(self, at=at, typed="", said="")

    def written(self, text: str) -> Walk | None:
        """Return where a value leads that was typed at once, or None if the text is none."""
        if self.at % 2 or not set(text) <= {*_NUMERIC, "\n"}:
            return None
        here = self
        for key in names(text):
            here = here.press(key) or here
        return here

    def answered(self, text: str) -> Walk | None:
        """Return where a whole line leads: an empty one on, a value marked; None for others."""
        if not text:
            return self.press("right")
        if self.at % 2 or not set(text) <= set(_NUMERIC):
            return None
        return replace(self, typed=text)._marked()

    def _taken(self, key: str) -> Walk | None:
        """Return what a key adds to the value that is being typed, or None if it adds nothing."""
        if self.typed and key == "backspace":
            return replace(self, typed=self.typed[:-1], said="")
        if self.typed and key == "enter":
            return self._marked()
        char = " " if key == "space" and self.typed else key
        return replace(self, typed=self.typed + char, said="") if char in _NUMERIC else None

    def _marked(self) -> Walk:
        """Show the value with what is to be said of the typed one, which must be readable."""
        right = as_value(self.trace.steps[self.at // 2].value)
        if right is None:
            return replace(self, at=self.at + 1, typed="", said="이 값은 수로 채점할 수 없습니다.")
        try:
            given = read(self.typed, shape_of(right))
        except QuizcardsError as error:
            return replace(self, said=str(error))
        wrong = [
            number
            for number, is_right in zip(given, agree(given, right), strict=True)
            if not is_right
        ]
        said = f"× 틀렸습니다. 적은 값: {self.typed.strip()}" if wrong else "○ 맞았습니다."
        if wrong and len(given) > 1:
            said += f" ({len(given)}개 가운데 {len(given) - len(wrong)}개가 맞습니다.)"
        return replace(self, at=self.at + 1, typed="", said=said)

    def lines(self, width: int) -> list[Text]:
        """Return everything up to the current line, which comes last."""
        done = self.trace.steps[: self.at // 2]
        lines = [*wrapped(self.title, width - 1, HEADING, MARGIN)]
        lines += [*wrapped(given(self.trace.inputs), width - 1, QUIET, MARGIN), Text()]
        lines += [line for step in done for line in _past(step, width)]
        return [*lines, *self.current(width)]

    def current(self, width: int) -> list[Text]:
        """Return the current line: what it uses, its value or a question mark, and its note."""
        step = self.trace.steps[self.at // 2]
        shown = self.at % 2
        count = f"{self.at // 2 + 1} / {len(self.trace.steps)}"
        rule = f"{symbol(step.name)} = {formula(step.line.formula)}"
        return [
            *([Text()] if self.at > 1 else []),
            *wrapped(f"{rule}{_turn(step)}", width - 1, HEADING, f"{MARGIN}▸ "),
            *wrapped(", ".join(self.used(step)), width - 1, QUIET, f"{MARGIN}    "),
            *wrapped(
                values(step.value) if shown else self.typed or "?",
                width - 1,
                ACCENT,
                f"{MARGIN}  = ",
            ),
            *(wrapped(self.said, width - 1, HEADING, f"{MARGIN}    ") if self.said else []),
            *(wrapped(step.line.note, width - 1, "", f"{MARGIN}    ") if step.line.note else []),
            Text(f"{MARGIN}{count}", style=QUIET),
        ]

    def used(self, step: Step) -> Iterator[str]:
        """Yield what the line is computed from, each value as it was then."""
        before = {earlier.name: earlier.value for earlier in self.trace.steps[: self.at // 2]}
        known = {**self.trace.inputs, **before, **step.counters}
        return (
            f"{symbol(name)} = {values(known[name])}" for name in step.line.uses if name in known
        )


def as_value(value: Any) -> Value | None:
    """Return an array or a number as what a typed answer is marked by; None of anything else."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, list):
        parts = [part for part in map(as_value, value) if part is not None]
        return tuple(parts) if parts and len(parts) == len(value) else None
    return value if isinstance(value, int | float) else None


def _past(step: Step, width: int) -> list[Text]:
    rule = f"{symbol(step.name)} = {formula(step.line.formula)}{_turn(step)}"
    line = Text(f"{MARGIN}  {rule}").append(f"   = {values(step.value)}", ACCENT)
    return (
        [line]
        if cell_len(line) < width
        else wrapped(line.plain.strip(), width - 1, "", f"{MARGIN}  ")
    )


def _turn(step: Step) -> str:
    """Return which round of its loops a line is in."""
    return f"   ({'·'.join(map(str, step.turn))}번째)" if step.turn else ""
