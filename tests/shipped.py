"""The decks that come with the program, read once by each process that runs tests."""

from functools import cache
from pathlib import Path

from quizcards import demos
from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.model import Library

CONTENT = Path(__file__).parents[1] / "content"


@cache
def shipped() -> Library:
    """Read the shipped decks."""
    return read_library(deck_files([CONTENT]), demos.outline, demos.names())
