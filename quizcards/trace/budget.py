"""What the demos that are written in decks may cost a command, all together.

The sandbox bounds each process; a deck of many slow demos, or a question that tries one again and
again, could still keep a learner waiting for minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quizcards.errors import QuizcardsError
from quizcards.trace import sandbox
from quizcards.trace.tracer import Trace
from quizcards.trace.wire import Job

FREE = 1.0
"""Seconds of computing of each process that cost nothing: a demo takes a tenth of one, and to start
Python and NumPy a quarter, or three times that on a small machine."""

AHEAD = 3.4
"""Seconds that a command may spend before it has lasted any time."""

SHARE = 0.1
"""Of the time that a command lasts, how much more it may spend."""

MOST = 2.8
"""Seconds for one process. The sandbox stops a run that computes for two; a busy machine takes
longer to start one."""

ENOUGH = 2.0
"""What was stopped after so many seconds is slow by itself."""

LEAST = 0.5
"""With fewer seconds left no demo is tried."""

A_TRY = 1.0
"""Seconds that are given to one that is tried."""

PUT_OFF = "앞의 데모들이 시간을 다 써서 이 데모는 돌려 보지 않았습니다. 느린 데모부터 고쳐 주세요."


class PutOffError(QuizcardsError):
    """A demo was not run to its end, for others have used up the time. Later it may be."""


class Budget:
    """Runs demos, and keeps account of their time.

    A demo that was stopped is remembered as too slow, and not run again. What it took is spent, as
    is what others computed beyond `FREE` seconds. `clock` gives the time in seconds, and `spent`
    the seconds that child processes have computed so far. Without a clock there is no limit but
    that of the sandbox.
    """

    def __init__(
        self, clock: Callable[[], float] | None = None, spent: Callable[[], float] = lambda: 0.0
    ) -> None:
        self._clock = clock or (lambda: 0.0)
        self._spent = spent
        self._is_limited = clock is not None
        self._begun = self._clock()
        self._used = 0.0
        self._slow: set[str] = set()

    @property
    def left(self) -> float:
        """The seconds that may be spent now."""
        return AHEAD + SHARE * (self._clock() - self._begun) - self._used

    def run(self, source: str, jobs: Sequence[Job]) -> list[Trace | QuizcardsError]:
        """Run a function on each job, as `sandbox.run` does, as long as there is time for it."""
        if source in self._slow:
            return [QuizcardsError(sandbox.TOO_LONG) for _ in jobs]
        left = self.left
        if self._is_limited and left < LEAST:
            return [PutOffError(PUT_OFF) for _ in jobs]
        seconds = max(min(left, MOST), A_TRY) if self._is_limited else sandbox.WALL_SECONDS
        began = self._clock()
        before = self._spent()
        found = sandbox.run(source, jobs, seconds)
        if not any(map(_is_stopped, found)):
            self._used += max(self._spent() - before - FREE, 0.0)
            return found
        self._used += self._clock() - began
        if seconds < ENOUGH:  # who knows what it would have taken
            return [PutOffError(PUT_OFF) if _is_stopped(one) else one for one in found]
        self._slow.add(source)
        return found


def _is_stopped(run: Trace | QuizcardsError) -> bool:
    return isinstance(run, QuizcardsError) and str(run) == sandbox.TOO_LONG
