"""The loss of a log under FSRS-6, and its gradient by hand: backpropagation through every card's
recurrence.

`fsrs.py` has the formulas for one answer. Here they stand once more, each beside its slopes: a
function returns its values and `back`, which takes the slopes of the loss with respect to those
values, adds what they mean for the weights to `slopes`, and returns what they mean for the
arguments. Where a bound holds a value, nothing flows back through it.

The k-th answers of many cards are one array operation: forward in time for the states, backward for
the slopes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizcards.memory.fsrs import MAX_STABILITY, MIN_STABILITY, curve, first_difficulty

Back = Callable[..., Any]


@dataclass(frozen=True)
class Answers:
    """The k-th answers of n cards: what of them no weight changes.

    Arrays, the cards in the order of their states.
    """

    lean: Any
    """The grade less 3, as the formulas have it."""
    same_day: Any
    """Which of the cards were asked on the same day as the time before."""
    same_day_lean: Any
    later: Any
    """Which were asked on a later day, those that passed first."""
    passed: int
    """How many of `later` passed."""
    hard: Any
    """Where in `later` an answer was Hard."""
    easy: Any
    elapsed: Any
    """Study days since the time before, for each of `later`."""
    row: Any
    """Where in the log each of `later` stands."""


def lay_out(grade: Any, elapsed: Any, rows: Any, starts: Any, counts: Any) -> list[Answers]:
    """Lay the answers of some cards out by turns.

    Card i has the answers rows[starts[i]] .. rows[starts[i] + counts[i] - 1] of the log, whose
    columns are `grade` and `elapsed`. The cards come with the longest history first: those that
    still go on are always the first ones.
    """
    turns = []
    for turn in range(counts[0]):
        row = rows[starts[: np.count_nonzero(counts > turn)] + turn]
        grades, is_later = grade[row], elapsed[row] >= 1
        passes, lapses = (
            np.flatnonzero(is_later & (grades > 1)),
            np.flatnonzero(is_later & (grades == 1)),
        )
        hard, easy = np.flatnonzero(grades[passes] == 2), np.flatnonzero(grades[passes] == 4)
        later = np.concatenate([passes, lapses])
        row = row[later]
        days, lean, same_day = elapsed[row].astype(float), grades - 3.0, np.flatnonzero(~is_later)
        turns.append(
            Answers(lean, same_day, lean[same_day], later, len(passes), hard, easy, days, row)
        )
    return turns


def log_recalls(turns: Iterable[Answers], weights: Any) -> Iterator[Any]:
    """Yield, for each turn, the logarithm of the recall expected before each of its answers on a
    later day.
    """
    return (log_recall for log_recall, _ in _replay(turns, weights))


def loss_and_gradient(turns: Sequence[Answers], weights: Any, importance: Any) -> tuple[float, Any]:
    """Return the cross-entropy of the answers on later days, summed, and its gradient with respect
    to the weights.

    Each answer counts with its `importance`, an array over the log.
    """
    loss, slopes, steps = 0.0, np.zeros(len(weights)), []
    for answers, (log_recall, back) in zip(turns, _replay(turns, weights), strict=True):
        m, counts = answers.passed, importance[answers.row]
        recall = np.exp(log_recall[m:])
        loss -= float(counts[:m] @ log_recall[:m] + counts[m:] @ np.log1p(-recall))
        steps.append((np.concatenate([-counts[:m], counts[m:] * recall / (1 - recall)]), back))
    of_stability, of_difficulty = np.zeros((2, len(turns[0].lean)))
    for answers, (of_recall, back) in zip(reversed(turns), reversed(steps), strict=True):
        n = len(answers.lean)  # of the cards that ended before, the last slopes are still zero
        of_stability[:n], of_difficulty[:n] = back(
            of_recall, of_stability[:n], of_difficulty[:n], slopes
        )
    return loss, slopes


def _replay(turns: Iterable[Answers], weights: Any) -> Iterator[tuple[Any, Back]]:
    """Yield, for each turn, the log of the recall before it, and the way back through it."""
    w, later = [float(weight) for weight in weights], iter(turns)
    stability, difficulty, back = _first(next(later).lean, w)
    yield np.zeros(0), back
    for answers in later:
        n = len(answers.lean)
        log_recall, stability, difficulty, back = _next(answers, stability[:n], difficulty[:n], w)
        yield log_recall, back


def _first(lean: Any, w: Any) -> tuple[Any, Any, Back]:
    """S = w[G−1];  D = w4 − e^(w5·(G−1)) + 1."""
    grade = lean.astype(int) + 3
    difficulty = first_difficulty(grade, w, np)
    bounded = difficulty.clip(1.0, 10.0)

    def back(_: Any, from_stability: Any, from_difficulty: Any, slopes: Any) -> tuple[Any, Any]:
        slopes[:4] += np.bincount(grade - 1, from_stability, 4)
        moves = from_difficulty * (bounded == difficulty)
        slopes[4] += moves.sum()
        slopes[5] -= moves @ ((grade - 1) * np.exp(w[5] * (grade - 1)))
        return from_stability, from_difficulty

    return np.take(w[:4], grade - 1), bounded, back


def _next(answers: Answers, stability: Any, difficulty: Any, w: Any) -> tuple[Any, Any, Any, Back]:
    """One more answer of every card: the log of its recall before, its stability and its difficulty
    after.
    """
    m, later, same_day = answers.passed, answers.later, answers.same_day
    passes, lapses = later[:m], later[m:]
    s, d = stability[later], difficulty[later]
    log_recall, back_recall = _recall(answers.elapsed, s, w)
    recall = np.exp(log_recall)
    after = np.empty_like(stability)
    after[passes], back_passed = _passed(s[:m], d[:m], recall[:m], answers.hard, answers.easy, w)
    after[lapses], back_lapsed = _lapsed(s[m:], d[m:], recall[m:], w)
    after[same_day], back_same_day = _same_day(stability[same_day], answers.same_day_lean, w)
    bounded = after.clip(MIN_STABILITY, MAX_STABILITY)
    moved, back_difficulty = _difficulty(difficulty, answers.lean, w)

    def back(
        from_recall: Any, from_stability: Any, from_difficulty: Any, slopes: Any
    ) -> tuple[Any, Any]:
        moves = from_stability * (bounded == after)
        to_stability, to_difficulty = (
            np.empty_like(stability),
            back_difficulty(from_difficulty, slopes),
        )
        of_passes, of_lapses = (
            back_passed(moves[passes], slopes),
            back_lapsed(moves[lapses], slopes),
        )
        s, d, r = map(np.concatenate, zip(of_passes, of_lapses, strict=True))
        to_stability[later] = s + back_recall(from_recall + r * recall, slopes)
        to_stability[same_day] = back_same_day(moves[same_day], slopes)
        to_difficulty[later] += d
        return to_stability, to_difficulty

    return log_recall, bounded, moved, back


def _recall(elapsed: Any, stability: Any, w: Any) -> tuple[Any, Back]:
    """log R = decay · log u,  u = 1 + factor·t/S,  decay = −w20,  factor = 0.9^(1/decay) − 1."""
    decay, factor = curve(w)
    grown = factor * elapsed / stability
    log_u = np.log1p(grown)
    factor_by_w20 = (factor + 1) * math.log(0.9) / decay**2

    def back(slope: Any, slopes: Any) -> Any:
        by_u = slope * decay / (1 + grown)
        slopes[20] += by_u @ grown * (factor_by_w20 / factor) - slope @ log_u
        return -by_u * grown / stability

    return decay * log_u, back


def _passed(s: Any, d: Any, recall: Any, hard: Any, easy: Any, w: Any) -> tuple[Any, Back]:
    """S' = S + S · e^w8 · (11−D) · S^−w9 · (e^(w10·(1−R)) − 1) · bonus, the bonus w15 for Hard and
    w16 for Easy.
    """
    log_s = np.log(s)
    scale = np.exp(w[8] + (1 - w[9]) * log_s) * (11 - d)
    surprise = np.exp(w[10] * (1 - recall))
    bonus = np.ones_like(s)
    bonus[hard], bonus[easy] = w[15], w[16]
    plain = scale * (surprise - 1)

    def back(slope: Any, slopes: Any) -> tuple[Any, Any, Any]:
        by_plain = slope * bonus
        gained = by_plain * plain
        by_forgotten = by_plain * scale * surprise
        slopes[8] += gained.sum()
        slopes[9] -= gained @ log_s
        slopes[10] += by_forgotten @ (1 - recall)
        slopes[15] += slope[hard] @ plain[hard]
        slopes[16] += slope[easy] @ plain[easy]
        return slope + (1 - w[9]) * gained / s, -gained / (11 - d), -w[10] * by_forgotten

    return s + plain * bonus, back


def _lapsed(s: Any, d: Any, recall: Any, w: Any) -> tuple[Any, Back]:
    """S' = w11 · D^−w12 · ((S+1)^w13 − 1) · e^(w14·(1−R)), at most S / e^(w17·w18)."""
    log_d, log_s1 = np.log(d), np.log1p(s)
    scale = w[11] * np.exp(w[14] * (1 - recall) - w[12] * log_d)
    power = np.exp(w[13] * log_s1)
    exact = scale * (power - 1)
    share = math.exp(-w[17] * w[18])
    is_free = exact < s * share

    def back(slope: Any, slopes: Any) -> tuple[Any, Any, Any]:
        free = slope * is_free
        held = slope - free
        by_log, by_power = free * exact, free * scale * power
        slopes[11] += by_log.sum() / w[11]
        slopes[12] -= by_log @ log_d
        slopes[13] += by_power @ log_s1
        slopes[14] += by_log @ (1 - recall)
        by_share = held @ s * share
        slopes[17] -= by_share * w[18]
        slopes[18] -= by_share * w[17]
        return held * share + w[13] * by_power / (s + 1), -w[12] * by_log / d, -w[14] * by_log

    return np.where(is_free, exact, s * share), back


def _same_day(s: Any, lean: Any, w: Any) -> tuple[Any, Back]:
    """S' = S · e^(w17·(G−3+w18)) · S^−w19, on a pass at least S."""
    log_s = np.log(s)
    log_increase = w[17] * lean + w[17] * w[18] - w[19] * log_s
    is_free = (lean < -1) | (log_increase > 0)
    after = s * np.exp(log_increase * is_free)

    def back(slope: Any, slopes: Any) -> Any:
        by_log = slope * after * is_free
        total = by_log.sum()
        slopes[17] += by_log @ lean + total * w[18]
        slopes[18] += total * w[17]
        slopes[19] -= by_log @ log_s
        return (slope * after - w[19] * by_log) / s

    return after, back


def _difficulty(d: Any, lean: Any, w: Any) -> tuple[Any, Back]:
    """D' = w7 · D0(4) + (1−w7) · (D − w6·(G−3)·(10−D)/9)."""
    easy = first_difficulty(4, w)
    push = lean * (w[6] / 9)
    moved = d - push * (10 - d)
    exact = w[7] * easy + (1 - w[7]) * moved
    bounded = exact.clip(1.0, 10.0)

    def back(slope: Any, slopes: Any) -> Any:
        free = slope * (bounded == exact)
        total = free.sum()
        slopes[4] += total * w[7]
        slopes[5] -= total * w[7] * 3 * math.exp(3 * w[5])
        slopes[6] += (1 - w[7]) * (free @ (moved - d)) / w[6]
        slopes[7] += total * easy - free @ moved
        return free * (1 - w[7]) * (1 + push)

    return bounded, back
