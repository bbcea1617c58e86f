"""The loss of a log under FSRS-6, its gradient and its Fisher information, by hand.

`fsrs.py` has the formulas for one answer. Here the eight kinds of answer (Again, Hard, Good, Easy;
on a later day, on the same day) have one formula for the stability after it,

    S' = (P − l) · (E − h) · A + h · S,   P = (S + l)^p,   E = e^(q·(1−R)),

whose constants depend on the kind:

    a pass       l = 0, h = 1, p = 1 − w9,  q = w10, A = e^w8 · (11−D) · (w15 if Hard, w16 if Easy)
    a lapse      l = 1, h = 0, p = w13,     q = w14, A = w11 · D^−w12;  S' at most S / e^(w17·w18)
    on same day  l = 0, h = 0, p = 1 − w19, q = 0,   A = e^(w17·(G−3+w18));  on a pass S' ≥ S

The k-th reviews of many cards are one array operation. Derivatives by the weights go forward with
the states: those of a stability are those of the one before times dS'/dS, and what the weights do
in this step. So every review knows how its recall depends on each weight, which backpropagation
would sum up, and of which the information is made. Where a bound holds a value, nothing flows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np

from quizcards.memory.arrays import ARRAYS, FloatArray, IntArray
from quizcards.memory.fsrs import MAX_STABILITY, MIN_STABILITY, curve, first_difficulty

Weights: TypeAlias = Sequence[float]

# By the kind of an answer: Again, Hard, Good, Easy on a later day, then the same on the same day.
LAPSED = np.array((1.0, 0, 0, 0, 0, 0, 0, 0))
PASSED = np.array((0, 1.0, 1, 1, 0, 0, 0, 0))
HARD = np.array((0, 1.0, 0, 0, 0, 0, 0, 0))
EASY = np.array((0, 0, 0, 1.0, 0, 0, 0, 0))
SAME_DAY = np.array((0, 0, 0, 0, 1.0, 1, 1, 1))
FLOOR = np.array((0, 0, 0, 0, 0, 1.0, 1, 1))
CENTRED_GRADE = np.array((-2.0, -1, 0, 1, -2, -1, 0, 1))
"""The grade less 3."""


class Step(NamedTuple):
    """From the k-th reviews of some cards to the next ones of those that go on."""

    before: slice
    """Where the k-th ones stand among the reviews of the batch."""
    after: slice
    """Where the next ones do."""
    moved: slice
    """Where they stand among the reviews that are followed by another."""


@dataclass(frozen=True)
class Batch:
    """The reviews of some cards by turns, but for the first of each: what no weight changes.

    Those of a turn come in the order of the cards, the cards that go on first.
    """

    first: IntArray
    """The first grade of each card less 1, for the cards with more reviews."""
    kind: IntArray
    """0..7; shape (reviews,), as are the next two."""
    elapsed: FloatArray
    """Days since the time before: study days for FSRS-6, with fractions for FSRS-7."""
    row: IntArray
    """Where in the log a review stands."""
    followed: IntArray
    """Which of the reviews are followed by another."""
    steps: list[Step]


class Expansion(NamedTuple):
    """A loss near some weights, to the second order."""

    loss: float
    gradient: FloatArray
    """Shape (weights,)."""
    information: FloatArray
    """The expected second derivatives, shape (weights, weights)."""


def batch_of(
    grade: IntArray,
    study_days: IntArray,
    elapsed: IntArray | FloatArray,
    rows: Sequence[IntArray],
) -> Batch:
    """Lay the reviews of some cards out.

    `rows` are those of each turn in the log, whose columns are `grade`, `study_days` and `elapsed`
    (since the card's review before, in study days and as the model counts). Cards that still go on
    are always the first ones.
    """
    row = np.concatenate([rows[0][:0], *rows[1:]])
    sizes = [len(among) for among in rows[1:]]
    ends = np.cumsum([0, *sizes]).tolist()
    steps, moved = list[Step](), 0
    for (start, end), count in zip(pairwise(ends), sizes[1:], strict=False):
        steps.append(
            Step(slice(start, start + count), slice(end, end + count), slice(moved, moved + count))
        )
        moved += count
    return Batch(
        first=grade[rows[0][: sizes[0] if sizes else 0]] - 1,
        kind=grade[row] - 1 + 4 * (study_days[row] < 1),
        elapsed=elapsed[row].astype(float),
        row=row,
        followed=np.concatenate([row[:0], *(np.r_[step.before] for step in steps)]),
        steps=steps,
    )


class Constants(NamedTuple):
    """The constants of the formula, for each review that is followed by another."""

    elapsed: FloatArray
    lapsed: FloatArray
    """l."""
    passed: FloatArray
    """h."""
    power: FloatArray
    """p."""
    surprise: FloatArray
    """q."""
    scale: FloatArray
    """A."""
    floor: FloatArray
    """S' is no less than so many S."""
    ceiling: FloatArray
    """Nor more than so many."""


class Moved(NamedTuple):
    """What comes of stabilities, and the parts of it that derivatives need."""

    recall: FloatArray
    log_s: FloatArray
    """log (S + l)."""
    power: FloatArray
    """P."""
    surprise: FloatArray
    """E."""
    exact: FloatArray
    """S' without bounds."""
    low: FloatArray
    high: FloatArray


def log_recalls(batch: Batch, weights: Weights | FloatArray) -> FloatArray:
    """Return the logarithm of the recall expected before each review; NaN on the same day."""
    w = [float(weight) for weight in weights]
    stability = _stabilities(batch, _constants(batch, _difficulties(batch, w), w), w)
    return np.where(batch.kind < 4, _log_recall(batch.elapsed, stability, w), np.nan)


def expanded(batch: Batch, weights: Weights | FloatArray, importance: FloatArray) -> Expansion:
    """Return the cross-entropy of the later reviews, summed, with its derivatives by the weights.

    Each review counts with its `importance`, an array over the log.
    """
    w = [float(weight) for weight in weights]
    difficulty = _difficulties(batch, w)
    constants = _constants(batch, difficulty, w)
    stability = _stabilities(batch, constants, w)
    log_recall = _log_recall(batch.elapsed, stability, w)
    slopes = _slopes(batch, difficulty, stability, constants, w)
    return expansion(batch, log_recall, slopes, importance)


def expansion(
    batch: Batch, log_recall: FloatArray, slopes: FloatArray, importance: FloatArray
) -> Expansion:
    """Return the loss of the later reviews with its derivatives, of the recall before each.

    `slopes` are the derivatives of its logarithm, shape (weights, reviews); they are overwritten.
    """
    recall = np.exp(log_recall)
    is_later = batch.kind < 4
    has_lapsed = batch.kind == 0
    counts = importance[batch.row] * is_later
    forgotten = np.where(is_later, 1 - recall, 1.0)
    loss = -float(np.sum(counts * np.where(has_lapsed, np.log(forgotten), log_recall)))
    odds = counts * recall / forgotten
    # not by BLAS, whose threads would keep every core busy between calls
    gradient = np.einsum("wr,r->w", slopes, np.where(has_lapsed, odds, -counts))
    slopes *= np.sqrt(odds)
    return Expansion(loss, gradient, slopes @ slopes.T)


def _difficulties(batch: Batch, w: Weights) -> FloatArray:
    """Return D before each review.  D = w4 − e^(w5·(G−1)) + 1;  D' = shift + keep · D."""
    found = np.empty(len(batch.kind))
    found[: len(batch.first)] = _first_difficulties(w).clip(1.0, 10.0)[batch.first]
    keep, shift = _damping(batch.kind[batch.followed], w)
    for before, after, moved in batch.steps:
        exact = shift[moved] + keep[moved] * found[before]
        found[after] = np.minimum(np.maximum(exact, 1.0), 10.0)
    return found


def _first_difficulties(w: Weights) -> FloatArray:
    return np.asarray(first_difficulty(np.arange(1.0, 5.0), w, ARRAYS))


def _damping(kind: IntArray, w: Weights) -> tuple[FloatArray, FloatArray]:
    """w7 · D0(4) + (1−w7) · (D − w6·(G−3)·(10−D)/9), as shift and keep of D."""
    push = CENTRED_GRADE * (w[6] / 9)
    keep = (1 - w[7]) * (1 + push)
    shift = w[7] * first_difficulty(4.0, w) - (1 - w[7]) * 10 * push
    return keep[kind], shift[kind]


def _constants(batch: Batch, difficulty: FloatArray, w: Weights) -> Constants:
    kind = batch.kind[batch.followed]
    d = difficulty[batch.followed]
    lapses = np.flatnonzero(kind == 0)
    on_difficulty = np.where(PASSED[kind] > 0, 11 - d, 1.0)
    on_difficulty[lapses] = d[lapses] ** -w[12]
    growth = math.exp(w[8])
    short = np.exp(w[17] * (CENTRED_GRADE[4:] + w[18]))
    scale = np.array((w[11], growth * w[15], growth, growth * w[16], *short))
    ceiling = np.full(8, np.inf)
    ceiling[0] = math.exp(-w[17] * w[18])
    return Constants(
        elapsed=batch.elapsed[batch.followed],
        lapsed=LAPSED[kind],
        passed=PASSED[kind],
        power=(LAPSED * w[13] + PASSED * (1 - w[9]) + SAME_DAY * (1 - w[19]))[kind],
        surprise=(LAPSED * w[14] + PASSED * w[10])[kind],
        scale=scale[kind] * on_difficulty,
        floor=FLOOR[kind],
        ceiling=ceiling[kind],
    )


def _stabilities(batch: Batch, constants: Constants, w: Weights) -> FloatArray:
    """Return S before each review.  S = w[G−1] after the first one."""
    found = np.empty(len(batch.kind))
    found[: len(batch.first)] = np.take(w[:4], batch.first)
    for before, after, moved in batch.steps:
        to = _moved(found[before], Constants(*(column[moved] for column in constants)), w)
        found[after] = np.minimum(np.maximum(to.exact, to.low), to.high)
    return found


def _moved(s: FloatArray, k: Constants, w: Weights) -> Moved:
    recall = np.exp(_log_recall(k.elapsed, s, w))
    surprise = np.exp(k.surprise * (1 - recall))
    log_s = np.log(s + k.lapsed)
    power = np.exp(k.power * log_s)
    exact = (power - k.lapsed) * (surprise - k.passed) * k.scale + k.passed * s
    low = np.maximum(k.floor * s, MIN_STABILITY)
    high = np.maximum(np.minimum(k.ceiling * s, MAX_STABILITY), MIN_STABILITY)
    return Moved(recall, log_s, power, surprise, exact, low, high)


def _log_recall(elapsed: FloatArray, s: FloatArray, w: Weights) -> FloatArray:
    """log R = decay · log u,  u = 1 + factor·t/S,  decay = −w20,  factor = 0.9^(1/decay) − 1."""
    decay, factor = curve(w)
    found: FloatArray = decay * np.log(1 + factor * elapsed / s)
    return found


def _by_recall(elapsed: FloatArray, s: FloatArray, w: Weights) -> tuple[FloatArray, FloatArray]:
    """Return the derivatives of log R by S and w20."""
    decay, factor = curve(w)
    grown = factor * elapsed / s
    by_log_factor = decay * grown / (1 + grown)
    factor_by_w20 = (factor + 1) * math.log(0.9) / decay**2
    return -by_log_factor / s, by_log_factor * (factor_by_w20 / factor) - np.log(1 + grown)


def _slopes(
    batch: Batch, difficulty: FloatArray, stability: FloatArray, k: Constants, w: Weights
) -> FloatArray:
    """Return the derivatives of log R before each review by the weights, shape (21, reviews)."""
    by_s, by_w20 = _by_recall(batch.elapsed, stability, w)
    states = np.zeros((25, len(stability)))
    """Those of S by w0..w20, then those of D by w4..w7."""
    new = states[:, len(batch.first) :]
    """Before the second and later reviews: at first what the weights do in the step there alone."""
    kind = batch.kind[batch.followed]
    s, d = stability[batch.followed], difficulty[batch.followed]
    _first_slopes(states[:, : len(batch.first)], batch.first, w)
    s_by_s, s_by_d, s_by_log_recall = _stability_slopes(new[:21], kind, s, d, k, w)
    s_by_s += s_by_log_recall * by_s[batch.followed]
    new[20] = s_by_log_recall * by_w20[batch.followed]
    d_by_d = _difficulty_slopes(new[21:], kind, d, w)
    for before, after, moved in batch.steps:
        then, now = states[:, before], states[:, after]
        now[:21] += s_by_s[moved] * then[:21]
        now[4:8] += s_by_d[moved] * then[21:]
        now[21:] += d_by_d[moved] * then[21:]
    slopes = states[:21]
    slopes *= by_s
    slopes[20] += by_w20
    return slopes


def _first_slopes(states: FloatArray, first: IntArray, w: Weights) -> None:
    """Put the derivatives of the first states into `states`."""
    states[first, np.arange(len(first))] = 1
    exact = _first_difficulties(w)
    is_free = (exact >= 1) & (exact <= 10)
    index = np.arange(4)
    states[21] = is_free[first]
    states[22] = (-index * np.exp(w[5] * index) * is_free)[first]


def _stability_slopes(
    by_weights: FloatArray,
    kind: IntArray,
    s: FloatArray,
    d: FloatArray,
    k: Constants,
    w: Weights,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the derivatives of S' by S, D and log R, and put those by w8..w19 in `by_weights`."""
    to = _moved(s, k, w)
    is_free = (to.exact >= to.low) & (to.exact <= to.high)
    # where a multiple of S holds it, and no constant
    is_at_floor = (to.exact < to.low) & (to.low > MIN_STABILITY)
    is_at_ceiling = (to.exact > to.high) & (to.high > MIN_STABILITY) & (to.high < MAX_STABILITY)
    at_floor = np.where(is_at_floor, k.floor, 0.0)
    at_ceiling = np.where(is_at_ceiling, k.ceiling, 0.0)
    same_day = SAME_DAY[kind]

    raised = (to.power - k.lapsed) * is_free
    surprised = to.surprise - k.passed
    gained = raised * surprised * k.scale
    by_power = to.power * surprised * k.scale * is_free
    by_surprise = raised * to.surprise * k.scale
    of_power = by_power * to.log_s
    of_surprise = by_surprise * (1 - to.recall)
    of_bonus = raised * surprised * math.exp(w[8]) * (11 - d)
    short, held = gained * same_day, at_ceiling * s

    by_weights[8] = gained * k.passed
    by_weights[9] = -of_power * k.passed
    by_weights[10] = of_surprise * k.passed
    by_weights[11] = gained * k.lapsed / w[11]
    by_weights[12] = -gained * k.lapsed * np.log(d)
    by_weights[13] = of_power * k.lapsed
    by_weights[14] = of_surprise * k.lapsed
    by_weights[15] = of_bonus * HARD[kind]
    by_weights[16] = of_bonus * EASY[kind]
    by_weights[17] = short * (CENTRED_GRADE[kind] + w[18]) - held * w[18]
    by_weights[18] = (short - held) * w[17]
    by_weights[19] = -of_power * same_day
    by_s = by_power * k.power / (s + k.lapsed) + k.passed * is_free + at_floor + at_ceiling
    by_d = -gained * (k.passed / (11 - d) + k.lapsed * w[12] / d)
    return by_s, by_d, -k.surprise * by_surprise * to.recall


def _difficulty_slopes(
    by_weights: FloatArray, kind: IntArray, d: FloatArray, w: Weights
) -> FloatArray:
    """Return the derivative of D' by D, and put those by w4..w7 into `by_weights`."""
    keep, shift = _damping(kind, w)
    exact = shift + keep * d
    is_free = (exact >= 1) & (exact <= 10)
    damped = CENTRED_GRADE[kind] / 9 * (10 - d)
    by_weights[0] = w[7] * is_free
    by_weights[1] = -w[7] * 3 * math.exp(3 * w[5]) * is_free
    by_weights[2] = -(1 - w[7]) * damped * is_free
    by_weights[3] = (first_difficulty(4.0, w) - d + w[6] * damped) * is_free
    return keep * is_free
