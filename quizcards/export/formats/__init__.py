"""One file a format: it has `export(decks, load_demo, folder)`, which returns a Document and never prints.

A new file here is a new format, with no list to edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True)
class Document:
    """What is exported: the text, and the pictures that it shows by their paths beside it."""

    text: str
    pictures: Mapping[str, str] = field(default_factory=dict)


def formats() -> list[str]:
    """Return the names of all formats."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))


def load(name: str) -> ModuleType:
    """Import a format by its name. Raises KeyError if there is none."""
    if name not in formats():
        raise KeyError(name)
    return import_module(f"{__name__}.{name}")
