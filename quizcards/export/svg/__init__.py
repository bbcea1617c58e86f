"""Pictures and computation graphs as SVG, for the formats to put in. A package, since it is no format itself."""

from collections.abc import Iterable

from quizcards.export.svg.graph import graph_svg
from quizcards.export.svg.page import stacked
from quizcards.export.svg.plots import picture_svg
from quizcards.trace.demo import Demo
from quizcards.trace.graph import graph
from quizcards.trace.tracer import Trace

__all__ = ["demo_svg", "graph_svg", "picture_svg"]


def demo_svg(demo: Demo, traces: Iterable[Trace]) -> str:
    """Return the pictures of runs as one SVG, each with its computation graph below it where there is one."""
    documents = []
    for trace in traces:
        documents.append(picture_svg(demo.picture(trace)))
        documents += [graph_svg(found)] if (found := graph(trace)) else []
    return documents[0] if len(documents) == 1 else stacked(documents)
