"""Questions with a number for an answer: a tolerance that a person can predict, and inputs that tell right from wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.tracer import Trace

RELATIVE = 2e-3
"""A number is right within 0.2 %: four digits, as the screen shows them, always suffice."""

ZERO_LEVEL = 1e-9
"""Below this size the tolerance no longer shrinks with the answer, so that a rounding error of 1e-17 counts as 0."""

MOST_DRAWS = 200


def accepts(given: Any, right: Any) -> bool:
    """Say whether a number, or every element of an array, is right within the tolerance. Shapes must agree."""
    if np.shape(given) != np.shape(right):
        return False
    allowed = RELATIVE * np.maximum(np.abs(right), ZERO_LEVEL)
    return bool(np.all(np.abs(np.asarray(given, dtype=float) - right) <= allowed))


def wrong_values(demo: Demo, trace: Trace) -> dict[str, list[tuple[Any, Mistake | None]]]:
    """Return, for everything that may be asked, the wrong values that people give: by a slip (None) or a mistake.

    The slips are the old value, a lost sign and a lost power of ten. A mistake that breaks the arithmetic is left out.
    """
    made = list(_mistaken(demo, trace))
    found: dict[str, list[tuple[Any, Mistake | None]]] = {}
    for asked in demo.asks:
        right = np.asarray(trace[asked], dtype=float)
        old = [trace.inputs[asked]] if asked in trace.inputs else []
        sources = trace.sources(asked)
        found[asked] = [(value, None) for value in (*old, -right, 10 * right, right / 10)]
        found[asked] += [(wrong[asked], mistake) for mistake, wrong in made if mistake.name in sources]
    return found


def _mistaken(demo: Demo, trace: Trace) -> Iterator[tuple[Mistake, Trace]]:
    for mistake in demo.mistakes:
        with suppress(QuizcardsError):
            yield mistake, demo.run(trace.inputs, mistake)


def tells_apart(demo: Demo, trace: Trace) -> bool:
    """Say whether every wrong value of everything that may be asked would be marked wrong."""
    return not any(
        accepts(wrong, trace[asked]) for asked, values in wrong_values(demo, trace).items() for wrong, _ in values
    )


def fresh(demo: Demo, rng: np.random.Generator) -> Trace:
    """Run the demo on fresh inputs, drawn again until they tell right answers from wrong ones."""
    for _ in range(MOST_DRAWS):
        with suppress(QuizcardsError):  # a deck's demo draws near its author's numbers, and not all of them will do
            trace = demo.run(demo.draw(rng))
            if tells_apart(demo, trace):
                return trace
    raise QuizcardsError(f"{demo.title}: {MOST_DRAWS}번 뽑아도 문제로 낼 만한 입력이 없습니다.")
