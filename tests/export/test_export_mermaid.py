"""A computation graph as Mermaid: all its values and arrows, and nothing it says is markup."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.export.mermaid import mermaid
from quizcards.trace.graph import Graph, GraphNode
from tests.sampling import examples
from tests.shipped import graphs

BOX = re.compile(r'    (n\d+)\["([^"]*)"\]')
ARROW = re.compile(r"    (n\d+) --> (n\d+)")
# All that Mermaid 10 and 11 take for more than itself in a quoted label, or in the Markdown and the
# HTML made of it: a
# real Mermaid drew these signs, written as below, and every graph of the demos letter for letter.
MARKUP = set("\"#;:<>[]{}|`~$%&*_@!'?^\\-\n")


def read(text: str) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Return each box's lines, their codes decoded, and the arrows."""
    first, *lines = text.split("\n")
    assert first == "flowchart TD"
    boxes = {match[1]: match[2].split("<br/>") for match in map(BOX.fullmatch, lines) if match}
    arrows = [(match[1], match[2]) for match in map(ARROW.fullmatch, lines) if match]
    assert len(boxes) + len(arrows) == len(lines)
    for written in boxes.values():
        plain = "\n".join(re.sub(r"#\d+;", "", line) for line in written)
        assert not (MARKUP - {"\n"}) & set(plain)
        assert not re.search(r"\.(?!\d)", plain)  # www.a.b would be a link
    decoded = {
        name: [re.sub(r"#(\d+);", lambda code: chr(int(code[1])), line) for line in written]
        for name, written in boxes.items()
    }
    return decoded, arrows


def test_every_box_of_a_shipped_graph_holds_its_formula_value_and_gradient() -> None:
    for demo, found in graphs().items():
        boxes, arrows = read(mermaid(found))
        names = zip(found.nodes, boxes, strict=True)
        places = {(node.column, node.row): name for node, name in names}
        assert arrows == [(places[path[0]], places[path[-1]]) for path in found.edges], demo
        for node, (label, value, *back) in zip(found.nodes, boxes.values(), strict=True):
            assert (label, value) == (node.label, f"= {node.value}"), demo
            assert [line.split(" = ")[1] for line in back] == (
                [] if node.gradient is None else [node.gradient]
            ), demo


def test_a_graph_says_what_was_computed_by_hand() -> None:
    # a = 2, b = 3: J = a·b = 6, ∂J/∂a = b = 3, ∂J/∂b = a = 2
    nodes = (
        GraphNode("a", "a", "2", "3", 0, 0),
        GraphNode("b", "b", "3", "2", 0, 1),
        GraphNode("J", "J = a·b", "6", "1", 1, 0),
    )
    assert mermaid(Graph("J", nodes, (((0, 0), (1, 0)), ((0, 1), (1, 0))))) == (
        "flowchart TD\n"
        '    n0["a<br/>= 2<br/>∂J/∂a = 3"]\n'
        '    n1["b<br/>= 3<br/>∂J/∂b = 2"]\n'
        '    n2["J = a·b<br/>= 6<br/>∂J/∂J = 1"]\n'
        "    n0 --> n2\n"
        "    n1 --> n2"
    )


SIGNS = st.lists(
    st.sampled_from(
        [
            *MARKUP,
            '"];',
            "-->",
            "<b>",
            "<br/>",
            "#quot;",
            "%%{init}%%",
            "$$",
            "```",
            "end",
            "1. ",
            "www.a.b",
            "0.5",
            "한",
            "β₁",
        ]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=examples(100), deadline=None)
@given(SIGNS, SIGNS)
def test_whatever_a_label_says_stays_in_its_box(label: str, value: str) -> None:
    boxes, arrows = read(mermaid(Graph("J", (GraphNode("J", label, value, None, 0, 0),), ())))
    assert boxes == {"n0": [label, f"= {value}"]}
    assert arrows == []
