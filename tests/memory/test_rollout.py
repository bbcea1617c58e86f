"""The policy that is followed is the one that does best in rollouts on the memory believed in."""

from dataclasses import replace

import numpy as np
import pytest

from quizcards.memory import fsrs
from quizcards.memory.policy import (
    GREEDY,
    ROUND_ROBIN,
    Belief,
    Cards,
    Hypothesis,
    forecast,
    recall,
)
from quizcards.memory.rollout import POLICIES, best_policy, rollout
from tests.sampling import some


def fresh(n: int) -> Cards:
    """Make n new cards: 10 seconds when recalled, 22 when not, 30 when new."""
    ones = np.ones(n)
    return Cards(
        stability=ones[None],
        difficulty=5 * ones,
        last_day=np.zeros(n, dtype=np.int64),
        is_new=ones > 0,
        weight=ones,
        needs=((),) * n,
        seconds_pass=10 * ones,
        seconds_fail=22 * ones,
        seconds_new=30 * ones,
    )


def forgetful() -> Belief:
    """Make a learner who forgets within days, along a curve that is nearly exponential."""
    w = list(fsrs.DEFAULT_WEIGHTS)
    w[:4] = [first * 0.15 for first in w[:4]]
    w[8], w[20] = w[8] - 1.6, 2.4
    return Belief((Hypothesis(tuple(w)),))


BELIEFS = [Belief(), forgetful()]


@pytest.mark.parametrize("belief", BELIEFS)
def test_the_policy_chosen_does_best_of_all_in_its_rollout(belief: Belief) -> None:
    recalls = rollout(fresh(60), 0, 20, 300.0, 60, belief, 1)
    chosen = best_policy(fresh(60), 0, 20, 300.0, 60, belief, 1)
    assert recalls[POLICIES.index(chosen.follows)] == recalls.max()
    assert replace(chosen, follows=GREEDY) == belief


@pytest.mark.parametrize("belief", some(BELIEFS, 1, every=2))
def test_a_rollout_foretells_what_the_plan_itself_comes_to(belief: Belief) -> None:
    cards = fresh(60)
    played = [rollout(cards, 0, 15, 300.0, 10, belief, seed) for seed in range(30)]
    for i, policy in enumerate(POLICIES):
        following = replace(belief, follows=policy)
        seen = forecast(cards, 0, 15, 300.0, 10, following, 0, runs=15)
        assert np.mean(played, axis=0)[i] == pytest.approx(
            seen.planned, abs=0.05
        )  # what a day leaves unspent, a rollout spends later


def test_a_rollout_of_many_cards_is_that_of_a_sample_with_its_share_of_the_time() -> None:
    few, many = (
        np.mean(
            [rollout(fresh(n), 0, 15, 5.0 * n, n / 20, Belief(), s) for s in range(5)],
            axis=0,
        )
        for n in (200, 2000)
    )
    assert few == pytest.approx(many, abs=0.02)


def test_a_rollout_spends_on_each_day_what_that_day_has() -> None:
    late = rollout(fresh(50), 0, 4, [0.0, 0.0, 0.0, 300.0], 50, Belief(), 0)
    assert late == pytest.approx(rollout(fresh(50), 3, 4, 300.0, 50, Belief(), 0), abs=0.02)


def test_where_memories_last_opening_every_card_beats_keeping_a_few() -> None:
    assert best_policy(fresh(100), 0, 30, 120.0, 100, Belief(), 0).follows in (GREEDY, ROUND_ROBIN)


def test_where_memories_fade_before_the_day_keeping_them_is_chosen() -> None:
    recalls = rollout(fresh(100), 0, 60, 300.0, 100, forgetful(), 0)
    assert recalls[POLICIES.index(0.70) :].max() > recalls[:2].max()


def test_without_days_left_every_policy_comes_to_the_same() -> None:
    assert rollout(fresh(5), 3, 3, 60.0, 5, Belief(), 0).tolist() == [0.0] * len(POLICIES)


def seen_cards(stability: float, last_day: int, weight: list[float]) -> Cards:
    """Make cards seen on a day."""
    ones = np.ones(len(weight))
    cards = fresh(len(weight))
    return replace(
        cards,
        stability=stability * ones[None],
        last_day=np.full(len(weight), last_day),
        is_new=ones < 0,
        weight=np.array(weight),
    )


def test_what_was_asked_today_is_not_asked_again_in_a_rollout() -> None:
    cards = seen_cards(0.3, 3, [1.0] * 4)
    left = recall(cards, 4, Belief())[0]
    assert rollout(cards, 3, 4, 600.0, 5, Belief(), 0) == pytest.approx([left] * len(POLICIES))


def test_a_rollout_counts_each_card_by_its_weight() -> None:
    cards = replace(seen_cards(5.0, 0, [1.0, 3.0]), stability=np.array([[1.0, 50.0]]))
    first, second = recall(cards, 9, Belief())
    done = rollout(cards, 9, 9, 60.0, 5, Belief(), 0)
    assert done == pytest.approx([(first + 3 * second) / 4] * len(POLICIES))


def test_a_rollout_opens_no_more_cards_than_the_days_have_room_and_time_for() -> None:
    for seconds, new, most in (
        (600.0, 2, 10),
        (60.0, 50, 10),
        (20.0, 50, 3),
    ):  # 20 seconds: a new card in two days of three
        recalls = rollout(fresh(50), 0, 5, seconds, new, Belief(), 0)
        assert (recalls > 0.5 * most / 50).all()
        assert (recalls <= most / 50).all()
