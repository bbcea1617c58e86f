"""Which policy the plan follows: rollouts of base policies to the day, on the memories believed in.

The best of them in the mean over these is followed, so that the plan is never worse than the best
fixed retention of the list, nor than going round all cards, as far as the belief is right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from quizcards.memory.arrays import BoolArray, FloatArray, IntArray
from quizcards.memory.policy import (
    GREEDY,
    ROUND_ROBIN,
    Belief,
    Cards,
    expected_gain,
    outcomes,
    preferred,
    recall,
    with_outcomes,
)

RETENTIONS = (0.70, 0.78, 0.86, 0.94)
POLICIES: tuple[str | float, ...] = (GREEDY, ROUND_ROBIN, *RETENTIONS)
"""Those that are tried."""
SAMPLE = 100
"""Cards of a rollout at most; time and new cards are cut in proportion."""
_ARRAYS = [name for name in Cards.__dataclass_fields__ if name != "needs"]


def best_policy(
    cards: Cards,
    day: int,
    by: int,
    seconds: float | Sequence[float],
    new_per_day: float,
    belief: Belief,
    seed: int | Sequence[int],
) -> Belief:
    """Return the belief with the policy that leads to most recall on day `by`.

    From `day` on every day has `seconds`, one number or one for each; the same `seed` gives the
    same policy.
    """
    recalls = rollout(cards, day, by, seconds, new_per_day, belief, seed)
    return replace(belief, follows=POLICIES[int(recalls.argmax())])


def depends_on(
    cards: Cards,
    day: int,
    by: int,
    seconds: float | Sequence[float],
    new_per_day: float,
    belief: Belief,
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
    seconds: float | Sequence[float],
    new_per_day: float,
    belief: Belief,
    seed: int | Sequence[int],
) -> FloatArray:
    """Return the weighted recall on day `by` that each policy leads to, of shape (policies,).

    They come in the order of POLICIES, and all of them meet the same luck. Each is played by a
    learner of every memory at once, and sees the mean over them, as the plan does. Prerequisites
    are ignored.
    """
    rng = np.random.default_rng(seed)
    n = len(cards.is_new)
    sample = np.sort(rng.choice(n, min(n, SAMPLE), replace=False))
    share = len(sample) / n
    # every policy has cards of its own, side by side; sums have the shape (policies, 1)
    each = (len(POLICIES), len(sample))
    own = np.arange(len(POLICIES) * len(sample)).reshape(each)
    kept = np.repeat(RETENTIONS, len(sample))  # all retentions are one array operation
    followed = ((GREEDY, own[0]), (ROUND_ROBIN, own[1]), (kept, own[2:].ravel()))
    rows = _of(cards, np.tile(sample, len(POLICIES)))
    spent = np.zeros((len(POLICIES), 1))
    opened = np.zeros((len(POLICIES), 1))
    each_day = np.broadcast_to(seconds, by - day)
    time_until = np.cumsum(each_day)
    for k, today in enumerate(range(day, by)):
        after = outcomes(rows, today, belief)
        gain, cost = expected_gain(rows, today, by, belief, after)
        asked = [
            preferred(_of(rows, at), gain[at], cost[at], today, by, each_day[k], belief, follows)
            for follows, at in followed
        ]
        priority, useful = (np.concatenate(one).reshape(each) for one in zip(*asked, strict=True))
        is_new, cost = rows.is_new.reshape(each), cost.reshape(each)
        # what is left over stays for the days after: a sample's day is too short to be spent to the
        # second
        seconds_left = share * time_until[k] - spent
        new_left = share * new_per_day * (k + 1) - opened
        chosen = _choose(priority, cost, useful, is_new, seconds_left, new_left)
        spent += (cost * chosen).sum(axis=1, keepdims=True)
        opened += (is_new & chosen).sum(axis=1, keepdims=True)
        passed = np.tile(rng.random(len(sample)), len(POLICIES)) < after.passing
        rows = with_outcomes(rows, chosen.ravel(), passed, after, today)
    weighted = (rows.weight * recall(rows, by, belief)).reshape(each).sum(axis=1)
    found: FloatArray = weighted / rows.weight[: len(sample)].sum()
    return found


def _of(rows: Cards, at: IntArray) -> Cards:
    """Return the cards at some places."""
    return Cards(needs=(), **{name: getattr(rows, name)[..., at] for name in _ARRAYS})


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
