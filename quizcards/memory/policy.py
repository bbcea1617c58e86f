"""Planning to a date: which cards to ask today so that most is recalled on the day of the
interview.

The policy is greedy over one step. Asking a card today changes how likely it is to be recalled on
the day; that change, divided by the seconds the asking takes, is the card's worth, and the queue
takes the worthiest first until the day's time is spent. Each card is asked at most once a day and
no card changes another, so taking the best action again and again is the same as one sort. Hunziker
et al. 2019 (arXiv:1805.08322) give guarantees for such policies.

One step is short-sighted where memories fade long before the day. There it can be better to keep
what was learnt at a fixed retention first; `rehearse` tries both on the learner believed in, and
the belief says which to follow.

Every function is pure and works on arrays over cards. Days are study days.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from quizcards.memory import fsrs

Array = Any
ENOUGH = 20
"""Answers after which the learner's memory is known well enough to be planned with."""
FIRST = 100.0
"""Added to the worth of what comes before everything else."""
PROBED = 0.25
"""Share of a day that goes to what was learnt before, until then: who only opens cards never learns
how they last.
"""
LEAST = 0.005
"""A card that will be recalled is asked only if that raises its recall on the day by so much: more
would only tire.
"""


@dataclass(frozen=True)
class Belief:
    """What is believed of the learner's memory: the FSRS weights to replay their cards under, and
    whether spacing counts.
    """

    weights: tuple[float, ...] = fsrs.DEFAULT_WEIGHTS
    spaced: bool = True
    """Whether it matters to an answer when it comes, as in FSRS.

    If not, it moves stability as one on the same day would.
    """
    first_pass: float = 0.6
    """How likely the first answer to a card never seen is a pass."""
    heard: int = ENOUGH
    """How many answers the belief rests on: those given a day or more after the answer before."""
    retention: float | None = None
    """The retention at which the plan keeps what was learnt before it opens new cards; None for the
    greedy policy.
    """


@dataclass(frozen=True)
class Cards:
    """n cards as a policy sees them. What is said of the memory of a new card is not read.

    `stability` and `difficulty` are the cards' memory replayed under the weights of the belief.
    """

    stability: Array
    difficulty: Array
    last_day: Array
    is_new: Array
    weight: Array
    """How much the recall of a card counts."""
    needs: tuple[tuple[int, ...], ...]
    """For each card, the indices of those that must have been seen before it."""
    seconds_pass: Array
    seconds_fail: Array
    seconds_new: Array
    """Expected seconds of asking a card: when it is recalled, when it is not, and the first
    time.
    """


@dataclass(frozen=True)
class Outcomes:
    """What asking each card on a day may lead to: its chance to pass, its memory after a pass and
    after a fail.
    """

    passing: Array
    passed: tuple[Array, Array]
    failed: tuple[Array, Array]


def outcomes(cards: Cards, day: int, belief: Belief) -> Outcomes:
    """Return what asking each card on `day` may lead to; (stability, difficulty) after each answer.

    A pass is a Good. A fail is an Again that its step on the same day follows up with a Good.
    """
    w = belief.weights
    new = cards.is_new
    # any valid memory: a new card takes its first state below
    stability = np.where(new, 1.0, cards.stability)
    difficulty = np.where(new, 5.0, cards.difficulty)
    elapsed = np.maximum(day - cards.last_day, 0)
    passing = np.where(new, belief.first_pass, fsrs.retrievability(elapsed, stability, w))

    again, _, good, _ = fsrs.next_stabilities(stability, difficulty, elapsed * belief.spaced, w, np)
    again, good = np.where(new, w[0], again), np.where(new, w[2], good)
    hard_d, good_d = (
        np.where(
            new,
            np.clip(fsrs.first_difficulty(grade, w), 1.0, 10.0),
            fsrs.next_difficulty(difficulty, grade, w, np),
        )
        for grade in (1, 3)
    )
    _, _, relearnt, _ = fsrs.next_stabilities(again, hard_d, np.zeros_like(again), w, np)
    return Outcomes(passing, (good, good_d), (relearnt, fsrs.next_difficulty(hard_d, 3, w, np)))


def recall(cards: Cards, day: int, belief: Belief) -> Array:
    """Return the probability of recalling each card on `day` if it is not asked until then; 0 if it
    was never seen.
    """
    stability = np.where(cards.is_new, 1.0, cards.stability)
    elapsed = np.maximum(day - cards.last_day, 0)
    return np.where(cards.is_new, 0.0, fsrs.retrievability(elapsed, stability, belief.weights))


def gains(
    cards: Cards, day: int, by: int, belief: Belief, after: Outcomes | None = None
) -> tuple[Array, Array]:
    """Return, for asking each card on `day`, what it adds to the weighted recall expected on day
    `by`, and its seconds.

    `after` are the outcomes of asking, when they are known already.
    """
    after = after or outcomes(cards, day, belief)
    left = max(by - day, 0)
    if_passed, if_failed = (
        fsrs.retrievability(left, s, belief.weights) for s, _ in (after.passed, after.failed)
    )
    asked = after.passing * if_passed + (1 - after.passing) * if_failed
    gain = cards.weight * (asked - recall(cards, max(by, day), belief))
    seconds = after.passing * cards.seconds_pass + (1 - after.passing) * cards.seconds_fail
    return gain, np.where(cards.is_new, cards.seconds_new, seconds)


def keeping(cards: Cards, day: int, retention: Array, belief: Belief) -> Array:
    """Return what comes first when memories are kept at a retention: what has fallen to it, then
    new cards, then the rest.

    That is 2 or more, 1 to 2, and less than 1. What has fallen furthest comes first, weighted by
    how much a card counts; new cards keep their order.
    """
    now = recall(cards, day, belief)
    share = cards.weight / cards.weight.max()
    due = (
        np.floor(fsrs.interval_for(retention, cards.stability, belief.weights) + 0.5)
        <= day - cards.last_day
    )
    return np.where(cards.is_new, 1 + share, np.where(due, 2.0, 0.0) + share * (1 - now))


def queue(cards: Cards, day: int, by: int, seconds: float, new_left: int, belief: Belief) -> Array:
    """Return the indices of the cards to ask on `day`, in order, so that recall on day `by` gains
    most.

    The expected seconds of the queue stay within `seconds`, it holds at most `new_left` new cards,
    and a new card comes after everything it needs. Cards that were asked on `day` already are not
    asked again. Those that are settled are left alone, so that a day may end before its time is
    spent.
    """
    gain, cost = gains(cards, day, by, belief)
    open_today, rests = cards.is_new | (cards.last_day < day), settled(cards, gain, day, by, belief)
    if belief.retention is None:
        worth, useful = gain / cost, open_today & (gain > 0) & ~rests
    else:
        worth = keeping(cards, day, belief.retention, belief)
        useful = open_today & ((worth >= 1) | ~rests)
    probes = _probes(cards, day, cost, seconds, belief)
    worth[probes] += FIRST
    useful[probes] = True
    return _take(worth, cost, useful, cards, seconds, new_left)


def settled(cards: Cards, gain: Array, day: int, by: int, belief: Belief) -> Array:
    """Say which cards are left alone: seen, recalled on day `by` more likely than not, and asking
    adds next to nothing.

    Where a memory fades before the day, asking adds as little, but it is the first of the steps
    that will keep it.
    """
    return (gain < LEAST * cards.weight) & (recall(cards, max(by, day), belief) > 0.5)


def _probes(cards: Cards, day: int, cost: Array, seconds: float, belief: Belief) -> Array:
    """Return the indices of the cards asked to learn how the learner remembers: those most likely
    forgotten.
    """
    if belief.heard >= ENOUGH:
        return np.zeros(0, dtype=np.int64)
    seen = np.flatnonzero(~cards.is_new & (cards.last_day < day) & (cost <= seconds))
    seen = seen[np.argsort(recall(cards, day, belief)[seen], kind="stable")][
        : ENOUGH - belief.heard
    ]
    return seen[np.cumsum(cost[seen]) <= PROBED * seconds]


def _take(
    worth: Array, cost: Array, useful: Array, cards: Cards, seconds: float, new_left: int
) -> Array:
    """Take the worthiest useful card that may be asked, again and again, while it fits into
    `seconds`.
    """
    unmet, unlocks = _missing(cards, useful)
    order = np.flatnonzero(useful)
    order = order[np.argsort(-worth[order], kind="stable")]
    # sorted: a heap
    ready: list[tuple[float, int]] = [(-worth[i], i) for i in order.tolist() if not unmet.get(i)]
    queue: list[int] = []
    while ready and seconds > 0:
        _, i = heapq.heappop(ready)
        new = bool(cards.is_new[i])
        if cost[i] > seconds or (new and new_left == 0):
            continue
        queue.append(i)
        seconds -= cost[i]
        new_left -= new
        for j in unlocks.get(i, ()) if new else ():
            unmet[j].discard(i)
            if not unmet[j]:
                heapq.heappush(ready, (-worth[j], j))
    return np.array(queue, dtype=np.int64)


def _missing(cards: Cards, useful: Array) -> tuple[dict[int, set[int]], dict[int, list[int]]]:
    """Return for each useful new card which needs are still unseen, and for each unseen card what
    waits for it.
    """
    unmet: dict[int, set[int]] = {}
    unlocks: dict[int, list[int]] = {}
    for i in np.flatnonzero(cards.is_new & useful).tolist():
        missing = {need for need in cards.needs[i] if cards.is_new[need]}
        if missing:
            unmet[i] = missing
        for need in missing:
            unlocks.setdefault(need, []).append(i)
    return unmet, unlocks


def asked(cards: Cards, picked: Array, passed: Array, day: int, belief: Belief) -> Cards:
    """Return the cards after those at `picked` were asked on `day`; `passed` says which were
    recalled.
    """
    after = outcomes(cards, day, belief)
    chosen = np.zeros(len(cards.is_new), dtype=bool)
    chosen[picked] = True
    recalled = np.zeros_like(chosen)
    recalled[picked] = passed
    stability, difficulty = (
        np.where(chosen, np.where(recalled, good, bad), before)
        for good, bad, before in zip(
            after.passed, after.failed, (cards.stability, cards.difficulty), strict=True
        )
    )
    return replace(
        cards,
        stability=stability,
        difficulty=difficulty,
        last_day=np.where(chosen, day, cards.last_day),
        is_new=cards.is_new & ~chosen,
    )


@dataclass(frozen=True)
class Forecast:
    """What to expect of a plan.

    Recalls are weighted means over all cards, a card never seen counting 0.
    """

    today: float
    """Recall if the interview were today."""
    stopped: float
    """Recall on the day if nothing is asked any more."""
    planned: float
    """Recall on the day with the plan."""
    low: float
    high: float
    """The interval in which the recall on the day falls nine times in ten, as far as the belief is
    right.
    """
    seconds: Array
    reviews: Array
    new: Array
    """The load of each day from today until the day before the interview, means over the runs."""
    path: Array
    """Recall on the day if the plan is followed up to and with each day, and then nothing is
    asked.
    """
    left_out: Array
    """Indices of the cards that most runs never open."""


def forecast(
    cards: Cards,
    day: int,
    by: int,
    seconds: float,
    new_per_day: int,
    belief: Belief,
    rng: np.random.Generator,
    runs: int = 20,
    today: tuple[float, int] | None = None,
    tell: Callable[[float], None] = lambda _: None,
) -> Forecast:
    """Return what following the plan from `day` until the day before `by` is expected to bring.

    Plays `runs` learners who remember as believed. `today` is what is left of today's seconds and
    new cards, when some of them are spent; `tell` is told the share played so far. Raises
    ValueError when `by` lies before `day`.
    """
    if by < day:
        raise ValueError("the date lies before today")
    limits: Sequence[tuple[float, int]] = [today or (seconds, new_per_day)] + [
        (seconds, new_per_day)
    ] * (by - day)
    share = cards.weight / cards.weight.sum()
    load = np.zeros((4, by - day))
    ends, opened = np.zeros((2, runs)), np.zeros(len(share))
    for run in range(runs):
        end, days = _followed(cards, day, by, limits, belief, rng)
        chance = recall(end, by, belief)
        ends[:, run] = share @ chance, share**2 @ (chance * (1 - chance))
        load += days
        opened += ~end.is_new
        tell((run + 1) / runs)
    planned = float(ends[0].mean())
    # what differs between learners, and what chance decides for each of them on the day
    # (independent draws)
    spread = 1.645 * float(np.sqrt(ends[0].var() + ends[1].mean()))
    spent_a_day, reviews, new_cards, path = load / runs
    return Forecast(
        today=float(share @ recall(cards, day, belief)),
        stopped=float(share @ recall(cards, by, belief)),
        planned=planned,
        low=max(planned - spread, 0.0),
        high=min(planned + spread, 1.0),
        seconds=spent_a_day,
        reviews=reviews,
        new=new_cards,
        path=path,
        left_out=np.flatnonzero(opened < runs / 2),
    )


def _followed(
    cards: Cards,
    day: int,
    by: int,
    limits: Sequence[tuple[float, int]],
    belief: Belief,
    rng: np.random.Generator,
) -> tuple[Cards, Array]:
    """Play one learner who follows the plan; return the cards as they stand then, and each day's
    seconds, reviews, new cards and recall.
    """
    share, heard = cards.weight / cards.weight.sum(), belief.heard
    load = np.zeros((4, by - day))
    for k, today in enumerate(range(day, by)):
        picked = queue(cards, today, by, *limits[k], replace(belief, heard=heard))
        new = cards.is_new[picked]
        passed = rng.random(len(picked)) < outcomes(cards, today, belief).passing[picked]
        seen = np.where(passed, cards.seconds_pass[picked], cards.seconds_fail[picked])
        spent = np.where(new, cards.seconds_new[picked], seen)
        cards, heard = asked(cards, picked, passed, today, belief), heard + int((~new).sum())
        load[:, k] = spent.sum(), (~new).sum(), new.sum(), share @ recall(cards, by, belief)
    return cards, load
