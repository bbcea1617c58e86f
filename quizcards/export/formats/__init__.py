"""The export formats: one file a format, found by its name.

A format has ABOUT (in Korean), SUFFIX and `export(book)`, which yields pieces and never prints.
Where it has several layouts, LAYOUTS says in Korean what each is, the usual one first. SCHEDULE
is True where it takes the learner's schedule along. A new file here is a new format, with no
list to edit.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Picture:
    """A file that goes beside the document, which shows it by this path."""

    path: str
    data: bytes


Piece = str | bytes | Picture
"""What comes next of a document, or a picture that it shows.

A format yields text or bytes, not both.
"""


def formats() -> list[str]:
    """Return the names of all formats."""
    return sorted(path.stem for path in FOLDER.glob("[!_]*.py"))


def load(name: str) -> ModuleType:
    """Import a format by its name. Raises KeyError if there is none."""
    if name not in formats():
        raise KeyError(name)
    return import_module(f"{__name__}.{name}")
