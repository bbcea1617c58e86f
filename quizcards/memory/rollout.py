"""Which policy the plan follows: rollouts of base policies to the day, on the memory believed in.

The best of them under the belief is followed, so that the plan is never worse than the best fixed
retention of the list as far as the belief is right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from quizcards.memory.arrays import BoolArray, FloatArray, IntArray
from quizcards.memory.policy import (
    Belief,
    Cards,
    expected_gain,
    gains_little,
    greedy_priority,
    outcomes,
    recall,
    retention_priority,
    with_outcomes,
)

RETENTIONS = (0.70, 0.78, 0.86, 0.94)
"""Beside the greedy policy, the fixed retentions that are tried."""
SAMPLE = 200
"""Cards of a rollout at most; time and new cards are cut in proportion."""
_ARRAYS = [name for name in Cards.__dataclass_fields__ if name != "needs"]


def best_policy(
    cards: Cards,
    day: int,
    by: int,
    seconds: float,
    new_per_day: float,
    belief: Belief,
    seed: int | Sequence[int],
) -> Belief:
    """Return the belief with the retention that leads to most recall on day `by`.

    From `day` on every day has `seconds`; the same `seed` gives the same policy.
    """
    recalls = rollout(cards, day, by, seconds, new_per_day, belief, seed)
    return replace(belief, retention=(None, *RETENTIONS)[int(recalls.argmax())])


def depends_on(
    cards: Cards, day: int, by: int, seconds: float, new_per_day: float, belief: Belief
) -> str:
    """Return a digest of what the best policy depends on: with the same one it is the same."""
    digest = hashlib.sha256(repr((day, by, seconds, new_per_day, belief)).encode())
    for name in _ARRAYS:
        digest.update(getattr(cards, name).tobytes())
    return digest.hexdigest()


def rollout(
    cards: Cards,
    day: int,
    by: int,
    seconds: float,
    new_per_day: float,
    belief: Belief,
    seed: int | Sequence[int],
) -> FloatArray:
    """Return the weighted recall on day `by` that each policy leads to, of shape (policies,).

    The greedy policy comes first, then those of RETENTIONS. All of them meet the same luck.
    Prerequisites are ignored.
    """
    rng = np.random.default_rng(seed)
    n = len(cards.is_new)
    sample = np.sort(rng.choice(n, min(n, SAMPLE), replace=False))
    share = len(sample) / n
    # from here on arrays have the shape (policies, cards), or (policies, 1) where they are sums
    rows = _repeated(cards, sample, 1 + len(RETENTIONS))
    spent = np.zeros((len(rows.is_new), 1))
    opened = np.zeros((len(rows.is_new), 1))
    for k, today in enumerate(range(day, by), start=1):
        after = outcomes(rows, today, belief)
        gain, cost = expected_gain(rows, today, by, belief, after)
        is_idle = gains_little(rows, gain, today, by, belief)
        greedy = greedy_priority(rows, gain, cost, seconds)[:1]
        at_retentions = retention_priority(
            _policies(rows, slice(1, None)), today, np.array(RETENTIONS)[:, None], belief
        )
        priority = np.concatenate([greedy, at_retentions])
        is_idle[1:] &= at_retentions < 1  # not what is kept at a retention
        is_open = rows.is_new | (rows.last_day < today)
        # what is left over stays for the days after: a sample's day is too short to be spent to the
        # second
        seconds_left = share * seconds * k - spent
        new_left = share * new_per_day * k - opened
        useful = (priority > 0) & ~is_idle & is_open
        chosen = _choose(priority, cost, useful, rows.is_new, seconds_left, new_left)
        spent += (cost * chosen).sum(axis=1, keepdims=True)
        opened += (rows.is_new & chosen).sum(axis=1, keepdims=True)
        passed = rng.random(len(sample)) < after.passing
        rows = with_outcomes(rows, chosen, passed, after, today)
    recalls: FloatArray = np.average(recall(rows, by, belief), axis=1, weights=rows.weight)
    return recalls


def _repeated(cards: Cards, sample: IntArray, policies: int) -> Cards:
    """Return a sample of the cards as arrays of shape (policies, cards), one row a policy."""
    arrays = {name: np.tile(getattr(cards, name)[sample], (policies, 1)) for name in _ARRAYS}
    return Cards(needs=(), **arrays)


def _policies(rows: Cards, which: slice) -> Cards:
    """Return the rows of some policies."""
    return Cards(needs=(), **{name: getattr(rows, name)[which] for name in _ARRAYS})


def _choose(
    priority: FloatArray,
    cost: FloatArray,
    useful: BoolArray,
    is_new: BoolArray,
    seconds: FloatArray,
    new_left: FloatArray,
) -> BoolArray:
    """Say which cards each policy asks: those of the highest priority that fit.

    They fit into its `seconds` and its `new_left` new cards, each of shape (policies, 1).
    """
    order = np.argsort(np.where(useful, -priority, np.inf), axis=1, kind="stable")
    fits = np.take_along_axis(useful, order, axis=1)
    new = np.take_along_axis(is_new, order, axis=1)
    fits &= ~new | (np.cumsum(new & fits, axis=1) <= new_left)
    costs = np.where(fits, np.take_along_axis(cost, order, axis=1), 0.0)
    fits &= np.cumsum(costs, axis=1) <= seconds
    chosen = np.zeros_like(fits)
    np.put_along_axis(chosen, order, fits, axis=1)
    return chosen
