"""Run a deck's code in a child process with limits on time, memory and size.

Code is vetted before and inside it.

The child gets text and gives text: what it answers is numbers in JSON, so a trace is made here and
nothing of the child's own making is ever executed or unpickled.
"""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from quizcards.errors import QuizcardsError
from quizcards.trace import vet
from quizcards.trace.gradient import NotDifferentiableError, gradients
from quizcards.trace.script import names_in
from quizcards.trace.tracer import Gradients, Line, Step, Trace, lines_of_source, trace_source

SECONDS = 2
"""Of computing, for each run."""

WALL_SECONDS = 6
"""For all runs of a child together, and its start."""

MEMORY = 1 << 30
MOST_TURNS = 1000
MOST_STEPS = 5000
MOST_ELEMENTS = 10_000
MOST_IN_ALL = 50_000
"""Elements of all the values of a run together."""

MOST_ANSWERED = 1 << 25
"""Characters that a child answers."""

LARGEST = 1e100
"""Beyond it a picture or a tolerance could overflow."""

Job = tuple[Mapping[str, object], Mapping[str, str]]
"""What a function is run on: its parameters, and formulas that replace its own."""

_ROOT = str(Path(__file__).parents[2])


def run(source: str, jobs: Sequence[Job]) -> list[Trace | QuizcardsError]:
    """Run a function given as text in a child process, once for each job.

    A run that is refused, fails, gives a value that is no finite number, or exceeds a limit leaves
    its error in place of a trace; one that exceeds a limit ends the child, and all after it have
    that error too.
    """
    request = json.dumps({"source": source, "jobs": jobs}, default=lambda value: value.tolist())
    start = (
        f"import sys; sys.path.insert(0, {_ROOT!r}); import quizcards.trace.sandbox as s; s.child()"
    )
    environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", start],
            input=request.encode(),
            capture_output=True,
            timeout=WALL_SECONDS,
            env=environment,
        )
        output = done.stdout
        end = _ENDS.get(-done.returncode, f"데모가 뜻밖에 끝났습니다({done.returncode}).")
    except subprocess.TimeoutExpired as stopped:
        output = stopped.stdout or b""
        end = _TOO_LONG
    answers = [
        json.loads(line) for line in output.splitlines(keepends=True) if line.endswith(b"\n")
    ]
    flows = iter(answers[len(jobs) :])
    found = [
        _trace(source, *job, answer, None if job[1] else next(flows, None))
        for job, answer in zip(jobs, answers, strict=False)
    ]
    return [*found, *([QuizcardsError(end)] * (len(jobs) - len(found)))]


_TOO_LONG = "데모가 시간을 너무 많이 써서 멈추었습니다."
# SIGKILL and SIGXCPU, with which a limit on time ends a process
_ENDS = {9: _TOO_LONG, 24: _TOO_LONG}


def _trace(
    source: str,
    params: Mapping[str, object],
    replaced: Mapping[str, str],
    answer: Mapping[str, Any],
    flow: Mapping[str, Any] | None,
) -> Trace | QuizcardsError:
    if "refused" in answer:
        return QuizcardsError(answer["refused"])
    lines = lines_of_source(source, replaced)
    steps = tuple(
        Step(lines[index], _restored(value), tuple(turn), counters)
        for index, value, turn, counters in answer["steps"]
    )
    return Trace(
        "inline",
        dict(params),
        steps,
        _restored(answer["result"]),
        answer["returned"],
        lambda: _flow(flow),
    )


def _flow(answer: Mapping[str, Any] | None) -> Gradients:
    """Return the gradients that the child computed.

    Raises NotDifferentiableError where it could not.
    """
    if answer is None or "refused" in answer:
        raise NotDifferentiableError("inline")
    inputs = {name: _restored(value) for name, value in answer["inputs"].items()}
    return Gradients(inputs, tuple(_restored(value) for value in answer["steps"]))


def _restored(value: Any) -> Any:
    return np.array(value, dtype=float) if isinstance(value, list) else value


def child() -> None:
    """Answer the jobs on stdin, each with a line of JSON on stdout. Runs in the child process only.

    All runs come first, then the gradients of those of the code as it stands, each within limits of
    its own: what the gradient of a run costs takes nothing from any run.
    """
    import numpy.ma  # noqa: F401  np.median does, when no file may be opened any more

    request = json.loads(sys.stdin.buffer.read())
    room = MOST_ANSWERED
    for text in _answers(request["source"], request["jobs"]):
        room -= len(text)
        if room < 0:
            text = json.dumps(
                {"refused": "데모의 값이 너무 많습니다. 배열이나 반복을 줄여 주세요."}
            )
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def _answers(source: str, jobs: Sequence[Job]) -> Iterator[str]:
    right: list[Trace | None] = []
    for params, replaced in jobs:
        _limit()
        trace: Trace | None
        try:
            trace = _traced(source, params, replaced)
            text = json.dumps(_answer(trace, lines_of_source(source, replaced)), allow_nan=False)
        # deck code may raise anything; it is told by its kind, never swallowed
        except Exception as error:
            trace, text = None, json.dumps({"refused": _said(error)})
        right += [] if replaced else [trace]
        yield text
    for trace in right:
        _limit()
        yield json.dumps(trace and _differentiated(trace))


def _said(error: Exception) -> str:
    """Return in one line of Korean why a run failed."""
    if isinstance(error, QuizcardsError):
        return str(error)
    name = re.search("'(.+?)'", str(error))
    if isinstance(error, NameError) and name:
        return (
            f"'{name[1]}'에 아직 값이 없습니다. "
            "쓰기 전에 계산하는지, for가 한 번은 도는지 확인해 주세요."
        )
    why = next(
        (korean for kind, korean in _WHY.items() if isinstance(error, kind)),
        "계산하다가 멈추었습니다",
    )
    return f"{why}({type(error).__name__}: {str(error)[:200]})."


_WHY: Mapping[type[Exception], str] = {
    ZeroDivisionError: "0으로 나누었습니다",
    OverflowError: "수가 너무 커졌습니다",
    FloatingPointError: "유한한 수가 나오지 않았습니다",
    MemoryError: "메모리를 너무 많이 썼습니다",
    IndexError: "색인이 없는 자리를 가리키거나 정수가 아닙니다",
}


def _traced(source: str, params: Mapping[str, object], replaced: Mapping[str, str]) -> Trace:
    """Vet the code and run it."""
    body = "\n".join(line.removeprefix("    ") for line in source.splitlines()[1:-1])
    refusals = vet.vet(body, params)
    refusals += [
        one
        for name, text in replaced.items()
        for one in vet.vet(f"{name} = {text}", names_in(source))
    ]
    if refusals:
        raise QuizcardsError(f"{refusals[0].line}번째 줄: {refusals[0].message}.")
    inputs = {name: _restored(value) for name, value in params.items()}
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        return trace_source(source, _scope(), inputs, replaced)


def _answer(trace: Trace, lines: Sequence[Line]) -> dict[str, Any]:
    """Return a run as JSON can carry it.

    Raises QuizcardsError where it is too long, or a name never got a value.
    """
    if len(trace.steps) > MOST_STEPS:
        raise QuizcardsError(f"계산이 {MOST_STEPS}줄을 넘습니다. 반복을 줄여 주세요.")
    if sum(np.size(step.value) for step in trace.steps) > MOST_IN_ALL:
        raise QuizcardsError(f"값이 모두 {MOST_IN_ALL}개를 넘습니다. 배열이나 반복을 줄여 주세요.")
    left = {line.target for line in lines} - {step.name for step in trace.steps}
    if left:
        raise QuizcardsError(
            f"{', '.join(sorted(left))}: 값을 얻지 못했습니다. for가 한 번은 돌아야 합니다."
        )
    at = {id(line): i for i, line in enumerate(lines)}
    steps = [
        (at[id(step.line)], _finite(step.name, step.value), step.turn, step.counters)
        for step in trace.steps
    ]
    return {"steps": steps, "result": _finite("결과", trace.result), "returned": trace.returned}


def _differentiated(trace: Trace) -> dict[str, Any] | None:
    try:
        found = gradients(trace)
        inputs = {name: _finite(name, value) for name, value in found.inputs.items()}
        return {"inputs": inputs, "steps": [_finite("기울기", value) for value in found.steps]}
    except Exception:  # no rule, no finite slope, too much of anything: the run stands without
        return None


def _scope() -> dict[str, Any]:
    """Return the only names that the code sees."""
    functions = {name: getattr(np, name) for name in (*vet.FUNCTIONS, *vet.CONSTANTS)}
    builtins = {
        "abs": abs,
        "len": len,
        "max": max,
        "min": min,
        "round": round,
        "sum": sum,
        "range": _bounded,
    }
    return {
        "np": type(
            "np", (), {name: staticmethod(f) if callable(f) else f for name, f in functions.items()}
        ),
        "__builtins__": builtins,
    }


def _bounded(*bounds: int) -> range:
    turns = range(*(int(bound) for bound in bounds))
    if len(turns) > MOST_TURNS:
        raise QuizcardsError(f"for는 {MOST_TURNS}번까지 돌 수 있습니다.")
    return turns


def _finite(name: str, value: ArrayLike) -> Any:
    """Return a value as JSON can carry it.

    Raises QuizcardsError where it is too large or no finite number.
    """
    if isinstance(value, int) and abs(value) >= 2**63:
        raise QuizcardsError(f"{name}: 정수가 너무 큽니다. 2 대신 2.0처럼 소수로 계산해 주세요.")
    array = np.asarray(value)
    if not array.size:
        raise QuizcardsError(f"{name}: 빈 배열입니다.")
    if array.size > MOST_ELEMENTS:
        raise QuizcardsError(
            f"{name}: 배열이 너무 큽니다. 원소 {MOST_ELEMENTS}개까지 쓸 수 있습니다."
        )
    if array.dtype.kind not in "biuf":
        raise QuizcardsError(f"{name}: 수나 수의 배열이어야 합니다.")
    if not np.all(np.isfinite(array)):
        raise QuizcardsError(f"{name}: 유한한 수가 아닙니다.")
    if np.max(np.abs(array.astype(float))) > LARGEST:
        raise QuizcardsError(f"{name}: 수가 너무 큽니다.")
    return array.tolist()


def _limit() -> None:
    """Limit this process's seconds of computing from now and its memory.

    It may open and write nothing more.
    """
    try:
        import resource
    except ImportError:  # Windows: the parent's clock alone
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    with suppress(ValueError, OSError):  # some systems do not limit address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
