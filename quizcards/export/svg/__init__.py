"""Pictures and computation graphs as SVG, for the formats to put in.

A package beside the formats, since it is no format itself.
"""

from collections.abc import Mapping
from dataclasses import replace

from quizcards.export.svg.graph import graph_svg
from quizcards.export.svg.page import stacked
from quizcards.export.svg.plots import picture_svg
from quizcards.trace.demo import Demo
from quizcards.trace.graph import graph
from quizcards.trace.tracer import Trace

__all__ = ["demo_svg", "graph_svg", "picture_svg"]


def demo_svg(demo: Demo, traces: Mapping[str, Trace]) -> str:
    """Return the pictures of runs as one SVG, each named by its label.

    Below each stands its computation graph, where there is one.
    """
    documents = []
    for label, trace in traces.items():
        picture = demo.picture(trace)
        if label:
            picture = replace(picture, title=f"{label}: {picture.title}")
        documents.append(picture_svg(picture))
        found = graph(trace)
        if found:
            documents.append(graph_svg(found))
    return documents[0] if len(documents) == 1 else stacked(documents)
