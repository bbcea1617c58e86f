"""What the sandbox and its child say to each other: one line of JSON asks, a line for each answer.

The child is not believed. Whatever it says becomes numbers, dictionaries of them, names and words
that stand in the code and a sentence, or an error; nothing that it made is executed or unpickled.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from quizcards.errors import QuizcardsError
from quizcards.trace.gradient import NotDifferentiableError
from quizcards.trace.script import names_in, words_in
from quizcards.trace.tracer import MOST_KEYS, Gradients, Line, Step, Trace, lines_of_source

Job = tuple[Mapping[str, object], Mapping[str, str]]
"""What a function is run on: its parameters, and formulas that replace its own."""

MOST_STEPS = 5000
MOST_ELEMENTS = 10_000
MOST_IN_ALL = 50_000
"""Elements of all the values of a run together."""

MOST_SAID = 1000
"""Characters of the sentence that says why a run failed."""

LARGEST = 1e100
"""Beyond it a picture or a tolerance could overflow."""


def request(source: str, jobs: Sequence[Job], is_ours: bool = False) -> str:
    """Return the line that asks for these runs of a function.

    `is_ours` says that it comes with the program, so that only what replaces its lines is vetted.
    """
    told = {"source": source, "jobs": jobs, "ours": is_ours}
    return json.dumps(told, default=lambda value: value.tolist())


def asked(line: bytes) -> tuple[str, list[Job], bool]:
    """Return what a request asks for."""
    read = json.loads(line)
    jobs: list[Job] = [
        ({name: _given(value) for name, value in params.items()}, replaced)
        for params, replaced in read["jobs"]
    ]
    return read["source"], jobs, read["ours"]


def _given(value: Any) -> Any:
    return np.array(value, dtype=float) if isinstance(value, list) else value


def run_told(trace: Trace, lines: Sequence[Line], may_skip: bool = False) -> str:
    """Return a run as a line.

    Raises QuizcardsError where it is too long, a value is no finite number, or a name never got
    one, unless lines may be skipped: where code chooses, it does not run every one.
    """
    if len(trace.steps) > MOST_STEPS:
        raise QuizcardsError(f"계산이 {MOST_STEPS}줄을 넘습니다. 반복을 줄여 주세요.")
    if sum(_count(step.value) for step in trace.steps) > MOST_IN_ALL:
        raise QuizcardsError(f"값이 모두 {MOST_IN_ALL}개를 넘습니다. 배열이나 반복을 줄여 주세요.")
    left = {line.target for line in lines} - {step.name for step in trace.steps}
    if left and not may_skip:
        raise QuizcardsError(
            f"{', '.join(sorted(left))}: 값을 얻지 못했습니다. 반복이 한 번은 돌아야 합니다."
        )
    at = {id(line): i for i, line in enumerate(lines)}
    steps = [
        (at[id(step.line)], _told(step.name, step.value), step.turn, step.counters)
        for step in trace.steps
    ]
    said = {"steps": steps, "result": _told("결과", trace.result), "returned": trace.returned}
    return json.dumps(said, allow_nan=False)


def _count(value: Any) -> int:
    return len(value) if isinstance(value, dict) else np.size(value)


def _told(name: str, value: Any) -> Any:
    """Return a value as JSON can carry it: a dictionary as its entries, a word as such.

    Raises QuizcardsError as `_finite` does.
    """
    if isinstance(value, dict):
        return {"entries": [(_told(name, key), _told(name, one)) for key, one in value.items()]}
    if isinstance(value, tuple):
        return {"key": [_told(name, part) for part in value]}
    return {"word": value} if isinstance(value, str) else _finite(name, value)


def refusal_told(sentence: str) -> str:
    """Return why there is no run as a line."""
    return json.dumps({"refused": " ".join(sentence.split())[:MOST_SAID]})


def gradients_told(found: Gradients | None) -> str:
    """Return gradients, or that there are none, as a line. Raises as `run_told` does."""
    if found is None:
        return json.dumps(None)
    inputs = {name: _finite(name, value) for name, value in found.inputs.items()}
    return json.dumps(
        {"inputs": inputs, "steps": [_finite("기울기", value) for value in found.steps]}
    )


def run_heard(
    source: str, job: Job, line: bytes, flow: bytes | None, may_skip: bool = False
) -> Trace | QuizcardsError:
    """Return the run that a line tells, with the gradients that `flow` tells."""
    try:
        said = json.loads(line)
        if "refused" in said:
            return QuizcardsError(_sentence(said["refused"]))
        return _run(source, job, said, flow, may_skip)
    except _NONSENSE:
        return QuizcardsError("데모가 읽을 수 없는 답을 보냈습니다. 이 데모는 쓰지 않습니다.")


_NONSENSE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
"""What reading raises where a child tells something else than numbers in their places."""


def _sentence(said: str) -> str:
    """Return what a child said. Raises ValueError where a terminal could obey it."""
    if not said.isprintable() or len(said) > MOST_SAID:
        raise ValueError("no sentence")
    return said


def _run(
    source: str, job: Job, said: Mapping[str, Any], flow: bytes | None, may_skip: bool
) -> Trace:
    """Return the run. Raises one of _NONSENSE where it is none of this code."""
    params, replaced = job
    lines = lines_of_source(source, replaced)
    names, words = names_in(source), words_in(source)
    steps = tuple(_step(lines, names, words, *step) for step in said["steps"])
    targets = {line.target for line in lines}
    left = targets - {step.name for step in steps}
    if len(steps) > MOST_STEPS or (left and not may_skip):
        raise ValueError("too long, or a name has no value")
    returned = said["returned"]
    if returned != "" and returned not in targets | params.keys():
        raise ValueError("returns what the code does not know")
    result = _value(said["result"], words)

    def gradients() -> Gradients:
        return _gradients(flow, params, steps)

    return Trace("inline", dict(params), steps, result, returned, gradients)


def _step(
    lines: Sequence[Line],
    names: frozenset[str],
    words: frozenset[str],
    index: int,
    value: object,
    turn: Sequence[int],
    counters: Mapping[str, int],
) -> Step:
    if not 0 <= index < len(lines) or not counters.keys() <= names:
        raise ValueError("tells of what is not in the code")
    if not all(type(count) is int for count in (*turn, *counters.values())):
        raise ValueError("counts by something else than whole numbers")
    return Step(lines[index], _value(value, words), tuple(turn), dict(counters))


def _gradients(line: bytes | None, params: Mapping[str, object], run: Sequence[Step]) -> Gradients:
    """Return the gradients that a line tells, each in the shape of its value.

    Raises NotDifferentiableError where there are none.
    """
    try:
        said = json.loads(line or b"null")
        inputs = {name: _number(value) for name, value in said["inputs"].items()}
        steps = tuple(_number(value) for value in said["steps"])
        pairs: list[tuple[Any, Any]] = [(value, params[name]) for name, value in inputs.items()]
        pairs += [(value, step.value) for value, step in zip(steps, run, strict=True)]
        if any(np.shape(value) != np.shape(of) for value, of in pairs):
            raise ValueError("gradients of something else")
    except _NONSENSE:
        raise NotDifferentiableError("inline") from None
    return Gradients(inputs, steps)


def _value(value: object, words: frozenset[str]) -> Any:
    """Return what was told: numbers, a word of the code, or a dictionary of them.

    Raises ValueError for anything else.
    """
    match value:
        case {"word": str(word)} if word in words:
            return word
        case {"entries": list(entries)} if len(entries) <= MOST_KEYS:
            return {_key(key, words): _one(one, words) for key, one in entries}
    return _number(value)


def _key(key: object, words: frozenset[str]) -> Any:
    match key:
        case {"key": list(parts)}:
            return tuple(_one(part, words) for part in parts)
    return _one(key, words)


def _one(value: object, words: frozenset[str]) -> Any:
    """Return a single number or word. Raises ValueError."""
    if isinstance(value, list) or (isinstance(value, dict) and "word" not in value):
        raise ValueError("no number and no word")
    return _value(value, words)


def _number(value: object) -> Any:
    """Return a number as it is and a list of them as an array.

    Raises ValueError for anything else.
    """
    if isinstance(value, (int, float)):
        # no number compares with NaN
        if (isinstance(value, int) and abs(value) >= 2**63) or not abs(value) <= LARGEST:
            raise ValueError("no number of a run")
        return value
    array = np.array(value)
    if not isinstance(value, list) or not array.size or array.dtype.kind not in "biuf":
        raise ValueError("neither a number nor a list of numbers")
    array = array.astype(float)
    if not np.all(np.abs(array) <= LARGEST):
        raise ValueError("no numbers of a run")
    return array


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
