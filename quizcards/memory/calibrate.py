"""Which memory the learner's log speaks for: the default weights, or slower and faster ones.

A handful of numbers can be learnt from a handful of reviews. All cards are replayed under a grid of weights (every
first stability scaled, and the curve's decay changed), each point of it is weighed by how likely it makes the passes
and lapses that were seen, times a prior centred on the weights given, and the likeliest is believed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from quizcards.memory import fsrs
from quizcards.memory.plan import Belief

Array = Any

SCALES = np.array([0.06, 0.12, 0.25, 0.5, 1.0, 2.0, 4.0])
"""Factors for the first stabilities w0..w3."""
DECAYS = np.array([0.1, 0.1542, 0.3, 0.5, 0.8])
SCALE_SD, DECAY_SD = 1.2, 0.8
"""Standard deviations of the prior, in natural logarithms."""
SLIP = 0.02
"""How often an answer says nothing about the memory: a slip of the tongue, a lucky guess."""


def calibrate(
    card: Array, grade: Array, day: Array, n: int, centre: tuple[float, ...] = fsrs.DEFAULT_WEIGHTS
) -> Belief:
    """Return the memory that the reviews speak for; `centre` are the learner's own weights, or the defaults.

    `card` (indices below `n`), `grade` and `day` are arrays over reviews, each card's in time order.
    """
    grid, prior = _grid(centre)
    evidence = prior + _log_likelihood(card, grade, day, n, grid)
    best = int(evidence.argmax())
    first = np.zeros(0, dtype=bool) if len(card) == 0 else grade[np.unique(card, return_index=True)[1]] > 1
    # as if ten first answers had been seen before, six of them passes
    return Belief(
        tuple(float(np.ravel(w)[best]) if np.ndim(w) else w for w in grid), (6 + first.sum()) / (10 + len(first))
    )


def _grid(centre: tuple[float, ...]) -> tuple[list[Any], Array]:
    """Return the weights of all models, those that differ as columns (models, 1), and the models' log prior."""
    decays = np.append(DECAYS[np.abs(np.log(DECAYS / centre[20])) > 0.1], centre[20])
    scale, decay = (values.ravel()[:, None] for values in np.meshgrid(SCALES, decays))
    grid = [*(np.clip(w * scale, fsrs.MIN_STABILITY, 100.0) for w in centre[:4]), *centre[4:20], decay]
    prior = -0.5 * ((np.log(scale) / SCALE_SD) ** 2 + (np.log(decay / centre[20]) / DECAY_SD) ** 2)
    return grid, prior[:, 0]


def _log_likelihood(card: Array, grade: Array, day: Array, n: int, grid: list[Any]) -> Array:
    """Return for each model the log-likelihood of what was recalled a day or more after the answer before."""
    total = np.zeros(len(grid[20]))
    stability, difficulty = np.ones((len(total), n)), np.full(n, 5.0)
    last = np.zeros(n, dtype=np.int64)
    for turn, rows in enumerate(_by_turn(card, n)):
        who, g = card[rows], grade[rows]
        if turn == 0:
            stability[:, who] = np.choose(g - 1, [np.broadcast_to(w, (len(total), len(rows))) for w in grid[:4]])
            difficulty[who] = np.clip(fsrs.first_difficulty(g, grid, np), 1.0, 10.0)
        else:
            before, elapsed = stability[:, who], day[rows] - last[who]
            chance = SLIP / 2 + (1 - SLIP) * fsrs.retrievability(elapsed, before, grid)
            total += np.where(elapsed > 0, np.log(np.where(g > 1, chance, 1 - chance)), 0.0).sum(axis=1)
            after = fsrs.next_stabilities(before, difficulty[who], elapsed, grid, np)
            stability[:, who] = np.choose(g - 1, after)
            difficulty[who] = fsrs.next_difficulty(difficulty[who], g, grid, np)
        last[who] = day[rows]
    return total


def _by_turn(card: Array, n: int) -> list[Array]:
    """Return the reviews' indices grouped: every card's first, every card's second, and so on."""
    by_card = np.argsort(card, kind="stable")
    counts = np.bincount(card, minlength=n)
    turn = np.empty(len(card), dtype=np.int64)
    turn[by_card] = np.arange(len(card)) - np.repeat(np.cumsum(counts) - counts, counts)
    order = np.argsort(turn, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(turn[order])) + 1) if len(card) else []
