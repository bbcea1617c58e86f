"""Down a regularised loss with Adam, the one that its card teaches."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from quizcards.demos.optimization.adam import adam
from quizcards.memory.arrays import FloatArray

Batch = TypeVar("Batch")
Progress = Callable[[float], None]
"""Called with the share of the work done."""


@dataclass(frozen=True)
class Walk:
    """How a model's weights are walked down: the pull back to the start, and the steps."""

    spread: FloatArray
    """Of each weight among learners: the pull is towards the start, in units of it."""
    pull: float
    """How much the squares of those distances count."""
    unit: FloatArray
    """What steps of each weight are measured in."""
    rate: float
    """The first one: it falls along a cosine."""
    beta1: float
    beta2: float
    held: Callable[[FloatArray], FloatArray]
    """Brings weights back within their bounds."""


def descend(
    walk: Walk,
    start: FloatArray,
    batches: Sequence[Batch],
    steps: int,
    slope: Callable[[Batch, FloatArray], FloatArray],
    progress: Progress,
) -> FloatArray:
    """Return the weights after so many steps; `slope` is the gradient of a batch's loss by them."""
    weights = start
    m = start * 0
    v = start * 0
    for t in range(1, steps + 1):
        gradient = slope(batches[t % len(batches)], weights)
        pull = 2 * walk.pull * (weights - start) / walk.spread**2 / len(batches)
        g = walk.unit * (gradient + pull)
        rate = walk.rate / 2 * (1 + math.cos(math.pi * (t - 1) / steps))
        weights = walk.unit * adam(weights / walk.unit, g, m, v, t, rate, walk.beta1, walk.beta2)
        # the averages that adam took, for the next step
        m = walk.beta1 * m + (1 - walk.beta1) * g
        v = walk.beta2 * v + (1 - walk.beta2) * g**2
        weights = walk.held(weights)
        progress(t / steps)
    return weights
