"""Logs of learners whose memory is known: they follow a model with weights of their own.

Used by tests and by bench/fit.py.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from quizcards.memory import fit7, fsrs, fsrs7
from quizcards.memory.arrays import ARRAYS, FloatArray, IntArray, MemoryColumns, new_columns
from quizcards.memory.fit import SPREAD
from quizcards.memory.schedule import IN_REVIEW, Scheduler, review


def learner(seed: int, spread: float = 0.5) -> FloatArray:
    """Return weights off the defaults by so many times their spread among learners.

    The first four are off by factors.
    """
    chance = np.random.default_rng(seed)
    weights = np.array(fsrs.DEFAULT_WEIGHTS) + spread * SPREAD * chance.normal(size=21)
    weights[:4] = np.sort(fsrs.DEFAULT_WEIGHTS[:4] * np.exp(spread * chance.normal(size=4)))
    found: FloatArray = weights.clip(fsrs.LOWER_BOUNDS, fsrs.UPPER_BOUNDS)
    return found


def learner7(seed: int, spread: float = 0.5) -> FloatArray:
    """Return the same of FSRS-7."""
    chance = np.random.default_rng(seed)
    weights = np.array(fsrs7.DEFAULT_WEIGHTS)
    weights[4:] += spread * fit7.SPREAD[4:] * chance.normal(size=30)
    weights[:4] *= np.exp(spread * chance.normal())
    return np.array(fsrs7.bounded(weights.tolist()))


def simulated_log(
    weights: FloatArray, cards: int, reviews: int, seed: int
) -> tuple[IntArray, IntArray, IntArray]:
    """Return card, grade and study day of so many reviews, in time order.

    The learner remembers by `weights`, of FSRS-6 or FSRS-7; the cards come as the default weights
    of FSRS-6 have it (retention 0.9), which is how a log looks before its first fit. Every day some
    new cards come, and of those due one in seven is put off; a card in its steps is mostly asked
    again on the same day, up to four times in all.
    """
    chance = np.random.default_rng(seed)
    own = tuple(map(float, weights))
    learns = Scheduler(weights=own)
    if len(own) == len(fsrs7.DEFAULT_WEIGHTS):
        learns = Scheduler(model="fsrs-7", weights_fsrs7=own)
    planned, true = _Cards(cards, Scheduler(), chance), _Cards(cards, learns, chance)
    parts, day, total = [], 0, 0
    while total < reviews:
        day += 1
        step, reps = planned.memory.step, planned.memory.reps
        is_due = np.where(step == IN_REVIEW, planned.memory.due_day <= day, True)
        asked = (reps > 0) & is_due & (chance.random(cards) < 6 / 7)
        fresh = np.flatnonzero(reps == 0)[: max(1, cards // 200)]
        who = chance.permutation(np.concatenate([np.flatnonzero(asked), fresh]))
        for _ in range(4):
            grade = _grades(true.memory[who], day, learns, chance)
            for one in (planned, true):
                one.answer(who, grade, day)
            parts.append((who, grade, np.full(len(who), day)))
            total += len(who)
            who = who[(step[who] != IN_REVIEW) & (chance.random(len(who)) < 0.95)]
    card, grade, day_of = (
        np.concatenate(columns)[:reviews] for columns in zip(*parts, strict=True)
    )
    return card, grade, day_of


class _Cards:
    """The memory of many cards under a scheduler."""

    def __init__(self, cards: int, scheduler: Scheduler, chance: np.random.Generator) -> None:
        self.scheduler = scheduler
        self.memory = new_columns(chance.random(cards))

    def answer(self, who: IntArray, grade: IntArray, day: int) -> None:
        days = np.full(len(who), day)
        before = self.memory[who]
        after = review(before, grade, days * 86_400.0, days, self.scheduler, ARRAYS)
        self.memory.put(who, after)


def _grades(
    memory: MemoryColumns, day: int, scheduler: Scheduler, chance: np.random.Generator
) -> IntArray:
    elapsed = (day - memory.last_day).astype(float)
    some = fsrs.MIN_STABILITY  # new cards have none, and are recalled otherwise
    memory = replace(
        memory,
        stability=np.maximum(memory.stability, some),
        slow=np.maximum(memory.slow, some),
        fast=np.maximum(memory.fast, some),
    )
    recall = scheduler.memory.recall(memory, elapsed, ARRAYS)
    recall = np.where(memory.reps == 0, 0.7, np.where(elapsed < 1, 0.9, recall))
    passed = chance.random(len(recall)) < recall
    return np.where(passed, chance.choice((2, 3, 4), len(recall), p=(0.1, 0.75, 0.15)), 1)
