"""The hand-made gradient against central differences and PyTorch's.

The recall that it starts from is held against replay and fsrs-rs.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.memory import fsrs
from quizcards.memory.fit import importance
from quizcards.memory.gradient import expanded
from quizcards.memory.history import History, history
from quizcards.memory.replay import replay_reviews
from quizcards.memory.schedule import Scheduler
from tests.sampling import examples

LOW, HIGH = np.array(fsrs.LOWER_BOUNDS), np.array(fsrs.UPPER_BOUNDS)
Loss = Callable[[History, Any, Any], tuple[float, Any]]
"""Of a log under weights, each review counted; with its gradient."""


def random_log(
    seed: int,
    cards: int = 40,
    longest: int = 12,
    gaps: tuple[int, ...] = (0, 0, 1, 2, 5, 10, 40, 200),
) -> Any:
    """Card, grade and day of reviews in time order; every grade and gap at any time."""
    chance = np.random.default_rng(seed)
    rows = []
    for card in range(cards):
        n = chance.integers(1, longest + 1)
        rows += [
            (day, card, grade)
            for day, grade in zip(
                np.cumsum(chance.choice(gaps, n)), chance.integers(1, 5, n), strict=True
            )
        ]
    day, card, grade = np.array(sorted(rows, key=lambda row: row[0])).T
    return card, grade, day + 739_000


def random_weights(seed: int) -> Any:
    moved = np.array(fsrs.DEFAULT_WEIGHTS) * np.random.default_rng(seed).uniform(0.7, 1.3, 21)
    return moved.clip(LOW + 1e-3, HIGH - 1e-3)


def loss(log: History, weights: Any, counts: Any) -> tuple[float, Any]:
    parts = [expanded(batch, weights, counts) for batch in log.batches(reviews=100)]
    return sum(part.loss for part in parts), sum(part.gradient for part in parts)


def assert_is_gradient(
    log: History, weights: Any, counts: Any, loss: Loss = loss, near: float = 1e-5
) -> None:
    _, gradient = loss(log, weights, counts)
    for i, slope in enumerate(gradient):
        h = 1e-6 * max(1, abs(weights[i]))
        step = h * np.eye(len(weights))[i]
        there, back = (loss(log, weights + sign * step, counts)[0] for sign in (1, -1))
        assert slope == pytest.approx((there - back) / (2 * h), rel=1e-5, abs=near), f"w{i}"


@pytest.mark.parametrize("seed", range(6))
def test_the_gradient_is_the_central_difference_of_the_loss_in_every_weight(seed: int) -> None:
    log = history(*random_log(seed))
    assert_is_gradient(
        log, random_weights(seed), np.random.default_rng(seed).random(len(log.grade))
    )


def test_where_a_bound_holds_a_state_nothing_flows_back() -> None:
    # Again and again keeps D at 10 and S at its least; ten Easy keep D at 1 and the longest gaps S
    # at its most
    card = np.repeat([0, 1], 12)
    grade, gap = np.repeat([1, 4], 12), np.repeat([1, 9000], 12)
    day = np.concatenate([np.cumsum(gap[:12]), np.cumsum(gap[12:])])
    order = np.argsort(day, kind="stable")
    log = history(card[order], grade[order], day[order])
    weights = np.array(fsrs.DEFAULT_WEIGHTS)
    weights[[11, 4, 6]] = 0.002, 9.9, 3.9
    assert_is_gradient(log, weights, np.ones(24))


def test_a_lapse_that_is_held_by_its_ceiling_moves_only_what_makes_the_ceiling() -> None:
    # w11 at its most: S' = S / e^(w17·w18) in every lapse, so that nothing comes to w11..w14
    card, grade, day = random_log(3, gaps=(1, 2, 5))
    log, weights = history(card, grade, day), np.array(fsrs.DEFAULT_WEIGHTS)
    weights[[11, 12, 13]] = 5, 0.001, 0.9
    _, gradient = loss(log, weights, np.ones(len(grade)))
    assert_is_gradient(log, weights, np.ones(len(grade)))
    assert gradient[11:15] == pytest.approx(0)
    assert gradient[17] != 0


def test_the_gradient_is_that_of_pytorch() -> None:
    # autograd through the same recurrences written plainly, one card at a time: torch 2.13.0+cpu,
    # float64
    log = history(*random_log(0, cards=60))
    found, gradient = loss(log, np.array(fsrs.DEFAULT_WEIGHTS), np.ones(len(log.grade)))
    assert found == pytest.approx(218.01639112293586, rel=1e-12)
    assert gradient == pytest.approx([
        -5.32336149961, 0.267998088011, 0.0545128741202, 0.420167552595, -2.02425461816,
        7.72388510662, -4.64449621578, 177.349136577, 23.2468562735, -45.2034762515,
        31.8095151765, 4.17820914148, -8.83412891174, 35.5149028471, 1.51827925967, 8.87543573252,
        6.91773936905, -0.479557562631, 5.6929543475, -37.7958416696, 141.4581307,
    ], rel=1e-9)  # fmt: skip


@settings(max_examples=examples(30), deadline=None)
@given(st.integers(0, 10_000), st.integers(8, 90))
def test_the_sum_over_batches_does_not_depend_on_their_number(seed: int, reviews: int) -> None:
    log, weights = history(*random_log(seed, cards=12)), random_weights(seed)
    counts = np.random.default_rng(seed).random(len(log.grade))
    parts = [expanded(batch, weights, counts) for batch in log.batches(reviews=reviews)]
    whole = expanded(log.batches()[0], weights, counts)
    assert sum(part.loss for part in parts) == pytest.approx(whole.loss)
    for name in ("gradient", "information"):
        total = sum(getattr(part, name) for part in parts)
        assert total == pytest.approx(getattr(whole, name), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_the_information_is_the_curvature_expected_of_the_loss(seed: int) -> None:
    # Fisher's: each review tells (dR/dw)(dR/dw)' / (R·(1−R)), here by central differences
    log, weights = history(*random_log(seed)), random_weights(seed)
    counts = np.random.default_rng(seed).random(len(log.grade))
    slopes = []
    for step in 1e-6 * np.eye(21):
        there, back = (np.exp(log.log_recalls(weights + sign * step)) for sign in (1, -1))
        slopes.append((there - back)[log.targets] / 2e-6)
    recall = np.exp(log.log_recalls(weights))[log.targets]
    expected = np.array(slopes) * counts[log.targets] / (recall * (1 - recall)) @ np.array(slopes).T
    scale = np.sqrt(np.outer(np.diag(expected), np.diag(expected)))
    found = sum(
        batch.information for batch in (expanded(b, weights, counts) for b in log.batches())
    )
    assert found / scale == pytest.approx(expected / scale, abs=1e-6)


def test_cards_seen_once_tell_nothing() -> None:
    log = history([0, 1, 2], [3, 1, 4], [1, 1, 2])
    (batch,) = log.batches()
    assert expanded(batch, fsrs.DEFAULT_WEIGHTS, np.ones(3)).loss == 0
    assert np.isnan(log.log_recalls(fsrs.DEFAULT_WEIGHTS)).all()
    assert history([], [], []).batches() == []


@pytest.mark.parametrize("seed", range(4))
def test_the_recall_expected_is_that_of_the_scheduler_s_memory(seed: int) -> None:
    card, grade, day = random_log(seed)
    weights = random_weights(seed)
    found = history(card, grade, day).log_recalls(weights)
    scheduler = Scheduler(weights=tuple(weights))
    for row in np.flatnonzero(~np.isnan(found)):
        past = np.flatnonzero(card[:row] == card[row])
        memory = replay_reviews(
            np.zeros(len(past), int),
            grade[past],
            day[past] * 86_400.0,
            day[past],
            np.zeros(1),
            scheduler,
        )
        recall = fsrs.retrievability(day[row] - memory.last_day[0], memory.stability[0], weights)
        assert np.exp(found[row]) == pytest.approx(recall, rel=1e-9)
    for i, known in enumerate(~np.isnan(found)):
        earlier_days = day[:i][card[:i] == card[i]]
        is_target = len(earlier_days) > 0 and day[i] > earlier_days.max()
        assert known == is_target


def test_the_loss_with_newer_reviews_counting_more_is_that_of_fsrs_rs() -> None:
    fsrs_rs = pytest.importorskip("fsrs_rs_python")
    card, grade, day = random_log(11, cards=200)
    log, weights = history(card, grade, day), random_weights(11)
    items = []
    for row in log.targets:
        rows = [*np.flatnonzero(card[:row] == card[row]), row]
        items.append(
            fsrs_rs.FSRSItem([fsrs_rs.FSRSReview(int(grade[r]), int(log.elapsed[r])) for r in rows])
        )
    theirs = fsrs_rs.FSRS(weights.tolist()).evaluate(items)
    counts = importance(log)
    ours, _ = loss(log, weights, counts)
    # in its single precision
    assert ours / counts.sum() == pytest.approx(theirs.log_loss, rel=1e-5)


def test_a_clock_that_went_back_gives_no_negative_gap() -> None:
    log = history([7, 7, 7, 7], [3, 3, 3, 3], [10, 14, 12, 15])
    assert log.elapsed.tolist() == [0, 4, 0, 1]


def test_the_history_before_a_review_is_that_of_the_log_up_to_it() -> None:
    card, grade, day = random_log(5)
    cut, weights = len(card) // 3, random_weights(5)
    whole, cut_off = (
        history(card, grade, day).before(cut),
        history(card[:cut], grade[:cut], day[:cut]),
    )
    assert np.array_equal(whole.log_recalls(weights), cut_off.log_recalls(weights), equal_nan=True)
