"""The shipped decks, and what each format makes of them."""

from collections.abc import Callable
from functools import cache

import pytest

from quizcards.model import Library
from tests.export.export_examples import book, document, pieces
from tests.shipped import shipped


@pytest.fixture(scope="session")
def library() -> Library:
    """The decks that come with the program."""
    return shipped()


@pytest.fixture(scope="session")
def exported(library: Library) -> Callable[[str], bytes]:
    """What a format makes of all shipped cards: made once, for it takes seconds."""
    return cache(lambda name: document(pieces(name, book(*library.decks))))
