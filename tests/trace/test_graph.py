"""The layout of a computation graph: what every drawing of it may rely on."""

from itertools import pairwise

import numpy as np
import pytest

from quizcards import demos
from quizcards.trace.graph import MOST_STEPS, graph
from quizcards.trace.tracer import trace_source
from tests.shipped import graphs


def test_every_edge_goes_on_by_one_column_and_meets_no_other_node() -> None:
    for name, found in graphs().items():
        nodes = [(node.column, node.row) for node in found.nodes]
        assert len(set(nodes)) == len(nodes), name
        for path in found.edges:
            assert path[0] in nodes, name
            assert path[-1] in nodes, name
            assert not set(path[1:-1]) & set(nodes), name
            assert all(later[0] == column + 1 for (column, _), later in pairwise(path)), name


def test_only_edges_of_the_same_node_share_a_place_on_the_way() -> None:
    for name, found in graphs().items():
        sources: dict[tuple[int, int], set[tuple[int, int]]] = {}
        for path in found.edges:
            for place in path[1:-1]:
                sources.setdefault(place, set()).add(path[0])
        assert all(len(of) == 1 for of in sources.values()), name


def test_every_column_is_filled_without_gaps() -> None:
    for name, found in graphs().items():
        places = {place for path in found.edges for place in path}
        for column in range(found.columns):
            rows = sorted(row for c, row in places if c == column)
            assert rows == list(range(len(rows))), name
        assert found.rows == 1 + max(row for _, row in places), name


def test_edges_cross_only_where_they_must() -> None:
    # p and q use the same two inputs, r and s the other two: drawn in the order of their use, r's
    # would cross q's
    lines = "p = a * b; r = c * d; q = a + b; s = c + d; J = p * q + r * s"
    body = "".join(f"    {line}\n" for line in lines.split("; "))
    found = graph(
        trace_source(f"def f(a, b, c, d):\n{body}    return J\n", {}, dict.fromkeys("abcd", 1.0))
    )
    assert found is not None
    rows = {node.name: node.row for node in found.nodes}
    assert {rows["a"], rows["b"]} in ({0, 1}, {2, 3})
    assert {rows["p"], rows["q"]} in ({0, 1}, {2, 3})
    assert (rows["a"] < rows["c"]) == (rows["p"] < rows["r"])


def test_only_what_the_result_comes_from_is_in_the_graph() -> None:
    source = "def f(a, b, c):\n    u = a * b\n    aside = c + u\n    v = u + 1\n    return v\n"
    found = graph(trace_source(source, {}, {"a": 2.0, "b": 3.0, "c": 4.0}))
    assert found is not None
    assert sorted(node.name for node in found.nodes) == ["a", "b", "u", "v"]
    assert sorted((path[0][0], path[-1][0]) for path in found.edges) == [(0, 1), (0, 1), (1, 2)]


@pytest.mark.parametrize(
    ("steps", "drawn"), [(1, False), (2, True), (MOST_STEPS, True), (MOST_STEPS + 1, False)]
)
def test_a_single_step_and_a_long_computation_have_no_graph(steps: int, drawn: bool) -> None:
    body = "".join("    x = x + 1\n" for _ in range(steps))
    assert (
        graph(trace_source(f"def f(x):\n{body}    return x\n", {}, {"x": 1.0})) is not None
    ) is drawn


def test_of_a_large_value_a_box_shows_the_beginning_and_the_shape() -> None:
    source = "def f(x):\n    y = x + 1\n    J = np.sum(y)\n    return J\n"
    small, large = (graph(trace_source(source, {"np": np}, {"x": np.ones((3, n))})) for n in (4, 5))
    assert small is not None
    assert large is not None
    assert small.nodes[0].value == "[[1 1 1 1] [1 1 1 1] [1 1 1 1]]"
    assert large.nodes[0].value == "[[1 1 1 …] [1 1 1 …] [1 1 1 …]] (3×5)"
    assert large.nodes[0].gradient == large.nodes[0].value


def test_a_few_numbers_are_differentiated_as_their_sum_and_a_sum_that_never_moves_is_not() -> None:
    trace = demos.load("two-layer-network").run()
    found = graph(trace)
    assert found is not None
    assert found.result == "∑ŷ"
    back = {node.name: node.gradient for node in found.nodes}
    # by hand: ∑ŷ = ∑(w₂A₁) + 4 b₂ with A₁ = [[0 1 1 2] [0 0 0 1]], so ∂/∂w₂ = its row sums
    assert (back["w2"], back["b2"]) == ("[4 1]", "4")
    softmax = graph(demos.load("softmax").run())
    assert softmax is None or all(node.gradient is None for node in softmax.nodes)


def test_where_there_is_no_slope_no_gradient_is_shown() -> None:
    found = graph(demos.load("adam").run({"g": 0.0}))
    assert found is not None
    assert all("nan" not in (node.gradient or "") for node in found.nodes)
    assert any(node.gradient is None for node in found.nodes)
