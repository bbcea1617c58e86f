"""What must hold between the classical demos, and between a demo and mathematics around it."""

import itertools
import math
from typing import Any

import numpy as np
import pytest

from quizcards import demos
from tests.sampling import every_seed


def counts(seed: int, *shape: int) -> np.ndarray[Any, Any]:
    """Samples by child and class, none of them empty."""
    return np.random.default_rng(seed).integers(1, 20, size=shape)


@every_seed
def test_no_split_makes_nodes_less_pure_and_an_even_one_gains_nothing(seed: int) -> None:
    demo = demos.load("decision-tree-gain")
    run = demo.run({"children": counts(seed, 3, 4)})
    assert run["gain"] >= 0
    assert run["gini_drop"] >= 0
    assert run["stay"] >= run["split"] - 1e-12
    even = demo.run({"children": np.outer([1, 3, 2], counts(seed, 4))})
    assert even["gain"] == pytest.approx(0, abs=1e-12)
    assert even["gini_drop"] == pytest.approx(0, abs=1e-12)


@every_seed
def test_the_gain_is_the_mutual_information_of_child_and_class(seed: int) -> None:
    joint = counts(seed, 3, 4) / 1.0
    run = demos.load("decision-tree-gain").run({"children": joint})
    P = joint / np.sum(joint)
    apart = np.outer(np.sum(P, axis=1), np.sum(P, axis=0))
    assert run["gain"] == pytest.approx(np.sum(P * np.log2(P / apart)), rel=1e-9)


@every_seed
def test_a_child_for_every_sample_gains_all_that_there_is_to_gain(seed: int) -> None:
    labels = np.random.default_rng(seed).permutation([0, 0, 0, 1, 1, 2])
    run = demos.load("decision-tree-gain").run({"children": np.eye(3)[labels]})
    assert run["gain"] == pytest.approx(run["H"], rel=1e-12)
    assert run["gini_drop"] == pytest.approx(run["gini"], rel=1e-12)


@pytest.mark.parametrize("n", [1, 3, 5, 7])
@pytest.mark.parametrize("rho", [0, 0.3, 1])
def test_the_vote_is_what_all_patterns_of_right_and_wrong_add_up_to(n: int, rho: float) -> None:
    p = 0.65
    right = 0.0
    for pattern in itertools.product((0, 1), repeat=n):
        apart = math.prod(p if bit else 1 - p for bit in pattern)
        alike = (p if pattern[0] else 1 - p) * (len(set(pattern)) == 1)
        right += (rho * alike + (1 - rho) * apart) * (sum(pattern) > n / 2)
    run = demos.load("ensembles").run({"n": n, "p": p, "rho": rho})
    assert run["together"] == pytest.approx(right, rel=1e-12)


def test_more_voters_help_the_good_and_hurt_the_bad_and_do_nothing_to_copies() -> None:
    demo = demos.load("ensembles")
    votes = {
        p: np.array([demo.run({"n": n, "p": p})["vote"] for n in (1, 3, 9, 27)])
        for p in (0.4, 0.5, 0.6)
    }
    assert np.all(np.diff(votes[0.6]) > 0)
    assert np.all(np.diff(votes[0.4]) < 0)
    assert np.allclose(votes[0.5], 0.5, rtol=1e-12)
    assert demo.run({"n": 27, "p": 0.6, "rho": 1})["together"] == pytest.approx(0.6, rel=1e-12)


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_the_samples_left_out_are_counted_in_every_bootstrap_there_is(n: int) -> None:
    left_out = [0 not in taken for taken in itertools.product(range(n), repeat=n)]
    run = demos.load("random-forest-oob").run({"n": n})
    assert run["out"] == pytest.approx(np.mean(left_out), rel=1e-12)


def test_the_share_left_out_rises_to_one_over_e() -> None:
    demo = demos.load("random-forest-oob")
    shares = np.array([demo.run({"n": n})["out"] for n in (2, 5, 20, 1000, 10**6)])
    assert np.all(np.diff(shares) > 0)
    assert shares[-1] == pytest.approx(math.exp(-1), rel=1e-5)


def test_trees_lower_the_variance_to_what_they_share_and_copies_not_at_all() -> None:
    demo = demos.load("random-forest-oob")
    found = np.array([demo.run({"trees": m, "rho": 0.3})["variance"] for m in (1, 2, 10, 10**5)])
    assert found[0] == pytest.approx(4, rel=1e-12)
    assert np.all(np.diff(found) < 0)
    assert found[-1] == pytest.approx(0.3 * 4, rel=1e-4)
    assert demo.run({"trees": 50, "rho": 1})["variance"] == pytest.approx(4, rel=1e-12)


def noisy(seed: int, size: int = 8) -> dict[str, np.ndarray[Any, Any]]:
    x, noise = np.random.default_rng(seed).normal(size=(2, size))
    return {"x": x, "y": np.sin(2 * x) + 0.3 * noise}


@every_seed
def test_each_round_lowers_the_training_error_and_the_mean_stays(seed: int) -> None:
    given = noisy(seed)
    demo = demos.load("gradient-boosting")
    runs = [demo.run({**given, "lr": 0.3, "rounds": m}) for m in (1, 2, 5, 20)]
    errors = np.array([np.var(given["y"]), *(run["mse"] for run in runs)])
    assert np.all(np.diff(errors) < 0)
    assert all(np.mean(run["F"]) == pytest.approx(np.mean(given["y"])) for run in runs)


@every_seed
def test_one_round_leaves_what_the_learning_rate_leaves_of_what_the_best_stump_explains(
    seed: int,
) -> None:
    given = noisy(seed)
    demo = demos.load("gradient-boosting")
    whole = demo.run({**given, "lr": 1, "rounds": 1})["mse"]
    for lr in (0.1, 0.5):
        left = demo.run({**given, "lr": lr, "rounds": 1})["mse"]
        explained = np.var(given["y"]) - whole
        assert left == pytest.approx(whole + (1 - lr) ** 2 * explained, rel=1e-9)


def believed(seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    return {"y": rng.integers(0, 2, size=9), "p": rng.uniform(0.05, 0.95, size=9), "cut": 4}


@every_seed
def test_a_split_never_hurts_without_a_penalty_and_gamma_is_taken_off_whole(seed: int) -> None:
    demo = demos.load("xgboost-gain")
    free = demo.run({**believed(seed), "lam": 0, "gamma": 0})["gain"]
    assert free >= -1e-12
    assert demo.run({**believed(seed), "lam": 0, "gamma": 3})["gain"] == pytest.approx(free - 3)


@every_seed
def test_lambda_draws_every_leaf_towards_zero(seed: int) -> None:
    demo = demos.load("xgboost-gain")
    leaves = [demo.run({**believed(seed), "lam": lam})["w"] for lam in (0, 1, 10, 1e6)]
    assert np.all(np.diff(np.abs(leaves)) < 0)
    assert leaves[-1] == pytest.approx(0, abs=1e-5)


@every_seed
def test_without_lambda_a_leaf_is_a_newton_step_of_the_loss(seed: int) -> None:
    given = believed(seed)
    run = demos.load("xgboost-gain").run({**given, "lam": 0})
    z = np.log(given["p"] / (1 - given["p"]))[: given["cut"]]
    y, step = given["y"][: given["cut"]], 1e-4

    def loss(w: float) -> Any:
        return np.sum(np.log1p(np.exp(z + w)) - y * (z + w))

    slope = (loss(step) - loss(-step)) / (2 * step)
    bend = (loss(step) - 2 * loss(0) + loss(-step)) / step**2
    assert run["w"] == pytest.approx(-slope / bend, rel=1e-5)


@pytest.mark.parametrize(("values", "good"), [(3, 0.05), (4, 0.2), (5, 0.3)])
def test_a_grid_meets_the_good_range_as_often_as_its_starts_are_tried(
    values: int, good: float
) -> None:
    starts = (np.arange(20_000) + 0.5) / 20_000 / values
    points = starts[:, None] + np.arange(values) / values
    met = np.mean(np.any((points >= 0.37) & (points < 0.37 + good), axis=1))
    run = demos.load("hyperparameter-search").run({"values": values, "good": good})
    assert run["grid"] == pytest.approx(met, abs=1e-4)


@pytest.mark.parametrize("good", [0.01, 0.05, 0.3])
def test_the_trials_that_are_needed_are_the_fewest_that_are_enough(good: float) -> None:
    demo = demos.load("hyperparameter-search")
    needed = int(demo.run({"good": good, "sure": 0.7})["needed"])
    assert 1 - (1 - good) ** needed >= 0.7
    assert 1 - (1 - good) ** (needed - 1) < 0.7


def test_on_one_axis_a_grid_is_better_and_on_several_chance_is() -> None:
    demo = demos.load("hyperparameter-search")
    alone = demo.run({"values": 9, "axes": 1})
    assert alone["grid"] > alone["random"]
    for axes in (2, 3):
        run = demo.run({"axes": axes})
        assert run["grid"] < run["random"]
