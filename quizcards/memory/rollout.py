"""Which policy the plan follows for this learner: each is rehearsed to the day on the memory
believed in.

Rollouts of base policies: the best of them under the belief is followed, so that the plan is never
worse than the best fixed retention of the list as far as the belief is right.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from quizcards.memory.policy import (
    Belief,
    Cards,
    Outcomes,
    gains,
    keeping,
    outcomes,
    recall,
    settled,
)

Array = Any

RETENTIONS = (0.70, 0.78, 0.86, 0.94)
"""Beside the greedy policy, the fixed retentions that are tried."""
SAMPLE = 200
"""Cards of a rehearsal at most; time and new cards are cut in proportion."""


def choose(
    cards: Cards,
    day: int,
    by: int,
    seconds: float,
    new_per_day: float,
    belief: Belief,
    rng: np.random.Generator,
) -> Belief:
    """Return the belief with the policy that leads to most recall on day `by`, from `day` on with
    `seconds` a day.
    """
    recalls = rehearse(cards, day, by, seconds, new_per_day, belief, rng)
    return replace(belief, retention=(None, *RETENTIONS)[int(recalls.argmax())])


def rehearse(
    cards: Cards,
    day: int,
    by: int,
    seconds: float,
    new_per_day: float,
    belief: Belief,
    rng: np.random.Generator,
) -> Array:
    """Return the weighted recall on day `by` that each policy leads to: the greedy one, then the
    fixed retentions.

    All policies meet the same luck. What a card needs is not looked at.
    """
    n = len(cards.is_new)
    some = np.sort(rng.choice(n, min(n, SAMPLE), replace=False))
    rows = _rows(cards, some, 1 + len(RETENTIONS))
    share = len(some) / n
    spent, opened = np.zeros((len(rows.is_new), 1)), np.zeros((len(rows.is_new), 1))
    for k, today in enumerate(range(day, by), start=1):
        after = outcomes(rows, today, belief)
        gain, cost = gains(rows, today, by, belief, after)
        worth = np.concatenate(
            [
                (gain / cost)[:1],
                keeping(_part(rows, slice(1, None)), today, np.array(RETENTIONS)[:, None], belief),
            ]
        )
        rests = settled(rows, gain, today, by, belief)
        rests[1:] &= worth[1:] < 1  # not what is kept at a retention
        able = (worth > 0) & ~rests & (rows.is_new | (rows.last_day < today))
        # what is left over stays for the days after: a sample's day is too short to be spent to the
        # second
        chosen = _take(
            worth,
            cost,
            able,
            rows.is_new,
            share * seconds * k - spent,
            share * new_per_day * k - opened,
        )
        spent += (cost * chosen).sum(axis=1, keepdims=True)
        opened += (rows.is_new & chosen).sum(axis=1, keepdims=True)
        rows = _answered(rows, chosen, rng.random(len(some)) < after.passing, after, today)
    return (rows.weight * recall(rows, by, belief)).sum(axis=1) / rows.weight.sum(axis=1)


def _rows(cards: Cards, some: Array, policies: int) -> Cards:
    """Return some cards as arrays of shape (policies, cards), one row for each policy."""

    def repeated(values: Array) -> Array:
        return np.tile(np.asarray(values)[some], (policies, 1))

    arrays = {name: repeated(getattr(cards, name)) for name in vars(cards) if name != "needs"}
    return Cards(needs=(), **arrays)


def _part(rows: Cards, which: slice) -> Cards:
    return Cards(
        needs=(), **{name: values[which] for name, values in vars(rows).items() if name != "needs"}
    )


def _take(
    worth: Array, cost: Array, able: Array, is_new: Array, seconds: Array, new_left: Array
) -> Array:
    """Say which cards each policy asks: the worthiest first, while they fit into its seconds and
    its new cards.
    """
    order = np.argsort(np.where(able, -worth, np.inf), axis=1, kind="stable")
    able, new, cost = (np.take_along_axis(values, order, axis=1) for values in (able, is_new, cost))
    able &= ~new | (np.cumsum(new & able, axis=1) <= new_left)
    able &= np.cumsum(np.where(able, cost, 0.0), axis=1) <= seconds
    chosen = np.zeros_like(able)
    np.put_along_axis(chosen, order, able, axis=1)
    return chosen


def _answered(rows: Cards, chosen: Array, passed: Array, after: Outcomes, day: int) -> Cards:
    """Return the cards after the chosen ones were asked; `passed` says which would be recalled."""
    stability, difficulty = (
        np.where(chosen, np.where(passed, good, bad), before)
        for good, bad, before in zip(
            after.passed, after.failed, (rows.stability, rows.difficulty), strict=True
        )
    )
    last_day = np.where(chosen, day, rows.last_day)
    return replace(
        rows,
        stability=stability,
        difficulty=difficulty,
        last_day=last_day,
        is_new=rows.is_new & ~chosen,
    )
