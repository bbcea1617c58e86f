"""Runs commands as a shell would, one process each, without starting Python anew for each.

One process imports the whole program, once for all tests of a worker, and then forks a child for
every job it is given.
"""

from __future__ import annotations

import ast
import atexit
import json
import math
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import quizcards
from tests.sampling import IS_SEARCHING

PATIENCE = 30.0
"""Seconds after which a command is said to hang, on however busy a machine."""
LOOKED_AT = 3.0
"""Seconds that a command shows something at a terminal, before it is sent Ctrl-C."""
NOBODY = 65534
ENDS = (("stdin", "r", os.O_RDONLY), ("stdout", "w", os.O_WRONLY), ("stderr", "w", os.O_WRONLY))


@dataclass(frozen=True)
class Job:
    """A command, and the world that it finds.

    An end (stdin, stdout, stderr) is `kept` by us, `closed`, `broken` (a pipe that nobody reads),
    `terminal`, or the path of a file.
    """

    arguments: list[str]
    folder: str
    environment: dict[str, str] = field(default_factory=dict)
    stdin: str = "kept"
    stdout: str = "kept"
    stderr: str = "kept"
    given: str = ""
    is_folder_gone: bool = False
    is_nobody: bool = False


@dataclass(frozen=True)
class Done:
    """How a command ended; its code is None where it had to be killed."""

    arguments: list[str]
    code: int | None
    out: str
    err: str
    seconds: float


def run(jobs: Iterable[Job]) -> list[Done]:
    """Run every job, each in a process of its own."""
    server = _server()
    assert server.stdin
    assert server.stdout
    server.stdin.write(json.dumps([asdict(job) for job in jobs]) + "\n")
    server.stdin.flush()
    return [Done(**one) for one in json.loads(server.stdout.readline())]


@cache
def _server() -> subprocess.Popen[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.children"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
    )
    atexit.register(server.communicate)
    return server


def _main() -> None:
    _import_all()
    for line in sys.stdin:
        done = [_run(Job(**one)) for one in json.loads(line)]
        print(json.dumps([asdict(one) for one in done]), flush=True)


def _import_all() -> None:
    """Import the program, and what it imports within its functions.

    Nobody may have no right to read Python's own files.
    """
    package = Path(quizcards.__file__).parent
    names = {"encodings.utf_8_sig", "encodings.cp437", "encodings.cp949"}
    for path in package.rglob("*.py"):
        if path.stem not in ("__main__", "worker"):
            names.add(".".join(path.relative_to(package.parent).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
    for name in sorted(names):
        with suppress(ImportError, AssertionError):  # of another system, or version
            import_module(name)


def _run(job: Job) -> Done:
    given, out, err = (_nameless() for _ in range(3))
    os.pwrite(given, job.given.encode(), 0)
    master, slave = pty.openpty()
    if "terminal" in (job.stdin, job.stdout, job.stderr):
        os.write(master, job.given.encode())
    child = os.fork()
    if child == 0:
        os.close(master)
        _become(job, [given, out, err], slave)
        _command(job)
    os.close(slave)
    began = time.monotonic()
    code, seen = _wait(child, master)
    texts = [os.pread(end, 10**8, 0).decode(errors="surrogateescape") for end in (out, err)]
    for end in (given, out, err, master):
        os.close(end)
    return Done(job.arguments, code, texts[0] + seen, texts[1], time.monotonic() - began)


def _nameless() -> int:
    """Open a file for what goes through an end; plain numbers, for a child to close as it likes."""
    descriptor, name = tempfile.mkstemp()
    os.unlink(name)
    return descriptor


def _become(job: Job, kept: Sequence[int], slave: int) -> None:
    """Turn this process into one that a shell has started for the job, but for what it knows."""
    os.setsid()
    named = zip((job.stdin, job.stdout, job.stderr), kept, ENDS, strict=True)
    ends = [_opened(name, mine, slave, flags) for name, mine, (_, _, flags) in named]
    for number, end in enumerate(ends):
        os.close(number)
        if end >= 0:
            os.dup2(end, number)
    os.closerange(3, 256)
    for number, (name, mode, _) in enumerate(ENDS):
        is_open = ends[number] >= 0
        stream = os.fdopen(number, mode, encoding="utf-8", closefd=False) if is_open else None
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    os.environ.update(job.environment)
    time.tzset()
    os.chdir(tempfile.mkdtemp() if job.is_folder_gone else job.folder)
    if job.is_folder_gone:
        os.rmdir(os.getcwd())
    if job.is_nobody:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _opened(name: str, mine: int, slave: int, flags: int) -> int:
    """Return the descriptor of an end, or -1 for one that is to be closed."""
    if name == "closed":
        return -1
    if name == "kept":
        return mine
    if name == "terminal":
        return slave
    if name == "broken":
        reader, writer = os.pipe()
        os.close(reader)
        return writer
    return os.open(name, flags)


def _command(job: Job) -> NoReturn:
    from quizcards.__main__ import main

    sys.argv = ["quizcards", *job.arguments]
    try:
        main()
    except SystemExit as leaving:
        if IS_SEARCHING or not isinstance(leaving.code, int):
            raise
        # Python's tidying up takes ten times as long as the command; what shows of it is this
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(leaving.code)
    raise AssertionError("it does not exit")


def _wait(child: int, master: int) -> tuple[int | None, str]:
    seen = b""
    until = time.monotonic() + PATIENCE
    leaving = math.inf
    status = None
    while True:
        ready, _, _ = select.select([master], [], [], 0.02)
        if ready:
            try:
                data = os.read(master, 65536)
            except OSError:
                data = b""
                if status is not None:
                    break
                time.sleep(0.005)
            seen += data
            if data:
                leaving = min(leaving, time.monotonic() + LOOKED_AT)
                continue
        if status is not None:
            break
        ended, raw = os.waitpid(child, os.WNOHANG)
        if ended:
            status = os.waitstatus_to_exitcode(raw)
        elif time.monotonic() > leaving:
            os.write(master, b"\x03")
            leaving = until + 1
        elif time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return None, seen.decode(errors="surrogateescape")
    return status, seen.decode(errors="surrogateescape")


if __name__ == "__main__":
    _main()
