"""Which files are decks, and what was read from them last time.

Reading ten thousand cards takes a second; files that did not change since are taken from a cache in
no time. The cache lies in the learner's own cache folder, beside the index, and is as trusted as
Python's compiled files are.
"""

from __future__ import annotations

import os
import pickle
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from quizcards.files import read_file, write_file
from quizcards.model import Library

MOST_BYTES = 20_000_000
"""Of a deck file: ten times a deck of a thousand long cards."""
ENDINGS = (".yaml", ".yml")
"""Of deck files, in small letters only."""
GLOSSARY = "glossary.yaml"
"""Beside decks, and none."""

Stamp = tuple[str, int, int]
"""A file's path, the moment of its last change in nanoseconds, and its size in bytes."""
_KEPT_FOR = 30 * 24 * 60 * 60
"""Seconds after which a cache is taken for forgotten."""
_CHECKSUM = 4
"""Bytes of checksum before what is cached: unpickling damaged bytes may do anything."""


def lay_schema(shipped: Path, folder: Path) -> None:
    """Copy the JSON Schema beside the shipped decks into a folder that has none.

    A new deck names it in its first line, for editors.
    """
    target = folder / "schema.json"
    if not target.exists():
        with suppress(OSError):  # the deck is there; an editor merely tells less of it
            write_file(target, (shipped / target.name).read_bytes())


def deck_files(paths: Iterable[Path]) -> list[Path]:
    """Return the YAML files named, and those in the folders named, in the order of their names.

    Hidden files in a folder are not decks: editors and programs that sync keep their own there. Nor
    is a glossary. No link to a folder is followed, and what vanishes meanwhile is not there.
    """
    files: dict[Path, None] = {}
    for path in paths:
        found = _below(path) if path.is_dir() else [path]
        files |= dict.fromkeys(found)
    return [file for file in files if file.name != GLOSSARY]


def glossary_files(paths: Iterable[Path]) -> list[Path]:
    """Return the glossaries among the paths named, and those in the folders named."""
    named = (path / GLOSSARY if path.is_dir() else path for path in paths)
    return [path for path in named if path.name == GLOSSARY and path.exists()]


def beside(file: Path) -> list[Path]:
    """Return the YAML files in the folder of a file, but none in the folders below it."""
    try:
        names = os.listdir(file.parent)
    except OSError:
        return []
    return in_order(file.parent / name for name in names if _is_deck(name))


def in_order(files: Iterable[Path]) -> list[Path]:
    """Return files by folder and name, the numbers in them by value: 2-a.yaml before 10-b.yaml."""
    return sorted(files, key=lambda path: ([_by_value(part) for part in path.parts], path))


def read_deck(path: Path, errors: str = "strict") -> str:
    """Return the text of a deck file; `errors` says what becomes of bytes that are no UTF-8.

    Raises OSError, also for what is no regular file or is larger than `MOST_BYTES`, and
    UnicodeDecodeError.
    """
    text = read_file(path, MOST_BYTES).decode("utf-8-sig", errors)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _below(folder: Path) -> list[Path]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place, name) for name in names if _is_deck(name)]
    return in_order(found)


def _by_value(name: str) -> list[tuple[str, int]]:
    return [(text, int(number or 0)) for text, number in re.findall(r"(\D*)(\d*)", name)]


def _is_deck(name: str) -> bool:
    return name.endswith(ENDINGS) and not name.startswith(".") and name != GLOSSARY


def cached_library(
    files: Sequence[Path], sources: Iterable[Path], cache: Path, read: Callable[[], Library]
) -> Library:
    """Return what `read` returns, from a cache if nothing has changed since it was last asked.

    What counts are the deck files, and the `sources` of the program that reads them.
    """
    try:
        stamps = [_stamp(path) for path in (*files, *sources)]
    except OSError:
        return read()  # a file that cannot even be looked at: the reader says so
    # what a relative path means hangs on the folder; the shipped decks are read from anywhere
    folder = "" if all(file.is_absolute() for file in files) else os.getcwd()
    kept = cache / f"decks-{zlib.crc32(repr((folder, files)).encode()):08x}.pickle"
    library = _cached(kept, stamps)
    if library is None:
        library = read()
        data = pickle.dumps(stamps) + pickle.dumps(library)
        with suppress(OSError):  # without a cache it is only slower
            write_file(kept, _checksum(data) + data, durable=False)
            _forget_old(kept)
    return library


def _forget_old(written: Path) -> None:
    """Remove the caches that were written long before this one: each folder of decks has its own.

    Decks that are still read and have not changed since are only read anew, once.
    """
    oldest = written.stat().st_mtime - _KEPT_FOR
    for path in written.parent.glob("decks-*.pickle"):
        if path.stat().st_mtime < oldest:
            path.unlink()


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return str(path), status.st_mtime_ns, status.st_size


def _cached(kept: Path, stamps: Sequence[Stamp]) -> Library | None:
    """Return the library in a cache, unless it was made of other files or the cache is damaged."""
    try:
        stored = kept.read_bytes()
    except OSError:
        return None
    checksum, data = stored[:_CHECKSUM], stored[_CHECKSUM:]
    if checksum != _checksum(data):
        return None
    pickles = BytesIO(data)
    if pickle.load(pickles) != stamps:
        return None
    library: Library = pickle.load(pickles)
    return library


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECKSUM, "big")
