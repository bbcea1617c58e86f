"""The loss of a log under FSRS-7, its gradient and its Fisher information, by hand.

It is made as `gradient.py` is for FSRS-6. Here every answer moves the same three states by the same
formulas, at whatever time: S slow, Sf fast, and D. What is said of both stabilities is an array of
shape (2, reviews), the slow one first: their curves are one formula,

    R_x = u^d,   u = 1 + (b^(1/d) − 1)·e^(c·(D−5))·t/x,   d = −a·x^e,

as are the ways they move, each with weights of its own. What is expected, R, mixes the two curves.
Derivatives go forward through it: R depends on all states, and all states after it on R.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from quizcards.memory.arrays import ARRAYS, BoolArray, FloatArray, IntArray
from quizcards.memory.fsrs import first_difficulty
from quizcards.memory.fsrs7 import FAST_SHARE, LONGEST, MARGIN, SHORTEST
from quizcards.memory.gradient import Batch, Expansion, expansion

Weights: TypeAlias = Sequence[float]

OF_FAST = [23, 25, 33]
"""The weights that the fast curve has besides its state."""
STEEPEST = np.array(((math.inf,), (60.0,)))
"""The most of log b^(1/d)."""
LEAST = np.array(((SHORTEST,), (SHORTEST,), (1.0,)))
MOST = np.array(((LONGEST,), (LONGEST,), (10.0,)))
"""Of the three states."""


class Expected(NamedTuple):
    """What is expected before reviews, and the parts of it that derivatives need."""

    log_x: FloatArray
    """Shape (2, reviews), as are the next ones."""
    unbounded: FloatArray
    """−d without bounds."""
    decay: FloatArray
    """d."""
    log_power: FloatArray
    """log b^(1/d), without STEEPEST."""
    power: FloatArray
    """b^(1/d)."""
    grown: FloatArray
    """u − 1."""
    log_u: FloatArray
    by_curve: FloatArray
    """R_x."""
    share: FloatArray
    """Of the fast curve in R; shape (reviews,), as is the next one."""
    recall: FloatArray
    """R."""


class Answers(NamedTuple):
    """The reviews that are followed by another, as the formulas have them."""

    elapsed: FloatArray
    again: BoolArray
    push: FloatArray
    """3 less the grade."""
    bonus: FloatArray
    """What a stability gains is times this; shape (2, reviews)."""

    def of(self, moved: slice) -> Answers:
        """Return some of them."""
        return Answers(
            self.elapsed[moved], self.again[moved], self.push[moved], self.bonus[:, moved]
        )


class Moved(NamedTuple):
    """What comes of states, and the parts of it that derivatives need."""

    forgotten: FloatArray
    """1 − R for the slow stability, 1 − R_x for the fast one; shape (2, reviews), as the next ones.
    """
    log_x1: FloatArray
    """log (x + 1)."""
    lapse_scale: FloatArray
    grown: FloatArray
    """(x + 1)^w4."""
    lapsed: FloatArray
    """x after a lapse, if it were not held by x."""
    most: FloatArray
    surprised: FloatArray
    """e^(w2·f)."""
    is_lapsed: BoolArray
    """Whether x moves as after a lapse."""
    own: FloatArray
    """x after the answer, if nothing held it."""
    ceiling: FloatArray
    """Of the fast stability; shape (reviews,), as are the next ones."""
    push: FloatArray
    room: FloatArray
    difficulty: FloatArray
    """D after the answer, without bounds."""
    states: FloatArray
    """All three after the answer, shape (3, reviews)."""


def log_recalls(batch: Batch, weights: Weights | FloatArray) -> FloatArray:
    """Return the logarithm of the recall expected before each review; NaN on the same day."""
    w = np.array(weights)
    expected = _expected(batch.elapsed, _states(batch, _answers(batch, w), w), w)
    return np.where(batch.kind < 4, np.log(expected.recall), np.nan)


def expanded(batch: Batch, weights: Weights | FloatArray, importance: FloatArray) -> Expansion:
    """Return the cross-entropy of the later reviews, summed, with its derivatives by the weights.

    Each review counts with its `importance`, an array over the log.
    """
    w = np.array(weights)
    answers = _answers(batch, w)
    states = _states(batch, answers, w)
    expected = _expected(batch.elapsed, states, w)
    slopes = _slopes(batch, answers, states, expected, w)
    return expansion(batch, np.log(expected.recall), slopes, importance)


def _answers(batch: Batch, w: FloatArray) -> Answers:
    grade = batch.kind[batch.followed] % 4
    bonus = np.ones((2, 4))
    bonus[:, 1], bonus[:, 3] = w[[13, 21]], w[[14, 22]]
    return Answers(
        elapsed=batch.elapsed[batch.followed],
        again=grade == 0,
        push=2.0 - grade,
        bonus=bonus[:, grade],
    )


def _states(batch: Batch, answers: Answers, w: FloatArray) -> FloatArray:
    """Return S, Sf and D before each review, shape (3, reviews)."""
    found = np.empty((3, len(batch.kind)))
    slow, fast, difficulty = _first_states(w)
    found[:, : len(batch.first)] = np.array((
        slow, fast.clip(SHORTEST, LONGEST), difficulty.clip(1.0, 10.0)
    ))[:, batch.first]  # fmt: skip
    for before, after, moved in batch.steps:
        states, k = found[:, before], answers.of(moved)
        found[:, after] = _moved(states, _expected(k.elapsed, states, w), k, w).states
    return found


def _first_states(w: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """S = w[G−1];  Sf = 0.8·S;  D = w4 − e^(w5·(G−1)) + 1;  all without bounds."""
    difficulty = np.asarray(first_difficulty(np.arange(1.0, 5.0), w.tolist(), ARRAYS))
    return w[:4], FAST_SHARE * w[:4], difficulty


def _expected(elapsed: FloatArray, states: FloatArray, w: FloatArray) -> Expected:
    """R = p·Rf + (1−p)·Rs within the MARGIN.

    p = a / (a+b),  a = w27·Sf^−w29,  b = w28·S^w30·e^((D−5)·(w31−0.5)).
    """
    x, hardness = states[:2], states[2] - 5
    log_x = np.log(x)
    unbounded = w[[24, 23], None] * np.exp(np.array(((0.0,), (w[33] - 0.3,))) * log_x)
    decay = -np.minimum(np.maximum(unbounded, 0.01), 0.95)
    log_power = np.log(w[[26, 25], None]) / decay
    power = np.exp(np.minimum(log_power, STEEPEST))
    grown = (power - 1) * (elapsed / x)
    grown[0] *= np.exp(hardness * (w[32] - 0.3))
    log_u = np.log1p(grown)
    by_curve = np.exp(decay * log_u)
    odds = np.exp(w[30] * log_x[0] + w[29] * log_x[1] + (w[31] - 0.5) * hardness)
    share = 1 / (1 + w[28] / w[27] * odds)
    recall = by_curve[0] + share * (by_curve[1] - by_curve[0])
    return Expected(
        log_x, unbounded, decay, log_power, power, grown, log_u, by_curve, share,
        recall * (1 - 2 * MARGIN) + MARGIN,
    )  # fmt: skip


def _moved(states: FloatArray, expected: Expected, k: Answers, w: FloatArray) -> Moved:
    """Return what one more review of every card leads to.

    x' = max(x⁻, x + x·e^(w0−1.5)·(11−D)·x^−w1·(e^(w2·f)−1)·bonus),  after Again x⁻.
    x⁻ = min(x, w3·((x+1)^w4−1)·e^(w5·f)); after Again Sf' is at most 0.8·S'.
    D' = 0.01·D0(4) + 0.99·(D − w6·(G−3)·(10−D)/9), the push after Again times R + 0.1.
    """
    scale, power, surprise, lapse, lapse_power, lapse_surprise = _of_stabilities(w)[:6]
    x, d = states[:2], states[2]
    forgotten = 1 - np.array((expected.recall, expected.by_curve[1]))
    log_x1 = np.log1p(x)
    lapse_scale = lapse * np.exp(lapse_surprise * forgotten)
    grown = np.exp(lapse_power * log_x1)
    lapsed = lapse_scale * (grown - 1)
    most = (11 - d) * np.exp(scale - 1.5 + (1 - power) * expected.log_x)
    surprised = np.exp(surprise * forgotten)
    passed = x + most * (surprised - 1) * k.bonus
    held = np.minimum(lapsed, x)
    is_lapsed = k.again | (held > passed)
    own = np.where(is_lapsed, held, passed)
    ceiling = np.where(k.again, FAST_SHARE * own[0], np.inf)
    push = k.push * np.where(k.again, expected.recall + 0.1, 1.0)
    room = (10 - d) / 9
    difficulty = 0.01 * first_difficulty(4.0, w.tolist()) + 0.99 * (d + w[6] * push * room)
    after = np.array((own[0], np.minimum(own[1], ceiling), difficulty))
    after = np.minimum(np.maximum(after, LEAST), MOST)
    return Moved(
        forgotten, log_x1, lapse_scale, grown, lapsed, most, surprised, is_lapsed, own, ceiling,
        push, room, difficulty, after,
    )  # fmt: skip


def _of_stabilities(w: FloatArray) -> FloatArray:
    """Return the eight weights that each stability has of its own, shape (8, 2, 1)."""
    return w[7:23].reshape(2, 8).T[:, :, None]


class RecallSlopes(NamedTuple):
    """The derivatives of log R."""

    by_states: FloatArray
    """By S, D and Sf, shape (3, reviews)."""
    by_weights: FloatArray
    """By w23..w33 alone, shape (11, reviews)."""
    fast_by_fast: FloatArray
    """Of the fast curve by Sf, shape (reviews,)."""
    fast_by_weights: FloatArray
    """Of the fast curve by the weights OF_FAST, shape (3, reviews)."""


def _recall_slopes(states: FloatArray, e: Expected, w: FloatArray) -> RecallSlopes:
    (slow, fast), hardness = states[:2], states[2] - 5
    by_grown = e.by_curve * e.decay * e.grown / (1 + e.grown)  # that of each curve by log (u − 1)
    by_log_power = by_grown * e.power / (e.power - 1) * (e.log_power < STEEPEST)
    by_decay = e.by_curve * e.log_u - by_log_power * e.log_power / e.decay
    by_log_decay = by_decay * e.decay * (e.decay == -e.unbounded)
    by_log_base = by_log_power / e.decay
    fast_by_fast = ((w[33] - 0.3) * by_log_decay[1] - by_grown[1]) / fast
    fast_by_weights = np.array((
        by_log_decay[1] / w[23], by_log_base[1] / w[25], by_log_decay[1] * e.log_x[1]
    ))  # fmt: skip

    of_fast = (1 - 2 * MARGIN) * e.share / e.recall
    of_slow = (1 - 2 * MARGIN) * (1 - e.share) / e.recall
    by_odds = of_fast * (1 - e.share) * (e.by_curve[1] - e.by_curve[0])
    through_slow = of_slow * by_grown[0]
    by_weights = np.array((
        of_fast * fast_by_weights[0],
        of_slow * by_log_decay[0] / w[24],
        of_fast * fast_by_weights[1],
        of_slow * by_log_base[0] / w[26],
        by_odds / w[27],
        -by_odds / w[28],
        -by_odds * e.log_x[1],
        -by_odds * e.log_x[0],
        -by_odds * hardness,
        through_slow * hardness,
        of_fast * fast_by_weights[2],
    ))  # fmt: skip
    by_states = np.array((
        -(w[30] * by_odds + through_slow) / slow,
        (w[32] - 0.3) * through_slow - (w[31] - 0.5) * by_odds,
        of_fast * fast_by_fast - w[29] * by_odds / fast,
    ))  # fmt: skip
    return RecallSlopes(by_states, by_weights, fast_by_fast, fast_by_weights)


class StateSlopes(NamedTuple):
    """The derivatives of the states after a review."""

    of_slow: FloatArray
    """S by S, log R and D, shape (3, reviews)."""
    of_difficulty: FloatArray
    """D by log R and D, shape (2, reviews)."""
    of_fast: FloatArray
    """Sf by D and Sf, shape (2, reviews)."""
    fast_by_slow: FloatArray
    """Sf by the S of the same time, shape (reviews,)."""
    by_own: FloatArray
    """The stabilities by the eight weights each has of its own, shape (2, 8, reviews)."""
    by_curve: FloatArray
    """Sf by the weights OF_FAST, shape (3, reviews)."""
    by_start: FloatArray
    """D by w4..w6, shape (3, reviews)."""


def _state_slopes(
    states: FloatArray, e: Expected, r: RecallSlopes, k: Answers, w: FloatArray
) -> StateSlopes:
    _, power, surprise, lapse, lapse_power, lapse_surprise = _of_stabilities(w)[:6]
    x, d = states[:2], states[2]
    to = _moved(states, e, k, w)
    is_held = to.own[1] > to.ceiling
    is_open = (to.own >= SHORTEST) & (to.own <= LONGEST)
    is_open[1] &= ~is_held
    fast_by_slow = FAST_SHARE * (is_held & (to.ceiling >= SHORTEST))

    is_free = to.is_lapsed & (to.lapsed < x) & is_open
    is_passed = ~to.is_lapsed & is_open
    by_lapsed = to.lapsed * is_free
    by_lapse_power = to.lapse_scale * to.grown * is_free
    gain = to.most * (to.surprised - 1) * is_passed
    by_most = gain * k.bonus
    by_surprise = to.most * to.surprised * k.bonus * is_passed
    by_forgotten = lapse_surprise * by_lapsed + surprise * by_surprise
    by_own = np.array((
        by_most,
        -by_most * e.log_x,
        by_surprise * to.forgotten,
        by_lapsed / lapse,
        by_lapse_power * to.log_x1,
        by_lapsed * to.forgotten,
        gain * (k.push == 1),
        gain * (k.push == -1),
    )).swapaxes(0, 1)  # fmt: skip
    by_x = (
        (is_open & ~is_free)
        + lapse_power * by_lapse_power / (1 + x)
        + (1 - power) * by_most / x
    )  # fmt: skip
    by_x[1] -= by_forgotten[1] * r.fast_by_fast

    is_open_d = (to.difficulty >= 1) & (to.difficulty <= 10)
    by_d = 0.99 * (1 - w[6] * to.push / 9) * is_open_d
    by_recall = 0.99 * w[6] * to.room * 2 * (k.again & is_open_d)
    by_hardness = -by_most / (11 - d)
    return StateSlopes(
        of_slow=np.array((by_x[0], -by_forgotten[0] * e.recall, by_hardness[0])),
        of_difficulty=np.array((by_recall * e.recall, by_d)),
        of_fast=np.array((by_hardness[1], by_x[1])),
        fast_by_slow=fast_by_slow,
        by_own=by_own,
        by_curve=-by_forgotten[1] * r.fast_by_weights,
        by_start=np.array((0.01, -0.03 * math.exp(3 * w[5]), 1.0))[:, None]
        * np.array((is_open_d, is_open_d, 0.99 * to.push * to.room * is_open_d)),
    )


def _slopes(
    batch: Batch, answers: Answers, states: FloatArray, expected: Expected, w: FloatArray
) -> FloatArray:
    """Return the derivatives of log R before each review by the weights, shape (34, reviews)."""
    of_recall = _recall_slopes(states, expected, w)
    at = batch.followed
    k = _state_slopes(
        states[:, at],
        Expected(*(column[..., at] for column in expected)),
        RecallSlopes(*(column[..., at] for column in of_recall)),
        answers,
        w,
    )
    slopes = np.zeros((len(w), len(batch.kind)))
    slopes[23:] = of_recall.by_weights
    by_slow, by_others = of_recall.by_states[0], of_recall.by_states[1:]

    def reach(turn: slice, now: FloatArray) -> None:
        slopes[:, turn] += by_slow[turn] * now[0]
        slopes[:, turn] += _through(by_others[:, turn], now[2:])
        now[1] = slopes[:, turn]

    # of S, log R, D and Sf: what each next one depends on stands together
    now = _first_slopes(batch.first, w)
    reach(slice(0, len(batch.first)), now)
    for _, after, moved in batch.steps:
        then = now[:, :, : after.stop - after.start]
        now = np.empty_like(then)
        now[0] = _through(k.of_slow[:, moved], then[:3])
        now[0, 7:15] += k.by_own[0, :, moved]
        now[2] = _through(k.of_difficulty[:, moved], then[1:3])
        now[2, 4:7] += k.by_start[:, moved]
        now[3] = _through(k.of_fast[:, moved], then[2:])
        now[3] += k.fast_by_slow[moved] * now[0]
        now[3, 15:23] += k.by_own[1, :, moved]
        now[3, OF_FAST] += k.by_curve[:, moved]
        reach(after, now)
    return slopes


def _through(by_states: FloatArray, states: FloatArray) -> FloatArray:
    """Return the derivatives of what depends on some states, by those of the states."""
    found: FloatArray = np.einsum("sr,swr->wr", by_states, states)
    return found


def _first_slopes(first: IntArray, w: FloatArray) -> FloatArray:
    """Return the derivatives of the first states by the weights, shape (4, 34, cards).

    They are those of S, D and Sf; the second ones are left for log R.
    """
    by_grade = np.zeros((4, len(w), 4))
    index = np.arange(4)
    _, fast, difficulty = _first_states(w)
    is_free = (difficulty >= 1) & (difficulty <= 10)
    by_grade[0, index, index] = 1
    by_grade[3, index, index] = FAST_SHARE * ((fast >= SHORTEST) & (fast <= LONGEST))
    by_grade[2, 4] = is_free
    by_grade[2, 5] = -index * np.exp(w[5] * index) * is_free
    return by_grade[:, :, first]
