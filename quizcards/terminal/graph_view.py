"""A computation graph in boxes and lines, inputs above and the result below; the gradients that
flow back are red.

A value that several lines use leaves its box as one line that branches. Lines of different values
never join: where they meet, the one from above passes over the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import fmean

from rich.text import Text

from quizcards.terminal.text import ACCENT, NO_BREAK, wrapped
from quizcards.trace.graph import Graph, GraphNode
from quizcards.trace.notation import symbol

BACK = "red"
_LEAST = 10  # cells of text that a box must be able to hold
_DOOR = 3  # cells from one line's entry into a box to the next one's
_ROUNDS = 30
_STRAIGHT = 50.0  # how much more than a box a passing line insists on its place
_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_LINES = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"  # indexed by the sum of the directions that a line leaves a cell in

_Place = tuple[int, int]
_Hop = tuple[_Place, _Place]


@dataclass
class _Item:
    """What takes up room in a layer: a box, or a line that passes through, with a cell to step
    aside.
    """

    lines: list[Text]
    width: int = 2
    left: int = 0
    out: int = 0
    """Where the line down from here starts."""

    @property
    def middle(self) -> int:
        return self.width // 2 if self.lines else 0

    @property
    def doors(self) -> tuple[int, int]:
        """The first and the last column in which a line may enter or leave; it can be moved one
        further.
        """
        return (self.left + 2, self.left + self.width - 4) if self.lines else (self.left, self.left)


_Layer = dict[_Place, _Item]


def graph_lines(graph: Graph, width: int) -> list[Text]:
    """Draw the graph from top to bottom; nothing where it is too wide to read."""
    hops = sorted({hop for path in graph.edges for hop in pairwise(path)})
    layers = [_layer(graph, column, hops, width) for column in range(graph.columns)]
    if not all(layers):
        return []
    items = {place: item for layer in layers for place, item in layer.items()}
    _settle(layers, items, hops, width)
    canvas, top = _Canvas(), 0
    above: _Layer = {}
    for layer in layers:
        ports = _ports(above, layer, hops)
        top = canvas.route({source: item.out for source, item in above.items()}, ports, top)
        height = max(len(item.lines) + 2 for item in layer.values())
        for place, item in layer.items():
            entries = [x for hop, x in ports.items() if hop[1] == place]
            leaves = any(source == place for source, _ in hops)
            item.out = _out(place, items, hops) if item.lines else entries[0]
            if item.lines:
                canvas.box(item, top, entries, leaves)
            if leaves:
                canvas.down(place, item.out, top, top + height)
        above, top = layer, top + height
    return canvas.drawn()


def _layer(graph: Graph, column: int, hops: list[_Hop], width: int) -> _Layer:
    """Return what stands side by side in a layer, its text folded no more than needed; nothing if
    it does not fit.
    """
    nodes = {(node.column, node.row): node for node in graph.nodes if node.column == column}
    places = sorted({place for hop in hops for place in hop if place[0] == column})

    def folded(cells: int) -> _Layer:
        layer = {place: _item(nodes.get(place), graph.result, cells) for place in places}
        for place, item in layer.items():
            if item.lines:
                item.width = max(item.width, 3 + _DOOR * sum(target == place for _, target in hops))
        return layer

    def fits(cells: int) -> bool:
        return sum(item.width + 1 for item in folded(cells).values()) - 1 <= width

    roomy_first = range(width - 4, _LEAST - 1, -1)
    chosen = bisect_left(roomy_first, True, key=fits)
    return folded(roomy_first[chosen]) if chosen < len(roomy_first) else {}


def _item(node: GraphNode | None, result: str, cells: int) -> _Item:
    """Return a box with a value's formula, its value, and the gradient that flows back; or the room
    of a line.
    """
    if node is None:
        return _Item([])
    lines = [
        *wrapped(node.label, cells, "bold"),
        *wrapped(f"={NO_BREAK}{node.value}", cells, ACCENT),
    ]
    if len(lines) == 2 and lines[0].cell_len + 1 + lines[1].cell_len <= cells:
        lines = [Text(" ").join(lines)]
    if node.gradient is not None:
        lines += wrapped(f"∂{result}/∂{symbol(node.name)} ={NO_BREAK}{node.gradient}", cells, BACK)
    return _Item(lines, max(line.cell_len for line in lines) + 4)


def _settle(layers: list[_Layer], items: _Layer, hops: list[_Hop], width: int) -> None:
    """Move every box towards what it is connected to, again and again, and passing lines under
    where they come from.
    """
    for item in items.values():
        item.left = width // 2 - item.middle
    for _ in range(_ROUNDS):
        for layer in layers:
            wanted = []
            for place, item in layer.items():
                near = [a for a, b in hops if b == place] + [
                    b for a, b in hops if a == place and item.lines
                ]
                wanted.append(fmean(items[p].left + items[p].middle for p in near) - item.middle)
            weights = [1.0 if item.lines else _STRAIGHT for item in layer.values()]
            widths = [item.width for item in layer.values()]
            lefts = _spread(wanted, [w + 1 for w in widths], 0, width - widths[-1], weights)
            for item, left in zip(layer.values(), lefts, strict=True):
                item.left = left
    margin = min(item.left for item in items.values())
    for item in items.values():
        item.left -= margin


def _spread(
    wanted: Sequence[float], room: Sequence[int], low: int, high: int, weights: Sequence[float] = ()
) -> list[int]:
    """Return places in [low, high] in this order, each with its room, as near to the wanted ones as
    can be.

    Nearest in least squares: less the room before each, it is isotonic regression, by pooling
    adjacent violators.
    """
    offsets = list(accumulate(room, initial=0))[:-1]
    pools: list[tuple[float, float, int]] = []  # mean, weight, and how many
    for want, offset, weight in zip(wanted, offsets, weights or [1.0] * len(wanted), strict=True):
        pools.append((want - offset, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, v, m), (b, w, n) = pools[-2:]
            pools[-2:] = [((a * v + b * w) / (v + w), v + w, m + n)]
    means = [mean for mean, _, count in pools for _ in range(count)]
    return [
        round(min(max(mean, low), high - offsets[-1])) + offset
        for mean, offset in zip(means, offsets, strict=True)
    ]


def _out(place: _Place, items: _Layer, hops: list[_Hop]) -> int:
    """Return where the line from a box starts: its middle, or where it can go straight down into a
    single target.
    """
    item = items[place]
    low, high = item.doors
    targets = [target for source, target in hops if source == place]
    if len(targets) == 1:
        beside = [source for source, target in hops if target == targets[0]]
        rank = beside.index(place)
        first, last = items[targets[0]].doors
        first, last = (
            max(low, first + _DOOR * rank),
            min(high, last - _DOOR * (len(beside) - 1 - rank)),
        )
        low, high = (first, last) if first <= last else (low, high)
    return min(max(item.left + item.middle, low), high)


def _ports(above: _Layer, layer: _Layer, hops: list[_Hop]) -> dict[_Hop, int]:
    """Return where each line enters its item: straight down where possible, never under another
    one's start.
    """
    ports = {}
    for place, item in layer.items():
        entering = [hop for hop in hops if hop[1] == place]  # in the order of their sources
        starts = [above[source].out for source, _ in entering]
        for hop, x in zip(
            entering, _spread(starts, [_DOOR] * len(starts), *item.doors), strict=True
        ):
            taken = any(other.out == x for source, other in above.items() if source != hop[0])
            ports[hop] = x + taken  # starts are never side by side, so the next cell is free
    return ports


class _Canvas:
    def __init__(self) -> None:
        self.links: dict[tuple[int, int], dict[_Place, int]] = {}
        """Row and column -> the value whose line goes there -> the directions it leaves the cell
        in.
        """
        self.texts: dict[int, list[tuple[int, Text]]] = {}

    def link(self, source: _Place, x: int, y: int, directions: int) -> None:
        here = self.links.setdefault((y, x), {})
        here[source] = here.get(source, 0) | directions

    def down(self, source: _Place, x: int, top: int, bottom: int) -> None:
        for y in range(top, bottom):
            self.link(source, x, y, _UP | _DOWN)

    def route(self, starts: dict[_Place, int], ports: dict[_Hop, int], top: int) -> int:
        """Draw the lines between two layers, each along a row of its own where they would touch;
        return the row after.
        """
        nets = {source: [x for hop, x in ports.items() if hop[0] == source] for source in starts}
        tracks = _tracks({source: (starts[source], *ends) for source, ends in nets.items()})
        bottom = top + max(tracks.values(), default=0) + 1 if starts else top
        for source, ends in nets.items():
            start, track = starts[source], top + tracks.get(source, 0)
            self.down(source, start, top, track)
            self.link(source, start, track, _UP)
            for end in ends:
                self.link(source, end, track, _DOWN)
                self.down(source, end, track + 1, bottom)
                for x in range(min(start, end), max(start, end)):
                    self.link(source, x, track, _RIGHT)
                    self.link(source, x + 1, track, _LEFT)
        return bottom

    def box(self, item: _Item, top: int, entries: list[int], leaves: bool) -> None:
        bar = ["─"] * (item.width - 2)
        inside = item.width - 4
        upper = "".join("▼" if item.left + 1 + i in entries else sign for i, sign in enumerate(bar))
        lower = "".join(
            "┬" if leaves and item.left + 1 + i == item.out else sign for i, sign in enumerate(bar)
        )
        lines = [
            Text("│ ") + line + Text(" " * (inside - line.cell_len) + " │") for line in item.lines
        ]
        for y, text in enumerate([Text(f"┌{upper}┐"), *lines, Text(f"└{lower}┘")], top):
            self.texts.setdefault(y, []).append((item.left, text))

    def drawn(self) -> list[Text]:
        """Return the drawing, the boxes over the lines."""
        last = {y: 1 + x for y, x in sorted(self.links)}
        rows = []
        for y in range(1 + max(self.texts)):
            row, at = Text(), 0
            for x, text in [
                *sorted(self.texts.get(y, []), key=lambda placed: placed[0]),
                (last.get(y, 0), Text()),
            ]:
                row.append("".join(self.sign(y, c) for c in range(at, x)))
                row.append(text)
                at = max(at, x + text.cell_len)
            rows.append(row)
        return rows

    def sign(self, y: int, x: int) -> str:
        here = list(self.links.get((y, x), {}).values())
        return "│" if len(here) > 1 else _LINES[sum(here)]


def _tracks(nets: dict[_Place, tuple[int, ...]]) -> dict[_Place, int]:
    """Return the row between two layers along which each value's line runs: those that touch in
    different rows.

    Of lines to the right the rightmost comes first, of lines to the left the leftmost: so the
    fewest cross.
    """
    tracks: dict[_Place, int] = {}
    bent = [source for source, columns in nets.items() if len(set(columns)) > 1]
    for source in sorted(
        bent, key=lambda s: -nets[s][0] if fmean(nets[s]) > nets[s][0] else nets[s][0]
    ):
        met = [t for s, t in tracks.items() if _touch(nets[s], nets[source])]
        tracks[source] = 1 + max(met, default=-1)
    return tracks


def _touch(a: Sequence[int], b: Sequence[int]) -> bool:
    """Return whether lines between these columns would overlap in one row, or look as one for want
    of a space.
    """
    return min(a) <= max(b) + 1 and min(b) <= max(a) + 1
