"""The measures against their definitions, spelled out over small cases."""

import math
from itertools import product
from statistics import mean
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.memory.evaluate import (
    auc,
    calibration,
    cross_entropy,
    evaluate,
    groups_of,
    rmse_bins,
)
from quizcards.memory.fsrs import DEFAULT_WEIGHTS
from quizcards.memory.history import history
from tests.memory.simulated_logs import learner, simulated_log
from tests.memory.test_fit_gradient import random_log
from tests.sampling import examples

PASSED = np.array([True, False, True, True])
EXPECTED = np.array([0.9, 0.8, 0.6, 0.9])


def test_the_log_loss_is_minus_the_mean_log_of_what_happened() -> None:
    by_hand = -(math.log(0.9) + math.log(0.2) + math.log(0.6) + math.log(0.9)) / 4
    assert cross_entropy(PASSED, EXPECTED) == pytest.approx(by_hand)


def test_the_auc_of_a_small_case_is_that_of_its_pairs() -> None:
    # pairs (passed, failed): .9 > .8, .6 < .8, .9 > .8
    assert auc(PASSED, EXPECTED) == pytest.approx(2 / 3)


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from((0.2, 0.5, 0.7, 0.9, 0.95))),
        min_size=1,
        max_size=30,
    )
)
def test_the_auc_is_the_share_of_pairs_in_the_right_order_ties_counting_half(rows: Any) -> None:
    passed, expected = (np.array(column) for column in zip(*rows, strict=True))
    pairs = [(p > f) + (p == f) / 2 for p, f in product(expected[passed], expected[~passed])]
    found = auc(passed, expected)
    assert found is None if not pairs else found == pytest.approx(mean(pairs))


def test_the_rmse_over_bins_weighs_each_group_by_its_reviews() -> None:
    # group 0: three reviews, recall 2/3, expected 0.7; group 2: one review, recall 1, expected 0.9
    passed, expected = np.array([True, True, False, True]), np.array([0.6, 0.7, 0.8, 0.9])
    by_hand = math.sqrt((3 * (2 / 3 - 0.7) ** 2 + 1 * (1 - 0.9) ** 2) / 4)
    assert rmse_bins(passed, expected, np.array([0, 0, 0, 2])) == pytest.approx(by_hand)


def test_reviews_are_grouped_as_in_srs_benchmark() -> None:
    # its own formulas, review by review: days to base 3.62, place to base 1.89, lapses on later
    # days to base 1.73
    card, grade, day = random_log(2, cards=60, gaps=(0, 1, 3, 4, 13, 14, 47, 48, 180))
    log = history(card, grade, day)
    keys: dict[Any, set[int]] = {}
    for row in log.targets:
        past = np.flatnonzero(card[:row] == card[row])
        lapses = sum(grade[r] == 1 and log.elapsed[r] > 0 for r in past)
        gap = round(2.48 * 3.62 ** math.floor(math.log(log.elapsed[row]) / math.log(3.62)), 2)
        place = round(1.99 * 1.89 ** math.floor(math.log(len(past) + 1) / math.log(1.89)), 0)
        count = (
            round(1.65 * 1.73 ** math.floor(math.log(lapses) / math.log(1.73)), 0) if lapses else 0
        )
        keys.setdefault((gap, place, count), set()).add(int(row))
    groups = groups_of(log)
    found: dict[int, set[int]] = {}
    for row in log.targets:
        found.setdefault(int(groups[row]), set()).add(int(row))
    assert sorted(map(sorted, keys.values())) == sorted(map(sorted, found.values()))


def test_the_log_loss_and_the_rmse_are_those_of_fsrs_rs_where_every_review_counts_alike() -> None:
    # fsrs-rs weighs by age: of one review only, and of two alike, that changes nothing
    fsrs_rs = pytest.importorskip("fsrs_rs_python")
    found = evaluate(history([0, 0], [3, 3], [1, 6]), DEFAULT_WEIGHTS)
    item = fsrs_rs.FSRSItem([fsrs_rs.FSRSReview(3, 0), fsrs_rs.FSRSReview(3, 5)])
    theirs = fsrs_rs.FSRS(list(DEFAULT_WEIGHTS)).evaluate([item])
    assert found.model.log_loss == pytest.approx(theirs.log_loss, rel=1e-5)
    assert found.model.rmse_bins == pytest.approx(theirs.rmse_bins, rel=1e-5)


def test_each_bin_has_its_reviews_their_mean_expectation_and_the_share_that_passed() -> None:
    bins = calibration(
        np.array([True, False, True, True, True]), np.array([0.9, 0.92, 0.3, 0.899, 1.0])
    )
    assert [(b.low, b.high, b.count) for b in bins] == [
        (0, 0.5, 1),
        (0.85, 0.9, 1),
        (0.9, 0.95, 2),
        (0.95, 1, 1),
    ]
    assert bins[2].expected == pytest.approx(0.91)
    assert bins[2].actual == 0.5


def test_the_weights_that_made_a_log_are_calibrated_and_better_than_the_average() -> None:
    weights = learner(2)
    found = evaluate(history(*simulated_log(weights, cards=1500, reviews=12_000, seed=2)), weights)
    assert found.model.log_loss < found.baseline.log_loss
    assert found.model.rmse_bins < found.baseline.rmse_bins
    assert found.model.auc is not None
    assert found.model.auc > 0.5
    assert found.baseline.auc == 0.5
    for one in found.bins:
        error = math.sqrt(one.expected * (1 - one.expected) / one.count)
        assert abs(one.actual - one.expected) < 4 * error
    assert sum(one.count for one in found.bins) == found.reviews


def test_always_expecting_the_average_loses_its_entropy() -> None:
    log = history([0, 0, 1, 1, 2, 2, 3, 3], [3] * 7 + [1], [1, 3, 1, 3, 1, 3, 1, 3])
    found = evaluate(log, DEFAULT_WEIGHTS)
    assert found.average == 0.75
    assert found.baseline.log_loss == pytest.approx(-0.75 * math.log(0.75) - 0.25 * math.log(0.25))
    assert found.baseline.rmse_bins == pytest.approx(0)  # all in one group
