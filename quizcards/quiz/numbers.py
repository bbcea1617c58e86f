"""Numbers as people type them, and when they are right: a tolerance that a person can predict."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator

from quizcards.errors import QuizcardsError
from quizcards.quiz.calculator import in_ascii, rows
from quizcards.quiz.question import RELATIVE, Value, WrongValue

BY_HAND = 1e-2
"""Within 1 % where exp, log or a root stands on the way: three digits by hand suffice."""

ZERO_LEVEL = 1e-9
"""Below this size the tolerance no longer shrinks with the answer.

So a rounding error of 1e-17 counts as 0.
"""

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


def is_close(given: float, right: float, relative: float = RELATIVE) -> bool:
    """Say whether a number is right within the tolerance: `|given - right| <= relative |right|`.

    Nothing is close to infinity.
    """
    if not math.isfinite(right):
        return False
    size = ZERO_LEVEL if isinstance(right, int) else max(abs(right), ZERO_LEVEL)
    return abs(given - right) <= relative * size


def agree(given: Iterable[float], right: Value, relative: float = RELATIVE) -> list[bool]:
    """Say of each number, in reading order, whether it is right.

    Raises ValueError where there are not as many as `right` holds.
    """
    return [
        is_close(number, wanted, relative)
        for number, wanted in zip(given, flat(right), strict=True)
    ]


def slips(right: Value) -> list[WrongValue]:
    """Return the values that a slip of the pen makes of the right one, each with its feedback.

    A value beyond what a float holds is left out.
    """
    known = _MISCOUNTS if is_whole(right) else _SLIPS
    made = [WrongValue(_each(right, change), feedback) for change, feedback in known]
    return [one for one in made if all(map(math.isfinite, flat(one.value)))]


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
    if isinstance(value, tuple):
        return tuple(_each(part, change) for part in value)
    return change(value)


def is_whole(value: Value) -> bool:
    """Say whether a value is made of whole numbers, which must be exact."""
    return all(isinstance(number, int) for number in flat(value))


def tolerance(right: Value, relative: float = RELATIVE) -> str:
    """Say what will be accepted, before the answer is given."""
    shape = shape_of(right)
    if is_whole(right):
        accepted = "정수이므로 정확히 맞아야 합니다."
    else:
        accepted = (
            f"오차 {100 * relative:g}% 이내면 정답입니다. 식으로 써도 됩니다(예: 3/2, √2, e^-1)."
        )
    if not shape:
        return accepted
    if len(shape) == 1:
        return f"수 {shape[0]}개를 차례로 씁니다. {accepted}"
    return f"{'×'.join(map(str, shape))} 행렬을 씁니다. 줄은 ;으로 나눕니다. {accepted}"


def flat(value: Value) -> Iterator[float]:
    """Yield the numbers of a value in reading order."""
    if isinstance(value, tuple):
        for part in value:
            yield from flat(part)
    else:
        yield value


def shape_of(value: Value) -> tuple[int, ...]:
    """Return the shape of a value: () of a number, (3,) of a vector, (2, 3) of a matrix."""
    if isinstance(value, tuple):
        return (len(value), *shape_of(value[0]))
    return ()


def read(text: str, shape: tuple[int, ...]) -> tuple[float, ...]:
    """Read a number, vector or matrix of this shape, in reading order; each may be arithmetic.

    >>> read("1/3", ())
    (0.3333333333333333,)
    >>> read("[√4, −2]", (2,))
    (2.0, -2.0)
    >>> read("1,2;3,4e-1", (2, 2))
    (1.0, 2.0, 3.0, 0.4)

    Raises QuizcardsError for what is no number, and for too many or too few.
    """
    typed = text.strip()
    if not shape and _THOUSANDS.fullmatch(in_ascii(typed)):
        typed = in_ascii(typed).replace(",", "")
    found = rows(typed, is_one=not shape)
    numbers = tuple(number for row in found for number in row)
    count = math.prod(shape)
    if len(numbers) != count:
        raise QuizcardsError(f"수 {count}개를 써 주세요. {len(numbers)}개를 읽었습니다: {typed}")
    if len(shape) == 2 and len(found) > 1 and [len(row) for row in found] != [shape[1]] * shape[0]:
        raise QuizcardsError(f"{shape[0]}행 {shape[1]}열로 써 주세요: {typed}")
    return numbers
