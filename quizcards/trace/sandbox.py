"""Run a deck's code in a process of its own, behind walls, and take nothing but text from it.

Code is vetted before it and inside it; docs/sandbox.md says what holds should the vetting fail.
This is the parent's side: it starts the process, asks (see `wire`), reads no more than it is ready
to hold, and ends the process and all that it started.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from quizcards.errors import QuizcardsError
from quizcards.trace import wire
from quizcards.trace.script import chooses
from quizcards.trace.tracer import Trace
from quizcards.trace.wire import Job

WALL_SECONDS = 6
"""For all runs of a request together, and the start of the process."""

WARM_SECONDS = 2
"""For the runs of a request to a process that has begun."""

MOST_IN_A_LINE = 1 << 21
"""Bytes of one answer: a run with as many values as it may have takes fewer."""

MOST_ANSWERED = 1 << 24
"""Bytes of all answers to a request."""

_GRACE = 1
"""Seconds for the pipes of a process that was killed to close."""

_ROOT = str(Path(__file__).parents[2])
_IMPORT = f"import sys; sys.path.insert(0, {_ROOT!r}); from quizcards.trace import worker"
_MAIN = "worker.main()"

# a second thread of a library's own would need what the walls keep out
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "PYTHONIOENCODING": "utf-8",
    # Windows finds its own libraries by it
    **({"SYSTEMROOT": os.environ.get("SYSTEMROOT", "")} if sys.platform == "win32" else {}),
}

TOO_LONG = "데모가 시간을 너무 많이 써서 멈추었습니다."
NOT_STARTED = "지금은 코드를 실행할 수 없습니다. 프로세스를 새로 시작하지 못했습니다."
RAN_ON = "2초 안에 끝나지 않아 멈추었습니다."
_TOO_MUCH = "데모의 값이 너무 많습니다. 배열이나 반복을 줄여 주세요."
_NOTHING = wire.request("def nothing():\n    return 0", [({}, {})], is_ours=True)
"""A run that is over at once."""

# SIGKILL and SIGXCPU, with which a limit on time ends a process
_ENDS = {9: TOO_LONG, 24: TOO_LONG}


def run(
    source: str, jobs: Sequence[Job], seconds: float = WALL_SECONDS
) -> list[Trace | QuizcardsError]:
    """Run a function given as text in a child process, once for each job, for so many seconds.

    A run that is refused, fails, gives a value that is no finite number, or exceeds a limit leaves
    its error in place of a trace; one that exceeds a limit ends the child, and all after it have
    that error too.
    """
    right = [not replaced for _, replaced in jobs]
    with Child() as child:
        answers = child.ask(wire.request(source, jobs), len(jobs) + sum(right), seconds)
    flows = iter(answers[len(jobs) :])
    found = [
        wire.run_heard(source, job, answer, next(flows, None) if is_right else None)
        for job, answer, is_right in zip(jobs, answers, right, strict=False)
    ]
    return [*found, *([QuizcardsError(child.end)] * (len(jobs) - len(found)))]


class Warm:
    """Runs what learners write in a process that is kept for the next time.

    It serves one deck's demo, or all of ours: whatever passes the vetting cannot answer for
    another's. A process that is too slow is ended, and the next run starts another, as it does
    where somebody else has ended it.
    """

    def __init__(self) -> None:
        self._child: Child | None = None
        self._serves = ""
        self._open = ExitStack()
        weakref.finalize(self, self._open.close)

    def run(self, source: str, jobs: Sequence[Job], is_ours: bool) -> list[Trace | QuizcardsError]:
        """Run a function on each job, without gradients; where it cannot be, there is the error."""
        serves = "" if is_ours else source
        if self._serves != serves:
            self.close()
        self._serves = serves
        request = wire.request(source, jobs, is_ours)
        was_warm = self._child is not None
        answers, end = self._asked(request, len(jobs))
        if was_warm and not answers and end != RAN_ON:
            answers, end = self._asked(request, len(jobs))
        found = [
            wire.run_heard(source, job, answer, None, is_ours or chooses(source))
            for job, answer in zip(jobs, answers, strict=False)
        ]
        return [*found, *([QuizcardsError(end)] * (len(jobs) - len(found)))]

    def _asked(self, request: str, count: int) -> tuple[list[bytes], str]:
        """Return the answers to a request, and why some are missing; then the process has ended."""
        if self._child is None:
            try:
                self._child = self._open.enter_context(Child("worker.serve()"))
            except OSError:  # no memory, or no process more
                return [], NOT_STARTED
            # the start takes nothing from the seconds of the run
            self._child.ask(_NOTHING, 1, WALL_SECONDS)
        child = self._child
        answers = child.ask(request, count, WARM_SECONDS)
        if len(answers) < count:
            self.close()
        return answers, RAN_ON if child.end == TOO_LONG else child.end

    def close(self) -> None:
        """End the process, if there is one."""
        self._child = None
        self._open.close()


class Child:
    """A process that runs decks' code and does not outlive its `with` block.

        with Child() as child:
            answers = child.ask(request, 3)
        if len(answers) < 3:
            print(child.end)

    `end` says why an answer is missing. One that runs `worker.main` answers one request, one that
    runs `worker.serve` as many as it is asked; its seconds of computing are for its whole life.
    """

    def __init__(self, main: str | None = None) -> None:
        self._main = main or _MAIN

    def __enter__(self) -> Child:
        self.end = ""
        self._talk: threading.Thread | None = None
        with ExitStack() as stack:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", f"{_IMPORT}; {self._main}"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # nobody reads it, so nobody need hold it
                cwd=_empty_folder(stack),
                env=_ENVIRONMENT,
                start_new_session=True,  # a group of its own, to be killed whole
            )
            # a folder that is gone takes no file; on Windows it stays as long as it is in use
            self._folder = stack.pop_all() if sys.platform == "win32" else ExitStack()
        return self

    def ask(self, request: str, answers: int, seconds: float = WALL_SECONDS) -> list[bytes]:
        """Return the answers to a request, as many as come in time and are not too large."""
        heard: list[bytes] = []
        # reading may block for ever where the process could start another, so it is not waited for
        talk = threading.Thread(target=self._hear, args=(request, answers, heard), daemon=True)
        talk.start()
        self._talk = talk
        talk.join(min(seconds, WALL_SECONDS))
        if talk.is_alive():
            self.end = TOO_LONG
        return heard[:answers]

    def _hear(self, request: str, answers: int, heard: list[bytes]) -> None:
        assert self._process.stdin
        assert self._process.stdout
        with suppress(OSError):  # it ended before it had read everything
            self._process.stdin.write(request.encode() + b"\n")
            self._process.stdin.flush()
        room = MOST_ANSWERED
        while len(heard) < answers:
            most = min(room, MOST_IN_A_LINE)
            line = self._process.stdout.readline(most)
            if not line.endswith(b"\n"):
                if len(line) == most:
                    self.end = _TOO_MUCH
                return
            room -= len(line)
            heard.append(line)

    def __exit__(self, *_: object) -> None:
        """End the process and whatever it has started."""
        # before it is waited for: until then no other process can have its number
        _kill(self._process)
        code = self._process.wait()
        self.end = self.end or _ENDS.get(-code, f"데모가 뜻밖에 끝났습니다({code}).")
        # what is being read cannot be closed
        closing = threading.Thread(target=self._close, daemon=True)
        closing.start()
        closing.join(_GRACE)
        self._folder.close()

    def _close(self) -> None:
        if self._talk:
            self._talk.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # what was not written cannot be written any more
                    pipe.close()


def _empty_folder(stack: ExitStack) -> str:
    """Return a new folder that lasts as long as the stack, or the root where none can be made."""
    try:
        return stack.enter_context(
            tempfile.TemporaryDirectory(prefix="quizcards-", ignore_cleanup_errors=True)
        )
    except OSError:
        return os.sep


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):  # it has ended
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
