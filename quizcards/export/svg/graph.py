"""The computation graph as SVG, as textbooks draw it.

Values go forward along the arrows, red gradients back against them.
"""

from __future__ import annotations

from collections.abc import Iterable

from quizcards.export.svg.page import (
    LINE,
    MARGIN,
    WIDTH,
    at,
    document,
    tag,
    text,
    text_width,
    wrapped,
)
from quizcards.trace.graph import Graph, GraphNode
from quizcards.trace.notation import symbol

Place = tuple[int, int]
Point = tuple[float, float]
_CELLS = 36  # of text in a box before it wraps
_PAD = 10.0
_COLUMN_GAP, _ROW_GAP = 72.0, 20.0
_PORT = 18.0  # room at the side of a box for an arrow and the gradient that comes back beside it
_BESIDE = 7.0
_HEAD = 8.0
_TOP = 8.0


def graph_svg(graph: Graph) -> str:
    """Return a graph as a complete SVG document, as large as it needs to be."""
    layout = _Layout(graph)
    back = any(node.gradient is not None for node in graph.nodes)
    title = f"{graph.result}의 계산 그래프: 값은 앞으로" + (", 기울기는 거꾸로" if back else "")
    parts = [part for path in graph.edges for part in layout.edge(path)]
    parts += [part for node in graph.nodes for part in layout.box(node)]
    return document(title, max(layout.width, WIDTH), layout.height, parts)


class _Layout:
    """Where everything stands.

    A column is as wide as its widest box, its places are stacked around the middle.
    """

    def __init__(self, graph: Graph) -> None:
        self.edges = graph.edges
        self.nodes = {(node.column, node.row): node for node in graph.nodes}
        self.texts = {place: _texts(node, graph.result) for place, node in self.nodes.items()}
        places = sorted({*self.nodes, *(place for path in graph.edges for place in path)})
        columns = [
            [place for place in places if place[0] == column] for column in range(graph.columns)
        ]
        self.widths = [
            max((self._wide(place) for place in column), default=0.0) for column in columns
        ]
        self.lefts = [MARGIN + sum(self.widths[:c]) + c * _COLUMN_GAP for c in range(graph.columns)]
        self.heights = {place: self._high(place) for place in places}
        stacks = [sum(self.heights[p] + _ROW_GAP for p in column) - _ROW_GAP for column in columns]
        self.width = self.lefts[-1] + self.widths[-1] + MARGIN
        self.height = _TOP + max(stacks)
        self.tops: dict[Place, float] = {}
        for column, stack in zip(columns, stacks, strict=True):
            y = _TOP + (max(stacks) - stack) / 2
            for place in column:
                self.tops[place] = y
                y += self.heights[place] + _ROW_GAP

    def _wide(self, place: Place) -> float:
        return 2 * _PAD + max(
            (text_width(line) for line, _ in self.texts.get(place, [])), default=0.0
        )

    def _high(self, place: Place) -> float:
        if place not in self.nodes:
            return _PORT
        coming = sum(path[-1] == place for path in self.edges)
        going = sum(path[0] == place for path in self.edges)
        lines = len(self.texts[place])
        return max(2 * _PAD + lines * LINE - 4, max(coming, going) * _PORT)

    def box(self, node: GraphNode) -> list[str]:
        place = (node.column, node.row)
        x, y, lines = self.lefts[node.column], self.tops[place], self.texts[place]
        width, height = self.widths[node.column], self.heights[place]
        first = y + (height - len(lines) * LINE) / 2 + 14
        return [
            tag("rect", class_="box", x=x, y=y, width=width, height=height, rx=6),
            *(
                text(x + _PAD, first + i * LINE, line, kind=kind)
                for i, (line, kind) in enumerate(lines)
            ),
        ]

    def edge(self, path: tuple[Place, ...]) -> list[str]:
        """Draw an arrow along its places, and the gradient's beside it where one flows back."""
        rights = [left + width for left, width in zip(self.lefts, self.widths, strict=True)]
        points = [(rights[path[0][0]], self._port(path, 0))]
        for column, row in path[1:-1]:
            middle = self.tops[column, row] + _PORT / 2
            points += [(self.lefts[column], middle), (rights[column], middle)]
        points.append((self.lefts[path[-1][0]], self._port(path, -1)))
        flows = self.nodes[path[0]].gradient is not None
        shift = _BESIDE / 2 if flows else 0.0
        forward = [(x, y - shift) for x, y in points]
        back = [(x, y + shift) for x, y in reversed(points)]
        return [*_arrow(forward, "edge"), *(_arrow(back, "return") if flows else [])]

    def _port(self, path: tuple[Place, ...], end: int) -> float:
        """Return where an edge meets a box.

        Below those that come from higher up, all around the box's middle.
        """
        place = path[end]
        beside = 1 if end == 0 else -2
        others = sorted(
            {other for other in self.edges if other[end] == place},
            key=lambda other: (self.tops[other[beside]], other),
        )
        middle = self.tops[place] + self.heights[place] / 2
        return middle + (others.index(path) - (len(others) - 1) / 2) * _PORT


def _texts(node: GraphNode, result: str) -> list[tuple[str, str]]:
    """Return the lines that a box holds, each with its kind.

    Its formula, its value, and the gradient that flows back.
    """
    back = "" if node.gradient is None else f"∂{result}/∂{symbol(node.name)} = {node.gradient}"
    texts = ((node.label, "name"), (node.value, "value"), (back, "back"))
    return [(line, kind) for content, kind in texts if content for line in wrapped(content, _CELLS)]


def _arrow(points: list[Point], kind: str) -> Iterable[str]:
    """Draw from point to point, level at each, with a head at the last."""
    (x, y), (end, last) = points[0], points[-1]
    head = _HEAD if end > x else -_HEAD
    drawn = f"M{at(x)},{at(y)}h{at(head)}"
    x += head  # so that an arrow and the one back beside it bend at the same places
    for to, level in [*points[1:-1], (end - head, last)]:
        middle = at((x + to) / 2)
        drawn += f"C{middle},{at(y)} {middle},{at(level)} {at(to)},{at(level)}"
        x, y = to, level
    yield tag("path", class_=kind, d=drawn)
    yield tag(
        "path",
        class_="back" if kind == "return" else "head",
        d=f"M{at(end)},{at(last)}l{at(-head)},-3.5v7z",
    )
