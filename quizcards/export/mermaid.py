"""The computation graph as Mermaid, which GitHub draws.

In each box stand a formula, its value, and the gradient that flows back.
"""

from __future__ import annotations

import re

from quizcards.trace.graph import Graph, GraphNode
from quizcards.trace.notation import symbol

# what means something within quotes to Mermaid, or to the Markdown and the HTML that it makes of a
# label
_MEANT = re.compile(r"[\x00-\x1f!-'*\-:-<>-@\[-`{-~]|\.(?!\d)")


def mermaid(graph: Graph) -> str:
    """Return a graph as a flowchart. Nothing in a label is read as markup."""
    ids = {(node.column, node.row): f"n{i}" for i, node in enumerate(graph.nodes)}
    boxes = (
        f'    {ids[node.column, node.row]}["{_label(node, graph.result)}"]' for node in graph.nodes
    )
    arrows = (f"    {ids[path[0]]} --> {ids[path[-1]]}" for path in graph.edges)
    return "\n".join(["flowchart TD", *boxes, *arrows])


def _label(node: GraphNode, result: str) -> str:
    back = [] if node.gradient is None else [f"∂{result}/∂{symbol(node.name)} = {node.gradient}"]
    return "<br/>".join(_MEANT.sub(_code, line) for line in (node.label, f"= {node.value}", *back))


def _code(sign: re.Match[str]) -> str:
    return f"#{ord(sign[0])};"
