"""The plan's policy: the best single action again and again, as far as day and cards allow."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcards.memory import fsrs
from quizcards.memory.policy import (
    GREEDY,
    LEAST_GAIN,
    ROUND_ROBIN,
    Belief,
    Cards,
    Hypothesis,
    after_asking,
    expected_gain,
    forecast,
    outcomes,
    queue,
    recall,
)
from tests.sampling import some

BELIEF = Belief()


def some_cards(n: int, seed: int, needing: bool = True) -> Cards:
    """Make n cards, some of them new, some needing others that come before them."""
    rng = np.random.default_rng(seed)
    needs = tuple(
        tuple(rng.choice(i, size=min(i, int(rng.integers(0, 3))), replace=False).tolist())
        for i in range(n)
    )
    return Cards(
        stability=rng.lognormal(1.5, 1.0, (1, n)),
        difficulty=rng.uniform(1, 10, n),
        last_day=rng.integers(70, 100, n),
        is_new=rng.random(n) < 0.5,
        weight=rng.choice([1.0, 2.0], n),
        needs=needs if needing else ((),) * n,
        seconds_pass=rng.uniform(5, 15, n),
        seconds_fail=rng.uniform(15, 30, n),
        seconds_new=rng.uniform(20, 60, n),
    )


decks = st.builds(some_cards, st.integers(1, 30), st.integers(0, 10**6))


def allowed(cards: Cards, order: Sequence[int]) -> bool:
    """Say whether each new card of an order comes after all it needs."""
    seen = set(np.flatnonzero(~cards.is_new).tolist())
    for i in order:
        if cards.is_new[i] and not set(cards.needs[i]) <= seen:
            return False
        seen.add(i)
    return True


def test_the_gain_of_a_review_is_what_a_calculation_by_hand_gives() -> None:
    # S = 3, D = 4 last seen 4 days ago, interview in 10 days. From the reference: R(4,3) = 0.8776
    # ...; written out below
    w = fsrs.DEFAULT_WEIGHTS
    factor = 0.9 ** (-1 / 0.1542) - 1

    def r(t: float, s: float) -> float:
        return float((1 + factor * t / s) ** -0.1542)

    now = r(4, 3)
    good = 3 * (1 + np.exp(1.8722) * (11 - 4) * 3**-0.1666 * (np.exp(0.796 * (1 - now)) - 1))
    again = min(
        1.4835 * 4**-0.0614 * ((3 + 1) ** 0.2629 - 1) * np.exp(1.6483 * (1 - now)),
        3 / np.exp(0.5425 * 0.0912),
    )
    again *= max(1.0, np.exp(0.5425 * 0.0912) * again**-0.0658)  # the Good of the relearning step
    expected = 2 * (now * r(10, good) + (1 - now) * r(10, again) - r(14, 3))
    cards = Cards(
        stability=np.array([[3.0]]),
        difficulty=np.array([4.0]),
        last_day=np.array([96]),
        is_new=np.array([False]),
        weight=np.array([2.0]),
        needs=((),),
        seconds_pass=np.array([10.0]),
        seconds_fail=np.array([22.0]),
        seconds_new=np.array([30.0]),
    )
    gain, seconds = expected_gain(cards, 100, 110, Belief((Hypothesis(w),)))
    assert gain[0] == pytest.approx(expected, rel=1e-12)
    assert seconds[0] == pytest.approx(now * 10 + (1 - now) * 22, rel=1e-12)


@given(decks)
def test_each_card_taken_is_the_best_single_action_that_is_left(cards: Cards) -> None:
    # as long as one another: a shorter new card does not take the place of one before it
    cards = replace(cards, seconds_new=np.full(len(cards.is_new), 40.0))
    gain, cost = expected_gain(cards, 100, 120, BELIEF)
    idle = (gain < LEAST_GAIN * cards.weight) & (recall(cards, 120, BELIEF) > 0.5)
    left = 200.0
    order: list[int] = []
    for i in queue(cards, 100, 120, left, 3, BELIEF).tolist():
        news = sum(bool(cards.is_new[j]) for j in order)
        choices = [
            j
            for j in range(len(gain))
            if j not in order
            and cost[j] <= left
            and gain[j] > 0
            and not idle[j]
            and (not cards.is_new[j] or (news < 3 and allowed(cards, (*order, j))))
        ]
        best = max(gain[j] / cost[j] for j in choices)
        assert gain[i] / cost[i] == pytest.approx(best)
        order.append(i)
        left -= cost[i]


def in_deck_order(cards: Cards) -> list[int]:
    """Return the new cards in the order of their decks, each after what it needs."""
    order: list[int] = []
    waiting = np.flatnonzero(cards.is_new).tolist()
    while waiting:
        ready = next(i for i in waiting if not set(cards.needs[i]) & set(waiting))
        order.append(ready)
        waiting.remove(ready)
    return order


@given(decks, st.sampled_from([GREEDY, ROUND_ROBIN, 0.86]), st.floats(0, 400))
def test_new_cards_that_count_alike_are_opened_in_the_order_of_their_decks(
    cards: Cards, follows: str | float, seconds: float
) -> None:
    cards = replace(cards, weight=np.ones(len(cards.weight)))
    day = 100
    opened: list[int] = []
    wanted = in_deck_order(cards)
    for _ in range(10):
        order = queue(cards, day, 120, seconds + 60, 3, replace(BELIEF, follows=follows))
        opened += [i for i in order.tolist() if cards.is_new[i]]
        cards = after_asking(cards, order, np.ones(len(order), dtype=bool), day, BELIEF)
        day += 1
    assert opened == wanted[: len(opened)]


def test_a_new_card_that_no_day_has_time_for_does_not_hold_up_the_rest() -> None:
    cards = some_cards(12, 1, needing=False)
    cards = replace(cards, is_new=np.ones(12, dtype=bool), weight=np.ones(12))
    cards.seconds_new[3] = 1e9
    assert queue(cards, 100, 120, 10_000, 12, BELIEF).tolist() == [0, 1, 2, *range(4, 12)]


@pytest.mark.parametrize("seed", range(20))
def test_with_equal_costs_no_order_of_allowed_cards_gains_more_than_the_queue(seed: int) -> None:
    cards = some_cards(5, seed, needing=False)
    same = np.full(5, 10.0)
    cards = replace(cards, seconds_pass=same, seconds_fail=same, seconds_new=same)
    gain, _ = expected_gain(cards, 100, 130, BELIEF)
    best = max(
        sum(gain[list(order)])
        for k in range(4)
        for order in permutations(range(5), k)
        if k * 10 <= 30
    )
    assert gain[queue(cards, 100, 130, 30.0, 5, BELIEF)].sum() == pytest.approx(best)


beliefs = st.sampled_from(
    [BELIEF, Belief(n_recalls=0), Belief(follows=0.86), Belief(n_recalls=3, follows=0.7)]
)


@given(decks, st.floats(0, 1000), st.integers(0, 10), beliefs)
def test_a_queue_holds_to_the_needs_to_the_new_cards_left_and_to_the_time(
    cards: Cards, seconds: float, new: int, belief: Belief
) -> None:
    order = queue(cards, 100, 120, seconds, new, belief)
    _, cost = expected_gain(cards, 100, 120, BELIEF)
    assert len(set(order.tolist())) == len(order)
    assert allowed(cards, tuple(order.tolist()))
    assert cards.is_new[order].sum() <= new
    assert cost[order].sum() <= seconds + 1e-9


@given(decks, beliefs)
def test_a_card_asked_today_is_not_asked_again_today(cards: Cards, belief: Belief) -> None:
    first = queue(cards, 100, 120, 1e6, 40, belief)
    after = after_asking(cards, first, np.ones(len(first), dtype=bool), 100, belief)
    assert not set(first.tolist()) & set(queue(after, 100, 120, 1e6, 40, belief).tolist())


def equal_cards(stability: list[float], last_day: list[int], new: list[bool]) -> Cards:
    """Make cards that differ in these alone: 10 seconds each."""
    tens = np.full(len(new), 10.0)
    memory = np.array([stability]), np.full(len(new), 5.0), np.array(last_day), np.array(new)
    return Cards(*memory, tens / 10, ((),) * len(new), tens, tens, tens)


def test_at_a_fixed_retention_what_has_fallen_to_it_comes_first_then_new_cards_then_the_rest() -> (
    None
):
    # at 0.9 a card is due after as many days as its stability; recall falls with days / stability
    cards = equal_cards(
        [10, 10.4, 1, 10, 1, 1], [91, 90, 0, 80, 0, 97], [False, False, True, False, True, False]
    )
    #                   due tomorrow, due today, new, twice as late, new, three times as late
    assert queue(cards, 100, 120, 1e3, 6, Belief(follows=0.9)).tolist() == [5, 3, 1, 2, 4, 0]


def test_without_spacing_asking_late_adds_what_asking_early_adds() -> None:
    w = list(fsrs.DEFAULT_WEIGHTS)
    # Good doubles, Again halves, and the Good that follows makes up for it
    w[17], w[18], w[19] = np.log(2), 1.0, 0.0
    cards = equal_cards([3.0, 3.0], [70, 99], [False, False])
    seen = outcomes(cards, 100, Belief((Hypothesis(tuple(w), time_sensitive=False),)))
    assert seen.passed.stability[0] == pytest.approx([6, 6])
    assert seen.failed.stability[0] == pytest.approx([3, 3])
    spaced = outcomes(cards, 100, BELIEF).passed.stability[0]
    assert spaced[0] > 1.5 * spaced[1]


@pytest.mark.parametrize("follows", [GREEDY, 0.9])
def test_what_would_gain_next_to_nothing_is_left_alone_however_much_time_there_is(
    follows: str | float,
) -> None:
    cards = equal_cards([3.0, 20.0, 400.0, 400.0], [90, 97, 99, 99], [False] * 4)
    # what counts more does not gain more
    cards = replace(cards, weight=np.array([1.0, 1.0, 1.0, 50.0]))
    gain, _ = expected_gain(cards, 100, 105, BELIEF)
    assert (gain / cards.weight >= LEAST_GAIN).tolist() == [True, True, False, False]
    assert sorted(queue(cards, 100, 105, 1e6, 9, Belief(follows=follows)).tolist()) == [0, 1]
    new = replace(cards, is_new=np.ones(4, dtype=bool))
    assert len(queue(new, 100, 105, 1e6, 9, Belief(follows=follows))) == 4


def test_going_round_opens_every_card_then_asks_what_was_seen_longest_ago() -> None:
    cards = equal_cards([400.0, 3.0, 1.0, 20.0, 1.0], [97, 99, 0, 95, 0], [False] * 5)
    cards = replace(cards, is_new=np.array([False, False, True, False, True]))
    order = queue(cards, 100, 120, 1e6, 9, Belief(follows=ROUND_ROBIN)).tolist()
    assert order == [2, 4, 3, 0, 1]


@pytest.mark.parametrize("follows", [GREEDY, 0.7])
def test_in_the_last_days_what_was_not_seen_in_them_comes_once_more_after_all_else(
    follows: str | float,
) -> None:
    # learnt for good: seen long ago, seen on the first of the last days, and the day before it
    cards = equal_cards([9e3, 9e3, 9e3, 3.0, 1], [60, 98, 97, 90, 0], [False] * 4 + [True])
    belief = Belief(follows=follows)
    assert sorted(queue(cards, 97, 105, 1e6, 9, belief).tolist()) == [3, 4]
    order = queue(cards, 98, 105, 1e6, 9, belief)
    assert sorted(order[:2].tolist()) == [3, 4]
    assert sorted(order[2:].tolist()) == [0, 2]
    assert len(queue(cards, 98, 105, 30.0, 9, belief)) == 3  # only in time that nothing else takes
    assert 4 not in queue(cards, 98, 105, 1e6, 0, belief)  # new cards have their own limit
    after = after_asking(cards, order, np.ones(4, dtype=bool), 98, belief)
    assert not set(queue(after, 99, 105, 1e6, 9, belief).tolist()) & {0, 1, 2}


def test_what_fades_before_the_day_is_asked_though_one_asking_adds_next_to_nothing() -> None:
    w = list(fsrs.DEFAULT_WEIGHTS)
    # nearly exponential: of a memory of a day little is left in 90
    w[17], w[18], w[19], w[20] = np.log(2), 1.0, 0.0, 2.4
    cards = equal_cards([0.1], [99], [False])
    belief = Belief((Hypothesis(tuple(w), time_sensitive=False),))
    assert 0 < expected_gain(cards, 100, 190, belief)[0][0] < LEAST_GAIN
    assert queue(cards, 100, 190, 1e6, 9, belief).tolist() == [0]


def test_what_has_fallen_to_the_retention_is_asked_whatever_it_gains() -> None:
    w = list(fsrs.DEFAULT_WEIGHTS)
    w[8], w[17] = -20.0, 0.0  # a pass adds nothing
    cards = equal_cards([3.0, 3.0], [96, 99], [False, False])
    assert queue(cards, 100, 101, 1e6, 9, Belief((Hypothesis(tuple(w)),), follows=0.9)).tolist()[
        :1
    ] == [0]


def test_until_the_learner_is_known_an_eighth_of_the_day_goes_to_what_was_learnt_before() -> None:
    new = [False] * 30 + [True] * 40
    cards = equal_cards([3.0] * 70, [60 + i for i in range(30)] + [0] * 40, new)
    for n_recalls, probed in ((0, 5), (5, 3), (8, 0)):
        order = queue(cards, 100, 102, 400.0, 60, Belief(n_recalls=n_recalls)).tolist()
        assert order[:probed] == list(range(probed))  # longest unseen first
        assert all(i >= 30 for i in order[probed:])  # then what gains most by then: new cards
        assert len(order) == 40


def test_nothing_is_asked_to_know_the_learner_where_there_is_not_time_to_open_every_card() -> None:
    cards = equal_cards([3.0] * 70, [60] * 30 + [0] * 40, [False] * 30 + [True] * 40)
    for by, seconds in ((101, 399.0), (102, 199.0)):
        order = queue(cards, 100, by, seconds, 60, Belief(n_recalls=0)).tolist()
        assert all(i >= 30 for i in order)


def test_a_card_that_no_day_has_time_for_is_in_nobodys_way() -> None:
    cards = equal_cards([3.0] * 8, [60 + i for i in range(4)] + [0] * 4, [False] * 4 + [True] * 4)
    seconds = np.array([1e9] + [10.0] * 7)
    barred = replace(
        cards,
        seconds_pass=seconds,
        seconds_fail=seconds,
        seconds_new=seconds,
    )
    # the longest unseen of those that can be asked
    assert queue(barred, 100, 101, 80.0, 4, Belief(n_recalls=0)).tolist()[0] == 1


def test_a_forecast_too_asks_only_until_the_learner_is_known() -> None:
    cards = equal_cards([3.0] * 230, [60] * 30 + [0] * 200, [False] * 30 + [True] * 200)
    seen = forecast(cards, 100, 106, 400.0, 400, Belief(n_recalls=0), 0, runs=1)
    assert seen.load.reviews[:3].tolist() == [5, 3, 0]  # new cards gain more
    assert seen.load.new_cards[:3].tolist() == [35, 37, 40]


@given(decks)
def test_no_answer_is_asked_for_only_to_know_the_learner_once_there_are_enough(
    cards: Cards,
) -> None:
    known, unknown = (
        queue(cards, 100, 120, 300.0, 5, Belief(n_recalls=n_recalls)) for n_recalls in (20, 1000)
    )
    assert known.tolist() == unknown.tolist()


def test_of_two_equal_cards_the_one_that_counts_more_is_asked() -> None:
    cards = some_cards(2, 0, needing=False)
    cards = replace(
        cards,
        stability=np.repeat(cards.stability[:, :1], 2, axis=1),
        difficulty=np.repeat(cards.difficulty[:1], 2),
        last_day=np.repeat(cards.last_day[:1], 2),
        is_new=np.repeat(cards.is_new[:1], 2),
        weight=np.array([1.0, 2.0]),
        seconds_pass=np.full(2, 10.0),
        seconds_fail=np.full(2, 10.0),
        seconds_new=np.full(2, 10.0),
    )
    assert queue(cards, 100, 120, 10.0, 1, BELIEF).tolist() == [1]


@pytest.mark.parametrize("seed", some(range(3)))
def test_more_minutes_never_promise_less(seed: int) -> None:
    cards = some_cards(60, seed)
    recalls = [
        forecast(cards, 100, 114, minutes * 60.0, 10, BELIEF, 0, runs=20).planned
        for minutes in (0, 1, 2, 4, 8, 16)
    ]
    assert all(more > less - 0.005 for less, more in pairwise(recalls))
    assert recalls[-1] > recalls[0] + 0.1


def test_a_forecast_spends_on_each_day_what_that_day_has() -> None:
    seconds = [0.0, 100.0, 300.0]
    load = forecast(some_cards(60, 1), 100, 103, seconds, 10, BELIEF, 0).load
    assert load.seconds[0] == 0
    assert (load.seconds[1:] > 0).all()
    assert load.seconds[2] > 2 * load.seconds[1]


def test_a_forecast_says_what_is_left_of_it_a_month_after_the_day() -> None:
    cards = some_cards(40, 3)
    seen = forecast(cards, 100, 100, 0.0, 0, BELIEF, 0)
    share = cards.weight / cards.weight.sum()
    assert seen.later == pytest.approx(share @ recall(cards, 130, BELIEF))
    assert seen.later < seen.planned


def test_without_time_the_plan_promises_what_stopping_gives() -> None:
    cards = some_cards(30, 3)
    seen = forecast(cards, 100, 110, 0.0, 10, BELIEF, 0)
    assert seen.planned == pytest.approx(seen.stopped)
    assert seen.left_out.tolist() == np.flatnonzero(cards.is_new).tolist()


def test_a_date_before_today_is_refused() -> None:
    with pytest.raises(ValueError, match="before today"):
        forecast(some_cards(3, 0), 100, 99, 60.0, 1, BELIEF, 0)
