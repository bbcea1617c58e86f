"""Files written whole or not at all, and lines appended durably.

One answer to what a power cut leaves behind: the file as it was, or the new one, never a part.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def write_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file whole; its folder is made when missing.

    What stood there keeps its rights, and a link goes on leading to its file. Once this returns,
    a power cut takes nothing back; with `durable=False` it may bring the earlier file back, which
    is good enough for what can be computed again. Raises OSError that names the file, and then
    what stood there stands as it was.
    """
    make_folder(path.parent)
    with part_of(path, durable=durable) as part:
        part.write(data)
        part.put()


class Part:
    """A new version of a file, which lies beside it until `put` moves it there (see `part_of`)."""

    def __init__(self, file: IO[bytes], path: Path, target: Path, durable: bool) -> None:
        self.path = path
        self._file = file
        self._target = target
        self._durable = durable

    def write(self, data: bytes) -> None:
        """Add to the new version."""
        self._file.write(data)

    def finish(self) -> Path:
        """End the new version and return where it lies, to be looked at before it is put."""
        if not self._file.closed:
            self._file.flush()
            if self._durable:
                _sync(self._file.fileno())
            self._file.close()
        return self.path

    def put(self) -> None:
        """Put the new version in the place of the file."""
        self.finish()
        if self._target.exists():
            self.path.chmod(stat.S_IMODE(self._target.stat().st_mode))
        self.path.replace(self._target)
        if self._durable:
            sync_folder(self._target.parent)


@contextmanager
def part_of(path: Path, *, durable: bool = True) -> Iterator[Part]:
    """Open a new version of a file. Without a `put` before the end, nothing of it stays.

    Raises OSError that names the file, and not the part of it.
    """
    target = Path(os.path.realpath(path))
    # a name of its own for each file that a process writes at once, and short, whatever the file's
    name = f".{os.getpid()}-{zlib.crc32(os.fsencode(target.name)):08x}.part"
    place = target.with_name(name)
    try:
        with place.open("wb") as file:
            yield Part(file, place, target, durable)
    except OSError as error:
        if error.filename in (None, str(place)):
            error.filename = str(path)
        raise
    finally:
        with suppress(OSError):  # where not even the part could be made
            place.unlink(missing_ok=True)


def append_lines(path: Path, lines: bytes) -> None:
    """Add lines to a file, which is made when missing, and return when they are safe on disk.

    Half a line that a power cut has left stays, as a line of its own. Raises OSError that names
    the file.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.fstat(descriptor).st_size == 0:
            sync_folder(path.parent)  # the file may be new: its name is made durable before a line
        elif _ends_torn(descriptor):
            lines = b"\n" + lines
        if os.write(descriptor, lines) != len(lines):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        _sync(descriptor)
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where they are missing; their names are durable then.

    Raises OSError.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: of files that are new in it, or were moved there.

    Not every file system can, and a folder may be closed to reading: then the names are as safe
    as the system makes them, as SQLite has it too.
    """
    if os.name == "nt":  # opens no folder
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _ends_torn(descriptor: int) -> bool:
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1) != b"\n"


def _sync(descriptor: int) -> None:
    """Return when a file's content is on the disk.

    On macOS fsync alone leaves it in the memory of the drive.
    """
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError:
            pass  # a file system without it, as over a network
        else:
            return
    os.fsync(descriptor)
