"""FSRS-6: how stability, difficulty and retrievability move with each review.

Source: open-spaced-repetition, FSRS-6 (py-fsrs 6.3.2, fsrs-rs 6.6). t is in days, stability S is
the number of days until recall falls to 90 %, difficulty D lies in 1..10, and retrievability R in
0..1.

Every function takes plain numbers with `xp=FLOATS`, or arrays that broadcast against one another
with `xp=ARRAYS`: the formulas are written once and serve a single answer as well as a log of a
million. Weights are 21 numbers w0..w20; some of them may be arrays too, to compare many memories.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from quizcards.memory.arrays import Maths, Number

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


def _repeated(step: Any, start: tuple[float, ...], given: tuple[float, ...]) -> float:
    numbers = start
    goes_on = True
    while goes_on:
        numbers, goes_on = step(*numbers, *given)
    return numbers[0]


FLOATS = cast(
    "Maths",
    SimpleNamespace(
        exp=math.exp,
        log=math.log,
        floor=math.floor,
        minimum=min,
        maximum=max,
        clip=lambda value, lower, upper: lower if value < lower else min(value, upper),
        where=lambda condition, yes, no: yes if condition else no,
        take=lambda table, index: table[index],
        wherever=lambda conditions, function, arguments: [
            function(*values) if condition else 0.0
            for condition, values in zip(conditions, arguments, strict=True)
        ],
        repeated=_repeated,
    ),
)
"""The mathematics of single cards, without numpy: the first question must not wait for it."""


def curve(weights: Sequence[float | Number]) -> tuple[float | Number, float | Number]:
    """Return (decay, factor) of the forgetting curve R = (1 + factor t / S)^decay.

    factor = 0.9^(1 / decay) - 1 makes R(S, S) = 0.9.
    """
    decay = -weights[20]
    return decay, 0.9 ** (1 / decay) - 1


def retrievability(
    elapsed: float | Number,
    stability: Number,
    weights: Sequence[float | Number] = DEFAULT_WEIGHTS,
) -> Number:
    """Return the probability of recall `elapsed` days after the last review.

    >>> retrievability(4, stability=4.0)
    0.9
    >>> round(retrievability(40, stability=4.0), 3)  # a long tail
    0.693
    """
    decay, factor = curve(weights)
    recall: Number = (1 + factor * elapsed / stability) ** decay
    return recall


def interval_for(
    retention: float | Number,
    stability: Number,
    weights: Sequence[float | Number] = DEFAULT_WEIGHTS,
) -> Number:
    """Return the days after which recall falls to `retention` (unrounded).

    >>> round(interval_for(0.9, stability=4.0), 3)
    4.0
    >>> round(interval_for(0.8, stability=4.0), 1)
    13.3
    """
    decay, factor = curve(weights)
    days: Number = stability / factor * (retention ** (1 / decay) - 1)
    return days


def first_difficulty(
    grade: float | Number,
    weights: Sequence[float | Number] = DEFAULT_WEIGHTS,
    xp: Maths = FLOATS,
) -> float | Number:
    """Return D0(G) = w4 - e^(w5 (G - 1)) + 1, the difficulty after the very first answer.

    It is not yet clamped to 1..10.
    """
    return weights[4] - xp.exp(weights[5] * (grade - 1)) + 1


def next_difficulty(
    difficulty: Number,
    grade: float | Number,
    weights: Sequence[float | Number] = DEFAULT_WEIGHTS,
    xp: Maths = FLOATS,
) -> Number:
    """Return the difficulty after an answer, within 1..10.

    It is damped near 10, then drawn towards that of a first Easy.
    """
    moved = difficulty - weights[6] * (grade - 3) * (10 - difficulty) / 9
    easy = first_difficulty(4.0, weights, xp)
    return xp.clip(weights[7] * easy + (1 - weights[7]) * moved, 1.0, 10.0)


def next_stabilities(
    stability: Number,
    difficulty: Number,
    elapsed: float | Number,
    weights: Sequence[float | Number] = DEFAULT_WEIGHTS,
    xp: Maths = FLOATS,
) -> tuple[Number, Number, Number, Number]:
    """Return the stability, in days, that each of Again, Hard, Good and Easy would leave.

    `elapsed` are study days since the last review. On the same day (elapsed < 1) the short-term
    formula holds, in which a pass never lowers stability.
    """
    w = weights
    forgotten = 1 - retrievability(elapsed, stability, w)
    gain = xp.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * (xp.exp(w[10] * forgotten) - 1)
    lapse = (
        w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * xp.exp(w[14] * forgotten)
    )
    lapsed = xp.minimum(lapse, stability / xp.exp(w[17] * w[18]))
    hard, good, easy = (stability * (1 + gain * bonus) for bonus in (w[15], 1.0, w[16]))
    later_day: list[Number] = [lapsed, hard, good, easy]

    damping = stability ** -w[19]
    factors: list[Number] = [
        xp.exp(w[17] * (grade - 3 + w[18])) * damping for grade in (1, 2, 3, 4)
    ]
    factors[1:] = [xp.maximum(factor, 1.0) for factor in factors[1:]]
    same_day: list[Number] = [stability * factor for factor in factors]

    again, hard, good, easy = (
        xp.clip(xp.where(elapsed < 1, short, long), MIN_STABILITY, MAX_STABILITY)
        for short, long in zip(same_day, later_day, strict=True)
    )
    return again, hard, good, easy
