"""A computation graph in boxes and lines: values in the accent colour, gradients flowing back in red."""

from __future__ import annotations

from rich.text import Text

from quizcards.terminal.text import ACCENT, wrapped
from quizcards.trace.graph import Graph, GraphNode, pairs
from quizcards.trace.notation import symbol

BACK = "red"
_CAPS = (40, 24, 18, 15, 12)  # cells that a box may hold, from roomy to tight
_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_LINES = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"  # indexed by the sum of the directions that a line leaves a cell in


def graph_lines(graph: Graph, width: int) -> list[Text]:
    """Draw the graph from left to right; nothing where it is too wide to read."""
    tracks = [_tracks(graph, column) for column in range(graph.columns - 1)]
    gaps = [len(track) + 2 for track in tracks]
    for cap in _CAPS:
        texts = {node: _texts(node, graph.result, cap) for node in graph.nodes}
        boxes = [_width(graph, column, texts) for column in range(graph.columns)]
        if sum(boxes) + sum(gaps) <= width:
            return _drawn(graph, texts, boxes, tracks)
    return []


def _drawn(graph: Graph, texts: dict[GraphNode, list[Text]], boxes: list[int], tracks: list[list[int]]) -> list[Text]:
    height = 2 + max(len(lines) for lines in texts.values())
    lefts = [sum(boxes[:c]) + sum(len(track) + 2 for track in tracks[:c]) for c in range(graph.columns)]
    canvas = _Canvas(lefts[-1] + boxes[-1], graph.rows * height)

    def port(row: int) -> int:
        return row * height + 2

    for path in graph.edges:
        for (column, row), (_, next_row) in pairs(path):
            start, end = lefts[column] + boxes[column], lefts[column + 1] - 1
            canvas.route(start, port(row), start + 1 + tracks[column].index(row), port(next_row), end)
        for column, row in path[1:-1]:  # straight through the places in between
            canvas.across(lefts[column], lefts[column] + boxes[column] - 1, port(row))
    for node, lines in texts.items():
        canvas.box(lefts[node.column], node.row * height, boxes[node.column], lines)
    return canvas.lines()


def _texts(node: GraphNode, result: str, cap: int) -> list[Text]:
    """Return what a node's box says: its formula, its value, and the gradient that flows back."""
    lines = [*wrapped(node.label, cap, "bold"), *wrapped(node.value, cap, ACCENT)]
    return lines + (wrapped(back, cap, BACK) if (back := _back(node, result)) else [])


def _width(graph: Graph, column: int, texts: dict[GraphNode, list[Text]]) -> int:
    """Return the cells that a column's boxes take: their longest line, a space and a border on either side."""
    return max((line.cell_len for n in graph.nodes if n.column == column for line in texts[n]), default=0) + 4


def _tracks(graph: Graph, column: int) -> list[int]:
    """Return the rows from which edges leave a column: each has a vertical line of its own in the gap."""
    return sorted({a[1] for path in graph.edges for a, _ in pairs(path) if a[0] == column})


def _back(node: GraphNode, result: str) -> str:
    return "" if node.gradient is None else f"∂{result}/∂{symbol(node.name)} = {node.gradient}"


class _Canvas:
    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.links: dict[tuple[int, int], int] = {}
        self.texts: list[tuple[int, int, Text]] = []

    def link(self, x: int, y: int, directions: int) -> None:
        self.links[y, x] = self.links.get((y, x), 0) | directions

    def across(self, start: int, end: int, y: int) -> None:
        for x in range(start, end + 1):
            self.link(x, y, _LEFT | _RIGHT)

    def route(self, start: int, y: int, track: int, end_y: int, end: int) -> None:
        """Draw right to the track, along it to the other row, and right again to the end."""
        if y == end_y:
            self.across(start, end, y)
            return
        self.across(start, track - 1, y)
        self.across(track + 1, end, end_y)
        down = end_y > y
        self.link(track, y, _LEFT | (_DOWN if down else _UP))
        self.link(track, end_y, _RIGHT | (_UP if down else _DOWN))
        for between in range(min(y, end_y) + 1, max(y, end_y)):
            self.link(track, between, _UP | _DOWN)

    def box(self, x: int, y: int, width: int, lines: list[Text]) -> None:
        self.texts.append((y, x, Text(f"┌{'─' * (width - 2)}┐")))
        for i, line in enumerate(lines, 1):
            inside = Text("│ ") + line + Text(" " * (width - 4 - line.cell_len) + " │")
            self.texts.append((y + i, x, inside))
        self.texts.append((y + len(lines) + 1, x, Text(f"└{'─' * (width - 2)}┘")))

    def lines(self) -> list[Text]:
        """Return the drawing, the boxes over the lines."""
        lines = []
        for y in range(self.rows):
            line, at = Text(), 0
            for _, x, text in sorted((t for t in self.texts if t[0] == y), key=lambda t: t[1]):
                line.append("".join(_LINES[self.links.get((y, c), 0)] for c in range(at, x)))
                line.append(text)
                at = x + text.cell_len
            line.append("".join(_LINES[self.links.get((y, c), 0)] for c in range(at, self.columns)))
            line.rstrip()
            lines.append(line)
        while lines and not lines[-1].plain:
            lines.pop()
        return lines
