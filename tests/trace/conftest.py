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
        file = HERE / "golden" / f"{name}.txt"
        if os.environ.get("UPDATE_GOLDEN"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.exists(), f"{file.name} is missing: UPDATE_GOLDEN=1 writes it, then look at it"
        assert text == file.read_text(encoding="utf-8"), (
            f"{file.name}: look at it, then UPDATE_GOLDEN=1"
        )

    return compare
