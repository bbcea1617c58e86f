"""The computation graph of a trace: values flow forward along the edges, gradients back against them.

Laid out in columns from inputs to result, so that every edge goes from one column to the next; an edge that skips
columns passes through empty places (Sugiyama, Tagawa & Toda 1981, with one barycentre sweep).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from quizcards.trace.gradient import Gradients, NotDifferentiableError, gradients
from quizcards.trace.notation import formula, symbol, values
from quizcards.trace.tracer import Trace

MOST_STEPS = 12


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
    """Nodes in places, and edges as the places they pass: (column, row) from the source to the target."""

    result: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def columns(self) -> int:
        return 1 + max(node.column for node in self.nodes)

    @property
    def rows(self) -> int:
        return 1 + max(row for path in (*self.edges, *(((n.column, n.row),) for n in self.nodes)) for _, row in path)


def graph(trace: Trace) -> Graph | None:
    """Return the graph of what leads to a trace's result, or None where that is too much to read."""
    steps = _leading(trace)
    if not 1 < len(steps) <= MOST_STEPS:
        return None
    flow = _gradients(trace)
    sources, edges = _sources(trace, steps)
    result = symbol(trace.steps[steps[-1]].name)
    columns = _columns(len(sources), edges)
    places, paths = _places(columns, edges)
    nodes = [_node(trace, flow, source, place) for source, place in zip(sources, places, strict=True)]
    return Graph(result, tuple(nodes), tuple(paths))


def _gradients(trace: Trace) -> Gradients | None:
    try:
        found = gradients(trace)
    except NotDifferentiableError:
        return None
    smooth = np.size(trace.result) == 1 and not isinstance(trace.result, int)  # a count has no slope
    return found if smooth else None


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
    """Return what stands at each node (an input's name or a step's index) and the edges between node indices."""
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


def _places(
    columns: list[int], edges: list[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[tuple[tuple[int, int], ...]]]:
    """Give every node and every passing edge a row in its column, near the rows that it comes from."""
    layers: list[list[tuple[int, int] | int]] = [[] for _ in range(max(columns) + 1)]
    for node, column in enumerate(columns):
        layers[column].append(node)
    for edge in edges:
        for column in range(columns[edge[0]] + 1, columns[edge[1]]):
            layers[column].append(edge)
    rows: dict[tuple[tuple[int, int] | int, int], int] = {}
    for column, layer in enumerate(layers):
        order = {item: _barycentre(item, column, columns, edges, rows) for item in layer}
        for row, item in enumerate(sorted(layer, key=lambda item: order[item])):
            rows[item, column] = row
    places = [(column, rows[node, column]) for node, column in enumerate(columns)]
    paths = []
    for edge in edges:
        between = [(c, rows[edge, c]) for c in range(columns[edge[0]] + 1, columns[edge[1]])]
        paths.append((places[edge[0]], *between, places[edge[1]]))
    return places, paths


def _barycentre(
    item: tuple[int, int] | int,
    column: int,
    columns: list[int],
    edges: list[tuple[int, int]],
    rows: dict[tuple[tuple[int, int] | int, int], int],
) -> float:
    """Return the mean row of what leads here from the column before; what nothing leads to keeps to the top."""
    if isinstance(item, tuple):
        before: tuple[int, int] | int = item if columns[item[0]] < column - 1 else item[0]
        return float(rows[before, column - 1])
    came = [
        rows[source if columns[source] == column - 1 else (source, target), column - 1]
        for source, target in edges
        if target == item
    ]
    return float(np.mean(came)) if came else -1.0


def _node(trace: Trace, flow: Gradients | None, source: str | int, place: tuple[int, int]) -> GraphNode:
    if isinstance(source, str):
        gradient = flow.inputs.get(source) if flow else None
        return GraphNode(source, symbol(source), values(trace.inputs[source]), _shown(gradient), *place)
    step = trace.steps[source]
    label = f"{symbol(step.name)} = {formula(step.line.formula)}"
    return GraphNode(step.name, label, values(step.value), _shown(flow.steps[source]) if flow else None, *place)


def _shown(gradient: object) -> str | None:
    return None if gradient is None else values(gradient)


def pairs(path: tuple[tuple[int, int], ...]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the single hops of an edge, each from one column to the next."""
    return list(pairwise(path))
