"""The computation graph of a trace, laid out by Sugiyama's method.

Values flow forward along its edges, gradients back against them. Columns go from the inputs to the
result, so that every edge leads from one column to the next. An edge that skips columns passes
through places of its own (the method's dummy vertices), which edges from one node share. Rows are
then ordered by the barycentre heuristic, which leaves few crossings (Sugiyama, Tagawa & Toda 1981).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from quizcards.trace.arrays import Numbers
from quizcards.trace.gradient import NotDifferentiableError, gradients
from quizcards.trace.notation import formula, symbol, values
from quizcards.trace.tracer import Gradients, Trace, backward_slice

MOST_STEPS = 9
"""A graph of more steps is too much to read."""

MOST_NUMBERS = 12
"""An array of more numbers is cut short, and a result of more has no gradients to show."""

ROUNDING = 1e-15
"""A gradient smaller than this is what is left where terms cancel."""

STILL = 1e-12
"""Where no input's gradient is larger than this, the result never moves."""

SWEEPS = 4
"""How often the columns are ordered from the front and from the back."""

_Place = tuple[int, int]
"""A column and the node that stands there, or whose value passes through."""


@dataclass(frozen=True)
class GraphNode:
    """One named value. `gradient` is that of the result with respect to it, where there is one."""

    name: str
    label: str
    value: str
    gradient: str | None
    column: int
    row: int


@dataclass(frozen=True)
class Graph:
    """Nodes in places, and edges as the places that they pass.

    An edge is a path of (column, row) from its source to its target.
    """

    result: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def columns(self) -> int:
        return 1 + max(node.column for node in self.nodes)

    @property
    def rows(self) -> int:
        return 1 + max(
            row
            for path in (*self.edges, *(((n.column, n.row),) for n in self.nodes))
            for _, row in path
        )


def graph(trace: Trace) -> Graph | None:
    """Return the graph of what leads to a trace's result, or None where it is too much to read."""
    name = trace.returned or trace.steps[-1].name
    steps = backward_slice([step.line for step in trace.steps], name)
    if not 1 < len(steps) <= MOST_STEPS:
        return None
    flow = _gradients(trace)
    sources, edges = _sources(trace, steps)
    columns = _columns(len(sources), edges)
    paths = [_path(source, target, columns) for source, target in edges]
    rows = _rows(paths)
    nodes = [
        _node(trace, flow, source, (columns[i], rows[columns[i], i]))
        for i, source in enumerate(sources)
    ]
    places = [tuple((place[0], rows[place]) for place in path) for path in paths]
    result = ("∑" if np.ndim(trace.result) else "") + symbol(trace.steps[steps[-1]].name)
    return Graph(result, tuple(nodes), tuple(places))


def _gradients(trace: Trace) -> Gradients | None:
    """Return the gradients of the result, where it is a number or the sum of a few.

    None where that sum never moves, as a softmax's does not: they would say nothing.
    """
    # a count has no slope
    if isinstance(trace.result, int) or np.size(trace.result) > MOST_NUMBERS:
        return None
    try:
        found = gradients(trace)
    except NotDifferentiableError:
        return None
    moves = any(np.max(np.abs(gradient), initial=0.0) > STILL for gradient in found.inputs.values())
    return found if moves or np.ndim(trace.result) == 0 else None


def _sources(trace: Trace, steps: list[int]) -> tuple[list[str | int], list[tuple[int, int]]]:
    """Return the nodes and the edges between them, by the nodes' indices.

    A node is an input's name or the index of a step in the trace.
    """
    made: dict[str, int] = {}
    sources: list[str | int] = []
    edges: list[tuple[int, int]] = []
    for i in steps:
        step = trace.steps[i]
        for name in step.line.uses:
            if name not in made and name in trace.inputs:
                made[name] = len(sources)
                sources.append(name)
        target = len(sources)
        edges += [(made[name], target) for name in step.line.uses if name in made]
        made[step.name] = target
        sources.append(i)
    return sources, edges


def _columns(count: int, edges: list[tuple[int, int]]) -> list[int]:
    """Return each node's column (its layer): one after its last source.

    An input stands just before its first use.
    """
    columns = [0] * count
    for source, target in sorted(edges, key=lambda edge: edge[1]):
        columns[target] = max(columns[target], columns[source] + 1)
    has_source = {target for _, target in edges}
    for node in range(count):
        uses = [columns[target] for source, target in edges if source == node]
        if node not in has_source and uses:
            columns[node] = min(uses) - 1
    return columns


def _path(source: int, target: int, columns: list[int]) -> list[_Place]:
    """Return the places of an edge, column by column.

    Its source is held on, in places that only pass it through, until the target takes it.
    """
    return [
        *((column, source) for column in range(columns[source], columns[target])),
        (columns[target], target),
    ]


def _rows(paths: list[list[_Place]]) -> dict[_Place, int]:
    """Return the row of each place in its column, by the barycentre heuristic.

    A column is ordered by the mean row of each place's neighbours in the column beside it: from the
    front to the back by those before it, then from the back to the front by those behind it, and
    over again.
    """
    before: dict[_Place, list[_Place]] = {}
    behind: dict[_Place, list[_Place]] = {}
    for source, target in sorted({hop for path in paths for hop in pairwise(path)}):
        before.setdefault(target, []).append(source)
        behind.setdefault(source, []).append(target)
    columns: dict[int, list[_Place]] = {}
    for place in sorted({place for path in paths for place in path}):
        columns.setdefault(place[0], []).append(place)
    rows = {place: row for column in columns.values() for row, place in enumerate(column)}
    for _ in range(SWEEPS):
        for index in sorted(columns):
            _order(columns[index], before, rows)
        for index in sorted(columns, reverse=True):
            _order(columns[index], behind, rows)
    return rows


def _order(
    column: list[_Place], neighbours: dict[_Place, list[_Place]], rows: dict[_Place, int]
) -> None:
    """Order a column by the barycentres of its places, and note their rows."""

    def barycentre(place: _Place) -> float:
        beside = neighbours.get(place, [place])  # without neighbours it stays where it is
        return float(np.mean([rows[one] for one in beside]))

    column.sort(key=barycentre)
    rows.update({place: row for row, place in enumerate(column)})


def _node(trace: Trace, flow: Gradients | None, source: str | int, place: _Place) -> GraphNode:
    if isinstance(source, str):
        gradient = flow.inputs.get(source) if flow else None
        return GraphNode(
            source, symbol(source), _short(trace.inputs[source]), _shown(gradient), *place
        )
    step = trace.steps[source]
    label = f"{symbol(step.name)} = {formula(step.line.formula)}"
    return GraphNode(
        step.name, label, _short(step.value), _shown(flow.steps[source]) if flow else None, *place
    )


def _shown(gradient: Numbers | None) -> str | None:
    """Return a gradient as text, or None at a kink without a slope, such as the root of 0."""
    if gradient is None or not np.all(np.isfinite(gradient)):
        return None
    return _short(np.where(np.abs(gradient) < ROUNDING, 0.0, gradient)[()])


def _short(value: ArrayLike) -> str:
    """Return a value as it fits in a box: of a large one only the beginning and the shape."""
    return values(value, 3, 3) if np.size(value) > MOST_NUMBERS else values(value)
