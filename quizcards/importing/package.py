"""An Anki package (.apkg, .colpkg): a zip file with a SQLite database, and media.

It comes from a stranger. Its sizes are counted while they are unpacked, whatever its headers say;
no path in it is used; and of its media only pictures that a note shows come along.
"""

from __future__ import annotations

import json
import re
import sqlite3
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from quizcards.errors import QuizcardsError
from quizcards.files import sweep
from quizcards.images import MOST_BYTES as MOST_OF_IMAGE
from quizcards.importing.collection import read_collection
from quizcards.importing.images import Images
from quizcards.importing.protobuf import tagged
from quizcards.importing.result import ImportResult

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError, ZstdFile
else:
    from backports.zstd import ZstdError, ZstdFile

MOST_BYTES = 1 << 30
"""No collection is larger once it is unpacked."""
_MOST_LISTED = 1 << 24
_FORMS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""Newest first: beside the newer ones stands an older one that only says so."""
_UNPACKED = re.compile("quizcards-unpacked-[a-z0-9_]{8}")
"""Folders of packages; a kill leaves one, of up to a gigabyte, where another program may never."""
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, struct.error)


def read_package(path: Path) -> ImportResult:
    """Return the cards and the history of a package.

    Raises QuizcardsError if it is broken, or too large.
    """
    sweep(Path(gettempdir()), _UNPACKED)
    with TemporaryDirectory(prefix="quizcards-unpacked-") as folder:
        database = Path(folder) / "collection"
        media = _unpack(path, database)
        try:
            with ZipFile(path) as archive:
                return read_collection(
                    database, media.members, Images(partial(_file, archive, media))
                )
        except (sqlite3.Error, UnicodeDecodeError) as error:  # it quotes bytes that are no text
            raise QuizcardsError(
                f"{path}: 패키지 안의 자료가 깨져 있습니다. Anki에서 다시 내보내 주세요."
            ) from error


class _Media(NamedTuple):
    """The media of a package."""

    members: Mapping[str, str]
    """Where each is in the archive, by its name."""
    in_zstd: bool


def _unpack(path: Path, database: Path) -> _Media:
    """Write the collection of a package to a file, and return its media."""
    try:
        with ZipFile(path) as archive, database.open("wb") as target:
            name = next((name for name in _FORMS if name in archive.NameToInfo), None)
            if name is None:
                raise QuizcardsError(
                    f"{path}: Anki 패키지가 아닙니다. "
                    "Anki의 '내보내기'로 만든 .apkg나 .colpkg를 주세요."
                )
            is_new = name == _FORMS[0]
            with _member(archive, name, is_new) as stream:
                for block in _blocks(stream, MOST_BYTES):
                    target.write(block)
            if "media" not in archive.NameToInfo:
                return _Media({}, is_new)
            with _member(archive, "media", is_new) as stream:
                listed = b"".join(_blocks(stream, _MOST_LISTED))
            members = _entries(listed) if is_new else _names(json.loads(listed))
            return _Media(members, is_new)
    except _TooLargeError:
        raise QuizcardsError(
            f"{path}: 풀면 {MOST_BYTES >> 30}GB가 넘는 패키지라서 열지 않았습니다. "
            "덱을 나눠 내보내 주세요."
        ) from None
    except (*_BROKEN, ZstdError) as error:
        raise QuizcardsError(f"{path}: 깨진 패키지입니다. Anki에서 다시 내보내 주세요.") from error


class _TooLargeError(Exception):
    """More comes out of a package than anyone has cards."""


def _member(archive: ZipFile, name: str, in_zstd: bool) -> IO[bytes] | ZstdFile:
    if archive.getinfo(name).compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile("a method that Anki does not use")
    stream = archive.open(name)
    return ZstdFile(stream) if in_zstd else stream


def _blocks(stream: IO[bytes] | ZstdFile, most: int) -> Iterator[bytes]:
    """Yield what a stream holds, piece by piece. Raises _TooLargeError for more than `most`."""
    for block in iter(partial(stream.read, 1 << 16), b""):
        most -= len(block)
        if most < 0:
            raise _TooLargeError
        yield block


def _file(archive: ZipFile, media: _Media, name: str) -> bytes:
    """Return a file of the media, or as much of one as is no picture any more.

    Raises KeyError where there is none of this name.
    """
    member = media.members[name]
    try:
        with _member(archive, member, media.in_zstd) as stream:
            return stream.read(MOST_OF_IMAGE + 1)
    except (*_BROKEN, ZstdError) as error:
        raise KeyError(name) from error


def _names(media: Any) -> dict[str, str]:
    """Return where media are by their names, of a list by their places."""
    if not isinstance(media, dict):
        return {}
    return {name: member for member, name in media.items() if isinstance(name, str)}


def _entries(data: bytes) -> dict[str, str]:
    """Return where media are by their names, of a list in protobuf.

    The list is messages under tag 1, each with its name under tag 1.
    """
    names = (next(tagged(entry, 1), b"").decode(errors="replace") for entry in tagged(data, 1))
    return {name: str(place) for place, name in enumerate(names)}
