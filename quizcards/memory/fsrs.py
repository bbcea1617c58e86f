"""FSRS-6: how stability, difficulty and retrievability move with each review.

Source: open-spaced-repetition, FSRS-6 (py-fsrs 6.3.2, fsrs-rs 6.6). t is in days, stability S is
the number of days until recall falls to 90 %, difficulty D lies in 1..10, and retrievability R in
0..1.

Every function takes floats with `xp=FLOATS`, or arrays of one shape with `xp=numpy`: the formulas
are written once and serve a single answer as well as a log of a million.
"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

DEFAULT_WEIGHTS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
LOWER_BOUNDS = (
    0.001, 0.001, 0.001, 0.001, 1.0, 0.001, 0.001, 0.001, 0.0, 0.0, 0.001,
    0.001, 0.001, 0.001, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.1,
)  # fmt: skip
UPPER_BOUNDS = (
    100.0, 100.0, 100.0, 100.0, 10.0, 4.0, 4.0, 0.75, 4.5, 0.8, 3.5,
    5.0, 0.25, 0.9, 4.0, 1.0, 6.0, 2.0, 2.0, 0.8, 0.8,
)  # fmt: skip
MIN_STABILITY = 0.001
MAX_STABILITY = 36500.0

FLOATS = SimpleNamespace(
    exp=math.exp,
    floor=math.floor,
    minimum=min,
    maximum=max,
    clip=lambda value, lower, upper: lower if value < lower else min(value, upper),
    where=lambda condition, yes, no: yes if condition else no,
    take=lambda table, index: table[index],
)
"""The handful of numpy's names that the formulas use, for single floats and without importing
numpy.
"""


def curve(weights: Any) -> tuple[float, float]:
    """Return (decay, factor) of the forgetting curve; factor makes R(S, S) = 0.9."""
    decay = -weights[20]
    return decay, 0.9 ** (1 / decay) - 1


def retrievability(elapsed: Any, stability: Any, weights: Any = DEFAULT_WEIGHTS) -> Any:
    """Return the probability of recall `elapsed` days after the last review."""
    decay, factor = curve(weights)
    return (1 + factor * elapsed / stability) ** decay


def interval_for(retention: float, stability: Any, weights: Any = DEFAULT_WEIGHTS) -> Any:
    """Return the days after which recall falls to `retention` (unrounded)."""
    decay, factor = curve(weights)
    return stability / factor * (retention ** (1 / decay) - 1)


def first_difficulty(grade: Any, weights: Any = DEFAULT_WEIGHTS, xp: Any = FLOATS) -> Any:
    """Return the difficulty after the very first answer, not yet clamped to 1..10."""
    return weights[4] - xp.exp(weights[5] * (grade - 1)) + 1


def next_difficulty(
    difficulty: Any, grade: Any, weights: Any = DEFAULT_WEIGHTS, xp: Any = FLOATS
) -> Any:
    """Return the difficulty after an answer: damped near 10, then drawn towards that of a first
    Easy.
    """
    moved = difficulty - weights[6] * (grade - 3) * (10 - difficulty) / 9
    easy = first_difficulty(4, weights, xp)
    return xp.clip(weights[7] * easy + (1 - weights[7]) * moved, 1.0, 10.0)


def next_stabilities(
    stability: Any, difficulty: Any, elapsed: Any, weights: Any = DEFAULT_WEIGHTS, xp: Any = FLOATS
) -> tuple[Any, Any, Any, Any]:
    """Return the stability that each of Again, Hard, Good, Easy would leave, `elapsed` study days
    after the last review.

    On the same day (elapsed < 1) the short-term formula holds, in which a pass never lowers
    stability.
    """
    w = weights
    forgotten = 1 - retrievability(elapsed, stability, w)
    gain = xp.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * (xp.exp(w[10] * forgotten) - 1)
    passed = [stability * (1 + gain * bonus) for bonus in (w[15], 1.0, w[16])]
    lapse = (
        w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * xp.exp(w[14] * forgotten)
    )
    lapsed = xp.minimum(lapse, stability / xp.exp(w[17] * w[18]))

    damping = stability ** -w[19]
    increase = [xp.exp(w[17] * (grade - 3 + w[18])) * damping for grade in (1, 2, 3, 4)]
    same_day = [stability * increase[0], *(stability * xp.maximum(1.0, i) for i in increase[1:])]

    again, hard, good, easy = (
        xp.clip(xp.where(elapsed < 1, short, long), MIN_STABILITY, MAX_STABILITY)
        for short, long in zip(same_day, (lapsed, *passed), strict=True)
    )
    return again, hard, good, easy
