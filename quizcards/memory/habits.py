"""Which grades a learner gives, and how many answers the steps of a day take by that.

Learnt from the log, drawn towards the usual ones while that is short.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizcards.memory.schedule import IN_REVIEW, StepTable, next_step
from quizcards.model import Reviews

SORTS = ("new", "pass", "fail", "step")
"""Sorts of answers: the first ever, recalled, not recalled, and again on the same day."""
USUAL_FIRST = (0.24, 0.094, 0.495, 0.171)
USUAL_PASSES = (0.224, 0.631, 0.145)
"""Shares of Again to Easy at the first answer, and of Hard to Easy among later passes: the defaults
of fsrs-rs 6.6.
"""
USUAL_STEPS = (0.143, 0.098, 0.703, 0.056)
"""Shares of Again to Easy at an answer in a step: the transitions between learning steps that are
the defaults of fsrs-rs 6.6, weighted by USUAL_FIRST.
"""
TRUST = 10
"""The usual shares count as much as this many of the learner's own answers: people differ in them
by some 0.15, which is what ten answers leave open.
"""


@dataclass(frozen=True)
class Habits:
    """Which grades the learner gives, as shares that sum to 1."""

    first: tuple[float, ...] = USUAL_FIRST
    """Again to Easy at a first answer."""
    passes: tuple[float, ...] = USUAL_PASSES
    """Hard to Easy to a card that was recalled."""
    steps: tuple[float, ...] = USUAL_STEPS
    """Again to Easy to a card that was asked on the same day before."""


def habits(reviews: Reviews) -> Habits:
    """Return which grades a learner gives, drawn towards the usual ones while the log is short."""
    first = [TRUST * share for share in USUAL_FIRST]
    passes = [TRUST * share for share in USUAL_PASSES]
    steps = [TRUST * share for share in USUAL_STEPS]
    for sort, grade in zip(sorts(reviews), reviews.grade, strict=True):
        if sort == "new":
            first[grade - 1] += 1
        elif sort == "step":
            steps[grade - 1] += 1
        elif sort == "pass":
            passes[grade - 2] += 1
    return Habits(_shares(first), _shares(passes), _shares(steps))


def sorts(reviews: Reviews) -> Iterator[str]:
    """Yield of each answer which of SORTS it is."""
    last_day = dict(reviews.before)
    for card, life, grade, day in zip(
        reviews.card, reviews.life, reviews.grade, reviews.day, strict=True
    ):
        before = last_day.get((card, life))
        last_day[card, life] = day
        if before is None:
            yield "new"
        elif before == day:
            yield "step"
        else:
            yield "pass" if grade > 1 else "fail"


def step_answers(table: StepTable, shares: tuple[float, ...]) -> tuple[float, ...]:
    """Return how many answers are to be expected from each step until a card leaves the steps.

    `shares` are those of Again to Easy at an answer in a step. Easy leaves them at once.

    >>> from quizcards.memory.schedule import step_table
    >>> step_answers(step_table((1.0, 10.0), (10.0,)), (0.0, 0.0, 1.0, 0.0))  # Good each time
    (2.0, 1.0, 1.0)
    """
    again, hard, good, _ = shares
    last = len(table.good) - 1
    counts = [0.0] * (last + 1)
    for start, end in ((0, table.relearning - 1), (table.relearning, last)):
        # from step i it takes fixed[i] answers, and again_share[i] times those from the first step
        fixed, from_start = 0.0, 0.0
        of_steps = []
        for _ in range(start, end + 1):
            fixed = (1 + good * fixed) / (1 - hard)
            from_start = (again + good * from_start) / (1 - hard)
            of_steps.append((fixed, from_start))
        at_start = fixed / (1 - from_start)
        for step, (own, share) in zip(range(end, start - 1, -1), of_steps, strict=True):
            counts[step] = own + share * at_start
    return tuple(counts)


def answers_after(
    grades: tuple[float, ...], step: int, table: StepTable, counts: tuple[float, ...]
) -> float:
    """Return how many answers are to be expected on the same day after one at `step`.

    `grades` are the shares of Again to Easy at that answer, `counts` what `step_answers` gives.
    """
    after = 0.0
    for grade, share in enumerate(grades, start=1):
        reached = next_step(step, grade, table)
        if reached != IN_REVIEW:
            after += share * counts[reached]
    return after


def _shares(counts: list[float]) -> tuple[float, ...]:
    return tuple(count / sum(counts) for count in counts)
