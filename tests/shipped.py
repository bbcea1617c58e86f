"""The decks that come with the program, read once by each process that runs tests."""

from functools import cache
from pathlib import Path

from quizcards import demos
from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.model import Library
from quizcards.trace.graph import Graph, graph

CONTENT = Path(__file__).parents[1] / "content"


@cache
def shipped() -> Library:
    """Read the shipped decks."""
    return read_library(deck_files([CONTENT]), demos.outline, demos.names())


@cache
def graphs() -> dict[str, Graph]:
    """Draw the graph of every demo that has one."""
    drawn = {name: graph(demos.load(name).run()) for name in demos.names()}
    return {name: found for name, found in drawn.items() if found}
