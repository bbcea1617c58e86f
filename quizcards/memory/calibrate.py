"""Which memory the learner's log speaks for: the weights given, or slower and faster ones.

A handful of numbers can be learnt from a handful of reviews. The cards are replayed under a grid of weights: all first
stabilities scaled, the curve's decay scaled, and the growth of stability at a pass changed. Each point is weighed by how
likely it makes the passes and lapses that were seen, times a prior centred on the weights given; the likeliest is believed.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from quizcards.memory import fsrs
from quizcards.memory.plan import Belief

Array = Any

SCALES = (0.06, 0.15, 0.4, 1.0, 2.5)
"""Factors for the first stabilities w0..w3."""
DECAYS = (0.65, 1.0, 2.6, 6.5, 15.6)
"""Factors for the decay w20. The default decay of 0.15 is a flat curve with a long tail; at 2.4 it is nearly exponential."""
GROWTHS = (-2.4, -1.6, -0.8, 0.0, 0.4)
"""What is added to w8, the logarithm of how much a pass adds to stability."""
SCALE_SD, DECAY_SD, GROWTH_SD = 1.2, 1.5, 1.2
"""Standard deviations of the prior: of the factors' natural logarithms, and of what is added."""
SLIP = 0.02
"""How often an answer says nothing about the memory: a slip of the tongue, a lucky guess."""
USUAL_PASSES, USUAL_FIRST = 6, 10
"""The first answers counted before any is given, and the passes among them."""


def calibrate(
    card: Array, grade: Array, day: Array, n: int, centre: tuple[float, ...] = fsrs.DEFAULT_WEIGHTS
) -> Belief:
    """Return the memory that the reviews speak for; `centre` are the learner's own weights, or the defaults.

    `card` (indices below `n`), `grade` and `day` are arrays over reviews, each card's in time order.
    """
    changes = np.array(list(product(SCALES, DECAYS, GROWTHS)))
    models = _models(changes, centre)
    prior = (np.log(changes[:, 0]) / SCALE_SD) ** 2 + (np.log(changes[:, 1]) / DECAY_SD) ** 2
    prior += (changes[:, 2] / GROWTH_SD) ** 2
    evidence, heard, first = _replay(card, grade, day, n, models)
    best = int((evidence - prior / 2).argmax())
    weights = tuple(float(np.ravel(weight)[best]) if np.ndim(weight) else float(weight) for weight in models)
    return Belief(weights, (USUAL_PASSES + int((first > 1).sum())) / (USUAL_FIRST + len(first)), heard)


def _models(changes: Array, centre: tuple[float, ...]) -> list[Any]:
    """Return the weights of all models; those that differ are columns of shape (models, 1)."""
    scale, decay, growth = changes.T[:, :, None]
    models: list[Any] = list(centre)
    models[:4] = [np.clip(first * scale, fsrs.MIN_STABILITY, fsrs.UPPER_BOUNDS[0]) for first in centre[:4]]
    models[8] = centre[8] + growth
    models[20] = centre[20] * decay
    return models


def _replay(card: Array, grade: Array, day: Array, n: int, models: list[Any]) -> tuple[Array, int, Array]:
    """Return for each model the log-likelihood of what was recalled, how many answers that is, and the first grades.

    An answer counts when it is given a day or more after the one before.
    """
    known = np.unique(card)
    number = np.zeros(n, dtype=np.int64)
    number[known] = np.arange(len(known))
    evidence = np.zeros(len(models[20]))
    stability, difficulty = np.ones((len(evidence), len(known))), np.full(len(known), 5.0)
    last, heard, first = np.zeros(len(known), dtype=np.int64), 0, np.zeros(0, dtype=np.int64)
    for turn, rows in enumerate(_by_turn(card, n)):
        who, g = number[card[rows]], grade[rows]
        if turn == 0:
            first, moved = g, [np.broadcast_to(w, (len(evidence), len(rows))) for w in models[:4]]
            harder = np.clip(fsrs.first_difficulty(g, models, np), 1.0, 10.0)
        else:
            before, elapsed = stability[:, who], np.maximum(day[rows] - last[who], 0)
            chance = SLIP / 2 + (1 - SLIP) * fsrs.retrievability(elapsed, before, models)
            evidence += np.log(np.where(g > 1, chance, 1 - chance))[:, elapsed > 0].sum(axis=1)
            heard += int((elapsed > 0).sum())
            moved = list(fsrs.next_stabilities(before, difficulty[who], elapsed, models, np))
            harder = fsrs.next_difficulty(difficulty[who], g, models, np)
        stability[:, who] = np.choose(g - 1, moved)
        difficulty[who], last[who] = harder, np.maximum(day[rows], last[who])
    return evidence, heard, first


def _by_turn(card: Array, n: int) -> list[Array]:
    """Return the reviews' indices grouped: every card's first, every card's second, and so on."""
    by_card = np.argsort(card, kind="stable")
    counts = np.bincount(card, minlength=n)
    turn = np.empty(len(card), dtype=np.int64)
    turn[by_card] = np.arange(len(card)) - np.repeat(np.cumsum(counts) - counts, counts)
    order = np.argsort(turn, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(turn[order])) + 1) if len(card) else []
