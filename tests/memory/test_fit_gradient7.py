"""The hand-made gradient of FSRS-7 against central differences, its forward half against replay."""

from typing import Any

import numpy as np
import pytest

from quizcards.memory import fsrs7
from quizcards.memory.gradient7 import expanded
from quizcards.memory.history import History, history
from quizcards.memory.models import MODELS
from quizcards.memory.replay import replay_reviews
from quizcards.memory.schedule import Scheduler
from tests.memory.test_fit_gradient import assert_is_gradient, random_log
from tests.sampling import some

LOW, HIGH = np.array(fsrs7.LOWER_BOUNDS), np.array(fsrs7.UPPER_BOUNDS)
DAY = 86_400


def timed_log(seed: int, **more: Any) -> tuple[Any, Any, Any, Any]:
    """A random log whose answers of a day are minutes apart."""
    card, grade, day = random_log(seed, **more)
    return card, grade, day, day * DAY + 300 * (np.arange(len(day)) % 7)


def random_weights(seed: int) -> Any:
    """Weights off the defaults, within the bounds and off their edges."""
    moved = np.array(fsrs7.DEFAULT_WEIGHTS) + 0.02
    moved *= np.random.default_rng(seed).uniform(0.8, 1.2, 34)
    inside = moved.clip(LOW + 1e-3, HIGH - 1e-3)
    return np.array(fsrs7.bounded(inside.tolist()))


def loss(log: History, weights: Any, counts: Any) -> tuple[float, Any]:
    parts = [expanded(batch, weights, counts) for batch in log.batches("fsrs-7", reviews=100)]
    return sum(part.loss for part in parts), sum(part.gradient for part in parts)


@pytest.mark.parametrize("seed", some(range(6)))
def test_the_gradient_is_the_central_difference_of_the_loss_in_every_weight(seed: int) -> None:
    log = history(*timed_log(seed))
    counts = np.random.default_rng(seed).random(len(log.grade))
    assert_is_gradient(log, random_weights(seed), counts, loss, near=2e-5)


@pytest.mark.parametrize("seed", some(range(3)))
def test_the_information_is_the_sum_of_what_each_review_tells(seed: int) -> None:
    # Fisher's: (dR/dw)(dR/dw)' / (R·(1−R)) of each target, here by central differences
    log, weights = history(*timed_log(seed)), random_weights(seed)
    counts = np.random.default_rng(seed).random(len(log.grade))
    slopes = []
    for step in 1e-6 * np.eye(34):
        there, back = (np.exp(log.log_recalls(weights + sign * step, "fsrs-7")) for sign in (1, -1))
        slopes.append((there - back)[log.targets] / 2e-6)
    recall = np.exp(log.log_recalls(weights, "fsrs-7"))[log.targets]
    expected = np.array(slopes) * counts[log.targets] / (recall * (1 - recall)) @ np.array(slopes).T
    scale = np.sqrt(np.outer(np.diag(expected), np.diag(expected)))
    found = sum(
        expanded(batch, weights, counts).information for batch in log.batches("fsrs-7", 100)
    )
    assert found / scale == pytest.approx(expected / scale, abs=1e-5)


def test_where_a_bound_holds_a_state_nothing_flows_back() -> None:
    # Again and again keeps D at 10 and the stabilities at their least, Easy D at 1 and them at
    # their most
    card = np.repeat([0, 1], 12)
    grade, gap = np.repeat([1, 4], 12), np.repeat([1, 9000], 12)
    day = np.concatenate([np.cumsum(gap[:12]), np.cumsum(gap[12:])])
    order = np.argsort(day, kind="stable")
    log = history(card[order], grade[order], day[order])
    weights = random_weights(0)
    weights[[4, 6, 10, 18]] = 9.9, 3.9, 0.012, 0.002
    assert_is_gradient(log, weights, np.ones(24), loss, near=2e-5)


@pytest.mark.parametrize("seed", range(3))
def test_recall_before_each_review_is_what_the_replay_of_those_before_leaves(seed: int) -> None:
    card, grade, day, at = timed_log(seed, cards=12)
    weights = tuple(random_weights(seed).tolist())
    log = history(card, grade, day, at)
    found = np.exp(log.log_recalls(weights, "fsrs-7"))
    scheduler = Scheduler(model="fsrs-7", weights_fsrs7=weights)
    for row in log.targets[::3]:
        before = np.flatnonzero(card[:row] == card[row])
        own = np.zeros(len(before), dtype=int)
        memory = next(
            iter(
                replay_reviews(own, grade[before], at[before], day[before], np.zeros(1), scheduler)
            )
        )
        days = scheduler.memory.elapsed(memory, at[row], day[row])
        assert found[row] == pytest.approx(scheduler.memory.recall(memory, days), rel=1e-9)


def test_without_moments_the_answers_of_a_day_are_given_at_once() -> None:
    card, grade, day, _ = timed_log(1)
    once = history(card, grade, day)
    assert once.days.tolist() == history(card, grade, day, day * DAY).days.tolist()
    assert once.targets.tolist() == history(*timed_log(1)).targets.tolist()
    for model, kind in MODELS.items():
        assert np.isfinite(once.log_recalls(kind.defaults, model)[once.targets]).all()
