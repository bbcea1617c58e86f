"""Fitting: what comes out of logs whose truth is known, and which log is fitted how far."""

from typing import Any

import numpy as np
import pytest

from bench.fit import rust_items
from bench.learners import LAWS, Learners
from bench.logs import logs
from quizcards.memory import fit7, fsrs, fsrs7, gradient7
from quizcards.memory.fit import (
    SPREAD,
    Trial,
    compare,
    first_held_out,
    first_stabilities,
    fit,
    importance,
    log_loss,
    losses,
    trial,
)
from quizcards.memory.gradient import expanded
from quizcards.memory.history import History, history
from quizcards.memory.models import MODELS
from tests.memory.simulated_logs import learner, learner7, simulated_log
from tests.memory.test_fit_gradient import random_log
from tests.sampling import some

DEFAULTS = fsrs.DEFAULT_WEIGHTS


def pairs(count: int, grade: int = 3, gap: int = 4, passed: float = 0.8) -> tuple[Any, Any, Any]:
    """A log of cards answered twice: first with `grade`, then `gap` days later.

    The second answers pass evenly at the rate `passed`.
    """
    later = np.where(
        np.floor(np.arange(1, count + 1) * passed) > np.floor(np.arange(count) * passed), 3, 1
    )
    card = np.repeat(np.arange(count), 2)
    day = 739_000 + np.repeat(np.arange(count), 2) + np.tile([0, gap], count)
    grades = np.stack([np.full(count, grade), later], axis=1).ravel()
    order = np.argsort(day, kind="stable")
    return card[order], grades[order], day[order]


def together(*logs: tuple[Any, Any, Any]) -> History:
    """One log of several, with cards of their own."""
    card = np.concatenate([1_000_000 * i + log[0] for i, log in enumerate(logs)])
    grade, day = (np.concatenate(columns) for columns in list(zip(*logs, strict=True))[1:])
    order = np.argsort(day, kind="stable")
    return history(card[order], grade[order], day[order])


@pytest.fixture(scope="module")
def simulated() -> tuple[Any, History]:
    weights = learner(2)
    return weights, history(*simulated_log(weights, cards=5000, reviews=40_000, seed=2))


def test_reviews_that_come_later_are_predicted_as_well_as_by_the_weights_that_made_the_log(
    simulated: tuple[Any, History],
) -> None:
    # 0.3 % suits 40,000 reviews, where the defaults are 16 % off
    truth, log = simulated
    later = log.targets[int(0.8 * len(log.targets)) :]
    fitted = fit(log.before(later[0]))
    assert log_loss(log, fitted, later) < 1.003 * log_loss(log, truth, later)
    assert log_loss(log, DEFAULTS, later) > 1.1 * log_loss(log, truth, later)


@pytest.mark.slow
@pytest.mark.parametrize("law", some(LAWS))
def test_a_learner_of_any_law_is_fitted_no_worse_than_by_sixteen_epochs_of_fsrs_rs(
    law: type[Learners],
) -> None:
    # by the loss of what was fitted: `make bench-fit` judges by later answers. In 1,500 nats, 8 are
    # half a percent.
    fsrs_rs = pytest.importorskip("fsrs_rs_python")
    log = history(*logs(law, [200], 10_000)[0])
    longer = fsrs_rs.TrainingConfig(num_epochs=16)
    theirs = fsrs_rs.FSRS([]).compute_parameters(rust_items(log), training_config=longer)
    counts, (batch,) = importance(log), log.batches()
    ours, rust = (expanded(batch, w, counts).loss for w in (fit(log), theirs))
    assert ours < 1.005 * rust


def test_the_same_log_gives_the_same_weights(simulated: tuple[Any, History]) -> None:
    part = simulated[1].before(5000)
    assert fit(part) == fit(part)
    # and they are short enough to be copied
    assert fit(part) == tuple(round(w, 6) for w in fit(part))


def test_weights_stay_within_their_bounds() -> None:
    weights = fit(history(*random_log(0, cards=400)))  # grades by chance drive them there
    assert all(
        low <= w <= high
        for w, low, high in zip(weights, fsrs.LOWER_BOUNDS, fsrs.UPPER_BOUNDS, strict=True)
    )
    assert any(
        w in ends for w, *ends in zip(weights, fsrs.LOWER_BOUNDS, fsrs.UPPER_BOUNDS, strict=True)
    )


def test_the_oldest_review_counts_a_quarter_and_the_newest_whole() -> None:
    log = history([0, 0, 0, 0, 0], [3, 3, 3, 3, 3], [1, 1, 2, 5, 9])
    assert importance(log) == pytest.approx([0, 0, 0.25, 0.25 + 0.75 / 8, 1])


def test_with_fewer_than_eight_reviews_on_later_days_the_defaults_stay() -> None:
    assert fit(history(*pairs(7))) == DEFAULTS
    assert fit(history(*pairs(8))) != DEFAULTS


def test_with_fewer_than_sixty_four_only_the_first_stabilities_move() -> None:
    log = history(*random_log(0, cards=400))
    few, enough = (fit(log.before(log.targets[count])) for count in (63, 64))
    assert few[4:] == DEFAULTS[4:]
    assert few[2] != DEFAULTS[2]
    assert enough[4:] != DEFAULTS[4:]


@pytest.mark.parametrize(
    ("grade", "gap", "passed"), [(3, 4, 0.8), (1, 1, 0.7), (4, 30, 0.95), (2, 2, 0.6)]
)
def test_the_first_stability_is_the_one_at_which_as_many_are_expected_to_pass(
    grade: int, gap: int, passed: float
) -> None:
    # the pull towards the default hardly counts over 5,000 cards
    found = first_stabilities(history(*pairs(5000, grade, gap, passed)))
    assert fsrs.retrievability(gap, found[grade - 1]) == pytest.approx(passed, abs=0.01)


def test_a_few_cards_move_the_first_stability_only_a_little() -> None:
    found = first_stabilities(history(*pairs(8, gap=2, passed=1.0)))
    assert DEFAULTS[2] < found[2] < 3 * DEFAULTS[2]


def test_a_grade_never_given_first_takes_the_ratio_of_its_neighbours() -> None:
    again, good = pairs(3000, 1, 1, 0.9), pairs(3000, 3, 4, 0.9)
    found = first_stabilities(together(again, good)) / DEFAULTS[:4]
    assert found[1] == pytest.approx(np.sqrt(found[0] * found[2]))
    assert found[3] == pytest.approx(found[2])


def regularised(log: History, weights: Any) -> Any:
    """The loss that is made small, of a log in one batch, with its gradient and information."""
    (batch,) = log.batches()
    found = expanded(batch, weights, importance(log))
    start = np.array(DEFAULTS)
    start[:4] = first_stabilities(log)
    off = (np.array(weights) - start) / SPREAD
    return found.loss + off @ off, found.gradient + 2 * off / SPREAD, found.information


@pytest.mark.parametrize("law", some(LAWS))
def test_no_step_within_the_bounds_would_gain_a_nat(law: type[Learners]) -> None:
    log = history(*logs(law, [200], 3000)[0])
    weights = np.array(fit(log))
    least, *_ = regularised(log, weights)
    chance = np.random.default_rng(0)
    for size in (0.01, 0.1, 1.0):
        for _ in range(20):
            unit = np.array((*weights[:4], *SPREAD[4:]))
            near = weights + size * unit * chance.normal(size=21) / 21**0.5
            near = near.clip(fsrs.LOWER_BOUNDS, fsrs.UPPER_BOUNDS)
            assert regularised(log, near)[0] > least - 1


def test_where_the_walk_ends_the_slope_leads_nowhere_but_out_of_the_bounds(
    simulated: tuple[Any, History],
) -> None:
    log = simulated[1].before(8000)
    weights = np.array(fit(log))
    _, slope, information = regularised(log, weights)
    # in units of the noise of each weight, of which a tenth of a nat is less than half of one
    noise = 1 / np.sqrt(np.diag(information) + 2 / SPREAD**2)
    is_low = weights <= fsrs.LOWER_BOUNDS
    is_high = weights >= fsrs.UPPER_BOUNDS
    assert (slope * noise)[~is_high].min() > -0.45
    assert (slope * noise)[~is_low].max() < 0.45


def test_a_trial_judges_by_later_reviews_that_the_judged_weights_never_saw(
    simulated: tuple[Any, History],
) -> None:
    log = simulated[1].before(8000)
    tried, later = trial(log, DEFAULTS), log.targets[int(0.8 * len(log.targets)) :]
    assert tried.held_out == len(later)
    assert tried.loss == log_loss(log, fit(log.before(later[0])), later)
    assert tried.loss_before == log_loss(log, DEFAULTS, later)


def test_weights_that_won_are_then_fitted_to_all_reviews(simulated: tuple[Any, History]) -> None:
    log = simulated[1].before(8000)
    tried = trial(log, DEFAULTS)
    assert tried.has_won
    assert tried.weights == fit(log)


def test_weights_that_predict_worse_than_those_in_use_have_not_won(
    simulated: tuple[Any, History],
) -> None:
    log = simulated[1].before(8000)
    assert not trial(log, fit(log)).has_won  # those in use know the later reviews


def test_a_trial_tells_its_progress_from_nothing_to_all(simulated: tuple[Any, History]) -> None:
    told: list[float] = []
    trial(simulated[1].before(8000), DEFAULTS, told.append)
    assert told == sorted(told)
    assert told[0] < 0.02
    assert told[-1] == 1


def test_the_log_loss_is_the_mean_of_minus_log_of_what_happened() -> None:
    # one card, Good first: S = 2.3065, so that after 2 days R = (1 + factor·2/S)^decay = 0.909837
    log = history([0, 0, 1, 1], [3, 3, 3, 1], [1, 3, 11, 13])
    recall = float(fsrs.retrievability(2, DEFAULTS[2]))
    assert log_loss(log, DEFAULTS, log.targets) == pytest.approx(
        -(np.log(recall) + np.log(1 - recall)) / 2
    )


def test_the_interval_between_models_is_over_cards_and_not_over_reviews() -> None:
    log = history(*pairs(400))
    later = log.targets[log.targets >= first_held_out(log)]
    tried = {
        model: Trial(kind.defaults, kind.defaults, len(later), 0.0, 0.0)
        for model, kind in MODELS.items()
    }
    found = compare(log, tried, "fsrs-7", "fsrs-6")
    gained = losses(log, DEFAULTS, later, "fsrs-6") - losses(
        log, fsrs7.DEFAULT_WEIGHTS, later, "fsrs-7"
    )
    # each card has one later review, so that the interval is that of a plain mean
    reach = 1.96 * gained.std(ddof=1) / np.sqrt(len(later))
    assert found.difference == pytest.approx(gained.mean())
    assert (found.low, found.high) == pytest.approx((gained.mean() - reach, gained.mean() + reach))
    back = compare(log, tried, "fsrs-6", "fsrs-7")
    assert (back.low, back.high) == pytest.approx((-found.high, -found.low))


def test_one_card_asked_again_and_again_says_less_than_as_many_cards() -> None:
    card, grade, day = simulated_log(learner(0), cards=60, reviews=600, seed=0)
    tried = {
        model: Trial(kind.defaults, kind.defaults, 0, 0.0, 0.0) for model, kind in MODELS.items()
    }
    few = compare(history(card, grade, day), tried, "fsrs-7", "fsrs-6")
    assert few.low < few.difference < few.high
    alone = compare(history(card[card == 0], grade[card == 0], day[card == 0]), tried, *MODELS)
    assert alone.low < 0 < alone.high


def test_fsrs_7_foretells_later_reviews_as_well_as_the_weights_that_made_the_log() -> None:
    truth = learner7(3)
    log = history(*simulated_log(truth, cards=1000, reviews=6000, seed=3))
    later = log.targets[int(0.8 * len(log.targets)) :]
    fitted = fit7.fit(log.before(later[0]))
    best = log_loss(log, truth, later, "fsrs-7")
    assert log_loss(log, fitted, later, "fsrs-7") < 1.01 * best
    assert log_loss(log, fit(log.before(later[0])), later) > 1.02 * best
    assert list(fitted) == fsrs7.bounded(fitted)


def regularised7(log: History, weights: Any) -> float:
    """The loss of FSRS-7 that is made small, of a log in one batch."""
    (batch,) = log.batches("fsrs-7")
    start, off = np.array(fsrs7.DEFAULT_WEIGHTS), np.zeros(34)
    off[:4] = np.log(weights[:4] / start[:4]) / fit7.SPREAD[:4]
    off[4:] = (weights - start)[4:] / fit7.SPREAD[4:]
    found = gradient7.expanded(batch, weights, fit7.importance(log))
    return found.loss + fit7.PULL * float(off @ off)


@pytest.mark.parametrize("law", some(LAWS))
def test_under_fsrs_7_no_step_within_the_bounds_would_gain_a_nat(law: type[Learners]) -> None:
    log = history(*logs(law, [200], 3000)[0])
    weights = np.array(fit7.fit(log))
    least, chance = regularised7(log, weights), np.random.default_rng(0)
    for size in (0.01, 0.1, 1.0):
        for _ in range(20):
            unit = np.array((*weights[:4], *fit7.SPREAD[4:]))
            near = weights + size * unit * chance.normal(size=34) / 34**0.5
            near = np.array(fsrs7.bounded(near.tolist()))
            assert regularised7(log, near) > least - 1


def test_under_fsrs_7_the_same_log_gives_the_same_weights_within_their_bounds() -> None:
    log = history(*random_log(0, cards=400))  # grades by chance drive them there
    weights = fit7.fit(log)
    assert weights == fit7.fit(log) == tuple(fsrs7.bounded(weights))
    assert any(
        w in ends for w, *ends in zip(weights, fsrs7.LOWER_BOUNDS, fsrs7.UPPER_BOUNDS, strict=True)
    )


@pytest.mark.parametrize(("worse", "better"), [(3, 1), (4, 2)])
def test_under_fsrs_7_a_better_first_grade_has_no_smaller_first_stability(
    worse: int, better: int
) -> None:
    # what was answered better at first was forgotten sooner
    log = together(pairs(500, worse, 4, 0.5), pairs(500, better, 4, 0.95))
    weights = fit7.fit(log)
    assert weights[better - 1] > fsrs7.DEFAULT_WEIGHTS[better - 1]
    assert list(weights[:4]) == sorted(weights[:4])
    # together they are as the two say together, and not as either does
    assert weights[worse - 1] == pytest.approx(weights[better - 1], rel=0.01)


def test_under_fsrs_7_a_log_without_later_days_leaves_the_defaults() -> None:
    assert fit7.fit(history([0, 1, 1], [3, 1, 3], [1, 1, 1])) == fsrs7.DEFAULT_WEIGHTS


def test_a_trial_of_fsrs_7_tells_its_progress_from_nothing_to_all(
    simulated: tuple[Any, History],
) -> None:
    told: list[float] = []
    fit7.fit(simulated[1].before(15_000), told.append)
    assert told == sorted(told)
    assert told[0] < 0.02
    assert told[-1] == 1


def test_under_fsrs_7_the_oldest_review_counts_a_fifteenth_and_the_newest_whole() -> None:
    log = history([0, 0, 0, 0, 0], [3, 3, 3, 3, 3], [1, 1, 2, 5, 9])
    assert fit7.importance(log) == pytest.approx([0, 0, 0.0667, 0.0667 + 0.9333 / 2**11.25, 1])
