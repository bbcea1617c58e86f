"""Logs of learners of any law of memory, asked by the program's scheduler on the default weights.

That is how a log looks before its first fit. Retention is 0.9 and a card is learnt in one step;
each day some new cards come, and of those due one in seven is put off. A card that is not recalled
is passed on the same day. Every other learner answers with two buttons, Again and Good; of the
passes of the rest, more are Hard the weaker the memory was, and more Easy the stronger.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from bench.learners import Learners
from quizcards.memory.arrays import ARRAYS, BoolArray, FloatArray, IntArray, new_columns
from quizcards.memory.schedule import Scheduler, review

ANSWERS_A_CARD, DAYS_OF_NEW = 12, 40
"""A log of n answers is about n / 12 cards, which come evenly over the first forty days."""

Log: TypeAlias = tuple[IntArray, IntArray, IntArray]
"""Card, grade and study day of each answer, in time order."""


def logs(law: type[Learners], seeds: Sequence[int], answers: int) -> list[Log]:
    """Return the log of each learner, of so many answers."""
    cards = answers // ANSWERS_A_CARD
    chances = [np.random.default_rng([seed, 19]) for seed in seeds]
    who = law(seeds, cards)
    scheduler = Scheduler(learning_steps=(10.0,))
    memory = new_columns(np.concatenate([chance.random(cards) for chance in chances]))
    has_four_buttons = np.array(seeds)[:, None] % 2 == 1
    parts, day, least = [list[Log]() for _ in seeds], 0, 0
    totals = np.zeros(len(seeds), dtype=int)
    while least < answers:
        day += 1
        lucks = np.array([chance.random((3, cards)) for chance in chances]).swapaxes(0, 1)
        came = np.arange(cards) < cards * day / DAYS_OF_NEW
        is_due = memory.due_day.reshape(who.seen.shape) <= day
        chosen = np.where(who.seen, is_due & (lucks[0] < 6 / 7), came)
        recall = np.where(who.seen, who.recall(day), who.first)
        passed = lucks[1] < recall
        grade = np.where(has_four_buttons, graded(recall, passed, lucks[2]), np.where(passed, 3, 1))
        who.ask(day, chosen, passed)
        lapsed = chosen & ~passed
        for asked, given in ((chosen, grade), (lapsed, np.full(grade.shape, 3))):
            rows = np.flatnonzero(asked)
            days = np.full(len(rows), day)
            memory.put(
                rows,
                review(memory[rows], given.ravel()[rows], days * 86400.0, days, scheduler, ARRAYS),
            )
            for i, part in enumerate(parts):
                which = chances[i].permutation(np.flatnonzero(asked[i]))
                part.append((which, given[i, which], np.full(len(which), day)))
            totals += asked.sum(axis=1)
        least = totals.min()
    found = []
    for part in parts:
        card, grade, days = (np.concatenate(c)[:answers] for c in zip(*part, strict=True))
        found.append((card, grade, days))
    return found


def graded(recall: FloatArray, passed: BoolArray, luck: FloatArray) -> IntArray:
    """Return the grades of a learner with four buttons."""
    hard, easy = 0.02 + 0.4 * (1 - recall), 0.3 * recall**4
    of_pass = np.where(luck < hard, 2, np.where(luck > 1 - easy, 4, 3))
    return np.where(passed, of_pass, 1)
