"""Computation graphs in boxes and lines: whoever follows a line from one box arrives at the right
others.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from quizcards import demos
from quizcards.terminal.graph_view import graph_lines
from quizcards.terminal.palette import ACCENT, BACKWARD, HEADING
from quizcards.trace.graph import Graph, GraphNode, graph
from quizcards.trace.tracer import trace_source
from tests.sampling import examples, one

UP, DOWN, LEFT, RIGHT = (-1, 0), (1, 0), (0, -1), (0, 1)
ENDS = {
    "│": {UP, DOWN},
    "─": {LEFT, RIGHT},
    "┌": {DOWN, RIGHT},
    "┐": {DOWN, LEFT},
    "└": {UP, RIGHT},
    "┘": {UP, LEFT},
    "├": {UP, DOWN, RIGHT},
    "┤": {UP, DOWN, LEFT},
    "┬": {DOWN, LEFT, RIGHT},
    "┴": {UP, LEFT, RIGHT},
    "┼": {UP, DOWN, LEFT, RIGHT},
}
NAMES = ["w", "x1", "running_mean", "b", "keep_prob", "beta"]


@st.composite
def random_graphs(draw: Any) -> Any:
    """The graph of a few sums and products, each of any of the values before it."""
    known = draw(st.permutations(NAMES))[: draw(st.integers(1, 4))]
    inputs = {name: draw(st.sampled_from([1.0, -0.25, 1 / 3])) for name in known}
    lines = []
    for i in range(draw(st.integers(2, 8))):
        parts = draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True))
        lines.append(f"    v{i} = {draw(st.sampled_from([' + ', ' * '])).join(parts)} + 1")
        known = [*known, f"v{i}"]
    source = f"def f({', '.join(inputs)}):\n" + "\n".join(lines) + f"\n    return {known[-1]}\n"
    found = graph(trace_source(source, {}, inputs))
    assume(found is not None)
    return found


def cells(lines: Any) -> Any:
    """The drawing cell by cell: an accent stays with its letter, a wide character takes two."""
    rows = []
    for line in lines:
        row: list[str] = []
        for char in line.plain:
            if cell_len(char) == 0 and row:
                row[-1] += char
            else:
                row += [char, *[""] * (cell_len(char) - 1)]
        rows.append(row)
    width = max(map(len, rows))
    return [row + [" "] * (width - len(row)) for row in rows]


def boxes(grid: Any) -> Any:
    """{(top, left): (bottom, right)} of every box."""
    found = {}
    for top, row in enumerate(grid):
        for match in re.finditer("┌[─▼]+┐", "".join(char[:1] or " " for char in row)):
            left, right = match.start(), match.end() - 1
            bottom = next(y for y in range(top + 1, len(grid)) if grid[y][left] == "└")
            assert grid[bottom][right] == "┘"
            assert all(grid[y][left] == grid[y][right] == "│" for y in range(top + 1, bottom))
            found[top, left] = bottom, right
    return found


def followed(grid: Any, y: Any, x: Any) -> Any:
    """The arrow heads that a line reaches which starts at (y, x) downwards, and the cells that it
    passes.
    """
    heads, passed, seen, todo = [], set(), set(), [(y, x, DOWN)]
    while todo:
        y, x, heading = todo.pop()
        char = grid[y][x]
        if char == "▼":
            assert heading == DOWN
            heads.append((y, x))
            continue
        assert (y, x, heading) not in seen, "a line leads back to itself"
        seen.add((y, x, heading))
        back = (-heading[0], -heading[1])
        crossing = char == "│" and heading in (LEFT, RIGHT)
        assert crossing or back in ENDS[char], f"a line ends at {char} in row {y}, column {x}"
        passed.add((y, x))
        todo += [
            (y + dy, x + dx, (dy, dx))
            for dy, dx in ([heading] if crossing else ENDS[char] - {back})
        ]
    return heads, passed


def check(found: Any, width: Any) -> Any:
    lines = graph_lines(found, width)
    assert all(line.cell_len <= width for line in lines)
    if not lines:
        return False
    grid = cells(lines)
    where = dict(
        zip(
            sorted(boxes(grid)),
            sorted((node.column, node.row) for node in found.nodes),
            strict=True,
        )
    )
    drawn = Counter[Any]()
    passed = set()
    inside = set()
    for (top, left), (bottom, right) in boxes(grid).items():
        inside |= {(y, x) for y in range(top, bottom + 1) for x in range(left, right + 1)}
        for start in [x for x in range(left, right) if grid[bottom][x] == "┬"]:
            heads, cells_passed = followed(grid, bottom + 1, start)
            passed |= cells_passed
            for y, x in heads:
                target = next(
                    box for box, (_, end) in boxes(grid).items() if box[0] == y and box[1] < x < end
                )
                drawn[where[top, left], where[target]] += 1
    assert drawn == Counter((path[0], path[-1]) for path in found.edges)
    heads = sum(row.count("▼") for row in grid)
    assert heads == len(found.edges), "every edge has an arrow head of its own"
    ink = {(y, x) for y, row in enumerate(grid) for x, char in enumerate(row) if char.strip()}
    assert ink - inside == passed, "nothing is drawn but boxes and the lines between them"
    assert not inside & passed, "no line crosses a box"
    assert not any(re.search("[┘┐][┌└]", line.plain) for line in lines), (
        "corners of different lines keep apart"
    )
    assert any(row[0].strip() for row in grid), "the drawing starts at the margin"
    return True


@settings(deadline=None, max_examples=examples(150))
@given(random_graphs(), st.integers(60, 120))
def test_every_line_connects_its_own_two_boxes(found: Any, width: Any) -> None:
    assume(check(found, width))


@pytest.mark.parametrize("name", demos.names())
def test_the_graph_of_every_demo_fits_and_its_lines_lead_where_they_should(name: str) -> None:
    found = graph(demos.load(name).run())
    if found is not None:
        for width in one((36, 76, 116), name):
            check(found, width)


@pytest.mark.parametrize(
    "name", ["computation-graph", "logistic-regression-graph", "two-layer-network"]
)
@pytest.mark.parametrize("width", [80, 120])
def test_the_graphs_that_cards_are_about_are_drawn_at_every_usual_width(
    golden: Callable[[str, str], None], name: str, width: int
) -> None:
    found = graph(demos.load(name).run())
    assert found is not None
    assert check(found, width - 4)
    golden(
        f"graph-{name}-{width}",
        "".join(f"{line.plain.rstrip()}\n" for line in graph_lines(found, width - 4)),
    )


def test_a_line_that_crosses_another_passes_it_and_does_not_join() -> None:
    # a and b both lead to c and d: of the four lines two must cross, and only a branch may show a
    # joint
    nodes = [GraphNode(n, n, "1", None, column, row) for n, column, row in
             [("a", 0, 0), ("b", 0, 1), ("c", 1, 0), ("d", 1, 1), ("e", 2, 0)]]  # fmt: skip
    edges = [((0, 0), (1, 0)), ((0, 0), (1, 1)), ((0, 1), (1, 0)), ((0, 1), (1, 1))]
    edges += [((1, 0), (2, 0)), ((1, 1), (2, 0))]
    drawn = "\n".join(
        line.plain for line in graph_lines(Graph("e", tuple(nodes), tuple(edges)), 40)
    )
    assert "─│" in drawn
    assert "┼" not in drawn


def test_a_box_says_formula_value_and_gradient_each_in_its_colour() -> None:
    node, result = (
        GraphNode("u", "u = b·c", "6", "3", 0, 0),
        GraphNode("J", "J = 3·u", "18", "1", 1, 0),
    )
    lines = graph_lines(Graph("J", (node, result), (((0, 0), (1, 0)),)), 40)
    styled = {
        line.plain[span.start : span.end]: span.style for line in lines for span in line.spans
    }
    assert styled["u = b·c"] == HEADING
    assert styled["=\u00a06"] == ACCENT
    assert styled["∂J/∂u =\u00a03"] == BACKWARD


def test_control_characters_never_reach_the_terminal() -> None:
    nodes = (
        GraphNode("a", "a\x1b[2J", "\x1b]0;", None, 0, 0),
        GraphNode("b", "b", "1", "\x07", 1, 0),
    )
    drawn = Text("\n").join(graph_lines(Graph("b", nodes, (((0, 0), (1, 0)),)), 40)).plain
    assert not re.search("[\x00-\x09\x0b-\x1f]", drawn)


def test_a_graph_too_wide_to_read_is_not_drawn() -> None:
    nodes = [GraphNode(f"x{i}", f"x{i}", "1", None, 0, i) for i in range(9)]
    edges = [((0, i), (1, 0)) for i in range(9)]
    found = Graph("y", (*nodes, GraphNode("y", "y", "1", None, 1, 0)), tuple(edges))
    enough = 9 * len("│ x0 = 1 │") + 8  # nine boxes and the spaces between them
    assert graph_lines(found, enough - 1) == []
    assert check(found, enough)


def test_a_line_past_a_layer_runs_straight() -> None:
    found = graph(demos.load("ewma").run())  # β is used in every layer
    assert found is not None
    beta = next(node for node in found.nodes if node.name == "beta")
    lines = graph_lines(found, 76)
    column = next(line.plain for line in lines if line.plain.startswith("└")).index("┬")
    last = max(y for y, line in enumerate(lines) if "▼" in line.plain)
    assert beta.row == 0
    assert all(line.plain[column] in "┬│├▼└" for line in lines[4:last])
