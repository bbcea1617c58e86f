"""The loss of a log under FSRS-7, and its gradient by hand: backpropagation through time.

It is made as `gradient.py` is for FSRS-6: a function returns its values and `back`, which takes the
gradients with respect to those, adds to `grad_weights` in place and returns the gradients with
respect to the arguments. Here every answer moves the same three states by the same formulas, at
whatever time. `log_slow` is log S, `log_fast` log Sf, and f = 1 − R what is forgotten.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from quizcards.memory.arrays import ARRAYS, BoolArray, FloatArray, IntArray
from quizcards.memory.fsrs import first_difficulty
from quizcards.memory.fsrs7 import FAST_SHARE, LONGEST, MARGIN, SHORTEST

Weights: TypeAlias = Sequence[float]
States: TypeAlias = tuple[FloatArray, FloatArray, FloatArray]
"""Slow and fast stability and difficulty, or the gradients with respect to them."""
BackOne: TypeAlias = Callable[[FloatArray, FloatArray], FloatArray]
"""From the gradient of a value and `grad_weights` to that of its stability."""
BackRecall: TypeAlias = Callable[[FloatArray, FloatArray, FloatArray], States]
"""From the gradients of recall and of the recall by the fast curve, and `grad_weights`."""
BackStability: TypeAlias = Callable[[FloatArray, FloatArray], States]
"""From the gradient of a stability and `grad_weights` to stability, difficulty and forgotten."""
BackDifficulty: TypeAlias = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]
"""From the gradient of difficulty and `grad_weights` to difficulty and recall."""
BackTurn: TypeAlias = Callable[[FloatArray, States, FloatArray], States]
"""From the gradients of the targets' recall and of the states, and `grad_weights`."""


@dataclass(frozen=True)
class Turn:
    """The k-th reviews of n cards, in the order of their states: what of them no weight changes."""

    grade: IntArray
    """1..4, of shape (n,), as are the next ones."""
    elapsed: FloatArray
    """Days since the time before, and fractions of them."""
    again: BoolArray
    hard: IntArray
    """Which were answered with Hard."""
    easy: IntArray
    targets: IntArray
    """Which tell something about memory: neither a first answer nor one on the same day."""
    passed: BoolArray
    """Which of the targets passed."""
    row: IntArray
    """Where in the log each of the targets stands."""


def turns(
    grade: IntArray, study_days: IntArray, elapsed: FloatArray, rows: Iterable[IntArray]
) -> list[Turn]:
    """Lay the reviews of some cards out by turns.

    `rows` are those of each turn in the log, whose columns are `grade`, `study_days` and `elapsed`
    (since the card's review before, the one in study days, the other from moment to moment). Cards
    that still go on are always the first ones.
    """
    return [_turn(grade[among], study_days[among], elapsed[among], among) for among in rows]


def _turn(grade: IntArray, study_days: IntArray, elapsed: FloatArray, row: IntArray) -> Turn:
    targets = np.flatnonzero(study_days >= 1)
    return Turn(
        grade=grade,
        elapsed=elapsed,
        again=grade == 1,
        hard=np.flatnonzero(grade == 2),
        easy=np.flatnonzero(grade == 4),
        targets=targets,
        passed=grade[targets] > 1,
        row=row[targets],
    )


def log_recalls(batch: Iterable[Turn], weights: Weights | FloatArray) -> Iterator[FloatArray]:
    """Yield, for each turn, the logarithm of the recall expected before each of its targets.

    The arrays have the shape of the turn's `row`.
    """
    return (np.log(recall) for recall, _ in _replay(batch, weights))


def loss_and_gradient(
    batch: Sequence[Turn], weights: Weights | FloatArray, importance: FloatArray
) -> tuple[float, FloatArray]:
    """Return the cross-entropy of the targets, summed, and its gradient by the weights.

    Each review counts with its `importance`, an array over the log. The gradient has shape (34,).
    """
    loss = 0.0
    grad_weights = np.zeros(len(weights))
    steps = list[tuple[FloatArray, BackTurn]]()
    for turn, (recall, back) in zip(batch, _replay(batch, weights), strict=True):
        counts = importance[turn.row]
        given = np.where(turn.passed, recall, 1 - recall)
        loss -= float(counts @ np.log(given))
        steps.append((np.where(turn.passed, -counts, counts) / given, back))
    grads = np.zeros((3, len(batch[0].grade)))
    for turn, (grad_recall, back) in zip(reversed(batch), reversed(steps), strict=True):
        n = len(turn.grade)  # for the cards that ended before, all are still zero
        slow, fast, difficulty = grads[:, :n]
        grads[:, :n] = back(grad_recall, (slow, fast, difficulty), grad_weights)
    return loss, grad_weights


def _replay(
    batch: Iterable[Turn], weights: Weights | FloatArray
) -> Iterator[tuple[FloatArray, BackTurn]]:
    """Yield, for each turn, the recall before its targets, and the way back through it."""
    w = [float(weight) for weight in weights]
    later = iter(batch)
    states, back = _first(next(later), w)
    yield np.zeros(0), back
    for turn in later:
        slow, fast, difficulty = (state[: len(turn.grade)] for state in states)
        recall, states, back = _next(turn, (slow, fast, difficulty), w)
        yield recall, back


def _first(turn: Turn, w: Weights) -> tuple[States, BackTurn]:
    """S = w[G−1];  Sf = 0.8·S;  D = w4 − e^(w5·(G−1)) + 1."""
    index = turn.grade - 1
    slow = np.take(w[:4], index)
    exact = FAST_SHARE * slow
    fast = exact.clip(SHORTEST, LONGEST)
    unbounded = np.asarray(first_difficulty(turn.grade.astype(float), w, ARRAYS))
    difficulty = unbounded.clip(1.0, 10.0)

    def back(_: FloatArray, grads: States, grad_weights: FloatArray) -> States:
        by_slow = grads[0] + FAST_SHARE * grads[1] * (fast == exact)
        grad_weights[:4] += np.bincount(index, by_slow, 4)
        free = grads[2] * (difficulty == unbounded)
        grad_weights[4] += free.sum()
        grad_weights[5] -= free @ (index * np.exp(w[5] * index))
        return grads

    return (slow, fast, difficulty), back


def _next(turn: Turn, states: States, w: Weights) -> tuple[FloatArray, States, BackTurn]:
    """Return what one more review of every card leads to.

    That is the recall before the targets among them, the states after it, and the way back.
    """
    slow, fast, difficulty = states
    recall, by_fast, back_recall = _recall(turn.elapsed, states, w)
    slow_after, back_slow = _stability(turn, slow, difficulty, 1 - recall, w, 7)
    fast_own, back_fast = _stability(turn, fast, difficulty, 1 - by_fast, w, 15)
    ceiling = np.where(turn.again, FAST_SHARE * slow_after, np.inf)
    fast_after = np.minimum(fast_own, ceiling)
    moved, back_difficulty = _difficulty(turn, difficulty, recall, w)
    bounded = slow_after.clip(SHORTEST, LONGEST), fast_after.clip(SHORTEST, LONGEST), moved

    def back(grad_targets: FloatArray, grads: States, grad_weights: FloatArray) -> States:
        grad_slow = grads[0] * (bounded[0] == slow_after)
        grad_fast = grads[1] * (bounded[1] == fast_after)
        held = grad_fast * (fast_own > ceiling)
        of_slow = back_slow(grad_slow + FAST_SHARE * held, grad_weights)
        of_fast = back_fast(grad_fast - held, grad_weights)
        by_difficulty, grad_recall = back_difficulty(grads[2], grad_weights)
        grad_recall -= of_slow[2]
        grad_recall[turn.targets] += grad_targets
        through = back_recall(grad_recall, -of_fast[2], grad_weights)
        return (
            of_slow[0] + through[0],
            of_fast[0] + through[1],
            by_difficulty + of_slow[1] + of_fast[1] + through[2],
        )

    return recall[turn.targets], bounded, back


def _recall(
    elapsed: FloatArray, states: States, w: Weights
) -> tuple[FloatArray, FloatArray, BackRecall]:
    """R = p·Rf + (1−p)·Rs within the MARGIN, and Rf.

    p = a / (a+b),  a = w27·Sf^−w29,  b = w28·S^w30·e^((D−5)·(w31−0.5)).
    """
    slow, fast, difficulty = states
    log_slow, log_fast, hardness = np.log(slow), np.log(fast), difficulty - 5
    by_fast, back_fast = _fast_curve(elapsed, fast, log_fast, w)
    by_slow, back_slow = _slow_curve(elapsed, slow, hardness, w)
    of_fast = w[27] * np.exp(-w[29] * log_fast)
    of_slow = w[28] * np.exp(w[30] * log_slow + hardness * (w[31] - 0.5))
    share = of_fast / (of_fast + of_slow)
    recall = by_slow + share * (by_fast - by_slow)

    def back(grad: FloatArray, grad_fast: FloatArray, grad_weights: FloatArray) -> States:
        mixed = grad * (1 - 2 * MARGIN)
        by_odds = mixed * (by_fast - by_slow) * share * (1 - share)
        total = by_odds.sum()
        grad_weights[27] += total / w[27]
        grad_weights[28] -= total / w[28]
        grad_weights[29] -= by_odds @ log_fast
        grad_weights[30] -= by_odds @ log_slow
        grad_weights[31] -= by_odds @ hardness
        through_fast = back_fast(mixed * share + grad_fast, grad_weights)
        through_slow = back_slow(mixed * (1 - share), grad_weights)
        return (
            through_slow - w[30] * by_odds / slow,
            through_fast - w[29] * by_odds / fast,
            (0.3 - w[32]) * through_slow * slow - (w[31] - 0.5) * by_odds,
        )

    return recall * (1 - 2 * MARGIN) + MARGIN, by_fast, back


def _fast_curve(
    elapsed: FloatArray, fast: FloatArray, log_fast: FloatArray, w: Weights
) -> tuple[FloatArray, BackOne]:
    """Rf = u^df,  u = 1 + Ff·t/Sf,  Ff = w25^(1/df) − 1,  df = −w23·Sf^(w33−0.3)."""
    unbounded = w[23] * np.exp((w[33] - 0.3) * log_fast)
    decay = -unbounded.clip(0.01, 0.95)
    log_power = math.log(w[25]) / decay
    power = np.exp(np.minimum(log_power, 60.0))
    grown = (power - 1) * elapsed / fast
    log_u = np.log1p(grown)
    recall = np.exp(decay * log_u)

    def back(grad: FloatArray, grad_weights: FloatArray) -> FloatArray:
        by_log = grad * recall
        by_grown = by_log * decay * grown / (1 + grown)
        by_log_power = by_grown * power / (power - 1) * (log_power < 60.0)
        grad_weights[25] += (by_log_power / decay).sum() / w[25]
        by_decay = by_log * log_u - by_log_power * log_power / decay
        by_log_decay = by_decay * decay * (decay == -unbounded)
        grad_weights[23] += by_log_decay.sum() / w[23]
        grad_weights[33] += by_log_decay @ log_fast
        through: FloatArray = ((w[33] - 0.3) * by_log_decay - by_grown) / fast
        return through

    return recall, back


def _slow_curve(
    elapsed: FloatArray, slow: FloatArray, hardness: FloatArray, w: Weights
) -> tuple[FloatArray, BackOne]:
    """Rs = v^ds,  v = 1 + Fs·t/S,  Fs = (w26^(1/ds) − 1)·e^((D−5)·(w32−0.3)),  ds = −w24.

    Fs moves v as 1/S does, so that the gradient by S is enough for that by D.
    """
    decay = -min(max(w[24], 0.01), 0.95)
    power = w[26] ** (1 / decay)
    grown = (power - 1) * np.exp(hardness * (w[32] - 0.3)) * elapsed / slow
    log_v = np.log1p(grown)
    recall = np.exp(decay * log_v)

    def back(grad: FloatArray, grad_weights: FloatArray) -> FloatArray:
        by_log = grad * recall
        by_grown = by_log * decay * grown / (1 + grown)
        by_log_power = by_grown.sum() * power / (power - 1)
        grad_weights[24] -= by_log @ log_v - by_log_power * math.log(w[26]) / decay**2
        grad_weights[26] += by_log_power / (decay * w[26])
        grad_weights[32] += by_grown @ hardness
        through: FloatArray = -by_grown / slow
        return through

    return recall, back


def _stability(
    turn: Turn, x: FloatArray, d: FloatArray, forgotten: FloatArray, w: Weights, k: int
) -> tuple[FloatArray, BackStability]:
    """x' = max(x⁻, x + x·e^(w0−1.5)·(11−D)·x^−w1·(e^(w2·f)−1)·bonus),  after Again x⁻.

    x⁻ = min(x, w3·((x+1)^w4−1)·e^(w5·f)); the bonus is w6 for Hard, w7 for Easy. The eight weights
    are those from w_k on.
    """
    scale, power, surprise, lapse, lapse_power, lapse_surprise, hard, easy = w[k : k + 8]
    log_x, log_x1 = np.log(x), np.log1p(x)
    lapse_scale = lapse * np.exp(lapse_surprise * forgotten)
    grown = np.exp(lapse_power * log_x1)
    exact = lapse_scale * (grown - 1)
    is_free = exact < x
    failed = np.where(is_free, exact, x)
    most = (11 - d) * np.exp(scale - 1.5 + (1 - power) * log_x)
    surprised = np.exp(surprise * forgotten)
    bonus = np.ones_like(x)
    bonus[turn.hard], bonus[turn.easy] = hard, easy
    gain = most * (surprised - 1)
    passed = x + gain * bonus
    is_failed = turn.again | (failed > passed)

    def back(grad: FloatArray, grad_weights: FloatArray) -> States:
        of_failed = grad * is_failed
        of_passed = grad - of_failed
        free = of_failed * is_free
        by_log, by_grown = free * exact, free * lapse_scale * grown
        grad_weights[k + 3] += by_log.sum() / lapse
        grad_weights[k + 4] += by_grown @ log_x1
        grad_weights[k + 5] += by_log @ forgotten

        grad_weights[k + 6] += of_passed[turn.hard] @ gain[turn.hard]
        grad_weights[k + 7] += of_passed[turn.easy] @ gain[turn.easy]
        by_gain = of_passed * bonus
        by_most, by_surprised = by_gain * gain, by_gain * most * surprised
        grad_weights[k] += by_most.sum()
        grad_weights[k + 1] -= by_most @ log_x
        grad_weights[k + 2] += by_surprised @ forgotten
        by_x = of_failed - free + lapse_power * by_grown / (1 + x)
        return (
            by_x + of_passed + (1 - power) * by_most / x,
            -by_most / (11 - d),
            lapse_surprise * by_log + surprise * by_surprised,
        )

    return np.where(is_failed, failed, passed), back


def _difficulty(
    turn: Turn, d: FloatArray, recall: FloatArray, w: Weights
) -> tuple[FloatArray, BackDifficulty]:
    """D' = 0.01·D0(4) + 0.99·(D − w6·(G−3)·(10−D)/9), the push after Again times R + 0.1."""
    push = (3.0 - turn.grade) * np.where(turn.again, recall + 0.1, 1.0)
    room = (10 - d) / 9
    exact = 0.01 * first_difficulty(4, w) + 0.99 * (d + w[6] * push * room)
    bounded = exact.clip(1.0, 10.0)

    def back(grad: FloatArray, grad_weights: FloatArray) -> tuple[FloatArray, FloatArray]:
        free = grad * (bounded == exact)
        total = 0.01 * free.sum()
        grad_weights[4] += total
        grad_weights[5] -= total * 3 * math.exp(3 * w[5])
        free *= 0.99
        grad_weights[6] += free @ (push * room)
        return free * (1 - w[6] * push / 9), free * w[6] * room * 2 * turn.again

    return bounded, back
