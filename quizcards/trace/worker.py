"""The child of the sandbox: a process behind walls that runs a deck's code and tells what came out.

One request on stdin, a line for each answer on stdout (see `wire`). Code is vetted here once more.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.trace import vet, vet_line, walls, wire
from quizcards.trace.gradient import gradients
from quizcards.trace.script import chooses, names_in
from quizcards.trace.tracer import MOST_TURNS, Trace, lines_of_source, trace_source
from quizcards.trace.wire import Job

SECONDS = 2
"""Of computing, for each run."""

SECONDS_IN_ALL = 6
"""Of computing, for all that the process does; the system ends it then."""

SECONDS_IN_A_SESSION = 600
"""The same for a process that runs a learner's lines, one after another."""

MEMORY = 1 << 30


def main() -> None:
    """Put up the walls and answer one request. For a process that does nothing else."""
    import numpy.ma  # noqa: F401  np.median does, when no file may be opened any more

    walls.put_up(MEMORY, SECONDS_IN_ALL)
    source, jobs, _ = wire.asked(sys.stdin.buffer.readline())
    for line in answers(source, jobs):
        _tell(line)


def serve() -> None:
    """Put up the walls and run what a learner writes, request after request, until none comes."""
    import numpy.ma  # noqa: F401  as above

    _call_methods()
    walls.put_up(MEMORY, SECONDS_IN_A_SESSION)
    for request in sys.stdin.buffer:
        for line in tries(*wire.asked(request)):
            _tell(line)


def _call_methods() -> None:
    """Call every method of an array that a learner may: NumPy imports what some do at first."""
    array = np.ones(2)
    arguments = {"clip": (0, 1), "dot": (array,), "reshape": (2,)}
    for name in vet_line.METHODS:
        getattr(array, name)(*arguments.get(name, ()))


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def answers(source: str, jobs: Sequence[Job]) -> Iterator[str]:
    """Yield a line for each job, then one with the gradients of each that replaces nothing.

    Each is held to seconds of its own: what the gradient of a run costs takes nothing from any run.
    """
    right: list[Trace | None] = []
    for params, replaced in jobs:
        walls.limit_run(SECONDS)
        trace: Trace | None
        try:
            trace = _traced(source, params, replaced)
            text = wire.run_told(trace, lines_of_source(source, replaced))
        # deck code may raise anything; it is told by its kind, never swallowed
        except Exception as error:
            trace, text = None, wire.refusal_told(_said(error))
        right += [] if replaced else [trace]
        yield text
    for trace in right:
        walls.limit_run(SECONDS)
        yield _gradients_told(trace)


def tries(source: str, jobs: Sequence[Job], is_ours: bool) -> Iterator[str]:
    """Yield a line for each job of a request, which together are held to the seconds of one run."""
    walls.limit_run(SECONDS)
    for params, replaced in jobs:
        try:
            trace = _tried(source, params, replaced, is_ours)
            may_skip = is_ours or chooses(source)
            text = wire.run_told(trace, lines_of_source(source, replaced), may_skip)
        except Exception as error:  # as above
            text = wire.refusal_told(_said(error))
        yield text


def _tried(
    source: str, params: Mapping[str, object], replaced: Mapping[str, str], is_ours: bool
) -> Trace:
    """Vet what a learner wrote, and a function that is not ours, and run it."""
    refusals = [] if is_ours else vet_line.vet_lines(_body(source), params)
    for name, text in replaced.items():
        refusals += vet_line.vet_line(name, text, names_in(source) | params.keys())
    if refusals:
        raise QuizcardsError(refusals[0].sentence)
    # a value that is not finite is refused as it is told: one that np.where leaves out does no harm
    with np.errstate(all="ignore"):
        return trace_source(source, _scope(vet_line.MOST_ARGUMENTS), params, replaced)


def _gradients_told(trace: Trace | None) -> str:
    try:
        return wire.gradients_told(gradients(trace) if trace else None)
    except Exception:  # no rule, no finite slope, too much of anything: the run stands without
        return wire.gradients_told(None)


def _said(error: Exception) -> str:
    """Return in one line of Korean why a run failed."""
    if isinstance(error, QuizcardsError):
        return str(error)
    name = re.search("'(.+?)'", str(error))
    if isinstance(error, NameError) and name:
        return (
            f"'{name[1]}'에 아직 값이 없습니다. "
            "쓰기 전에 계산하는지, 반복이 한 번은 도는지 확인해 주세요."
        )
    for pattern, korean in _SHAPES.items():
        if found := re.search(pattern, str(error)):
            return korean.format(*found.groups())
    why = next(
        (korean for kind, korean in _WHY.items() if isinstance(error, kind)),
        "계산하다가 멈추었습니다",
    )
    return f"{why}({type(error).__name__}: {str(error)[:200]})."


_SHAPES: Mapping[str, str] = {
    r"broadcast together with shapes (\(.*?\)) (\(.*?\))": (
        "모양이 {0}인 것과 {1}인 것은 함께 계산할 수 없습니다."
    ),
    r"shapes (\(.*?\)) and (\(.*?\)) not aligned": (
        "모양이 {0}인 것과 {1}인 것은 행렬로 곱할 수 없습니다. 안쪽 크기가 다릅니다."
    ),
    r"matmul: .*size (\d+) is different from (\d+)": (
        "@의 안쪽 크기가 다릅니다: 뒤는 {0}, 앞은 {1}입니다."
    ),
    r"matmul: .*not have enough dimensions": "@는 수 하나와는 쓸 수 없습니다. *로 곱해 주세요.",
    r"axis (-?\d+) is out of bounds for array of dimension (\d+)": (
        "없는 축입니다({0}). 이 배열은 {1}차원입니다."
    ),
    r"too many indices for array: array is (\d+)-dimensional": (
        "색인이 너무 많습니다. 이 배열은 {0}차원입니다."
    ),
    r"'(?:float|int)' object has no attribute '(.*?)'": (
        "배열이 아닌 수 하나에는 없는 것입니다: .{0}"
    ),
    r"unsupported operand type\(s\) for @": "@는 수 하나와는 쓸 수 없습니다. *로 곱해 주세요.",
    r"object of type '(?:float|int)' has no len": "배열이 아닌 수 하나에는 len을 쓸 수 없습니다.",
    r"truth value of an array": (
        "배열 하나로는 참과 거짓을 가를 수 없습니다. 원소마다 고르려면 np.where를 써 주세요."
    ),
    r"missing .* required positional argument": "함수에 준 값이 모자랍니다.",
    r"inhomogeneous shape": "np.array로 모은 것들의 길이가 서로 다릅니다.",
    r"einstein sum subscripts|einsum": "np.einsum의 글자와 배열의 차원이 맞지 않습니다.",
    r"negative integer powers": "정수의 음수 제곱은 구할 수 없습니다. 2 대신 2.0처럼 써 주세요.",
    r"cannot reshape array of size (\d+) into shape (\(.*?\))": (
        "원소 {0}개를 {1} 모양으로 바꿀 수 없습니다. 원소의 수가 다릅니다."
    ),
    r"Singular matrix": "역행렬이 없는 행렬입니다.",
    r"must be square": "정사각행렬이어야 합니다.",
    r"'(?:float|int)' object is not subscriptable": "수 하나에는 색인을 쓸 수 없습니다.",
    r"(?:max|min)\(\) .* empty": "빈 사전에는 가장 큰 값도 가장 작은 값도 없습니다.",
    r"unhashable type": "사전의 열쇠는 수나 말 하나여야 합니다. 배열은 쓸 수 없습니다.",
    r"supported (?:operand type|between).*'dict'": (
        "사전으로는 계산할 수 없습니다. 열쇠로 값을 꺼내 써 주세요."
    ),
}
"""What NumPy says of shapes that do not fit, in Korean."""

_WHY: Mapping[type[Exception], str] = {
    ZeroDivisionError: "0으로 나누었습니다",
    OverflowError: "수가 너무 커졌습니다",
    FloatingPointError: "유한한 수가 나오지 않았습니다",
    MemoryError: "메모리를 너무 많이 썼습니다",
    IndexError: "색인이 없는 자리를 가리키거나 정수가 아닙니다",
    KeyError: "사전에 없는 열쇠입니다",
}


def _traced(source: str, params: Mapping[str, object], replaced: Mapping[str, str]) -> Trace:
    """Vet the code and run it."""
    refusals = vet.vet(_body(source), params)
    refusals += [
        one
        for name, text in replaced.items()
        for one in vet.vet(f"{name} = {text}", names_in(source))
    ]
    if refusals:
        raise QuizcardsError(f"{refusals[0].line}번째 줄: {refusals[0].sentence}")
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        return trace_source(source, _scope(vet.FUNCTIONS), params, replaced)


def _body(source: str) -> str:
    """Return a function without its first line and its last, which are the program's own."""
    return "\n".join(line.removeprefix("    ") for line in source.splitlines()[1:-1])


def _scope(functions: Iterable[str]) -> dict[str, Any]:
    """Return the only names that the code sees: these functions of NumPy and a few of Python."""
    builtins = {
        "abs": abs,
        "float": float,
        "int": int,
        "len": len,
        "max": max,
        "min": min,
        "round": round,
        "sum": sum,
        "range": _bounded,
    }
    return {
        "np": _part("np", np, [*functions, *vet.CONSTANTS]),
        "__builtins__": builtins,
    }


def _part(title: str, module: Any, names: Iterable[str]) -> type:
    """Return what stands for a module: a class with these of its names, `linalg.norm` within
    another.
    """
    held: dict[str, Any] = {}
    within: dict[str, list[str]] = {}
    for name in names:
        first, _, rest = name.partition(".")
        if rest:
            within.setdefault(first, []).append(rest)
        else:
            one = getattr(module, first)
            held[first] = staticmethod(one) if callable(one) else one
    for first, rests in within.items():
        held[first] = _part(first, getattr(module, first), rests)
    return type(title, (), held)


def _bounded(*bounds: int) -> range:
    turns = range(*(int(bound) for bound in bounds))
    if len(turns) > MOST_TURNS:
        raise QuizcardsError(f"for는 {MOST_TURNS}번까지 돌 수 있습니다.")
    return turns
