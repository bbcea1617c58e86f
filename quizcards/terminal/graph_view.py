"""A computation graph in boxes and lines, inputs above and the result below.

The layers and the order in them come from `trace.graph` (Sugiyama's method, whose last two steps
are here): boxes are moved sideways towards their neighbours, then the lines between two layers are
routed as in a channel, each along a row of its own where two would touch. What the literature calls
a dummy node is here a line that passes through a layer.

The gradients that flow back are red. A value that several lines use leaves its box as one line that
branches. Lines of different values never join: where they meet, the one from above passes over the
other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import fmean
from typing import NamedTuple

from rich.text import Text

from quizcards.terminal.cells import cell_len
from quizcards.terminal.palette import BACKWARD, HEADING
from quizcards.terminal.text import ACCENT, NO_BREAK, padded, wrapped
from quizcards.trace.graph import Graph, GraphNode
from quizcards.trace.notation import symbol

_LEAST = 10
"""Cells of text that a box must be able to hold."""
_DOOR = 3
"""Cells from one line's entry into a box to the next one's."""
_ROUNDS = 30
_STRAIGHT = 50.0
"""How much more than a box a passing line insists on its place."""
_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_LINES = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
"""Indexed by the sum of the directions that a line leaves a cell in."""

_Place = tuple[int, int]
"""Layer, and place in its order."""
_Hop = tuple[_Place, _Place]
"""A piece of a line, from one layer to the next."""


@dataclass
class _Item:
    """What takes up room in a layer: a box, or a line that passes through.

    The line's second cell is there to step aside.
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
        """The first and the last column in which a line may enter or leave, give or take one."""
        if not self.lines:
            return self.left, self.left
        return self.left + 2, self.left + self.width - 4


_Layer = dict[_Place, _Item]


def graph_lines(graph: Graph, width: int) -> list[Text]:
    """Draw the graph from top to bottom; nothing where it is too wide to read."""
    hops = sorted({hop for path in graph.edges for hop in pairwise(path)})
    layers = [_layer(graph, column, hops, width) for column in range(graph.columns)]
    if not all(layers):
        return []
    items = {place: item for layer in layers for place, item in layer.items()}
    _settle(layers, items, hops, width)
    canvas = _Canvas()
    top = 0
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
        above = layer
        top += height
    return canvas.drawn()


def _layer(graph: Graph, column: int, hops: list[_Hop], width: int) -> _Layer:
    """Return what stands side by side in a layer, or nothing if it does not fit.

    Text is folded no more than needed: the widest that fits is found by bisection.
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
    """Return a box with a value's formula, its value and its gradient; or the room of a line."""
    if node is None:
        return _Item([])
    lines = [
        *wrapped(node.label, cells, HEADING),
        *wrapped(f"={NO_BREAK}{node.value}", cells, ACCENT),
    ]
    if len(lines) == 2 and cell_len(lines[0]) + 1 + cell_len(lines[1]) <= cells:
        lines = [Text(" ").join(lines)]
    if node.gradient is not None:
        lines += wrapped(
            f"∂{result}/∂{symbol(node.name)} ={NO_BREAK}{node.gradient}", cells, BACKWARD
        )
    return _Item(lines, max(cell_len(line) for line in lines) + 4)


def _settle(layers: list[_Layer], items: _Layer, hops: list[_Hop], width: int) -> None:
    """Assign the columns: move every box to the mean of its neighbours, again and again.

    A passing line only follows what it comes from, so that it stays straight.
    """
    for item in items.values():
        item.left = width // 2 - item.middle
    for _ in range(_ROUNDS):
        for layer in layers:
            wanted = []
            for place, item in layer.items():
                near = [source for source, target in hops if target == place]
                if item.lines:
                    near += [target for source, target in hops if source == place]
                centre = fmean(items[other].left + items[other].middle for other in near)
                wanted.append(centre - item.middle)
            weights = [1.0 if item.lines else _STRAIGHT for item in layer.values()]
            widths = [item.width for item in layer.values()]
            lefts = _spread(wanted, [w + 1 for w in widths], 0, width - widths[-1], weights)
            for item, left in zip(layer.values(), lefts, strict=True):
                item.left = left
    margin = min(item.left for item in items.values())
    for item in items.values():
        item.left -= margin


class _Pool(NamedTuple):
    """Neighbours that would stand in the wrong order, and so stand together."""

    mean: float
    weight: float
    size: int

    def with_next(self, other: _Pool) -> _Pool:
        weight = self.weight + other.weight
        mean = (self.mean * self.weight + other.mean * other.weight) / weight
        return _Pool(mean, weight, self.size + other.size)


def _spread(
    wanted: Sequence[float], room: Sequence[int], low: int, high: int, weights: Sequence[float] = ()
) -> list[int]:
    """Return places in [low, high], in order, each with its room, as near as can be to the wanted.

    Nearest in least squares: less the room before each, it is isotonic regression, by pooling
    adjacent violators (PAVA).
    """
    offsets = list(accumulate(room, initial=0))[:-1]
    pools: list[_Pool] = []
    for want, offset, weight in zip(wanted, offsets, weights or [1.0] * len(wanted), strict=True):
        pools.append(_Pool(want - offset, weight, 1))
        while len(pools) > 1 and pools[-2].mean > pools[-1].mean:
            last = pools.pop()
            pools[-1] = pools[-1].with_next(last)
    means = [pool.mean for pool in pools for _ in range(pool.size)]
    return [
        round(min(max(mean, low), high - offsets[-1])) + offset
        for mean, offset in zip(means, offsets, strict=True)
    ]


def _out(place: _Place, items: _Layer, hops: list[_Hop]) -> int:
    """Return where the line from a box starts: its middle, or straight above a single target."""
    item = items[place]
    low, high = item.doors
    targets = [target for source, target in hops if source == place]
    if len(targets) == 1:
        beside = [source for source, target in hops if target == targets[0]]
        before = beside.index(place)
        after = len(beside) - 1 - before
        first, last = items[targets[0]].doors
        first = max(low, first + _DOOR * before)  # room for the entries of the others
        last = min(high, last - _DOOR * after)
        if first <= last:
            low, high = first, last
    return min(max(item.left + item.middle, low), high)


def _ports(above: _Layer, layer: _Layer, hops: list[_Hop]) -> dict[_Hop, int]:
    """Return where each line enters its item: straight down, but under no other one's start."""
    ports = {}
    for place, item in layer.items():
        entering = [hop for hop in hops if hop[1] == place]  # in the order of their sources
        starts = [above[source].out for source, _ in entering]
        low, high = item.doors
        columns = _spread(starts, [_DOOR] * len(starts), low, high)
        for hop, x in zip(entering, columns, strict=True):
            taken = any(other.out == x for source, other in above.items() if source != hop[0])
            ports[hop] = x + taken  # starts are never side by side, so the next cell is free
    return ports


class _Canvas:
    """Cells that lines go through, and boxes over them."""

    def __init__(self) -> None:
        self.links: dict[tuple[int, int], dict[_Place, int]] = {}
        """Row and column -> the value whose line goes there -> the directions it leaves in."""
        self.texts: dict[int, list[tuple[int, Text]]] = {}
        """Row -> the texts of the boxes, each with its column."""

    def link(self, source: _Place, x: int, y: int, directions: int) -> None:
        here = self.links.setdefault((y, x), {})
        here[source] = here.get(source, 0) | directions

    def down(self, source: _Place, x: int, top: int, bottom: int) -> None:
        for y in range(top, bottom):
            self.link(source, x, y, _UP | _DOWN)

    def route(self, starts: dict[_Place, int], ports: dict[_Hop, int], top: int) -> int:
        """Draw the lines between two layers, and return the row after them."""
        nets = {source: [x for hop, x in ports.items() if hop[0] == source] for source in starts}
        tracks = _tracks({source: (starts[source], *ends) for source, ends in nets.items()})
        bottom = top + max(tracks.values(), default=0) + 1 if starts else top
        for source, ends in nets.items():
            start = starts[source]
            track = top + tracks.get(source, 0)
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
        upper = ["─"] * (item.width - 2)
        lower = ["─"] * (item.width - 2)
        for x in entries:
            upper[x - item.left - 1] = "▼"
        if leaves:
            lower[item.out - item.left - 1] = "┬"
        lines = [Text("│ ") + padded(line, item.width - 4) + Text(" │") for line in item.lines]
        rows = [Text(f"┌{''.join(upper)}┐"), *lines, Text(f"└{''.join(lower)}┘")]
        for y, text in enumerate(rows, top):
            self.texts.setdefault(y, []).append((item.left, text))

    def drawn(self) -> list[Text]:
        """Return the drawing, the boxes over the lines."""
        ends = {y: 1 + x for y, x in sorted(self.links)}  # of each row its last line's
        return [self.row(y, ends.get(y, 0)) for y in range(1 + max(self.texts))]

    def row(self, y: int, end: int) -> Text:
        row = Text()
        at = 0
        boxes = sorted(self.texts.get(y, []), key=lambda placed: placed[0])
        for x, text in [*boxes, (end, Text())]:
            row.append("".join(self.sign(y, column) for column in range(at, x)))
            row.append(text)
            at = max(at, x + cell_len(text))
        return row

    def sign(self, y: int, x: int) -> str:
        here = list(self.links.get((y, x), {}).values())
        return "│" if len(here) > 1 else _LINES[sum(here)]


def _tracks(nets: dict[_Place, tuple[int, ...]]) -> dict[_Place, int]:
    """Return the row between two layers along which each value's line runs.

    It is channel routing, greedily: each net (where a line starts, then where it ends) gets the
    first row after those of the nets that it would touch. Of lines to the right the rightmost comes
    first, of lines to the left the leftmost: so the fewest cross.
    """

    def turn(source: _Place) -> int:
        start = nets[source][0]
        return -start if fmean(nets[source]) > start else start

    tracks: dict[_Place, int] = {}
    bent = [source for source, columns in nets.items() if len(set(columns)) > 1]
    for source in sorted(bent, key=turn):
        met = [row for other, row in tracks.items() if _touch(nets[other], nets[source])]
        tracks[source] = 1 + max(met, default=-1)
    return tracks


def _touch(a: Sequence[int], b: Sequence[int]) -> bool:
    """Say whether lines between these columns would look as one in a row, for want of a space."""
    return min(a) <= max(b) + 1 and min(b) <= max(a) + 1
