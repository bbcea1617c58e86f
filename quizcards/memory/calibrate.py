"""Which memory the learner's log speaks for: weights on a grid around those given, or half-lives.

A handful of numbers can be learnt from a handful of reviews. The cards are replayed under a grid of
memories. Most are FSRS with all first stabilities scaled, the curve's decay scaled, and the growth
of stability at a pass changed. FSRS always has a late pass add more; for learners to whom it does
not matter when a pass comes, the others are half-life regression (Settles & Meeder 2016, ACL), in
which a pass multiplies the half-life and a lapse divides it. Each memory is weighed by how likely
it makes the passes and lapses that were seen, times a prior centred on the weights given. A few are
believed, drawn evenly from that posterior.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from quizcards.memory import fsrs
from quizcards.memory.arrays import (
    ARRAYS,
    BoolArray,
    FloatArray,
    IntArray,
    ReviewArrays,
    rows_by_turn,
)
from quizcards.memory.policy import Belief, Hypothesis

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
BELIEVED = 4
"""Memories that stand for the posterior."""
PRIOR_FIRST, PRIOR_PASSES = 10, 6
"""The first answers counted before any is given, and the passes among them."""


class CardStates(NamedTuple):
    """The memory of n cards as `policy.Cards` has it."""

    stability: FloatArray
    difficulty: FloatArray
    last_day: IntArray
    is_new: BoolArray


def calibrate(reviews: ReviewArrays, centre: tuple[float, ...] = fsrs.DEFAULT_WEIGHTS) -> Belief:
    """Return the memories that the reviews speak for, of the grid, times its prior.

    `centre` are the learner's own weights, or the defaults. Without a recall they alone come out.
    Source: Settles & Meeder 2016 for the half-lives; the prior and the grid are our own.
    """
    models = _joined(_time_sensitive(centre), _half_lives(centre))
    seen = _replay(reviews, models)
    passes = int((seen.first_grades > 1).sum())
    believed = _believed(models, seen.log_likelihood + models.log_prior)
    return Belief(
        hypotheses=tuple(believed) if seen.n_recalls else (Hypothesis(centre),),
        first_pass=(PRIOR_PASSES + passes) / (PRIOR_FIRST + len(seen.first_grades)),
        n_recalls=seen.n_recalls,
    )


def _believed(models: _Models, log_posterior: FloatArray) -> Iterator[Hypothesis]:
    """Yield the memories at evenly spaced places of the posterior, the likeliest laid out first.

    What comes twice has twice the share (systematic resampling, Kitagawa 1996, with the offset
    fixed at a half).
    """
    posterior = np.exp(log_posterior - log_posterior.max())
    order = np.argsort(-posterior, kind="stable")
    reached = np.cumsum(posterior[order]) / posterior.sum()
    places = (np.arange(BELIEVED) + 0.5) / BELIEVED
    for model, count in Counter(order[np.searchsorted(reached, places)].tolist()).items():
        yield Hypothesis(
            weights=tuple(
                float(weight[model, 0]) if isinstance(weight, np.ndarray) else float(weight)
                for weight in models.weights
            ),
            time_sensitive=bool(models.time_sensitive[model, 0]),
            share=count / BELIEVED,
        )


def remembered(reviews: ReviewArrays, n: int, belief: Belief) -> CardStates:
    """Return the memory that the reviews leave of n cards under a belief."""
    count = len(belief.hypotheses)
    models = _Models(belief.weights, belief.time_sensitive, np.zeros(count))
    seen = _replay(reviews, models)
    states = CardStates(
        stability=np.ones((count, n)),
        difficulty=np.full(n, 5.0),
        last_day=np.zeros(n, dtype=np.int64),
        is_new=np.ones(n, dtype=bool),
    )
    states.stability[:, seen.known] = seen.stability
    states.difficulty[seen.known] = seen.difficulty
    states.last_day[seen.known] = seen.last_day
    states.is_new[seen.known] = False
    return states


@dataclass(frozen=True)
class _Models:
    """Memories to compare.

    What differs between them is a column of shape (models, 1), to stand against rows of cards. What
    moves difficulty does not differ.
    """

    weights: list[float | FloatArray]
    time_sensitive: BoolArray
    log_prior: FloatArray
    """Of each model but for a constant, shape (models,)."""


def _time_sensitive(centre: tuple[float, ...]) -> _Models:
    """Return FSRS with other first stabilities, decays and growths."""
    grid = np.array(list(product(SCALES, DECAYS, GROWTHS)))
    scale, decay, growth = grid.T[:, :, None]
    weights: list[float | FloatArray] = list(centre)
    for i, first in enumerate(centre[:4]):
        weights[i] = np.clip(first * scale, fsrs.MIN_STABILITY, fsrs.UPPER_BOUNDS[0])
    weights[8] = centre[8] + growth
    weights[20] = centre[20] * decay
    squares = (
        (np.log(scale) / SCALE_SD) ** 2
        + (np.log(decay) / DECAY_SD) ** 2
        + (growth / GROWTH_SD) ** 2
    )
    return _Models(weights, np.ones(scale.shape, dtype=bool), -squares[:, 0] / 2)


def _half_lives(centre: tuple[float, ...]) -> _Models:
    """Return half-life regression, in the weights of FSRS for an answer on the same day.

    There Again, Hard, Good and Easy multiply stability by e^(w17 (grade - 3 + w18)) when w19 is 0:
    by e^-down, e^((up - down) / 2), e^up and e^(up + (up + down) / 2), but no pass by less than 1.
    A first Good is `scale` of w2 and a first Again so much less that the Good that follows on the
    same day leads to the same.
    """
    grid = np.array(list(product(HALF_SCALES, UPS, DOWNS)))
    scale, up, down = grid.T[:, :, None]
    down = up * down
    good = np.clip(centre[2] * scale, fsrs.MIN_STABILITY, fsrs.UPPER_BOUNDS[0])
    weights: list[float | FloatArray] = list(centre)
    weights[0] = good * np.exp(-up)
    weights[1] = good
    weights[2] = good
    weights[3] = good * np.exp((up + down) / 2)
    weights[17] = (up + down) / 2
    weights[18] = 2 * up / (up + down)
    weights[19] = 0.0
    weights[20] = ALMOST_EXPONENTIAL
    log_prior = -((np.log(scale[:, 0]) / SCALE_SD) ** 2) / 2 - RARE
    return _Models(weights, np.zeros(scale.shape, dtype=bool), log_prior)


def _joined(one: _Models, other: _Models) -> _Models:
    """Return the models of both; a weight that all of them have stays a number."""

    def joined(a: float | FloatArray, b: float | FloatArray) -> float | FloatArray:
        if not isinstance(a, np.ndarray) and not isinstance(b, np.ndarray) and a == b:
            return a
        return np.concatenate(
            [
                np.broadcast_to(a, one.time_sensitive.shape),
                np.broadcast_to(b, other.time_sensitive.shape),
            ]
        )

    return _Models(
        [joined(a, b) for a, b in zip(one.weights, other.weights, strict=True)],
        np.concatenate([one.time_sensitive, other.time_sensitive]),
        np.concatenate([one.log_prior, other.log_prior]),
    )


@dataclass(frozen=True)
class _Replay:
    """What a log comes to under some models."""

    log_likelihood: FloatArray
    """Of what was recalled, for each model: shape (models,)."""
    n_recalls: int
    """How many reviews that is: those given a day or more after the one before."""
    first_grades: IntArray
    """The grade of the first review of each card."""
    known: IntArray
    """Indices of the cards in the log; below, their memory in this order."""
    stability: FloatArray
    """Shape (models, cards)."""
    difficulty: FloatArray
    """Shape (cards,): the same under all models, and so is the last day."""
    last_day: IntArray


def _replay(reviews: ReviewArrays, models: _Models) -> _Replay:
    """Replay the reviews, turn by turn, under all models at once."""
    known, card = np.unique(reviews.card, return_inverse=True)
    stability = np.ones((len(models.time_sensitive), len(known)))
    difficulty = np.full(len(known), 5.0)
    last_day = np.zeros(len(known), dtype=np.int64)
    log_likelihood = np.zeros(len(models.time_sensitive))
    n_recalls = 0
    first, *later = rows_by_turn(card, len(known)) or [np.zeros(0, dtype=np.int64)]

    asked = card[first]
    grade = reviews.grade[first]
    stability[:, asked], difficulty[asked] = _first_state(grade, models)
    last_day[asked] = reviews.day[first]
    first_grades = grade

    for rows in later:
        asked = card[rows]
        grade = reviews.grade[rows]
        elapsed = np.maximum(reviews.day[rows] - last_day[asked], 0)
        is_recall = elapsed > 0
        made_likely = _log_likelihood(grade, elapsed, stability[:, asked], models)
        log_likelihood += made_likely[:, is_recall].sum(axis=1)
        n_recalls += int(is_recall.sum())
        stability[:, asked], difficulty[asked] = _next_state(
            grade, elapsed, stability[:, asked], difficulty[asked], models
        )
        last_day[asked] = np.maximum(reviews.day[rows], last_day[asked])
    return _Replay(log_likelihood, n_recalls, first_grades, known, stability, difficulty, last_day)


def _first_state(grade: IntArray, models: _Models) -> tuple[FloatArray, FloatArray]:
    """Return stability (models, reviews) and difficulty (reviews,) after first answers."""
    shape = (len(models.time_sensitive), len(grade))
    by_grade = [np.broadcast_to(weight, shape) for weight in models.weights[:4]]
    difficulty = fsrs.first_difficulty(grade.astype(float), models.weights, ARRAYS)
    return np.choose(grade - 1, by_grade), np.clip(difficulty, 1.0, 10.0)


def _next_state(
    grade: IntArray,
    elapsed: IntArray,
    stability: FloatArray,
    difficulty: FloatArray,
    models: _Models,
) -> tuple[FloatArray, FloatArray]:
    """Return stability (models, reviews) and difficulty (reviews,) after later answers."""
    spacing = np.where(models.time_sensitive, elapsed, 0)
    by_grade = fsrs.next_stabilities(stability, difficulty, spacing, models.weights, ARRAYS)
    moved = fsrs.next_difficulty(difficulty, grade.astype(float), models.weights, ARRAYS)
    return np.choose(grade - 1, by_grade), moved


def _log_likelihood(
    grade: IntArray, elapsed: IntArray, stability: FloatArray, models: _Models
) -> FloatArray:
    """Return how likely each model made each answer, as logarithms: shape (models, reviews)."""
    recall = fsrs.retrievability(elapsed.astype(float), stability, models.weights)
    passing = SLIP / 2 + (1 - SLIP) * recall
    log_likelihood: FloatArray = np.log(np.where(grade > 1, passing, 1 - passing))
    return log_likelihood
