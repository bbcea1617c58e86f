"""FSRS-7: recall and what an answer does to a memory, for arrays of memories at once.

Source: open-spaced-repetition, ts-fsrs, guide `model/fsrs-7` and its constants (2026); 34 weights
w0..w33. A memory is an array of shape (3, ...): the slow stability and the fast one, in days, and
the difficulty. Elapsed time is in days. Weights may be arrays that broadcast against the memories.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quizcards.memory.arrays import FloatArray

WEIGHTS = (
    0.1104, 2.2395, 3.9221, 11.7841, 6.1686, 0.6457, 3.6807, 1.9795, 0.0, 1.3826, 0.7024, 0.5999,
    0.8146, 0.6398, 1.0, 1.3207, 0.6707, 3.8668, 0.4416, 0.0934, 1.8631, 0.6162, 1.0869, 0.1567,
    0.0801, 0.2421, 0.9464, 0.1433, 0.7145, 0.0, 0.5667, 0.3734, 0.5333, 0.3048,
)  # fmt: skip
LOWER_BOUNDS = (
    1e-4, 1e-4, 1e-4, 1e-4, 1, 0.001, 0.1, 0, 0, 0.3, 0.01, 0.1, 0, 0, 1, 0, 0, 0.5, 0.001, 0.001,
    0, 0, 1, 0.01, 0.01, 0.2, 0.5, 0.01, 0.1, 0, 0.1, 0, 0, 0,
)  # fmt: skip
UPPER_BOUNDS = (
    50, 100, 100, 100, 10, 4, 4, 4, 1.2, 3, 1.5, 1, 3.5, 1, 7, 4, 2, 6, 1.5, 1, 5, 1, 7, 0.25, 0.95,
    0.85, 0.99, 1, 1, 0.9, 1.1, 1, 0.6, 0.6,
)  # fmt: skip
ORDERED = ((0, 1), (1, 2), (2, 3), (25, 26))
"""Of each two weights the second is at least the first."""
SHORTEST, LONGEST = 1e-4, 36_500.0
"""Days of a stability."""

Weights = Sequence[float] | Sequence[FloatArray]


def bounded(weights: Weights) -> list[FloatArray]:
    """Return weights within their bounds."""
    held = [
        np.clip(np.asarray(weight), low, high)
        for weight, low, high in zip(weights, LOWER_BOUNDS, UPPER_BOUNDS, strict=True)
    ]
    for lower, higher in ORDERED:
        held[higher] = np.maximum(held[higher], held[lower])
    return held


def recalls(
    memory: FloatArray, elapsed: FloatArray | float, w: Weights
) -> tuple[FloatArray, FloatArray]:
    """Return the probability of recall, and that by the fast curve alone."""
    slow, fast, difficulty = memory
    decay = -np.clip(w[23] * fast ** (w[33] - 0.3), 0.01, 0.95)
    factor = np.exp(np.minimum(np.log(w[25]) / decay, 60.0)) - 1
    by_fast = (1 + factor * elapsed / fast) ** decay
    decay = -np.clip(w[24], 0.01, 0.95)
    factor = (w[26] ** (1 / decay) - 1) * np.exp((difficulty - 5) * (w[32] - 0.3))
    by_slow = (1 + factor * elapsed / slow) ** decay
    of_fast = w[27] * fast ** -w[29]
    of_slow = w[28] * slow ** w[30] * np.exp((difficulty - 5) * (w[31] - 0.5))
    mixed = (of_fast * by_fast + of_slow * by_slow) / (of_fast + of_slow)
    return mixed * (1 - 2e-5) + 1e-5, by_fast


def first_memory(grade: FloatArray, w: Weights) -> FloatArray:
    """Return the memory after a first answer."""
    slow = np.choose(grade.astype(int) - 1, np.broadcast_arrays(*w[:4], grade)[:4])
    return _memory(slow, 0.8 * slow, _first_difficulty(grade, w))


def next_memory(
    memory: FloatArray, grade: FloatArray, elapsed: FloatArray | float, w: Weights
) -> FloatArray:
    """Return the memory after a later answer, `elapsed` days after the one before."""
    slow, fast, difficulty = memory
    recall, recall_fast = recalls(memory, elapsed, w)
    moved = -w[6] * (grade - 3) * np.where(grade == 1, recall + 0.1, 1.0)
    damped = difficulty + (10 - difficulty) / 9 * moved
    longer = _next_stability(slow, recall, difficulty, grade, w, 7)
    faster = _next_stability(fast, recall_fast, difficulty, grade, w, 15)
    faster = np.where(grade == 1, np.minimum(faster, 0.8 * longer), faster)
    return _memory(longer, faster, 0.01 * _first_difficulty(4.0, w) + 0.99 * damped)


def _memory(slow: FloatArray, fast: FloatArray, difficulty: FloatArray) -> FloatArray:
    return np.stack(
        [
            np.clip(slow, SHORTEST, LONGEST),
            np.clip(fast, SHORTEST, LONGEST),
            np.clip(difficulty, 1.0, 10.0),
        ]
    )


def _first_difficulty(grade: FloatArray | float, w: Weights) -> FloatArray:
    return np.asarray(w[4] - np.exp(w[5] * (grade - 1)) + 1)


def _next_stability(
    x: FloatArray, recall: FloatArray, difficulty: FloatArray, grade: FloatArray, w: Weights, k: int
) -> FloatArray:
    """Return a stability x after an answer at a recall, by the eight weights from w_k on."""
    forgotten = 1 - recall
    failed = w[k + 3] * ((x + 1) ** w[k + 4] - 1) * np.exp(forgotten * w[k + 5])
    failed = np.minimum(x, failed)
    gain = np.exp(w[k] - 1.5) * (11 - difficulty) * x ** -w[k + 1]
    gain = gain * (np.exp(forgotten * w[k + 2]) - 1)
    bonus = np.where(grade == 2, w[k + 6], np.where(grade == 4, w[k + 7], 1.0))
    after: FloatArray = np.where(grade == 1, failed, np.maximum(failed, x * (1 + gain * bonus)))
    return after
