"""Logs of learners whose memory is known: they follow FSRS-6 with weights of their own. Used by tests and by bench/fit.py."""

from __future__ import annotations

from typing import Any

import numpy as np

from quizcards.memory import fsrs
from quizcards.memory.fit import SPREAD
from quizcards.memory.schedule import IN_REVIEW, Scheduler, review
from quizcards.model import Memory

WHOLE = {"step", "interval", "due_day", "last_day", "first_day", "reps", "lapses"}
FIELDS = ("stability", "difficulty", "due_at", *sorted(WHOLE))


def learner(seed: int, spread: float = 0.5) -> Any:
    """Return weights off the defaults by so many times their spread among learners; the first four by factors."""
    chance = np.random.default_rng(seed)
    weights = np.array(fsrs.DEFAULT_WEIGHTS) + spread * SPREAD * chance.normal(size=21)
    weights[:4] = np.sort(fsrs.DEFAULT_WEIGHTS[:4] * np.exp(spread * chance.normal(size=4)))
    return weights.clip(fsrs.LOWER_BOUNDS, fsrs.UPPER_BOUNDS)


def simulated_log(weights: Any, cards: int, reviews: int, seed: int) -> tuple[Any, Any, Any]:
    """Return card, grade and study day of so many reviews, in time order.

    Every day some new cards come, and of those due (retention 0.9) one in seven is put off; a card in its steps is mostly
    asked again on the same day, up to four times in all.
    """
    chance, scheduler = np.random.default_rng(seed), Scheduler(weights=tuple(map(float, weights)))
    state: dict[str, Any] = {name: np.zeros(cards, dtype=np.int64 if name in WHOLE else float) for name in FIELDS}
    seeds, parts, day, total = chance.random(cards), [], 0, 0
    while total < reviews:
        day += 1
        is_due = np.where(state["step"] == IN_REVIEW, state["due_day"] <= day, True)
        asked = (state["reps"] > 0) & is_due & (chance.random(cards) < 6 / 7)
        fresh = np.flatnonzero(state["reps"] == 0)[: max(1, cards // 200)]
        who = chance.permutation(np.concatenate([np.flatnonzero(asked), fresh]))
        for turn in range(4):
            memory = Memory(seeds[who], **{name: values[who] for name, values in state.items()})
            grade = _grades(memory, day, weights, chance)
            days = np.full(len(who), day)
            after = review(memory, grade, days * 86_400.0 + turn * 900, days, scheduler, np)
            for name, values in state.items():
                values[who] = getattr(after, name)
            parts.append((who, grade, days))
            total += len(who)
            who = who[(state["step"][who] != IN_REVIEW) & (chance.random(len(who)) < 0.95)]
    card, grade, day_of = (np.concatenate(columns)[:reviews] for columns in zip(*parts, strict=True))
    return card, grade, day_of


def _grades(memory: Memory, day: int, weights: Any, chance: np.random.Generator) -> Any:
    elapsed = day - memory.last_day
    recall = fsrs.retrievability(elapsed, np.maximum(memory.stability, fsrs.MIN_STABILITY), weights)
    recall = np.where(memory.reps == 0, 0.7, np.where(elapsed < 1, 0.9, recall))
    passed = chance.random(len(recall)) < recall
    return np.where(passed, chance.choice((2, 3, 4), len(recall), p=(0.1, 0.75, 0.15)), 1)
