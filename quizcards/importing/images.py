"""The pictures that an import takes along: checked, under names of ours, in a folder of their own.

They come from a stranger. What is no picture, is too large or too much stays behind.
"""

from __future__ import annotations

import binascii
import re
import unicodedata
from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from urllib.parse import unquote
from weakref import finalize

from quizcards.images import MOST_BYTES, MOST_TOGETHER, kind

_SUFFIXES = {"jpeg": ("jpg", "jpeg"), "svg+xml": ("svg",)}
"""Of a kind that is not its own only suffix, those that files of it have."""
_LONGEST_STEM = 60
"""Letters, of up to three bytes each: a file's name has room for 255."""
_OF_PAGE = re.compile(r"data:image/[\w.+-]+;base64,(.*)", re.DOTALL)

Read = Callable[[str], bytes]
"""Reads a file that came with the notes, by its name. Raises KeyError where there is none."""


def _none(name: str) -> bytes:
    raise KeyError(name)


class Images:
    """Takes pictures out of a file that is imported, each once."""

    def __init__(self, read: Read = _none) -> None:
        self._read = read
        self._room = MOST_TOGETHER
        self._folder: Path | None = None
        self._names: dict[str, str] = {}
        """What each picture is called here, by what it was there; "" for one left behind."""
        self._spelled: dict[str, str] = {}
        """Each name by its small letters: some systems tell no others apart."""
        self.files: dict[str, Path] = {}
        """The file of each picture by its new name; it goes when this does."""

    @property
    def sources(self) -> set[str]:
        """What was asked for, by what it was called there."""
        return {*self._names, *map(unquote, self._names)}

    def take(self, source: str, wanted: str = "") -> str:
        """Return what a picture is called from now on; "" for one that stays behind.

        That is the name `wanted`, or else that of its file.
        """
        if source not in self._names:
            self._names[source] = self._taken(source, wanted)
        return self._names[source]

    def _taken(self, source: str, wanted: str) -> str:
        data = self._bytes(source)
        of_kind = kind(data)
        if not of_kind or not len(data) <= min(MOST_BYTES, self._room):
            return ""
        self._room -= len(data)
        digest = sha256(data).hexdigest()[:8]
        name = _named(wanted or ("picture" if source.startswith("data:") else source), of_kind)
        other = self._spelled.get(name.casefold())
        if other and self.files[other].read_bytes() != data:
            stem, dot, suffix = name.rpartition(".")
            name = f"{stem}-{digest}{dot}{suffix}"
        if self._folder is None:
            self._folder = Path(mkdtemp(prefix="quizcards-unpacked-"))
            finalize(self, rmtree, self._folder, ignore_errors=True)
        self._spelled[name.casefold()] = name
        self.files[name] = self._folder / digest
        self.files[name].write_bytes(data)
        return name

    def _bytes(self, source: str) -> bytes:
        """Return what a source names, or holds itself; nothing where that is not there."""
        if of_page := _OF_PAGE.fullmatch(source):
            try:
                return b64decode(of_page[1][: 2 * MOST_BYTES])
            except binascii.Error:
                return b""
        for name in (source, unquote(source)):
            try:
                return self._read(name)
            except KeyError:
                continue
        return b""


def _named(name: str, of_kind: str) -> str:
    """Return a name that every system has for a file, of letters that need no quotes."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    stem, _, suffix = name.rpartition(".")
    suffixes = _SUFFIXES.get(of_kind, (of_kind,))
    if suffix.lower() not in suffixes:
        stem, suffix = name, suffixes[0]
    plain = re.sub(r"[^\w+-]+", "-", stem).strip("-+")[:_LONGEST_STEM].strip("-+")
    return f"{plain or 'picture'}.{suffix.lower()}"
