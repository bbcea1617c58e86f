"""A zip file handed on while it is written: neither it nor a whole member is ever in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import RawIOBase
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_BLOCK = 1 << 16


class _Taken(RawIOBase):
    """A stream that cannot be wound back: what was written waits here until it is taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: Any, /) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def take(self) -> Iterator[bytes]:
        parts, self._parts = self._parts, []
        yield from parts


def zipped(members: Iterable[tuple[str, bytes | Path]]) -> Iterator[bytes]:
    """Yield a zip file of these names and contents; of a path, what is in that file.

    The same members give the same bytes.
    """
    stream = _Taken()
    with ZipFile(stream, "w") as archive:
        for name, content in members:
            info = ZipInfo(name)  # its date is 1980, whatever the day
            info.compress_type = ZIP_DEFLATED
            info.file_size = content.stat().st_size if isinstance(content, Path) else len(content)
            with archive.open(info, "w") as member:
                for block in _blocks(content):
                    member.write(block)
                    yield from stream.take()
    yield from stream.take()


def _blocks(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        yield from iter(lambda: file.read(_BLOCK), b"")
