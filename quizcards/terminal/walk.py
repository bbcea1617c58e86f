"""A demo one line at a time.

A value is hidden first, so that the learner computes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.text import Text

from quizcards.terminal.demo_run import given
from quizcards.terminal.text import ACCENT, MARGIN, QUIET, wrapped
from quizcards.trace.notation import formula, symbol, values
from quizcards.trace.tracer import Step, Trace

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

    @property
    def is_over(self) -> bool:
        return self.at == 2 * len(self.trace.steps) - 1

    def press(self, key: str) -> Walk | None:
        """Return where a key leads, or None if it does not move."""
        if key not in _MOVES:
            return None
        return replace(self, at=min(max(self.at + _MOVES[key], 0), 2 * len(self.trace.steps) - 1))

    def lines(self, width: int) -> list[Text]:
        """Return everything up to the current line, which comes last."""
        done = self.trace.steps[: self.at // 2]
        lines = [*wrapped(self.title, width - 1, "bold", MARGIN)]
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
            *wrapped(f"{rule}{_turn(step)}", width - 1, "bold", f"{MARGIN}▸ "),
            *wrapped(", ".join(self.used(step)), width - 1, QUIET, f"{MARGIN}    "),
            *wrapped(values(step.value) if shown else "?", width - 1, ACCENT, f"{MARGIN}  = "),
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


def _past(step: Step, width: int) -> list[Text]:
    rule = f"{symbol(step.name)} = {formula(step.line.formula)}{_turn(step)}"
    line = Text(f"{MARGIN}  {rule}").append(f"   = {values(step.value)}", ACCENT)
    return (
        [line]
        if line.cell_len < width
        else wrapped(line.plain.strip(), width - 1, "", f"{MARGIN}  ")
    )


def _turn(step: Step) -> str:
    """Return which round of its loops a line is in."""
    return f"   ({'·'.join(map(str, step.turn))}번째)" if step.turn else ""
