"""Golden files: what a person has looked at once."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from quizcards.model import Library
from tests.export.anki_examples import shipped
from tests.export.export_examples import book, document, pieces

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def library() -> Library:
    """The decks that come with the program."""
    return shipped()


@pytest.fixture(scope="session")
def exported(library: Library) -> Callable[[str], bytes]:
    """What a format makes of all shipped cards: made once, for it takes seconds."""
    return cache(lambda name: document(pieces(name, book(*library.decks))))


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare text with a file that a person has looked at; UPDATE_GOLDEN=1 writes it anew."""

    def compare(name: str, text: str) -> None:
        file = HERE / "golden" / name
        if os.environ.get("UPDATE_GOLDEN"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8"), f"{name}: look at it, then UPDATE_GOLDEN=1"

    return compare
