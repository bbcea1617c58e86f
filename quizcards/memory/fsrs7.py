"""FSRS-7: recall, and how two stabilities and difficulty move with each review.

Source: open-spaced-repetition, ts-fsrs, guide `model/fsrs-7` and its constants (2026). A memory has
a slow stability S and a fast one Sf, in days, and a difficulty D in 1..10; recall R is the weighted
mean of two curves, one for each stability. Time t is in days and fractions of them, and there are
no formulas of their own for the same day.

As in `fsrs.py`, every function takes plain numbers with `xp=FLOATS`, or arrays that broadcast
against one another with `xp=ARRAYS`. Weights are 34 numbers w0..w33; but for intervals, some of
them may be arrays too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

from quizcards.memory.fsrs import FLOATS, first_difficulty

if TYPE_CHECKING:
    from quizcards.memory.arrays import BoolArray, Maths, Number
else:
    Number = TypeVar("Number")

DEFAULT_WEIGHTS = (
    0.1104, 2.2395, 3.9221, 11.7841, 6.1686, 0.6457, 3.6807, 1.9795, 0.0, 1.3826, 0.7024, 0.5999,
    0.8146, 0.6398, 1.0, 1.3207, 0.6707, 3.8668, 0.4416, 0.0934, 1.8631, 0.6162, 1.0869, 0.1567,
    0.0801, 0.2421, 0.9464, 0.1433, 0.7145, 0.0, 0.5667, 0.3734, 0.5333, 0.3048,
)  # fmt: skip
LOWER_BOUNDS = (
    1e-4, 1e-4, 1e-4, 1e-4, 1.0, 0.001, 0.1, 0.0, 0.0, 0.3, 0.01, 0.1, 0.0, 0.0, 1.0, 0.0, 0.0,
    0.5, 0.001, 0.001, 0.0, 0.0, 1.0, 0.01, 0.01, 0.2, 0.5, 0.01, 0.1, 0.0, 0.1, 0.0, 0.0, 0.0,
)  # fmt: skip
UPPER_BOUNDS = (
    50.0, 100.0, 100.0, 100.0, 10.0, 4.0, 4.0, 4.0, 1.2, 3.0, 1.5, 1.0, 3.5, 1.0, 7.0, 4.0, 2.0,
    6.0, 1.5, 1.0, 5.0, 1.0, 7.0, 0.25, 0.95, 0.85, 0.99, 1.0, 1.0, 0.9, 1.1, 1.0, 0.6, 0.6,
)  # fmt: skip
ORDERED = ((0, 1), (1, 2), (2, 3), (25, 26))
"""Of each two weights the second is at least the first."""
SHORTEST, LONGEST = 1e-4, 36_500.0
"""Days of a stability."""
FAST_SHARE = 0.8
"""Of the slow stability: the fast one after a first answer, and the most of it after Again."""
MARGIN = 1e-5
"""Recall lies between this and one less this."""
FARTHEST = 40.0
"""Natural logarithm of the days beyond which, or below whose inverse, no interval is sought."""
CLOSE = 1e-3
"""A step of Newton's method this short is the last: about its square is left, a millionth."""


class State(NamedTuple, Generic[Number]):
    """What FSRS-7 knows of a card, or of many."""

    slow: Number
    fast: Number
    difficulty: Number


def bounded(weights: Sequence[Number], xp: Maths = FLOATS) -> list[Number]:
    """Return weights within their bounds and in their order.

    >>> bounded([5.0, 3.0, 2.0, 1.0, *DEFAULT_WEIGHTS[4:]])[:4]
    [5.0, 5.0, 5.0, 5.0]
    """
    held: list[Number] = [
        xp.clip(weight, low, high)
        for weight, low, high in zip(weights, LOWER_BOUNDS, UPPER_BOUNDS, strict=True)
    ]
    for lower, higher in ORDERED:
        held[higher] = xp.maximum(held[higher], held[lower])
    return held


class _Curves(NamedTuple, Generic[Number]):
    """R(t) = share (1 + fast_rate t)^fast_decay + (1 - share) (1 + slow_rate t)^slow_decay.

    Rates are a day; the MARGIN is not in it yet.
    """

    share: Number
    fast_decay: Number
    fast_rate: Number
    slow_decay: float | Number
    slow_rate: Number


def _curves(state: State[Number], weights: Sequence[float | Number], xp: Maths) -> _Curves[Number]:
    w = weights
    slow, fast, difficulty = state
    hardness = difficulty - 5
    log_fast = xp.log(fast)
    fast_decay = -xp.clip(w[23] * xp.exp((w[33] - 0.3) * log_fast), 0.01, 0.95)
    slow_decay: Any = -xp.clip(cast("Any", w[24]), 0.01, 0.95)
    fast_factor = xp.exp(xp.minimum(xp.log(w[25]) / fast_decay, 60.0)) - 1
    slow_factor = (w[26] ** (1 / slow_decay) - 1) * xp.exp(hardness * (w[32] - 0.3))
    of_fast = w[27] * xp.exp(-w[29] * log_fast)
    of_slow = w[28] * xp.exp(w[30] * xp.log(slow) + hardness * (w[31] - 0.5))
    share = of_fast / (of_fast + of_slow)
    return _Curves(share, fast_decay, fast_factor / fast, slow_decay, slow_factor / slow)


def recalls(
    state: State[Number],
    elapsed: float | Number,
    weights: Sequence[float | Number] = DEFAULT_WEIGHTS,
    xp: Maths = FLOATS,
) -> tuple[Number, Number]:
    """Return the probability of recall `elapsed` days after an answer, and that by the fast curve.

    >>> [round(recall, 8) for recall in recalls(State(10.0, 8.0, 5.0), 21.0)]
    [0.87746157, 0.20780876]
    """
    curves = _curves(state, weights, xp)
    by_fast = xp.exp(curves.fast_decay * xp.log(1 + curves.fast_rate * elapsed))
    by_slow = xp.exp(curves.slow_decay * xp.log(1 + curves.slow_rate * elapsed))
    recall = by_slow + curves.share * (by_fast - by_slow)
    return recall * (1 - 2 * MARGIN) + MARGIN, by_fast


def first_state(
    grade: float | Number,
    slow: Number,
    weights: Sequence[float | Number] = DEFAULT_WEIGHTS,
    xp: Maths = FLOATS,
) -> State[Number]:
    """Return the memory after a first answer; `slow` is the weight w0..w3 of its grade.

    >>> first_state(1.0, slow=2.5)
    State(slow=2.5, fast=2.0, difficulty=6.1686)
    """
    difficulty = first_difficulty(grade, weights, xp)
    return _held(slow, FAST_SHARE * slow, difficulty, xp)


def next_states(
    state: State[Number],
    elapsed: float | Number,
    weights: Sequence[float | Number] = DEFAULT_WEIGHTS,
    xp: Maths = FLOATS,
) -> tuple[State[Number], State[Number], State[Number], State[Number]]:
    """Return the memories that Again, Hard, Good and Easy would leave.

    `elapsed` are the days since the answer before.

    >>> _, _, good, _ = next_states(State(10.0, 8.0, 5.0), 21.0)
    >>> [round(value, 4) for value in good]
    [27.8926, 210.8773, 4.9523]
    """
    w = weights
    recall, recall_fast = recalls(state, elapsed, w, xp)
    slow = _next_stabilities(state.slow, state.difficulty, 1 - recall, w[7:15], xp)
    forgot, *passed = _next_stabilities(state.fast, state.difficulty, 1 - recall_fast, w[15:23], xp)
    fast = (xp.minimum(forgot, FAST_SHARE * slow[0]), *passed)
    drawn_to = 0.01 * first_difficulty(4.0, w, xp)
    damped = w[6] * (10 - state.difficulty) / 9
    pushes: tuple[Any, ...] = (2 * (recall + 0.1) * damped, damped, 0.0, -damped)
    again, hard, good, easy = (
        _held(s, f, drawn_to + 0.99 * (state.difficulty + push), xp)
        for s, f, push in zip(slow, fast, pushes, strict=True)
    )
    return again, hard, good, easy


def _next_stabilities(
    x: Number,
    difficulty: Number,
    forgotten: Number,
    weights: Sequence[float | Number],
    xp: Maths,
) -> tuple[Number, Number, Number, Number]:
    """Return a stability x after each grade, by the eight weights that it has of its own."""
    scale, power, surprise, lapse, lapse_power, lapse_surprise, hard, easy = weights
    log_x1 = xp.log(x + 1)
    exact = lapse * (xp.exp(lapse_power * log_x1) - 1) * xp.exp(forgotten * lapse_surprise)
    failed: Number = xp.minimum(x, exact)
    most = (11 - difficulty) * xp.exp(scale - 1.5 + (1 - power) * xp.log(x))
    gain = most * (xp.exp(forgotten * surprise) - 1)
    return (
        failed,
        xp.maximum(failed, x + gain * hard),
        xp.maximum(failed, x + gain),
        xp.maximum(failed, x + gain * easy),
    )


def _held(slow: Number, fast: Number, difficulty: Any, xp: Maths) -> State[Number]:
    return State(
        xp.clip(slow, SHORTEST, LONGEST),
        xp.clip(fast, SHORTEST, LONGEST),
        xp.clip(difficulty, 1.0, 10.0),
    )


def interval_for(
    retention: float,
    state: State[Number],
    weights: Sequence[float] = DEFAULT_WEIGHTS,
    xp: Maths = FLOATS,
) -> Number:
    """Return the days after which recall falls to `retention` (unrounded), at most e^FARTHEST.

    It lies between those of the two curves alone. There it is found by Newton's method on the
    logit of recall over the logarithm of time, which is nearly straight at both ends; a step that
    leaves what is left goes to the middle instead.

    >>> [round(interval_for(r, State(10.0, 8.0, 5.0)), 3) for r in (0.9, 0.8)]
    [12.751, 86.653]
    """
    share, fast_decay, fast_rate, slow_decay, slow_rate = _curves(state, weights, xp)
    target = (retention - MARGIN) / (1 - 2 * MARGIN)
    logit = math.log(target / (1 - target))

    def alone(decay: Any, rate: Number) -> Number:
        grown = xp.exp(xp.minimum(math.log(target) / decay, 600.0)) - 1
        log_days: Number = xp.clip(xp.log(grown / rate), -FARTHEST, FARTHEST)
        return log_days

    def step(
        x: Number,
        low: Number,
        high: Number,
        share: Number,
        fast_decay: Number,
        fast_rate: Number,
        slow_rate: Number,
    ) -> tuple[tuple[Number, Number, Number], bool | BoolArray]:
        t = xp.exp(x)
        fast = 1 + fast_rate * t
        slow = 1 + slow_rate * t
        by_fast = share * xp.exp(fast_decay * xp.log(fast))
        by_slow = (1 - share) * xp.exp(slow_decay * xp.log(slow))
        recall = by_fast + by_slow
        forgotten = xp.maximum(1 - recall, 1e-16)
        slope = by_fast * fast_decay * (1 - 1 / fast) + by_slow * slow_decay * (1 - 1 / slow)
        above = xp.log(recall / forgotten) - logit
        low, high = xp.where(above > 0, x, low), xp.where(above > 0, high, x)
        ahead: Any = x - above * recall * forgotten / slope
        within = (ahead >= low) & (ahead <= high)
        ahead = xp.where(within, ahead, (low + high) / 2)
        return (ahead, low, high), abs(ahead - x) > CLOSE

    by_fast, by_slow = alone(fast_decay, fast_rate), alone(slow_decay, slow_rate)
    x = by_slow + share * (by_fast - by_slow)
    low, high = xp.minimum(by_fast, by_slow), xp.maximum(by_fast, by_slow)
    found: Number = xp.repeated(step, (x, low, high), (share, fast_decay, fast_rate, slow_rate))
    return xp.exp(found)
