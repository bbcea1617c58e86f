"""Down a loss by Fisher scoring: Newton's method with the expected second derivatives.

Near some weights the loss is taken for a bowl, whose lowest point within the bounds is the next
place to look from: a few such steps go where gradient descent takes hundreds of small ones. Where
the bowl is no good picture of the loss, a damping keeps the steps short (Levenberg-Marquardt).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from quizcards.memory.arrays import FloatArray
from quizcards.memory.gradient import Batch, Expansion

Progress = Callable[[float], None]
"""Called with the share of the work done."""

ENOUGH = 0.1
"""Nats that are not worth a step: chance in a log leads some ten of them off the truth."""
DAMPING = 3.0
"""The first, and the least after a step that failed; steps of about one are expected."""
DAMPED = 8.0
"""By what the damping grows and shrinks."""
MOST_STEPS = 100
"""The hardest logs take about thirty."""
MOST_GUESSES = 50
"""At which bounds hold; two are usual."""


def regularised(
    parts: Sequence[Expansion], off: FloatArray, off_slopes: FloatArray, weight_slopes: FloatArray
) -> Expansion:
    """Return the loss of some batches and the squares of `off`, summed, near a place of the walk.

    The slopes are the derivatives of `off` and of the weights by the place, shape (weights,
    weights).
    """
    gradient = np.array(sum(part.gradient for part in parts))
    information = np.array(sum(part.information for part in parts))
    return Expansion(
        loss=sum(part.loss for part in parts) + float(off @ off),
        gradient=gradient @ weight_slopes + 2 * off @ off_slopes,
        information=weight_slopes.T @ information @ weight_slopes + 2 * off_slopes.T @ off_slopes,
    )


def descend_by_parts(
    expand: Callable[[Sequence[Batch], FloatArray], Expansion],
    parts: Sequence[Sequence[Batch]],
    start: FloatArray,
    low: FloatArray,
    high: FloatArray,
    progress: Progress = lambda _: None,
) -> FloatArray:
    """Return the place where the loss of the last part is least, as `descend` does.

    `expand` is the loss of some batches near a place. The parts before the last are of some of the
    cards: they lead near the end in a fraction of the time.
    """
    *fewer, whole = parts
    for part in fewer:
        start = descend(partial(expand, part), start, low, high)
    return descend(partial(expand, whole), start, low, high, progress)


def descend(
    expand: Callable[[FloatArray], Expansion],
    start: FloatArray,
    low: FloatArray,
    high: FloatArray,
    progress: Progress = lambda _: None,
) -> FloatArray:
    """Return the place between `low` and `high` where a loss is least, not far from `start`.

    `expand` is the loss near a place. Arrays have the shape of `start`, in units in which a step of
    one is neither tiny nor huge.
    """
    place, damping = start, DAMPING
    here = expand(place)
    first, share = None, 0.0
    for _ in range(MOST_STEPS):
        step = lowest(here, damping, low - place, high - place)
        foretold = -float(here.gradient @ step + step @ here.information @ step / 2)
        if foretold < ENOUGH:
            break
        first = first or foretold
        # a step leaves about the same part of what there is to gain, whatever that is
        left = math.log1p(foretold / ENOUGH) / math.log1p(first / ENOUGH)
        share = max(share, 1 - left)
        progress(share)
        there = expand(place + step)
        gained = here.loss - there.loss
        if gained > 0:
            place, here = place + step, there
        if gained > foretold / 2:
            damping /= DAMPED
        elif gained < foretold / 10:
            damping = max(damping * DAMPED, DAMPING)
    progress(1.0)
    return place


def lowest(here: Expansion, damping: float, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the step between `low` and `high` to the lowest point of the damped bowl.

    Which bounds hold is guessed and mended until the guess is right (the primal-dual active set
    method, Hintermüller, Ito & Kunisch 2003): what would go beyond its bound is put there, what the
    slope pulls off its bound is let go.
    """
    bowl = here.information + damping * np.eye(len(low))
    is_low = np.zeros(len(low), dtype=bool)
    is_high = is_low
    for _ in range(MOST_GUESSES):
        step = np.where(is_low, low, np.where(is_high, high, 0.0))
        free = ~(is_low | is_high)
        slope = here.gradient + bowl @ step
        step[free] = np.linalg.solve(bowl[np.ix_(free, free)], -slope[free])
        slope = here.gradient + bowl @ step
        was_low, was_high = is_low, is_high
        is_low = (was_low & (slope > 0)) | (step < low)
        is_high = (was_high & (slope < 0)) | (step > high)
        if np.array_equal(is_low, was_low) and np.array_equal(is_high, was_high):
            break
    return step.clip(low, high)
