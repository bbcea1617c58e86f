"""Which files are decks, and what was read from them last time.

Reading ten thousand cards takes a second; files that did not change since are taken from a cache in
no time. The cache lies in the learner's own cache folder, beside the index, and is as trusted as
Python's compiled files are.
"""

from __future__ import annotations

import os
import pickle
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from quizcards.model import Library


def deck_files(paths: Iterable[Path]) -> list[Path]:
    """Return the YAML files named, and those in the folders named, in the order of their names.

    Hidden files in a folder are not decks: editors and programs that sync keep their own there.
    """
    files: dict[Path, None] = {}
    for path in paths:
        found = sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")]) if path.is_dir() else [path]
        files |= {
            file: None
            for file in found
            if "/." not in f"/{file.relative_to(path).as_posix()}" or file == path
        }
    return list(files)


def cached_library(
    files: Sequence[Path], sources: Iterable[Path], cache: Path, read: Callable[[], Library]
) -> Library:
    """Return what `read` returns, or what it returned before if neither deck files nor program
    `sources` changed.
    """
    try:
        stamps = [
            (str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in (*files, *sources)
        ]
    except OSError:
        return read()  # a file that cannot even be looked at: the reader says so
    kept = cache / f"decks-{zlib.crc32(repr((os.getcwd(), files)).encode()):08x}.pickle"
    try:
        with kept.open("rb") as file:
            if pickle.load(file) == stamps:
                library: Library = pickle.load(file)
                return library
    except Exception:  # whatever an old or torn pickle raises: the decks themselves are still there
        pass
    library = read()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(pickle.dumps(stamps) + pickle.dumps(library))
        part.replace(kept)
    except OSError:
        pass  # no cache to be had, only slower
    return library
