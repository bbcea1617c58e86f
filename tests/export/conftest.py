"""Golden files: what a person has looked at once."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent


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
