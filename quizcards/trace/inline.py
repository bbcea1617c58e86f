"""A demo written in a deck: lines of NumPy that become a function, and with it everything that a demo can do.

The lines at the top that give a name a plain number or a list of numbers are its parameters; the last line is its
result. Comments are notes, as in the demos that come with the program.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.picture import Bars, Curves, Picture, Series
from quizcards.trace.tracer import Trace

Run = Callable[[str, Mapping[str, Any], Mapping[str, str]], Trace]
"""From a function's source, its parameters and its replaced formulas to the trace: the sandbox, in practice."""


@dataclass(frozen=True)
class InlineDemo(Demo):
    """A demo whose code is text. It runs only through `execute`."""

    name: str = "inline"
    source: str = ""
    given: tuple[tuple[str, Any], ...] = ()
    execute: Run | None = None

    @property
    def title(self) -> str:
        return self.name

    @property
    def parameters(self) -> dict[str, Any]:
        return dict(self.given)

    def traced(self, params: Mapping[str, Any], replaced: Mapping[str, str]) -> Trace:
        assert self.execute is not None, "an inline demo needs something to run it"
        return self.execute(self.source, {**self.parameters, **params}, replaced)


def inline_demo(
    title: str, code: str, execute: Run, asks: tuple[str, ...] = (), mistakes: tuple[Mistake, ...] = ()
) -> InlineDemo:
    """Make a demo of vetted code. Without `asks`, the last line's value may be asked."""
    params, source, returned = as_function(code)
    return InlineDemo(
        function=_never,
        asks=asks or (returned,),
        draw=lambda rng: _drawn(params, rng),
        mistakes=mistakes,
        worked=(),
        picture=_picture,
        limits={},
        name=title,
        source=source,
        given=tuple(params.items()),
        execute=execute,
    )


def as_function(code: str) -> tuple[dict[str, Any], str, str]:
    """Return the parameters of the code, its text as a function, and the name that it returns."""
    body = ast.parse(code).body
    params: dict[str, Any] = {}
    while len(body) > 1 and (found := _parameter(body[0])) is not None and found[0] not in params:
        params[found[0]] = found[1]
        body = body[1:]
    lines = code.splitlines()[body[0].lineno - 1 :]
    returned = _assigned(body[-1])
    head = f"def inline({', '.join(params)}):"
    return params, "\n".join([head, *(f"    {line}" for line in lines), f"    return {returned}"]), returned


def _parameter(node: ast.stmt) -> tuple[str, Any] | None:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            try:
                literal = ast.literal_eval(value)
            except ValueError:
                return None
            if isinstance(literal, (int, float)):
                return name, literal
            if isinstance(literal, (list, tuple)):
                return name, np.array(literal, dtype=float)
    return None


def _assigned(node: ast.stmt) -> str:
    """Return the last name that a statement assigns."""
    return [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)][-1]


def _drawn(params: Mapping[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Draw every number near the one that the author gave: halved to trebled, whole numbers staying whole."""
    drawn: dict[str, Any] = {}
    for name, value in params.items():
        factor = rng.choice([0.5, 1.0, 1.5, 2.0, 3.0], size=np.shape(value) or None)
        scaled = np.round(value * factor, 6)
        drawn[name] = max(1, int(scaled)) if isinstance(value, int) else scaled
    return drawn


def _picture(trace: Trace) -> Picture:
    """Draw the last value: its course over a loop, its elements, or beside the other numbers."""
    course = [step.value for step in trace.steps if step.name == trace.returned]
    if len(course) > 1 and np.ndim(course[0]) == 0:
        x = np.arange(len(course))
        return Curves(
            f"{trace.returned}의 변화", "번째", trace.returned, (Series(trace.returned, x, course, points=True),)
        )
    if np.ndim(trace.result):
        return Bars(trace.returned, tuple((str(i), float(v)) for i, v in enumerate(np.ravel(trace.result)[:12])))
    numbers = {step.name: float(step.value) for step in trace.steps if np.ndim(step.value) == 0}
    return Bars("계산한 값", tuple(numbers.items()))


def _never() -> None:
    raise AssertionError("an inline demo has no function of its own")
