"""Run a deck's code in a child process with limits on time, memory and size. Code is vetted before and inside it.

The child gets text and gives text: what it answers is numbers in JSON, so a trace is made here and nothing of the
child's own making is ever executed or unpickled.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.trace import vet
from quizcards.trace.gradient import Gradients, NotDifferentiableError, gradients
from quizcards.trace.tracer import Step, Trace, lines_of_source, trace_source

SECONDS = 2
WALL_SECONDS = 6
MEMORY = 1 << 30
MOST_TURNS = 1000
MOST_STEPS = 5000
MOST_ELEMENTS = 10_000
Job = tuple[Mapping[str, Any], Mapping[str, str]]
"""What a function is run on: its parameters, and formulas that replace its own."""

_ROOT = str(Path(__file__).parents[2])


def run(source: str, jobs: Sequence[Job]) -> list[Trace | QuizcardsError]:
    """Run a function given as text in a child process, once for each job (parameters, replaced formulas).

    A run that is refused, fails, gives a value that is no finite number, or exceeds a limit leaves its error in place of
    a trace; one that exceeds a limit ends the child, and all after it have that error too.
    """
    request = json.dumps({"source": source, "jobs": jobs}, default=lambda value: value.tolist())
    start = f"import sys; sys.path.insert(0, {_ROOT!r}); from quizcards.trace.sandbox import child; child()"
    environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", start],
            input=request.encode(),
            capture_output=True,
            timeout=WALL_SECONDS + SECONDS * (len(jobs) - 1),
            env=environment,
        )
        output = done.stdout
    except subprocess.TimeoutExpired as stopped:
        output = stopped.stdout or b""
    answers = [json.loads(line) for line in output.splitlines(keepends=True) if line.endswith(b"\n")]
    stopped_here = QuizcardsError(f"데모가 시간({SECONDS}초)이나 메모리를 너무 많이 써서 멈추었습니다.")
    found = [_trace(source, *job, answer) for job, answer in zip(jobs, answers, strict=False)]
    return [*found, *([stopped_here] * (len(jobs) - len(found)))]


def _trace(
    source: str, params: Mapping[str, Any], replaced: Mapping[str, str], answer: Mapping[str, Any]
) -> Trace | QuizcardsError:
    if "refused" in answer:
        return QuizcardsError(answer["refused"])
    lines = lines_of_source(source, replaced)
    steps = tuple(
        Step(lines[index], _restored(value), tuple(turn), counters) for index, value, turn, counters in answer["steps"]
    )
    return Trace(
        "inline", dict(params), steps, _restored(answer["result"]), answer["returned"], lambda: _flow(answer["flow"])
    )


def _flow(answer: Mapping[str, Any] | None) -> Gradients:
    """Return the gradients that the child computed. Raises NotDifferentiableError where it could not."""
    if answer is None:
        raise NotDifferentiableError("inline")
    inputs = {name: _restored(value) for name, value in answer["inputs"].items()}
    return Gradients(inputs, tuple(_restored(value) for value in answer["steps"]))


def _restored(value: Any) -> Any:
    return np.array(value, dtype=float) if isinstance(value, list) else value


def child() -> None:
    """Answer the jobs on stdin with a line of JSON each on stdout. Runs in the child process only."""
    request = json.loads(sys.stdin.buffer.read())
    for params, replaced in request["jobs"]:
        _limit()
        try:
            answer = _answer(request["source"], params, replaced)
        except QuizcardsError as error:
            answer = {"refused": str(error)}
        except (ArithmeticError, ValueError, TypeError, IndexError, NameError, AttributeError, MemoryError) as error:
            answer = {"refused": f"계산하다가 멈추었습니다: {type(error).__name__}: {str(error)[:200]}"}
        sys.stdout.write(json.dumps(answer, allow_nan=False) + "\n")
        sys.stdout.flush()


def _answer(source: str, params: Mapping[str, Any], replaced: Mapping[str, str]) -> dict[str, Any]:
    body = "\n".join(line.removeprefix("    ") for line in source.splitlines()[1:-1])
    for code in (body, *(f"{name} = {formula}" for name, formula in replaced.items())):
        if refusals := vet.vet(code):
            first = refusals[0]
            raise QuizcardsError(f"{first.line}번째 줄: {first.message}.")
    inputs = {name: _restored(value) for name, value in params.items()}
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        trace = trace_source(source, _scope(), inputs, replaced)
    if len(trace.steps) > MOST_STEPS:
        raise QuizcardsError(f"계산이 {MOST_STEPS}줄을 넘습니다. 반복을 줄여 주세요.")
    lines = {id(line): i for i, line in enumerate(lines_of_source(source, replaced))}
    steps = [(lines[id(s.line)], _finite(s.name, s.value), s.turn, s.counters) for s in trace.steps]
    result = _finite("결과", trace.result)
    return {"steps": steps, "result": result, "returned": trace.returned, "flow": _differentiated(trace)}


def _differentiated(trace: Trace) -> dict[str, Any] | None:
    try:
        found = gradients(trace)
        inputs = {name: _finite(name, value) for name, value in found.inputs.items()}
        return {"inputs": inputs, "steps": [_finite("기울기", value) for value in found.steps]}
    except (ArithmeticError, ValueError, QuizcardsError):  # a function without a rule, or no finite slope
        return None


def _scope() -> dict[str, Any]:
    """Return the only names that the code sees."""
    functions = {name: getattr(np, name) for name in (*vet.FUNCTIONS, *vet.CONSTANTS)}
    builtins = {"abs": abs, "len": len, "max": max, "min": min, "round": round, "sum": sum, "range": _bounded}
    return {
        "np": type("np", (), {name: staticmethod(f) if callable(f) else f for name, f in functions.items()}),
        "__builtins__": builtins,
    }


def _bounded(*bounds: int) -> range:
    turns = range(*(int(bound) for bound in bounds))
    if len(turns) > MOST_TURNS:
        raise QuizcardsError(f"for는 {MOST_TURNS}번까지 돌 수 있습니다.")
    return turns


def _finite(name: str, value: Any) -> Any:
    """Return a value as JSON can carry it. Raises QuizcardsError where it is too large or no finite number."""
    array = np.asarray(value)
    if array.size > MOST_ELEMENTS:
        raise QuizcardsError(f"{name}: 배열이 너무 큽니다. 원소 {MOST_ELEMENTS}개까지 쓸 수 있습니다.")
    if array.dtype.kind not in "biuf":
        raise QuizcardsError(f"{name}: 수나 수의 배열이어야 합니다.")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**300:
        raise QuizcardsError(f"{name}: 수가 너무 큽니다.")
    if not np.all(np.isfinite(array.astype(float))):
        raise QuizcardsError(f"{name}: 유한한 수가 아닙니다.")
    return array.tolist()


def _limit() -> None:
    """Hold this process to its seconds of computing from now and its memory, and let it open and write nothing more."""
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
