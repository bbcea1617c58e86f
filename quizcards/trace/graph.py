"""The computation graph of a trace: values flow forward along the edges, gradients back against
them.

Laid out in columns from inputs to result, so that every edge goes from one column to the next;
edges that skip columns pass through places of their own, shared by all that leave the same node
(Sugiyama, Tagawa & Toda 1981).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from quizcards.trace.gradient import Gradients, NotDifferentiableError, gradients
from quizcards.trace.notation import formula, symbol, values
from quizcards.trace.tracer import Trace

MOST_STEPS = 9
ROUNDING = 1e-15
"""A gradient smaller than this is what is left where terms cancel."""
MOST_NUMBERS = 12
STILL = 1e-12
SWEEPS = 4
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
    """Nodes in places, and edges as the places they pass: (column, row) from the source to the
    target.
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
    """Return the graph of what leads to a trace's result, or None where that is too much to
    read.
    """
    steps = _leading(trace)
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
    """Return the gradients of a number, or of the sum of a few: where that sum never moves (a
    softmax's), they say nothing.
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


def _leading(trace: Trace) -> list[int]:
    """Return the steps that the result was computed from, in order."""
    wanted, leading = {trace.returned or trace.steps[-1].name}, []
    for i in reversed(range(len(trace.steps))):
        step = trace.steps[i]
        if step.name in wanted:
            wanted = (wanted - {step.name}) | set(step.line.uses)
            leading.append(i)
    return leading[::-1]


def _sources(trace: Trace, steps: list[int]) -> tuple[list[str | int], list[tuple[int, int]]]:
    """Return what stands at each node (an input's name or a step's index) and the edges between
    node indices.
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
    """Return each node's column: one after its last source, an input just before its first use."""
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
    """Return what an edge goes through, column by column: its source, held on until the target
    takes it.
    """
    return [
        *((column, source) for column in range(columns[source], columns[target])),
        (columns[target], target),
    ]


def _rows(paths: list[list[_Place]]) -> dict[_Place, int]:
    """Order every column so that what belongs together is near: by the mean row of its neighbours,
    swept to and fro.
    """
    hops = {hop for path in paths for hop in pairwise(path)}
    columns: dict[int, list[_Place]] = {}
    for place in sorted({place for path in paths for place in path}):
        columns.setdefault(place[0], []).append(place)
    rows = {place: row for column in columns.values() for row, place in enumerate(column)}
    for near, far in [(1, 0), (0, 1)] * SWEEPS:  # neighbours before each column, then behind
        for column in sorted(columns, reverse=near == 0):
            mean = {
                place: float(
                    np.mean([rows[hop[far]] for hop in hops if hop[near] == place] or rows[place])
                )
                for place in columns[column]
            }
            columns[column].sort(key=mean.__getitem__)
            rows |= {place: row for row, place in enumerate(columns[column])}
    return rows


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


def _shown(gradient: Any) -> str | None:
    """Return a gradient as text; at a kink without a slope, such as the root of 0, there is none to
    show.
    """
    if gradient is None or not np.all(np.isfinite(gradient)):
        return None
    return _short(np.where(np.abs(gradient) < ROUNDING, 0.0, gradient)[()])


def _short(value: Any) -> str:
    """Return a value as it fits in a box: of a large one only the beginning and the shape."""
    return values(value, 3, 3) if np.size(value) > MOST_NUMBERS else values(value)
