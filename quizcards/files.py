"""Files written whole or not at all, and lines appended durably.

One answer to what a power cut leaves behind: the file as it was, or the new one, never a part.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import sys
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

_PART = re.compile(
    r"\.\d+(-[0-9a-f]{8})?\.part"
    r"|\.(adding-|quizcards-)[a-z0-9_]{8}"  # folders that a kill has left before they were moved
    r"|\..+\.ya?ml\.\d+"  # parts of decks, as the first versions called them
)
_LEFT_AFTER = 24 * 60 * 60
"""Seconds after which a part is one that a kill has left: nothing takes a day to be written."""


class UnconfirmedError(OSError):
    """What was written stands in the file, but the disk did not say that it is safe."""


def is_plain(name: str) -> bool:
    """Say whether a name can be shown, and belongs to a file that nobody hides.

    Only files whose names are plain are the learner's: what is read, synced and backed up.
    """
    return name.isprintable() and not name.startswith(".") and "\\" not in name


def read_file(path: Path, most: int | None = None) -> bytes:
    """Return what is in a regular file, or one that a link leads to. Raises as `opened` does."""
    with opened(path, most) as file:
        return file.read()


@contextmanager
def opened(path: Path, most: int | None = None) -> Iterator[IO[bytes]]:
    """Open a regular file, or one that a link leads to, to be read.

    Raises OSError that names the file: also for what is none, as a pipe that would never end
    (ENXIO) or a folder, and for a file of more than `most` bytes (EFBIG).
    """
    # without O_NONBLOCK a pipe would be waited for already here
    descriptor = _open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        wrong = _no_file(os.fstat(descriptor), most)
        if wrong:
            raise OSError(wrong, os.strerror(wrong))
        with open(descriptor, "rb", closefd=False) as file:
            yield file
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        os.close(descriptor)


def _open(path: Path, flags: int, mode: int = 0o777) -> int:
    """Open a file for its very bytes: Windows else turns each newline into two, and back."""
    return os.open(path, flags | getattr(os, "O_BINARY", 0), mode)


def _no_file(status: os.stat_result, most: int | None) -> int:
    """Return as an errno why this is no file of at most so many bytes; 0 if it is one."""
    if stat.S_ISDIR(status.st_mode):
        return errno.EISDIR
    if not stat.S_ISREG(status.st_mode):
        return errno.ENXIO
    return errno.EFBIG if most is not None and status.st_size > most else 0


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


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder that is not there yet, with files by their names: whole, or not at all.

    Once this returns, a power cut takes nothing back. Raises OSError.
    """
    stage = folder.with_name(f".{os.getpid()}.part")
    shutil.rmtree(stage, ignore_errors=True)  # of a process that had our number
    try:
        for name, data in files.items():
            write_file(stage / name, data)
        stage.rename(folder)
        sync_folder(folder.parent)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


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

    Raises OSError that names the file, and not the part of it; also where no file stands in its
    place but a folder, a pipe or a device, which a file would drive out.
    """
    target = Path(os.path.realpath(path))
    _refuse_device(target, path)
    sweep(target.parent)
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


def _refuse_device(target: Path, path: Path) -> None:
    with suppress(FileNotFoundError):
        wrong = _no_file(target.stat(), None)
        if wrong:
            raise OSError(wrong, os.strerror(wrong), str(path))


def append_lines(path: Path, lines: bytes) -> None:
    """Add lines to a file once. Raises as `Appender.append` does."""
    with closing(Appender(path)) as file:
        file.append(lines)


class Appender:
    """A file to which lines are added again and again.

    It stays open in between: to open it anew for each of them takes ext4 a fifth longer. Where it
    was moved or replaced meanwhile, the lines go to what its name stands for.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1
        self._status: os.stat_result
        self._size = -1
        """How long the file was when this had added lines to it: they end with their newline."""

    def append(self, lines: bytes) -> None:
        """Add lines to the file, which is made when missing; return when they are safe on disk.

        Half a line that a power cut has left stays, as a line of its own. Raises OSError that names
        the file: UnconfirmedError where the lines are in it all the same, any other where they are
        not all in it.
        """
        try:
            size = self._opened()
            if size == 0:
                sync_folder(self.path.parent)  # it may be new: first its name is made durable
            elif size != self._size and _ends_torn(self._descriptor):
                lines = b"\n" + lines
            self._size = -1
            # in one go: what another process adds must not come in between
            left = len(lines) - os.write(self._descriptor, lines)
            if left > 1:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if left == 1:  # only the end of the line is missing: it will be read
                raise UnconfirmedError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            _confirm(self._descriptor)
            self._size = size + len(lines)
        except OSError as error:
            error.filename = str(self.path)
            raise
        finally:
            if os.name == "nt":  # where an open file cannot be replaced
                self.close()

    def _opened(self) -> int:
        """Open the file unless it is open already; return its size."""
        if self._descriptor >= 0:
            try:
                named = os.stat(self.path)
            except FileNotFoundError:
                named = None
            if named and os.path.samestat(named, self._status):
                return named.st_size
            self.close()
        self._descriptor = _open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        self._status = os.fstat(self._descriptor)
        wrong = _no_file(self._status, None)
        if wrong:  # a pipe takes lines, and keeps none
            self.close()
            raise OSError(wrong, os.strerror(wrong))
        return self._status.st_size

    def close(self) -> None:
        """Let go of the file; it is opened again when lines are added."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = self._size = -1


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
    if os.name != "nt":  # which opens no folder
        _sync_at(folder)


def sync_file(path: Path) -> None:
    """Make durable what another program has written into a file, where the system lets us."""
    _sync_at(path)


def _sync_at(path: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            _sync(descriptor)
        finally:
            os.close(descriptor)


def sweep(folder: Path, names: re.Pattern[str] = _PART) -> None:
    """Remove from a folder what a kill has left of a write. What cannot be removed stays."""
    for path in leftovers(folder, names):
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()


def leftovers(folder: Path, names: re.Pattern[str] = _PART) -> list[Path]:
    """Return what a kill has left of a write in a folder, a day ago or more.

    Those are the files and folders with such names.
    """
    found = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not names.fullmatch(entry.name):
                continue
            with suppress(OSError):
                if time.time() - entry.stat(follow_symlinks=False).st_mtime >= _LEFT_AFTER:
                    found.append(Path(entry.path))
    return found


def _confirm(descriptor: int) -> None:
    """Return when what was added is on the disk. Raises UnconfirmedError."""
    try:
        _sync(descriptor)
    except OSError as error:
        raise UnconfirmedError(error.errno, error.strerror) from error


def _ends_torn(descriptor: int) -> bool:
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1) != b"\n"


def _sync(descriptor: int) -> None:
    """Return when a file's content, or a folder's names, are on the disk.

    On macOS fsync alone leaves them in the memory of the drive.
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
