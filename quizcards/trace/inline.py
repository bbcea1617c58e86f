"""A demo written in a deck: lines of NumPy that become a function.

It can do everything that a demo can.
The lines at the top that give a name a plain number, a list of numbers or an array of them are its
parameters; the last line is its result. Comments are notes, as in the demos that come with the
program.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.model import Code
from quizcards.trace.arrays import Numbers
from quizcards.trace.budget import Budget, PutOffError
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.notation import key_text
from quizcards.trace.picture import Bars, Curves, HeatMap, Histogram, Picture, Series
from quizcards.trace.script import script
from quizcards.trace.tracer import Trace, is_numeric
from quizcards.trace.wire import Job


@dataclass(frozen=True)
class InlineDemo(Demo):
    """A demo whose code is text. It runs only in the sandbox."""

    name: str = "inline"
    source: str = ""
    given: Mapping[str, Numbers] = field(default_factory=dict)
    pictured: tuple[str, ...] = ()
    """What its picture shows: numbers, or one dictionary of them."""
    ran: dict[str, Trace | QuizcardsError] = field(default_factory=dict)
    """The last runs made ahead: one process runs all the mistakes of one or many inputs."""
    budget: Budget = field(default_factory=Budget, compare=False)

    @property
    def title(self) -> str:
        return self.name

    @property
    def parameters(self) -> dict[str, Any]:
        return dict(self.given)

    def traced(
        self, params: Mapping[str, object], replaced: Mapping[str, str], _upto: str | None = None
    ) -> Trace:
        # a deck's code always runs whole: all its mistakes are run ahead in one process
        job = ({**self.given, **params}, replaced)
        if isinstance(self.ran.get(_key(job), PutOffError()), PutOffError):
            self.run_ahead([job[0]], job)
        run = self.ran[_key(job)]
        if isinstance(run, QuizcardsError):
            raise run
        for name in (*self.asks, *self.pictured):
            is_bars = name not in self.asks and self.pictured == (name,) and _are_bars(run[name])
            if not (is_numeric(run[name]) or is_bars):
                raise QuizcardsError(f"{name}: {_NO_NUMBER}")
        return run

    def run_ahead(self, inputs: Iterable[Mapping[str, object]], *others: Job) -> None:
        """Run these inputs, right and with every mistake, in one process."""
        variants: list[Mapping[str, str]] = [
            {},
            *({mistake.name: mistake.formula} for mistake in self.mistakes),
        ]
        jobs = [
            *(({**self.given, **params}, variant) for params in inputs for variant in variants),
            *others,
        ]
        wanted = {_key(job): job for job in jobs}
        self.ran.clear()
        found = self.budget.run(self.source, list(wanted.values()))
        self.ran.update(zip(wanted, found, strict=True))


def _key(job: Job) -> str:
    return json.dumps(job, sort_keys=True, default=lambda value: value.tolist())


def inline_demo(title: str, code: Code, budget: Budget | None = None) -> InlineDemo:
    """Make a demo of vetted code, run within a budget or one of its own.

    Without `asks`, the last line's value may be asked.
    """
    parts = script(code.text)
    pictured = tuple(code.draws) or (parts.returned,)
    given = {
        name: np.array(value, dtype=float) if isinstance(value, list) else value
        for name, value in parts.parameters.items()
    }
    return InlineDemo(
        function=_never,
        asks=dict(code.asks) or {parts.returned: ""},
        draw=lambda rng: _drawn(given, rng),
        mistakes=tuple(Mistake(*mistake) for mistake in code.mistakes),
        worked=(),
        picture=lambda trace: _picture(trace, pictured),
        limits={},
        name=title,
        source=parts.source,
        given=given,
        pictured=pictured,
        budget=budget or Budget(),
    )


def _drawn(params: Mapping[str, Numbers], rng: np.random.Generator) -> dict[str, Any]:
    """Draw every number near the one that the author gave: halved to trebled.

    Whole numbers stay whole. Labels, which are all 0 or 1, change places instead.
    """
    drawn: dict[str, Any] = {}
    for name, value in params.items():
        if np.ndim(value) and set(np.ravel(value)) <= {0, 1}:
            drawn[name] = rng.permutation(value)
            continue
        factor = rng.choice([0.5, 1.0, 1.5, 2.0, 3.0], size=np.shape(value) or None)
        scaled = np.round(value * factor, 6)
        if isinstance(value, int):
            drawn[name] = int(scaled) or int(np.sign(value))
        else:
            drawn[name] = scaled
    return drawn


def _picture(trace: Trace, names: Sequence[str]) -> Picture:
    """Draw values by what they are.

    Numbers over a loop are curves, a matrix is a heat map, many numbers are a histogram.
    """
    title = ", ".join(names)
    if isinstance(entries := trace[names[0]], dict):
        return Bars(title, tuple((key_text(key), float(one)) for key, one in entries.items()))
    arrays = {name: np.asarray(trace[name], dtype=float) for name in names}
    if all(array.ndim == 0 for array in arrays.values()):
        courses = {
            name: [s.value for s in trace.steps if s.name == name and not s.shape] for name in names
        }
        if max(map(len, courses.values())) == 1:
            return Bars(title, tuple((name, float(array)) for name, array in arrays.items()))
        series = (
            Series(name, np.arange(1, len(values) + 1), values, True)
            for name, values in courses.items()
        )
        return Curves(f"{title}의 변화", "번째", title, tuple(series))
    first = arrays[names[0]]
    if len(names) == 1 and first.ndim > 1:
        return HeatMap(title, first.reshape(first.shape[0], -1))
    if len(names) > 1 or first.size > _MOST_BARS:
        return Histogram(title, tuple((name, np.ravel(array)) for name, array in arrays.items()))
    return Bars(title, tuple((f"{title}[{i}]", float(value)) for i, value in enumerate(first)))


_MOST_BARS = 12
_NO_NUMBER = "묻거나 그리는 값은 수나 수의 배열이어야 합니다. 사전에서는 열쇠로 값을 꺼내 주세요."


def _are_bars(value: Any) -> bool:
    """Say whether a value is a dictionary of a few numbers."""
    if not isinstance(value, dict) or not 0 < len(value) <= _MOST_BARS:
        return False
    return is_numeric(list(value.values()))


def _never() -> None:
    raise AssertionError("an inline demo has no function of its own")
