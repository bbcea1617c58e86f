"""Numbers as people type them, and when they are right: a tolerance that a person can predict."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator

from quizcards.errors import QuizcardsError
from quizcards.quiz.question import Value

RELATIVE = 2e-3
"""A number is right within 0.2 %: four digits, as the screen shows them, always suffice.

A whole number must be exact.
"""

ZERO_LEVEL = 1e-9
"""Below this size the tolerance no longer shrinks with the answer, so that a rounding error of
1e-17 counts as 0.
"""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_AS_TYPED = str.maketrans("−–－＋⁄∕／，、．；［］（）", "---+///,,.;[]()")


def is_close(given: float, right: float) -> bool:
    """Say whether a number is right within the tolerance. Nothing is close to infinity."""
    if not math.isfinite(right):
        return False
    size = ZERO_LEVEL if isinstance(right, int) else max(abs(right), ZERO_LEVEL)
    return abs(given - right) <= RELATIVE * size


def agree(given: Iterable[float], right: Value) -> list[bool]:
    """Say of each number, in reading order, whether it is right."""
    return [is_close(number, wanted) for number, wanted in zip(given, flat(right), strict=True)]


def slips(right: Value) -> list[tuple[Value, str]]:
    """Return the values that a slip of the pen makes of the right one, each with its feedback; none
    beyond what a float holds.
    """
    made = [
        (_each(right, change), feedback)
        for change, feedback in (_MISCOUNTS if is_whole(right) else _SLIPS)
    ]
    return [(value, feedback) for value, feedback in made if all(map(math.isfinite, flat(value)))]


_SLIPS: tuple[tuple[Callable[[float], float], str], ...] = (
    (lambda x: -x, "부호가 반대입니다."),
    (lambda x: 10 * x, "정답의 10배입니다. 자릿수를 확인해 보세요."),
    (lambda x: x / 10, "정답의 10분의 1입니다. 자릿수를 확인해 보세요."),
)
_MISCOUNTS: tuple[tuple[Callable[[float], float], str], ...] = (
    (lambda n: n + 1, "1만큼 큽니다. 무엇부터 세는지 확인해 보세요."),
    (lambda n: n - 1, "1만큼 작습니다. 무엇부터 세는지 확인해 보세요."),
    (lambda n: 10 * n, "정답의 10배입니다. 자릿수를 확인해 보세요."),
)


def _each(value: Value, change: Callable[[float], float]) -> Value:
    return (
        tuple(_each(part, change) for part in value) if isinstance(value, tuple) else change(value)
    )


def is_whole(value: Value) -> bool:
    """Say whether a value is made of whole numbers, which must be exact."""
    return all(isinstance(number, int) for number in flat(value))


def tolerance(right: Value) -> str:
    """Say what will be accepted, before the answer is given."""
    shape = shape_of(right)
    how = {0: "", 1: f"수 {math.prod(shape)}개를 차례로 씁니다. "}.get(
        len(shape), f"{'×'.join(map(str, shape))} 행렬을 씁니다. 줄은 ;으로 나눕니다. "
    )
    return how + (
        "정수이므로 정확히 맞아야 합니다."
        if is_whole(right)
        else f"오차 {RELATIVE:.1%} 이내면 정답입니다."
    )


def flat(value: Value) -> Iterator[float]:
    """Yield the numbers of a value in reading order."""
    if isinstance(value, tuple):
        for part in value:
            yield from flat(part)
    else:
        yield value


def shape_of(value: Value) -> tuple[int, ...]:
    return (len(value), *shape_of(value[0])) if isinstance(value, tuple) else ()


def read(text: str, shape: tuple[int, ...]) -> tuple[float, ...]:
    """Read a number, vector or matrix of this shape: `0.5`, `1/3`, `1e-3`, `−2`, `[1, 2]`, `1 2`,
    `1,2;3,4`.

    Raises QuizcardsError for what is no number, and for too many or too few.
    """
    plain = re.sub(r"\s*/\s*", "/", text.strip().translate(_AS_TYPED))
    if not shape and _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    lines = re.split(r"[;\n]|[\])]\s*,?\s*[\[(]", plain)
    rows = [
        [_number(part, text) for part in re.split(r"[\s,\[\]()]+", line) if part] for line in lines
    ]
    rows = [row for row in rows if row]
    numbers = tuple(number for row in rows for number in row)
    if len(numbers) != math.prod(shape):
        raise QuizcardsError(
            f"수 {math.prod(shape)}개를 써 주세요. {len(numbers)}개를 읽었습니다: {text.strip()}"
        )
    if len(shape) == 2 and len(rows) > 1 and [len(row) for row in rows] != [shape[1]] * shape[0]:
        raise QuizcardsError(f"{shape[0]}행 {shape[1]}열로 써 주세요: {text.strip()}")
    return numbers


def _number(part: str, text: str) -> float:
    over, slash, under = part.partition("/")
    if (
        not _NUMBER.fullmatch(over)
        or (slash and not _NUMBER.fullmatch(under))
        or (slash and float(under) == 0)
    ):
        raise QuizcardsError(f"수를 읽을 수 없습니다: {text.strip()}")
    number = float(over) / float(under) if slash else float(over)
    if not math.isfinite(number):
        raise QuizcardsError(f"너무 큰 수입니다: {text.strip()}")
    return number
