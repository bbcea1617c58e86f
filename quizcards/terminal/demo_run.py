"""A demo that ran: everything that its page shows, computed before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from quizcards.errors import QuizcardsError
from quizcards.model import DemoCall
from quizcards.terminal.text import NO_BREAK
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.graph import Graph, graph
from quizcards.trace.notation import symbol, values
from quizcards.trace.picture import Picture
from quizcards.trace.tracer import Trace

MOST_CELLS = 12
"""Of a matrix with more cells than this, only the shape is shown."""


class Mistaken(NamedTuple):
    """A mistake, and what its line gives when it is made."""

    mistake: Mistake
    value: str


@dataclass(frozen=True)
class DemoRun:
    """One run of a demo, with what people's mistakes would give on the same inputs."""

    title: str
    trace: Trace
    mistaken: tuple[Mistaken, ...]
    picture: Picture
    graph: Graph | None
    """None where there is nothing to draw."""


def run_demo(demo: Demo, params: Mapping[str, Any]) -> DemoRun:
    """Run a demo.

    Raises QuizcardsError for parameters it cannot take.
    """
    trace = demo.run(params)
    return DemoRun(
        title=demo.title,
        trace=trace,
        mistaken=tuple(_mistaken(demo, params, trace)),
        picture=demo.picture(trace),
        graph=graph(trace),
    )


def evidence(demo: Demo, call: DemoCall) -> str:
    """Return on one line what a run says against a misconception: the values to point at."""
    try:
        trace = demo.run(call.params)
    except QuizcardsError as error:
        return str(error)
    shown = [named_value(name, trace[name]) for name in call.show if trace.values(name)]
    return f"{', '.join(shown)} ({call.run})"


def given(inputs: Mapping[str, Any]) -> str:
    """Return the inputs of a run on one line."""
    return ", ".join(named_value(name, value) for name, value in inputs.items())


def named_value(name: str, value: Any) -> str:
    """Return a name and its value, kept together on a line; of a large matrix only its shape."""
    shape = getattr(value, "shape", ())
    if len(shape) > 1 and value.size > MOST_CELLS:
        shown = f" ({'×'.join(map(str, shape))})"
    else:
        shown = f" = {values(value)}"
    return (symbol(name) + shown).replace(" ", NO_BREAK)


def _mistaken(demo: Demo, params: Mapping[str, Any], right: Trace) -> Iterator[Mistaken]:
    """Yield the mistakes that make a difference on these inputs."""
    for mistake in demo.mistakes:
        value = _value_of(demo, params, mistake)
        if value and value != values(right.first(mistake.name)):
            yield Mistaken(mistake, value)


def _value_of(demo: Demo, params: Mapping[str, Any], mistake: Mistake) -> str:
    """Return what a mistake's line gives the first time it runs; "" if it does not run at all."""
    try:
        return values(demo.first(params, mistake))
    except KeyError:
        return ""
    except QuizcardsError:
        # the mistake itself divides by zero, or takes the root of a negative number
        return "계산 불가"
