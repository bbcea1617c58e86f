"""Which memory the learner's log speaks for: the weights given, slower and faster ones, or
half-lives.

A handful of numbers can be learnt from a handful of reviews. The cards are replayed under a grid of
memories. Most are FSRS with all first stabilities scaled, the curve's decay scaled, and the growth
of stability at a pass changed. FSRS always has a late pass add more; for learners to whom it does
not matter when a pass comes, the others are half-life regression (Settles & Meeder 2016, ACL), in
which a pass multiplies the half-life and a lapse divides it. Each memory is weighed by how likely
it makes the passes and lapses that were seen, times a prior centred on the weights given; the
likeliest is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from quizcards.memory import fsrs
from quizcards.memory.policy import Belief

Array = Any

SCALES = (0.06, 0.15, 0.4, 1.0, 2.5)
"""Factors for the first stabilities w0..w3."""
DECAYS = (0.65, 1.0, 2.6, 6.5, 15.6)
"""Factors for the decay w20.

The default decay of 0.15 is a flat curve with a long tail; at 2.4 it is nearly exponential.
"""
GROWTHS = (-2.4, -1.6, -0.8, 0.0, 0.4)
"""What is added to w8, the logarithm of how much a pass adds to stability."""
SCALE_SD, DECAY_SD, GROWTH_SD = 1.2, 1.5, 1.2
"""Standard deviations of the prior: of the factors' natural logarithms, and of what is added."""
HALF_SCALES = (0.02, 0.05, 0.12, 0.3, 0.75)
"""For half-lives: factors for w2, which all first stabilities follow.

An exponential curve needs smaller ones.
"""
UPS = (0.5, 0.7, 0.9)
"""The natural logarithm of what a pass multiplies the half-life by: 0.7 doubles it."""
DOWNS = (1.0, 1.5)
"""How many times as much a lapse takes, as logarithms.

With smaller ones power laws and ACT-R would be taken for half-lives.
"""
ALMOST_EXPONENTIAL = 2.4
"""The decay w20 of the half-lives."""
RARE = 7.0
"""By how much the prior's logarithm is lower for half-lives: spacing matters to most people (Cepeda
et al. 2006).
"""
SLIP = 0.02
"""How often an answer says nothing about the memory: a slip of the tongue, a lucky guess."""
USUAL_PASSES, USUAL_FIRST = 6, 10
"""The first answers counted before any is given, and the passes among them."""


def calibrate(
    card: Array, grade: Array, day: Array, n: int, centre: tuple[float, ...] = fsrs.DEFAULT_WEIGHTS
) -> Belief:
    """Return the memory that the reviews speak for; `centre` are the learner's own weights, or the
    defaults.

    `card` (indices below `n`), `grade` and `day` are arrays over reviews, each card's in time
    order.
    """
    models = _joined(_spaced(centre), _half_lives(centre))
    seen = _replay(card, grade, day, n, models.weights, models.spaced)
    best = int((seen.evidence + models.prior).argmax())
    weights = tuple(
        float(np.ravel(weight)[best]) if np.ndim(weight) else float(weight)
        for weight in models.weights
    )
    first_pass = (USUAL_PASSES + int((seen.first > 1).sum())) / (USUAL_FIRST + len(seen.first))
    return Belief(weights, bool(models.spaced[best, 0]), first_pass, seen.heard)


def remembered(
    card: Array, grade: Array, day: Array, n: int, belief: Belief
) -> tuple[Array, Array, Array, Array]:
    """Return the memory that the reviews leave of n cards under a belief, as `plan.Cards` has it.

    These are stability, difficulty, last_day and is_new; the arguments are those of `calibrate`.
    """
    seen = _replay(card, grade, day, n, list(belief.weights), np.array([[belief.spaced]]))
    stability, difficulty, last_day = np.ones(n), np.full(n, 5.0), np.zeros(n, dtype=np.int64)
    stability[seen.known], difficulty[seen.known], last_day[seen.known] = (
        seen.stability[0],
        seen.difficulty,
        seen.last,
    )
    return stability, difficulty, last_day, np.bincount(card, minlength=n) == 0


@dataclass(frozen=True)
class _Models:
    """Memories to compare. What differs between them is a column of shape (models, 1)."""

    weights: list[Any]
    spaced: Array
    prior: Array
    """The logarithm of the prior of each, but for a constant."""


def _spaced(centre: tuple[float, ...]) -> _Models:
    """Return FSRS with other first stabilities, decays and growths."""
    changes = np.array(list(product(SCALES, DECAYS, GROWTHS))).T[:, :, None]
    scale, decay, growth = changes
    weights: list[Any] = list(centre)
    weights[:4] = [
        np.clip(first * scale, fsrs.MIN_STABILITY, fsrs.UPPER_BOUNDS[0]) for first in centre[:4]
    ]
    weights[8] = centre[8] + growth
    weights[20] = centre[20] * decay
    away = (
        (np.log(scale) / SCALE_SD) ** 2
        + (np.log(decay) / DECAY_SD) ** 2
        + (growth / GROWTH_SD) ** 2
    )
    return _Models(weights, np.ones(scale.shape, dtype=bool), -away[:, 0] / 2)


def _half_lives(centre: tuple[float, ...]) -> _Models:
    """Return half-life regression, written as weights of what an answer on the same day does to
    stability in FSRS.

    There Again, Hard, Good and Easy multiply stability by e^(w17 (grade - 3 + w18)) when w19 is 0:
    by e^-down, e^((up - down) / 2), e^up and e^(up + (up + down) / 2), but no pass by less than 1.
    A first Good is `scale` of w2 and a first Again so much less that the Good that follows on the
    same day leads to the same.
    """
    scale, up, down = np.array(list(product(HALF_SCALES, UPS, DOWNS))).T[:, :, None]
    down = up * down
    first = np.clip(centre[2] * scale, fsrs.MIN_STABILITY, fsrs.UPPER_BOUNDS[0])
    weights: list[Any] = list(centre)
    weights[:4] = first * np.exp(-up), first, first, first * np.exp((up + down) / 2)
    weights[17], weights[18] = (up + down) / 2, 2 * up / (up + down)
    weights[19], weights[20] = 0.0, ALMOST_EXPONENTIAL
    return _Models(
        weights,
        np.zeros(scale.shape, dtype=bool),
        -((np.log(scale[:, 0]) / SCALE_SD) ** 2) / 2 - RARE,
    )


def _joined(one: _Models, other: _Models) -> _Models:
    """Return the models of both; a weight that all of them have stays a number."""

    def column(weight: Any, like: _Models) -> Array:
        return np.broadcast_to(weight, like.spaced.shape)

    weights = [
        a
        if np.ndim(a) == np.ndim(b) == 0 and a == b
        else np.concatenate([column(a, one), column(b, other)])
        for a, b in zip(one.weights, other.weights, strict=True)
    ]
    return _Models(
        weights,
        np.concatenate([one.spaced, other.spaced]),
        np.concatenate([one.prior, other.prior]),
    )


@dataclass(frozen=True)
class _Replay:
    """What a log comes to under some models."""

    evidence: Array
    """For each model, the log-likelihood of what was recalled."""
    heard: int
    """How many answers that is: those given a day or more after the one before."""
    first: Array
    """The first grades."""
    known: Array
    """Indices of the cards in the log; below, their memory: (models, cards), and what all models
    share.
    """
    stability: Array
    difficulty: Array
    last: Array


def _replay(
    card: Array, grade: Array, day: Array, n: int, weights: list[Any], spaced: Array
) -> _Replay:
    """Replay the reviews under models that share all that moves difficulty; `spaced` has the shape
    (models, 1).
    """
    known = np.unique(card)
    number = np.zeros(n, dtype=np.int64)
    number[known] = np.arange(len(known))
    evidence = np.zeros(len(spaced))
    stability, difficulty = np.ones((len(evidence), len(known))), np.full(len(known), 5.0)
    last, heard, first = np.zeros(len(known), dtype=np.int64), 0, np.zeros(0, dtype=np.int64)
    for turn, rows in enumerate(_by_turn(card, n)):
        who, g = number[card[rows]], grade[rows]
        if turn == 0:
            first, moved = g, [np.broadcast_to(w, (len(evidence), len(rows))) for w in weights[:4]]
            harder = np.clip(fsrs.first_difficulty(g, weights, np), 1.0, 10.0)
        else:
            before, elapsed = stability[:, who], np.maximum(day[rows] - last[who], 0)
            chance = SLIP / 2 + (1 - SLIP) * fsrs.retrievability(elapsed, before, weights)
            evidence += np.log(np.where(g > 1, chance, 1 - chance))[:, elapsed > 0].sum(axis=1)
            heard += int((elapsed > 0).sum())
            moved = list(
                fsrs.next_stabilities(before, difficulty[who], elapsed * spaced, weights, np)
            )
            harder = fsrs.next_difficulty(difficulty[who], g, weights, np)
        stability[:, who] = np.choose(g - 1, moved)
        difficulty[who], last[who] = harder, np.maximum(day[rows], last[who])
    return _Replay(evidence, heard, first, known, stability, difficulty, last)


def _by_turn(card: Array, n: int) -> list[Array]:
    """Return the reviews' indices grouped: every card's first, every card's second, and so on."""
    by_card = np.argsort(card, kind="stable")
    counts = np.bincount(card, minlength=n)
    turn = np.empty(len(card), dtype=np.int64)
    turn[by_card] = np.arange(len(card)) - np.repeat(np.cumsum(counts) - counts, counts)
    order = np.argsort(turn, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(turn[order])) + 1) if len(card) else []
