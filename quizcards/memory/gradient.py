"""The loss of a log under FSRS-6, and its gradient by hand: backpropagation through time.

`fsrs.py` has the formulas for one answer. Here they stand once more, each beside its derivatives: a
function returns its values and `back`. That takes the gradients of the loss with respect to those
values (`grad_stability` is the loss's derivative by stability, an adjoint), adds what they mean for
the weights to `grad_weights`, in place, and returns the gradients with respect to the arguments.
Where a bound holds a value, nothing flows back through it.

The k-th reviews of many cards are one array operation: forward in time for the states, backward for
the gradients. Formulas name weights w0..w20 and grades G as fsrs-rs does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from quizcards.memory.arrays import ARRAYS, FloatArray, IntArray
from quizcards.memory.fsrs import MAX_STABILITY, MIN_STABILITY, curve, first_difficulty

Weights: TypeAlias = Sequence[float]
Grads: TypeAlias = tuple[FloatArray, FloatArray]
"""With respect to stability and difficulty."""
GradsOfRecall: TypeAlias = tuple[FloatArray, FloatArray, FloatArray]
"""With respect to stability, difficulty and recall."""
BackOne: TypeAlias = Callable[[FloatArray, FloatArray], FloatArray]
"""From the gradient of a value and `grad_weights` to that of its one argument."""
BackRecall: TypeAlias = Callable[[FloatArray, FloatArray], GradsOfRecall]
"""The same, where the arguments are stability, difficulty and recall."""
BackTurn: TypeAlias = Callable[[FloatArray, FloatArray, FloatArray, FloatArray], Grads]
"""From the gradients of log-recall, stability and difficulty, and `grad_weights`."""


@dataclass(frozen=True)
class Turn:
    """The k-th reviews of n cards, in the order of their states: what of them no weight changes."""

    centred_grade: FloatArray
    """The grade less 3, as the formulas have it; shape (n,)."""
    same_day: IntArray
    """Which of the cards were asked on the same day as the time before."""
    later: IntArray
    """Which were asked on a later day, those that passed first."""
    passed: int
    """How many of `later` passed."""
    hard: IntArray
    """Where in `later` an answer was Hard."""
    easy: IntArray
    elapsed: FloatArray
    """Study days since the time before, for each of `later`."""
    row: IntArray
    """Where in the log each of `later` stands."""


def turns(grade: IntArray, elapsed: IntArray, rows: Iterable[IntArray]) -> list[Turn]:
    """Lay the reviews of some cards out by turns.

    `rows` are those of each turn in the log, whose columns are `grade` and `elapsed` (study days
    since the card's review before). Cards that still go on are always the first ones.
    """
    return [_turn(grade, elapsed, among) for among in rows]


def _turn(grade: IntArray, elapsed: IntArray, row: IntArray) -> Turn:
    grades = grade[row]
    is_later = elapsed[row] >= 1
    passes = np.flatnonzero(is_later & (grades > 1))
    lapses = np.flatnonzero(is_later & (grades == 1))
    later = np.concatenate([passes, lapses])
    return Turn(
        centred_grade=grades - 3.0,
        same_day=np.flatnonzero(~is_later),
        later=later,
        passed=len(passes),
        hard=np.flatnonzero(grades[passes] == 2),
        easy=np.flatnonzero(grades[passes] == 4),
        elapsed=elapsed[row[later]].astype(float),
        row=row[later],
    )


def log_recalls(batch: Iterable[Turn], weights: Weights | FloatArray) -> Iterator[FloatArray]:
    """Yield, for each turn, the logarithm of the recall expected before each of its later reviews.

    The arrays have the shape of the turn's `row`.
    """
    return (log_recall for log_recall, _ in _replay(batch, weights))


def loss_and_gradient(
    batch: Sequence[Turn], weights: Weights | FloatArray, importance: FloatArray
) -> tuple[float, FloatArray]:
    """Return the cross-entropy of the later reviews, summed, and its gradient by the weights.

    Each review counts with its `importance`, an array over the log. The gradient has shape (21,).
    """
    loss = 0.0
    grad_weights = np.zeros(len(weights))
    steps = list[tuple[FloatArray, BackTurn]]()
    for turn, (log_recall, back) in zip(batch, _replay(batch, weights), strict=True):
        m = turn.passed
        counts = importance[turn.row]
        recall = np.exp(log_recall[m:])
        loss -= float(counts[:m] @ log_recall[:m] + counts[m:] @ np.log1p(-recall))
        grad_recall = np.concatenate([-counts[:m], counts[m:] * recall / (1 - recall)])
        steps.append((grad_recall, back))
    grad_stability, grad_difficulty = np.zeros((2, len(batch[0].centred_grade)))
    for turn, (grad_recall, back) in zip(reversed(batch), reversed(steps), strict=True):
        n = len(turn.centred_grade)  # for the cards that ended before, both are still zero
        grad_stability[:n], grad_difficulty[:n] = back(
            grad_recall, grad_stability[:n], grad_difficulty[:n], grad_weights
        )
    return loss, grad_weights


def _replay(
    batch: Iterable[Turn], weights: Weights | FloatArray
) -> Iterator[tuple[FloatArray, BackTurn]]:
    """Yield, for each turn, the log of the recall before it, and the way back through it."""
    w = [float(weight) for weight in weights]
    later = iter(batch)
    stability, difficulty, back = _first(next(later).centred_grade, w)
    yield np.zeros(0), back
    for turn in later:
        n = len(turn.centred_grade)
        log_recall, stability, difficulty, back = _next(turn, stability[:n], difficulty[:n], w)
        yield log_recall, back


def _first(centred_grade: FloatArray, w: Weights) -> tuple[FloatArray, FloatArray, BackTurn]:
    """S = w[G−1];  D = w4 − e^(w5·(G−1)) + 1."""
    index = centred_grade.astype(int) + 2
    difficulty = np.asarray(first_difficulty(centred_grade + 3, w, ARRAYS))
    bounded = difficulty.clip(1.0, 10.0)

    def back(
        _: FloatArray,
        grad_stability: FloatArray,
        grad_difficulty: FloatArray,
        grad_weights: FloatArray,
    ) -> Grads:
        grad_weights[:4] += np.bincount(index, grad_stability, 4)
        free = grad_difficulty * (bounded == difficulty)
        grad_weights[4] += free.sum()
        grad_weights[5] -= free @ (index * np.exp(w[5] * index))
        return grad_stability, grad_difficulty

    return np.take(w[:4], index), bounded, back


def _next(
    turn: Turn, stability: FloatArray, difficulty: FloatArray, w: Weights
) -> tuple[FloatArray, FloatArray, FloatArray, BackTurn]:
    """Return what one more review of every card leads to.

    That is the log of recall before it (of the later ones), stability and difficulty after it, and
    the way back.
    """
    m, later, same_day = turn.passed, turn.later, turn.same_day
    passes, lapses = later[:m], later[m:]
    s, d = stability[later], difficulty[later]
    log_recall, back_recall = _recall(turn.elapsed, s, w)
    recall = np.exp(log_recall)
    after = np.empty_like(stability)
    # towards the end of the longest histories many turns lack a kind of answer
    if m:
        after[passes], back_passed = _passed(s[:m], d[:m], recall[:m], turn.hard, turn.easy, w)
    if m < len(later):
        after[lapses], back_lapsed = _lapsed(s[m:], d[m:], recall[m:], w)
    if len(same_day):
        after[same_day], back_same_day = _same_day(
            stability[same_day], turn.centred_grade[same_day], w
        )
    bounded = np.minimum(np.maximum(after, MIN_STABILITY), MAX_STABILITY)
    moved, back_difficulty = _difficulty(difficulty, turn.centred_grade, w)

    def back(
        grad_recall: FloatArray,
        grad_stability: FloatArray,
        grad_difficulty: FloatArray,
        grad_weights: FloatArray,
    ) -> Grads:
        free = grad_stability * (bounded == after)
        before_stability = np.empty_like(stability)
        before_difficulty = back_difficulty(grad_difficulty, grad_weights)
        by_s, by_d, by_r = np.empty((3, len(later)))
        if m:
            by_s[:m], by_d[:m], by_r[:m] = back_passed(free[passes], grad_weights)
        if m < len(later):
            by_s[m:], by_d[m:], by_r[m:] = back_lapsed(free[lapses], grad_weights)
        before_stability[later] = by_s + back_recall(grad_recall + by_r * recall, grad_weights)
        if len(same_day):
            before_stability[same_day] = back_same_day(free[same_day], grad_weights)
        before_difficulty[later] += by_d
        return before_stability, before_difficulty

    return log_recall, bounded, moved, back


def _recall(elapsed: FloatArray, stability: FloatArray, w: Weights) -> tuple[FloatArray, BackOne]:
    """log R = decay · log u,  u = 1 + factor·t/S,  decay = −w20,  factor = 0.9^(1/decay) − 1."""
    decay, factor = curve(w)
    grown = factor * elapsed / stability
    log_u = np.log1p(grown)
    factor_by_w20 = (factor + 1) * math.log(0.9) / decay**2

    def back(grad: FloatArray, grad_weights: FloatArray) -> FloatArray:
        by_u = grad * decay / (1 + grown)
        grad_weights[20] += by_u @ grown * (factor_by_w20 / factor) - grad @ log_u
        return -by_u * grown / stability

    return decay * log_u, back


def _passed(
    s: FloatArray, d: FloatArray, recall: FloatArray, hard: IntArray, easy: IntArray, w: Weights
) -> tuple[FloatArray, BackRecall]:
    """S' = S + S · e^w8 · (11−D) · S^−w9 · (e^(w10·(1−R)) − 1) · bonus.

    The bonus is w15 for Hard, w16 for Easy.
    """
    log_s = np.log(s)
    scale = np.exp(w[8] + (1 - w[9]) * log_s) * (11 - d)
    surprise = np.exp(w[10] * (1 - recall))
    bonus = np.ones_like(s)
    bonus[hard], bonus[easy] = w[15], w[16]
    plain = scale * (surprise - 1)

    def back(grad: FloatArray, grad_weights: FloatArray) -> GradsOfRecall:
        by_plain = grad * bonus
        gained = by_plain * plain
        by_forgotten = by_plain * scale * surprise
        grad_weights[8] += gained.sum()
        grad_weights[9] -= gained @ log_s
        grad_weights[10] += by_forgotten @ (1 - recall)
        grad_weights[15] += grad[hard] @ plain[hard]
        grad_weights[16] += grad[easy] @ plain[easy]
        return grad + (1 - w[9]) * gained / s, -gained / (11 - d), -w[10] * by_forgotten

    return s + plain * bonus, back


def _lapsed(
    s: FloatArray, d: FloatArray, recall: FloatArray, w: Weights
) -> tuple[FloatArray, BackRecall]:
    """S' = w11 · D^−w12 · ((S+1)^w13 − 1) · e^(w14·(1−R)), at most S / e^(w17·w18)."""
    log_d, log_s1 = np.log(d), np.log1p(s)
    scale = w[11] * np.exp(w[14] * (1 - recall) - w[12] * log_d)
    power = np.exp(w[13] * log_s1)
    exact = scale * (power - 1)
    share = math.exp(-w[17] * w[18])
    is_free = exact < s * share

    def back(grad: FloatArray, grad_weights: FloatArray) -> GradsOfRecall:
        free = grad * is_free
        held = grad - free
        by_log, by_power = free * exact, free * scale * power
        grad_weights[11] += by_log.sum() / w[11]
        grad_weights[12] -= by_log @ log_d
        grad_weights[13] += by_power @ log_s1
        grad_weights[14] += by_log @ (1 - recall)
        by_share = held @ s * share
        grad_weights[17] -= by_share * w[18]
        grad_weights[18] -= by_share * w[17]
        return held * share + w[13] * by_power / (s + 1), -w[12] * by_log / d, -w[14] * by_log

    return np.where(is_free, exact, s * share), back


def _same_day(s: FloatArray, centred_grade: FloatArray, w: Weights) -> tuple[FloatArray, BackOne]:
    """S' = S · e^(w17·(G−3+w18)) · S^−w19, on a pass at least S."""
    log_s = np.log(s)
    log_increase = w[17] * centred_grade + w[17] * w[18] - w[19] * log_s
    is_free = (centred_grade < -1) | (log_increase > 0)
    after = s * np.exp(log_increase * is_free)

    def back(grad: FloatArray, grad_weights: FloatArray) -> FloatArray:
        by_log = grad * after * is_free
        total = by_log.sum()
        grad_weights[17] += by_log @ centred_grade + total * w[18]
        grad_weights[18] += total * w[17]
        grad_weights[19] -= by_log @ log_s
        before: FloatArray = (grad * after - w[19] * by_log) / s
        return before

    return after, back


def _difficulty(d: FloatArray, centred_grade: FloatArray, w: Weights) -> tuple[FloatArray, BackOne]:
    """D' = w7 · D0(4) + (1−w7) · (D − w6·(G−3)·(10−D)/9)."""
    easy = first_difficulty(4, w)
    push = centred_grade * (w[6] / 9)
    moved = d - push * (10 - d)
    exact = w[7] * easy + (1 - w[7]) * moved
    bounded = np.minimum(np.maximum(exact, 1.0), 10.0)

    def back(grad: FloatArray, grad_weights: FloatArray) -> FloatArray:
        free = grad * (bounded == exact)
        total = free.sum()
        grad_weights[4] += total * w[7]
        grad_weights[5] -= total * w[7] * 3 * math.exp(3 * w[5])
        grad_weights[6] += (1 - w[7]) * (free @ (moved - d)) / w[6]
        grad_weights[7] += total * easy - free @ moved
        before: FloatArray = free * (1 - w[7]) * (1 + push)
        return before

    return bounded, back
