"""The policy that plans to a date: which cards to ask today for most recall on the interview day.

The policy is greedy over one step. Asking a card today changes how likely it is to be recalled on
the day; that change, divided by the seconds the asking takes, is the card's priority, and the queue
takes the highest first until the day's time is spent. How many new cards a day opens follows from
that, too; of those that count alike the first is opened first, as a topic is read. Each card is
asked at most once a day and no card changes another, so taking the best action again and again is
the same as one sort. Hunziker et al. 2019 (arXiv:1805.08322) give guarantees for such policies.

One step is short-sighted where memories fade long before the day. There it can be better to keep
what was learnt at a fixed retention first, or to go round all cards; `rollout` tries each on the
learner believed in, and the belief says which to follow.

Nobody knows a learner's memory after a few answers. So a belief holds several that fit what was
seen, each with its share, and what a card gains is the mean over them.

Every function is pure. Arrays are over n cards, of shape (n,), or of shape (memories, n) where the
memories believed in differ. Days are study days.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from quizcards.memory import fsrs
from quizcards.memory.arrays import ARRAYS, BoolArray, FloatArray, IntArray
from quizcards.memory.day import LAST_DAYS

MIN_REVIEWS = 8
"""Reviews after which the learner's memory is known well enough to be planned with."""
PROBE_SHARE = 0.125
"""Share of a day that goes to what was learnt before, until then: who only opens cards never learns
how they last.
"""
PROBE_FIRST = 100.0
"""Added to the priority of what is asked for that, so that it comes before everything else."""
LAST_LOOK = -1000.0
"""Added to the priority of what is only seen once more, so that it comes after everything else."""
LEAST_GAIN = 0.005
"""A card that will be recalled is asked only if that raises its recall on the day by so much: more
would only tire.
"""
LATER = 30
"""So many days after the day it is foreseen what is left of a plan."""
WITHIN_90 = 1.645
"""Standard deviations around the mean that hold nine of ten draws of a normal distribution."""


GREEDY = "greedy"
ROUND_ROBIN = "round robin"
"""Every new card, then what was seen longest ago."""


@dataclass(frozen=True)
class Hypothesis:
    """One memory that the learner may have."""

    weights: tuple[float, ...] = fsrs.DEFAULT_WEIGHTS
    """The FSRS weights to replay their cards under."""
    time_sensitive: bool = True
    """Whether it matters to a review how many days it comes after the last one, as in FSRS.

    If not, it moves stability as one on the same day would.
    """
    share: float = 1.0
    """Its probability among those believed in."""


@dataclass(frozen=True)
class Belief:
    """What is believed of the learner's memory, and the policy that follows from it."""

    hypotheses: tuple[Hypothesis, ...] = (Hypothesis(),)
    first_pass: float = 0.6
    """The prior probability of passing a new card."""
    n_recalls: int = MIN_REVIEWS
    """How many recalls the belief rests on: reviews given a day or more after the one before."""
    follows: str | float = GREEDY
    """The policy: greedy, round robin, or the retention at which the plan keeps what was learnt
    before it opens new cards.
    """

    @cached_property
    def weights(self) -> list[float | FloatArray]:
        """Each weight: a number where all memories have the same, or of shape (memories, 1)."""
        columns = np.array([one.weights for one in self.hypotheses]).T[:, :, None]
        return [float(w[0, 0]) if (w == w[0]).all() else w for w in columns]

    @cached_property
    def time_sensitive(self) -> BoolArray:
        """Of shape (memories, 1)."""
        return np.array([[one.time_sensitive] for one in self.hypotheses])

    def mean(self, values: FloatArray) -> FloatArray:
        """Return the mean over the memories of values of shape (memories, n)."""
        found: FloatArray = np.array([one.share for one in self.hypotheses]) @ values
        return found


@dataclass(frozen=True)
class Cards:
    """n cards as a policy sees them. What is said of the memory of a new card is not read."""

    stability: FloatArray
    """In days, replayed under the weights of each memory: shape (memories, n)."""
    difficulty: FloatArray
    """In 1..10: of shape (n,) as long as all memories have seen the same answers."""
    last_day: IntArray
    """The study day of the last review."""
    is_new: BoolArray
    weight: FloatArray
    """How much the recall of a card counts."""
    needs: tuple[tuple[int, ...], ...]
    """For each card, the indices of those that must have been seen before it."""
    seconds_pass: FloatArray
    """Expected seconds of asking a card when it is recalled."""
    seconds_fail: FloatArray
    """The same when it is not recalled."""
    seconds_new: FloatArray
    """The same the first time."""


class CardMemory(NamedTuple):
    """What FSRS knows of n cards after a review: stability in days and difficulty in 1..10."""

    stability: FloatArray
    difficulty: FloatArray


@dataclass(frozen=True)
class Outcomes:
    """What asking each card on a day may lead to."""

    passing: FloatArray
    """The probability of a pass."""
    passed: CardMemory
    failed: CardMemory


class DayBudget(NamedTuple):
    """What a study day has room for."""

    seconds: float
    new: int
    """New cards."""


def outcomes(cards: Cards, day: int, belief: Belief) -> Outcomes:
    """Return what asking each card on `day` may lead to.

    A pass is a Good. A fail is an Again that its step on the same day follows up with a Good.
    """
    w = belief.weights
    new = cards.is_new
    # any valid memory: a new card takes its first state below
    stability = np.where(new, 1.0, cards.stability)
    difficulty = np.where(new, 5.0, cards.difficulty)
    elapsed = np.maximum(day - cards.last_day, 0)
    passing = np.where(new, belief.first_pass, _retrievability(elapsed, stability, belief))

    spacing = elapsed * belief.time_sensitive
    again, _, good, _ = fsrs.next_stabilities(stability, difficulty, spacing, w, ARRAYS)
    again = np.where(new, w[0], again)
    good = np.where(new, w[2], good)
    again_difficulty, good_difficulty = (
        np.where(
            new,
            np.clip(fsrs.first_difficulty(grade, w, ARRAYS), 1.0, 10.0),
            fsrs.next_difficulty(difficulty, grade, w, ARRAYS),
        )
        for grade in (1.0, 3.0)
    )

    same_day = np.zeros_like(again)
    _, _, relearnt, _ = fsrs.next_stabilities(again, again_difficulty, same_day, w, ARRAYS)
    relearnt_difficulty = fsrs.next_difficulty(again_difficulty, 3.0, w, ARRAYS)
    return Outcomes(
        passing, CardMemory(good, good_difficulty), CardMemory(relearnt, relearnt_difficulty)
    )


def _retrievability(elapsed: IntArray | float, stability: FloatArray, belief: Belief) -> FloatArray:
    return fsrs.retrievability(np.asarray(elapsed, dtype=float), stability, belief.weights)


def recalls(cards: Cards, day: float, belief: Belief) -> FloatArray:
    """Return, by each memory, the probability of recalling each card on `day` if it is not asked
    until then.

    It is 0 for a card never seen.
    """
    stability = np.where(cards.is_new, 1.0, cards.stability)
    elapsed = np.maximum(day - cards.last_day, 0)
    return np.where(cards.is_new, 0.0, _retrievability(elapsed, stability, belief))


def recall(cards: Cards, day: float, belief: Belief) -> FloatArray:
    """Return what is expected of `recalls`: their mean over the memories."""
    return belief.mean(recalls(cards, day, belief))


def expected_gain(
    cards: Cards, day: int, by: int, belief: Belief, after: Outcomes | None = None
) -> tuple[FloatArray, FloatArray]:
    """Return for each card what asking it on `day` is expected to gain and to cost.

    The gain is in weighted recall on day `by`, the cost in seconds. `after` are the outcomes of
    asking, when they are known already.
    """
    after = after or outcomes(cards, day, belief)
    days_left = max(by - day, 0)
    if_passed = _retrievability(days_left, after.passed.stability, belief)
    if_failed = _retrievability(days_left, after.failed.stability, belief)
    asked = after.passing * if_passed + (1 - after.passing) * if_failed
    gain = cards.weight * belief.mean(asked - recalls(cards, max(by, day), belief))
    passing = belief.mean(after.passing)
    seconds = passing * cards.seconds_pass + (1 - passing) * cards.seconds_fail
    return gain, np.where(cards.is_new, cards.seconds_new, seconds)


def greedy_priority(
    is_new: BoolArray, gain: FloatArray, cost: FloatArray, seconds: float
) -> FloatArray:
    """Return what each card gains in a second: the greater, the sooner.

    New cards for which a day of so many seconds has time are taken to cost what they do in the
    mean, so that among those that count alike none comes first for being short: they keep their
    order.
    """
    new = is_new & (cost <= seconds)
    count = np.maximum(new.sum(axis=-1, keepdims=True), 1)
    mean = np.where(new, cost, 0.0).sum(axis=-1, keepdims=True) / count
    priority: FloatArray = gain / np.where(new, mean, cost)
    return priority


def retention_priority(
    cards: Cards, day: int, retention: float | FloatArray, belief: Belief
) -> FloatArray:
    """Return what comes first when memories are kept at a retention: the greater, the sooner.

    What has fallen to the retention has 2 or more, new cards 1 to 2, the rest less than 1. What has
    fallen furthest comes first, weighted by how much a card counts; new cards keep their order. A
    card falls on the day next to the moment, as intervals are rounded.
    """
    now = recall(cards, day, belief)
    share = cards.weight / cards.weight.max()
    is_due = (recall(cards, day + 0.5, belief) < retention) & (cards.last_day < day)
    seen = np.where(is_due, 2.0, 0.0) + share * (1 - now)
    priority: FloatArray = np.where(cards.is_new, 1 + share, seen)
    return priority


def round_robin_priority(cards: Cards, day: int) -> FloatArray:
    """Return what comes first when all new cards are opened, then what was seen longest ago.

    Of the new ones that which counts most comes first; those that count alike keep their order.
    """
    share = cards.weight / cards.weight.max()
    priority: FloatArray = np.where(cards.is_new, 1 + share, 1 - 1 / (2.0 + day - cards.last_day))
    return priority


def gains_little(cards: Cards, gain: FloatArray, day: int, by: int, belief: Belief) -> BoolArray:
    """Say which cards are left alone: asking adds next to nothing to a card that will be recalled.

    Where a memory fades before the day, asking adds as little, but it is the first of the steps
    that will keep it; so a card counts only if it is recalled on day `by` more likely than not.
    """
    will_be_recalled = recall(cards, max(by, day), belief) > 0.5
    return will_be_recalled & (gain < LEAST_GAIN * cards.weight)


def preferred(
    cards: Cards,
    gain: FloatArray,
    cost: FloatArray,
    day: int,
    by: int,
    seconds: float,
    belief: Belief,
    follows: str | float | FloatArray,
) -> tuple[FloatArray, BoolArray]:
    """Return what comes first by a policy, and which cards it asks at all.

    `gain` and `cost` are those of asking each card on `day`, which has so many `seconds`. `follows`
    is the policy as a belief has it; a retention may differ from card to card, of shape (n,).
    """
    is_open = cards.is_new | (cards.last_day < day)
    if isinstance(follows, str) and follows == ROUND_ROBIN:
        return round_robin_priority(cards, day), is_open
    is_idle = gains_little(cards, gain, day, by, belief)
    if isinstance(follows, str):
        priority = greedy_priority(cards.is_new, gain, cost, seconds)
        return priority, is_open & (gain > 0) & ~is_idle
    priority = retention_priority(cards, day, follows, belief)
    return priority, is_open & ((priority >= 1) | ~is_idle)


def queue(
    cards: Cards, day: int, by: int, seconds: float, new_left: int, belief: Belief
) -> IntArray:
    """Return the indices of the cards to ask on `day`, in order.

    They are those by which recall on day `by` gains most, or those that the policy which the belief
    follows asks for. The expected seconds of the queue stay within `seconds`, it holds at most
    `new_left` new cards, and a new card comes after everything it needs. Where there is no time
    left for the next new card, no shorter one takes its place. Cards that were asked on `day`
    already are not asked again. Those that gain little are left alone, so that a day may end before
    its time is spent; but in the last days each of them that was not seen within these comes once
    more, after all others, as far as the time goes.
    """
    gain, cost = expected_gain(cards, day, by, belief)
    priority, useful = preferred(cards, gain, cost, day, by, seconds, belief, belief.follows)
    probes = _probes(cards, day, by, cost, seconds, belief)
    priority[probes] += PROBE_FIRST
    useful[probes] = True
    rest = _unseen_in_last_days(cards, day, by) & ~useful
    priority[rest] += LAST_LOOK
    useful |= rest
    return _greedy_knapsack(priority, cost, useful, cards, seconds, new_left)


def _unseen_in_last_days(cards: Cards, day: int, by: int) -> BoolArray:
    """Say which cards were learnt and, in the last days, have not been seen within these."""
    first = by - LAST_DAYS
    unseen: BoolArray = ~cards.is_new & (cards.last_day < first) & (day >= first)
    return unseen


def _probes(
    cards: Cards, day: int, by: int, cost: FloatArray, seconds: float, belief: Belief
) -> IntArray:
    """Return the indices of the cards asked to learn how the learner remembers.

    They are those most likely forgotten. There are none once enough is known, nor where there is
    not even time to open every card: nothing would be done otherwise for knowing it.
    """
    missing = MIN_REVIEWS - belief.n_recalls
    opening = cost[cards.is_new & (cost <= seconds)].sum()
    if missing <= 0 or opening > seconds * (by - day):
        return np.zeros(0, dtype=np.int64)
    seen = np.flatnonzero(~cards.is_new & (cards.last_day < day) & (cost <= seconds))
    likely_forgotten_first = np.argsort(recall(cards, day, belief)[seen], kind="stable")
    probes = seen[likely_forgotten_first][:missing]
    return probes[np.cumsum(cost[probes]) <= PROBE_SHARE * seconds]


def _greedy_knapsack(
    priority: FloatArray,
    cost: FloatArray,
    useful: BoolArray,
    cards: Cards,
    seconds: float,
    new_left: int,
) -> IntArray:
    """Return the indices that a greedy knapsack with precedence takes, in order.

    It takes the useful card of the highest priority that may be asked, again and again, while it
    fits into `seconds`. After a new card that does not fit any more it takes no other; one that
    takes longer than all of `seconds` is passed over.
    """
    all_seconds = seconds
    unmet, unlocks = _missing(cards, useful)
    order = np.flatnonzero(useful)
    order = order[np.argsort(-priority[order], kind="stable")]
    # sorted, which is a heap
    ready: list[tuple[float, int]] = [(-priority[i], i) for i in order.tolist() if not unmet.get(i)]
    queue: list[int] = []
    while ready and seconds > 0:
        _, i = heapq.heappop(ready)
        new = bool(cards.is_new[i])
        if new and seconds < cost[i] <= all_seconds:
            new_left = 0
        if cost[i] > seconds or (new and new_left == 0):
            continue
        queue.append(i)
        seconds -= cost[i]
        if not new:
            continue
        new_left -= 1
        for j in unlocks.get(i, ()):
            unmet[j].discard(i)
            if not unmet[j]:
                heapq.heappush(ready, (-priority[j], j))
    return np.array(queue, dtype=np.int64)


def _missing(cards: Cards, useful: BoolArray) -> tuple[dict[int, set[int]], dict[int, list[int]]]:
    """Return the unseen needs of each useful new card, and what waits for each unseen card."""
    unmet: dict[int, set[int]] = {}
    unlocks: dict[int, list[int]] = {}
    for i in np.flatnonzero(cards.is_new & useful).tolist():
        missing = {need for need in cards.needs[i] if cards.is_new[need]}
        if missing:
            unmet[i] = missing
        for need in missing:
            unlocks.setdefault(need, []).append(i)
    return unmet, unlocks


def after_asking(
    cards: Cards, picked: IntArray, passed: BoolArray, day: int, belief: Belief
) -> Cards:
    """Return the cards after those at `picked` were asked on `day`.

    `passed`, of the shape of `picked`, says which of them were recalled.
    """
    chosen = np.zeros(len(cards.is_new), dtype=bool)
    chosen[picked] = True
    recalled = np.zeros_like(chosen)
    recalled[picked] = passed
    return with_outcomes(cards, chosen, recalled, outcomes(cards, day, belief), day)


def with_outcomes(
    cards: Cards, chosen: BoolArray, passed: BoolArray, after: Outcomes, day: int
) -> Cards:
    """Return the cards after the `chosen` ones were asked on `day`, with these outcomes.

    `passed` says which are recalled if they are asked; both have the shape of the cards' arrays.
    """
    stability, difficulty = (
        np.where(chosen, np.where(passed, if_passed, if_failed), before)
        for if_passed, if_failed, before in zip(
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
class DailyLoad:
    """What each day from today until the day before the interview comes to: arrays (days,)."""

    seconds: FloatArray
    reviews: FloatArray
    new_cards: FloatArray
    recall_if_stopped: FloatArray
    """Recall on the day of the interview if nothing is asked after this day, weighted as the
    forecast's.
    """


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
    """The interval in which the recall on the day falls nine times in ten, as far as the belief is
    right.
    """
    high: float
    load: DailyLoad
    """Means over the learners played."""
    left_out: IntArray
    """Indices of the cards that most runs never open."""
    later: float
    """Recall LATER days after the day, if nothing is asked from the day on."""


def forecast(
    cards: Cards,
    day: int,
    by: int,
    seconds: float | Sequence[float],
    new_per_day: int,
    belief: Belief,
    seed: int,
    *,
    runs: int = 20,
    today: DayBudget | None = None,
    on_progress: Callable[[float], None] = lambda _: None,
) -> Forecast:
    """Return what following the plan from `day` until the day before `by` is expected to bring.

    Plays `runs` learners who remember as believed, each by one of the memories; the same `seed`
    plays the same ones. Each day has `seconds`, one number or one for each day, and `new_per_day`;
    `today` is what is left of today's, when some of it is spent. `on_progress` is called with the
    share played so far. Raises ValueError when `by` lies before `day`.
    """
    if by < day:
        raise ValueError("the date lies before today")
    each_day = np.broadcast_to(seconds, by - day).tolist()
    budgets = [DayBudget(of_day, new_per_day) for of_day in each_day]
    if budgets and today:
        budgets[0] = today
    share = cards.weight / cards.weight.sum()
    rng = np.random.default_rng(seed)
    loads = list[DailyLoad]()
    reached, variances, later = np.zeros(runs), np.zeros(runs), np.zeros(runs)
    opened = np.zeros(len(share))
    shares = [one.share for one in belief.hypotheses]
    for run, memory in enumerate(rng.choice(len(shares), runs, p=shares)):
        end, load = _follow(cards, day, budgets, belief, memory, rng)
        chance = recalls(end, by, belief)[memory]
        loads.append(load)
        reached[run] = share @ chance
        variances[run] = share**2 @ (chance * (1 - chance))
        later[run] = share @ recalls(end, by + LATER, belief)[memory]
        opened += ~end.is_new
        on_progress((run + 1) / runs)
    planned = float(reached.mean())
    # what differs between learners, and what chance decides for each of them on the day
    # (independent draws)
    spread = WITHIN_90 * float(np.sqrt(reached.var() + variances.mean()))
    return Forecast(
        today=float(share @ recall(cards, day, belief)),
        stopped=float(share @ recall(cards, by, belief)),
        planned=planned,
        low=max(planned - spread, 0.0),
        high=min(planned + spread, 1.0),
        load=_mean(loads),
        left_out=np.flatnonzero(opened < runs / 2),
        later=float(later.mean()),
    )


def _follow(
    cards: Cards,
    day: int,
    budgets: Sequence[DayBudget],
    belief: Belief,
    memory: int,
    rng: np.random.Generator,
) -> tuple[Cards, DailyLoad]:
    """Play one learner who follows the plan from `day` on, for as many days as there are budgets.

    The learner remembers by one of the memories believed in, which the plan does not know. Returns
    the cards as they stand then, and what each day came to.
    """
    days = len(budgets)
    by = day + days
    share = cards.weight / cards.weight.sum()
    load = DailyLoad(np.zeros(days), np.zeros(days), np.zeros(days), np.zeros(days))
    for k, budget in enumerate(budgets):
        today = day + k
        picked = queue(cards, today, by, budget.seconds, budget.new, belief)
        is_new = cards.is_new[picked]
        passing = outcomes(cards, today, belief).passing[memory, picked]
        passed = rng.random(len(picked)) < passing
        seconds_seen = np.where(passed, cards.seconds_pass[picked], cards.seconds_fail[picked])
        seconds = np.where(is_new, cards.seconds_new[picked], seconds_seen)
        cards = after_asking(cards, picked, passed, today, belief)
        belief = replace(belief, n_recalls=belief.n_recalls + int((~is_new).sum()))
        load.seconds[k] = seconds.sum()
        load.reviews[k] = (~is_new).sum()
        load.new_cards[k] = is_new.sum()
        load.recall_if_stopped[k] = share @ recalls(cards, by, belief)[memory]
    return cards, load


def _mean(loads: Sequence[DailyLoad]) -> DailyLoad:
    return DailyLoad(
        seconds=np.mean([load.seconds for load in loads], axis=0),
        reviews=np.mean([load.reviews for load in loads], axis=0),
        new_cards=np.mean([load.new_cards for load in loads], axis=0),
        recall_if_stopped=np.mean([load.recall_if_stopped for load in loads], axis=0),
    )
