"""Backpropagation over a trace, against central differences and the hand calculation of J = 3(a + bc)."""

import numpy as np
import pytest

from quizcards import demos
from quizcards.errors import QuizcardsError
from quizcards.terminal.graph_view import graph_lines
from quizcards.trace.gradient import NotDifferentiableError, gradients
from quizcards.trace.graph import graph
from quizcards.trace.tracer import Trace

STEP = 1e-6


def total(name: str, inputs: dict[str, object]) -> float:
    return float(np.sum(demos.load(name).run(inputs).result))


def central(name: str, trace: Trace, parameter: str) -> np.ndarray:
    """(f(x + h) - f(x - h)) / 2h for every element of one parameter."""
    x = np.asarray(trace.inputs[parameter], dtype=float)
    slopes = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        ends = []
        for sign in (1, -1):
            moved = x.copy()
            moved[index] += sign * STEP
            ends.append(total(name, {**trace.inputs, parameter: moved if x.ndim else float(moved)}))
        slopes[index] = (ends[0] - ends[1]) / (2 * STEP)
    return slopes


@pytest.mark.parametrize("name", demos.names())
def test_every_gradient_of_a_demo_equals_its_central_difference(name: str) -> None:
    demo = demos.load(name)
    trace = demo.run(demo.draw(np.random.default_rng(3)))
    try:
        found = gradients(trace)
    except NotDifferentiableError as error:
        pytest.skip(f"no derivative rule for {error}")
    for parameter, value in trace.inputs.items():
        if isinstance(value, (int, str)) or isinstance(demo.parameters[parameter], (int, str)) or np.size(value) > 20:
            continue
        try:
            expected = central(name, trace, parameter)
        except QuizcardsError:
            continue  # the parameter stands at the end of its range
        assert np.allclose(found.inputs[parameter], expected, rtol=2e-4, atol=2e-4), parameter


def test_the_gradients_of_the_notes_graph_are_those_worked_by_hand() -> None:
    # J = 3v, v = a + u, u = bc at a = 5, b = 3, c = 2: dJ/dv = dJ/da = dJ/du = 3, dJ/db = 3c = 6, dJ/dc = 3b = 9
    found = gradients(demos.load("computation-graph").run())
    assert found.inputs == {"a": 3.0, "b": 6.0, "c": 9.0}
    drawn = graph(demos.load("computation-graph").run())
    assert drawn is not None
    assert {node.name: (node.value, node.gradient) for node in drawn.nodes} == {
        "a": ("5", "3"), "b": ("3", "6"), "c": ("2", "9"), "u": ("6", "3"), "v": ("11", "3"), "J": ("33", "1"),
    }  # fmt: skip


def test_the_notes_graph_is_drawn_as_in_the_notes() -> None:
    drawn = graph(demos.load("computation-graph").run())
    assert drawn is not None
    assert [line.plain for line in graph_lines(drawn, 76)] == [
        "┌───────────┐    ┌───────────┐    ┌───────────┐   ┌───────────┐",
        "│ b         │    │ a         │    │ v = a + u │   │ J = 3·v   │",
        "│ 3         │─┐  │ 5         │──┬─│ 11        │───│ 33        │",
        "│ ∂J/∂b = 6 │ │  │ ∂J/∂a = 3 │  │ │ ∂J/∂v = 3 │   │ ∂J/∂J = 1 │",
        "└───────────┘ │  └───────────┘  │ └───────────┘   └───────────┘",
        "┌───────────┐ │  ┌───────────┐  │",
        "│ c         │ │  │ u = b·c   │  │",
        "│ 2         │─┴──│ 6         │──┘",
        "│ ∂J/∂c = 9 │    │ ∂J/∂u = 3 │",
        "└───────────┘    └───────────┘",
    ]


@pytest.mark.parametrize("name", demos.names())
def test_no_graph_is_wider_than_its_window(name: str) -> None:
    drawn = graph(demos.load(name).run())
    for width in (76, 116):
        assert drawn is None or all(line.cell_len <= width for line in graph_lines(drawn, width))
