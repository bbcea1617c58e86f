"""One fault in one process: the system call at which it comes, and what comes of it."""

import ctypes
import errno
import mmap
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

OFF, COUNT, KILL, TORN, FAIL, FAIL_ON = range(6)
LIMIT = 60.0
"""Seconds after which a command hangs: the slowest takes three."""


@dataclass(frozen=True)
class Kind:
    """A kind of fault: what faults.c does at the call, and the error that it answers."""

    mode: int
    error: int = 0


KINDS = {
    "kill": Kind(KILL),
    "torn": Kind(TORN),
    "ENOSPC": Kind(FAIL, errno.ENOSPC),
    "EIO": Kind(FAIL, errno.EIO),
    "full": Kind(FAIL_ON, errno.ENOSPC),
}


class Control(ctypes.Structure):
    """The page of memory that faults.c reads; the same fields in the same order."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("mode", "at", "error", "count", "hit", "pad")),
        ("root", ctypes.c_char * 512),
        ("said", ctypes.c_char * 512),
    )
    mode: int
    at: int
    error: int
    count: int
    hit: int
    root: bytes
    said: bytes


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (negative: the signal; None: it hung), what it said."""

    code: int | None
    out: str
    err: str
    calls: int
    hit: bool
    said: str


def build(folder: Path) -> Path:
    """Compile faults.c. Raises CalledProcessError, and FileNotFoundError without gcc."""
    library = folder / "faults.so"
    source = Path(__file__).with_name("faults.c")
    options = ["-D_LARGEFILE64_SOURCE", "-O2", "-shared", "-fPIC"]
    subprocess.run(["gcc", *options, "-o", library, source, "-ldl"], check=True)
    return library


def control_in(path: Path) -> Control:
    """Open the page at TORTURE_CONTROL."""
    with path.open("r+b") as file:
        return Control.from_buffer(mmap.mmap(file.fileno(), 4096))


class Tormentor:
    """A process with the program already imported, whose children run one command each."""

    def __init__(self, folder: Path, control: Control) -> None:
        self._folder, self._control = folder, control

    def start(
        self, arguments: Sequence[str], given: str, environment: Mapping[str, str], name: str = "it"
    ) -> int:
        """Start a command and return its process, which leads a group of its own."""
        for end, text in (("in", given), ("out", ""), ("err", "")):
            (self._folder / f"{name}.{end}").write_text(text)
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            self._become(arguments, environment, name)
        return child

    def _become(self, arguments: Sequence[str], environment: Mapping[str, str], name: str) -> None:
        code = 1
        try:
            os.setsid()
            for number, end in enumerate(("in", "out", "err")):
                flags = os.O_WRONLY | os.O_APPEND if number else os.O_RDONLY
                os.dup2(os.open(self._folder / f"{name}.{end}", flags), number)
            sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
            os.environ.update(environment)
            os.chdir(environment["TORTURE_WORK"])
            sys.argv[1:] = arguments
            from quizcards.__main__ import main

            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def wait(self, child: int, name: str = "it") -> Ended:
        """Wait for a command, and for all that it started."""
        end, status = time.monotonic() + LIMIT, None
        while status is None and time.monotonic() < end:
            done, how = os.waitpid(child, os.WNOHANG)
            if done:
                status = os.waitstatus_to_exitcode(how)
            else:
                time.sleep(0.002)
        with suppress(ProcessLookupError):  # what it has started may outlive it
            os.killpg(child, signal.SIGKILL)
        if status is None:
            os.waitpid(child, 0)
        out, err = (
            (self._folder / f"{name}.{end}").read_text(errors="replace") for end in ("out", "err")
        )
        page = self._control
        said = page.said.decode(errors="replace")
        return Ended(status, out, err, page.count, bool(page.hit), said)

    def run(
        self,
        arguments: Sequence[str],
        given: str,
        environment: Mapping[str, str],
        kind: Kind | None = None,
        at: int = 0,
    ) -> Ended:
        """Run a command to its end, with a fault at one of its calls."""
        page = self._control
        page.root = environment["TORTURE_ROOT"].encode()
        page.at, page.error = at, kind.error if kind else 0
        page.count, page.hit, page.said = 0, 0, b""
        child_mode = kind.mode if kind else COUNT
        page.mode = child_mode
        ended = self.wait(self.start(arguments, given, environment))
        page.mode = OFF
        return ended


def copy(source: Path, target: Path) -> None:
    """Put a folder in the place of another, with the times of its files."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)
